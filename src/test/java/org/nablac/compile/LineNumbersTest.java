package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Stack traces and profilers show lines of the model. */
class LineNumbersTest {
    /** Of what all kernels of a class share no line is right; a stack trace has that of the caller. */
    private static final String SHARED = "<.*>|tile\\d.*|(after|beside|transpose)\\d.*|[a-z]\\w*F(32|64)"
            + "|agrees|preferredBits|sampleOf\\w+";

    /** The lines of each method, and what the class calls its source. */
    private record Lines(Map<String, Set<Integer>> ofMethod, List<String> source) {
    }

    private static Lines lines(byte[] classFile) {
        Lines found = new Lines(new LinkedHashMap<>(), new ArrayList<>());
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public void visitSource(String source, String debug) {
                found.source.add(source);
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                    String[] exceptions) {
                Set<Integer> of = found.ofMethod.computeIfAbsent(name, n -> new TreeSet<>());
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitLineNumber(int line, Label start) {
                        of.add(line);
                    }
                };
            }
        }, 0);
        return found;
    }

    @Test
    void everyKernelOfTheExamplesHasLinesOfTheModelInEveryForm() throws IOException {
        Set<String> without = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                int last = Files.readAllLines(file).size();
                Model model = Source.model(file, Map.of());
                String kernels = "(step|single|initial" + model.methods().stream().map(m -> "|" + m.name())
                        .collect(Collectors.joining()) + ")_.*|singles";
                Compiled compiled = Compiler.compile(model, Options.of(model));
                String source = file.getFileName().toString().replace(".java", "");
                Map<String, byte[]> made = new LinkedHashMap<>(compiled.classFiles());
                made.remove(compiled.className() + "$Workers");
                made.forEach((name, bytes) -> {
                    Lines found = lines(bytes);
                    found.ofMethod.forEach((method, lines) -> {
                        assertTrue(lines.stream().allMatch(l -> 1 <= l && l <= last), name + "." + method + lines);
                        boolean isKernel = name.contains("$") ? !method.matches(SHARED) : method.matches(kernels);
                        if (isKernel && lines.isEmpty()) {
                            without.add(name + "." + method);
                        }
                    });
                    assertEquals(List.of(source), found.source, name);
                });
            }
        }
        assertEquals(Set.of(), without);
    }
}
