package org.nablac.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that a program can see. */
class HouseTest {
    private static final Path MAIN = Path.of("src", "main", "java", "org", "nablac");
    private static final Pattern USE = Pattern.compile("org\\.nablac((?:\\.[a-z]\\w*)*)\\.[A-Z]\\w*");
    private static final Pattern MAY_USE = Pattern.compile("May use: (.+?)\\.(?:\\s|$)");

    private static List<Path> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The package below org.nablac, {@code root} for the topmost. */
    private static String packageOf(Path file) {
        String name = MAIN.relativize(file.getParent()).toString().replace(file.getFileSystem().getSeparator(), ".");
        return name.isEmpty() ? "root" : name;
    }

    private static String withoutComments(String text) {
        return text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\n]*", "")
                .replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "\"\"");
    }

    @Test
    void everyPackageUsesExactlyWhatItsManualPageSays() {
        Map<String, Set<String>> real = new TreeMap<>();
        Map<String, Set<String>> said = new TreeMap<>();
        for (Path file : sources(MAIN)) {
            Set<String> uses = real.computeIfAbsent(packageOf(file), p -> new TreeSet<>());
            Matcher m = USE.matcher(withoutComments(text(file)));
            while (m.find()) {
                String used = m.group(1).isEmpty() ? "root" : m.group(1).substring(1);
                if (!used.equals(packageOf(file))) {
                    uses.add(used);
                }
            }
            if (file.endsWith("package-info.java")) {
                Matcher may = MAY_USE.matcher(text(file).replaceAll("\\s*\\n \\*\\s*", " "));
                assertTrue(may.find(), file + " has no line 'May use: …'");
                Set<String> names = new TreeSet<>(Arrays.asList(may.group(1).strip().split(",\\s*")));
                names.remove("nothing");
                said.put(packageOf(file), names);
            }
        }
        assertEquals(print(real), print(said));
    }

    private static String print(Map<String, Set<String>> uses) {
        StringBuilder s = new StringBuilder();
        uses.forEach((p, u) -> s.append(p).append(" uses ").append(u).append('\n'));
        return s.toString();
    }

    @Test
    void opcodesOccurInOneFile() {
        Pattern opcode = Pattern.compile("Opcodes\\.[ILFDA](LOAD|STORE|ADD|SUB|MUL|DIV|REM|NEG|RETURN|CONST_0)\\b"
                + "|\\b[ILFDA](LOAD|ADD|SUB|MUL)\\b,");
        List<Path> holding = sources(MAIN).stream()
                .filter(f -> opcode.matcher(withoutComments(text(f))).find()).toList();
        assertTrue(holding.size() <= 1, () -> "opcodes occur in " + holding);
    }

    @Test
    void linesHoldAtMostAHundredAndTwentyCharactersAndNothingIsLeftToDo() {
        List<String> faults = new ArrayList<>();
        List<Path> all = new ArrayList<>(sources(Path.of("src")));
        all.addAll(sources(Path.of("examples")));
        for (Path file : all) {
            int number = 0;
            for (String line : text(file).lines().toList()) {
                number++;
                if (line.length() > 120) {
                    faults.add(file + ":" + number + ": " + line.length() + " characters");
                }
                if (line.matches(".*\\b(TODO|FIXME|XXX)\\b.*") && !file.endsWith("HouseTest.java")) {
                    faults.add(file + ":" + number + ": " + line.strip());
                }
            }
        }
        assertEquals(List.of(), faults);
    }
}
