package org.nablac.source;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.Position;
import com.github.javaparser.Problem;
import com.github.javaparser.ast.CompilationUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that have been read, and what names stand for in them. */
final class Program {
    private static final List<String> JAVA = List.of("java.lang.", "java.util.", "java.util.function.");
    private static final Pattern FOUND = Pattern.compile("Found +(\".*?\"|<EOF>).*?expected(?: one of)?(.*)");
    private static final Pattern LEXICAL = Pattern.compile("Lexical error at line (\\d+), column (\\d+)");
    private final Library library;
    private final Report report;
    private final Map<String, Optional<SourceFile>> files = new HashMap<>();

    Program(Library library, Report report) {
        this.library = library;
        this.report = report;
    }

    /** The parsed file, or nothing if it does not parse, which is then reported. */
    Optional<SourceFile> parse(SourceText text) {
        ParserConfiguration configuration = new ParserConfiguration()
                .setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_21).setAttributeComments(false).setTabSize(1);
        ParseResult<CompilationUnit> result = new JavaParser(configuration).parse(text.text());
        result.getProblems().forEach(p -> report(text, p));
        return result.isSuccessful() ? result.getResult().map(unit -> new SourceFile(text, unit)) : Optional.empty();
    }

    private void report(SourceText text, Problem p) {
        Matcher lexical = LEXICAL.matcher(p.getMessage());
        if (lexical.find()) {
            Position at = new Position(Integer.parseInt(lexical.group(1)), Integer.parseInt(lexical.group(2)));
            boolean isText = p.getMessage().contains("after : \"\\\"") || p.getMessage().contains("after : \"'");
            report.add(text, at,
                    "this is not Java: " + (isText ? "a string ends nowhere" : "no word begins like this"), List.of());
            return;
        }
        Position at = p.getLocation().flatMap(l -> l.getBegin().getRange()).map(r -> r.begin)
                .orElse(new Position(1, 1));
        report.add(text, at, plain(p.getMessage()), List.of());
    }

    /** What a parser says, without all that it would have taken instead. */
    private static String plain(String message) {
        String first = message.lines().findFirst().orElse("").replaceFirst("^Parse error\\. ", "").strip();
        Matcher found = FOUND.matcher(first);
        if (!found.find()) {
            return "this is not Java: " + (first.length() > 120 ? first.substring(0, 120) + "…" : first);
        }
        if (found.group(1).equals("<EOF>")) {
            return "this is not Java: the file ends too early; is a } missing?";
        }
        return "this is not Java: after this " + found.group(1) + " cannot follow"
                + (found.group(2).contains("\";\"") ? "; is a ; missing?" : "");
    }

    /**
     * The type of the source that {@code name} stands for where {@code from} uses it; dots as in {@code Outer.Inner}.
     */
    Optional<TypeInfo> type(String name, TypeInfo from) {
        String[] parts = name.split("\\.");
        Optional<TypeInfo> found = simple(parts[0], from);
        for (int i = 1; i < parts.length && found.isPresent(); i++) {
            String part = parts[i];
            found = found.flatMap(t -> Optional.ofNullable(t.nested().get(part)));
        }
        return found;
    }

    private Optional<TypeInfo> simple(String name, TypeInfo from) {
        for (Optional<TypeInfo> t = Optional.of(from); t.isPresent(); t = t.get().outer()) {
            if (t.get().name().equals(name)) {
                return t;
            }
            if (t.get().nested().containsKey(name)) {
                return Optional.of(t.get().nested().get(name));
            }
        }
        SourceFile file = from.file();
        if (file.types().containsKey(name)) {
            return Optional.of(file.types().get(name));
        }
        String home = file.packageName().isEmpty() ? name : file.packageName() + "." + name;
        Optional<TypeInfo> found = topLevel(home);
        for (String candidate : file.candidates(name)) {
            found = found.isPresent() ? found : topLevel(candidate);
        }
        return found;
    }

    /** A class by its qualified name. */
    Optional<TypeInfo> topLevel(String qualified) {
        String simple = qualified.substring(qualified.lastIndexOf('.') + 1);
        if (!files.containsKey(qualified)) {
            boolean ours = qualified.startsWith("java.") || Api.byName(qualified).isPresent();
            files.put(qualified, ours ? Optional.empty() : library.find(qualified).flatMap(this::parse));
        }
        return files.get(qualified).flatMap(f -> Optional.ofNullable(f.types().get(simple)));
    }

    /** The class of the API that {@code name} stands for in {@code file}, by its imports. */
    Optional<Class<?>> api(String name, SourceFile file) {
        return file.candidates(name).stream().map(Api::byName).flatMap(Optional::stream).<Class<?>>map(c -> c)
                .findFirst();
    }

    /** Whether {@code name} is a class of the Java library that {@code file} may declare variables of. */
    boolean isJava(String name, SourceFile file) {
        return file.candidates(name).stream().filter(c -> JAVA.stream().anyMatch(c::startsWith)).anyMatch(c -> {
            try {
                Class.forName(c, false, Program.class.getClassLoader());
                return true;
            } catch (ClassNotFoundException e) {
                return false;
            }
        });
    }

    /** Simple names of the types that {@code from} can name without an import. */
    Set<String> typeNames(TypeInfo from) {
        Set<String> names = new TreeSet<>(from.file().types().keySet());
        from.file().allTypes().forEach(t -> names.add(t.name()));
        Api.classes().forEach(c -> {
            if (api(c.getSimpleName(), from.file()).isPresent()) {
                names.add(c.getSimpleName());
            }
        });
        return names;
    }
}
