package org.nablac.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/hello} as a newcomer compiles and runs it, with the jar that is shipped. */
class HelloIT {
    private static final Path HOME = Path.of(System.getProperty("java.home"));
    private static final Path JAR = Path.of(System.getProperty("nablac.jar", "target/nablac.jar")).toAbsolutePath();
    private static final Path HELLO = Path.of("examples/hello").toAbsolutePath();

    @TempDir
    private Path folder;

    private record Ended(int code, String output) {
    }

    private static Ended run(Path in, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(in, "output", ".txt");
        Process p = new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        assertTrue(p.waitFor(2, TimeUnit.MINUTES), () -> "it does not end: " + command);
        return new Ended(p.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private Ended javac(Path out, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("bin/javac").toString(), "-cp", JAR.toString(),
                "-processorpath",
                JAR.toString(), "-Xlint:all", "-Werror", "--release", "17", "-d", out.toString()));
        command.addAll(List.of(more));
        try (Stream<Path> files = Files.list(HELLO)) {
            files.filter(f -> f.toString().endsWith(".java")).sorted().forEach(f -> command.add(f.toString()));
        }
        return run(folder, command);
    }

    /** The JDK of this build, and a Java 17 if one is installed beside it. */
    private static List<Path> javas() throws IOException {
        List<Path> all = new ArrayList<>(List.of(HOME));
        try (Stream<Path> beside = Files.list(HOME.toRealPath().getParent())) {
            beside.filter(f -> f.getFileName().toString().contains("17") && Files.isExecutable(f.resolve("bin/java")))
                    .sorted().limit(1)
                    .forEach(all::add);
        }
        return all;
    }

    @Test
    void helloCompilesWithTheJarAndRunsWithoutItEverywhereWithTheSameOutput() throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        assertEquals(new Ended(0, ""), javac(out));
        Path app = Files.move(out, folder.resolve("app"));
        List<String> outputs = new ArrayList<>();
        for (Path java : javas()) {
            Ended run = run(folder, List.of(java.resolve("bin/java").toString(), "-Duser.language=en", "-cp",
                    app.toString(), "hello.Main"));
            assertEquals(0, run.code(), run.output());
            outputs.add(run.output());
        }
        assertTrue(outputs.get(0).lines().filter(l -> l.startsWith("(")).toList().size() == 4, outputs::toString);
        assertTrue(outputs.get(0).contains("( 1,  1)  +") && outputs.get(0).contains("( 1, -1)  -"), outputs::toString);
        assertEquals(1, outputs.stream().distinct().count(), outputs::toString);
    }

    @Test
    void theClassesNeedNothingButJavaBaseAndAreTheSameEachTime() throws Exception {
        Path a = Files.createDirectory(folder.resolve("a"));
        Path b = Files.createDirectory(folder.resolve("b"));
        assertEquals(new Ended(0, ""), javac(a));
        assertEquals(new Ended(0, ""), javac(b));
        for (String name : List.of("HelloModel.class", "HelloModelKernels.class", "HelloModel.java")) {
            assertEquals(-1, Files.mismatch(a.resolve("hello").resolve(name), b.resolve("hello").resolve(name)), name);
        }
        Ended needs = run(folder, List.of(HOME.resolve("bin/jdeps").toString(), "--print-module-deps",
                "--ignore-missing-deps",
                a.resolve("hello/HelloModel.class").toString(), a.resolve("hello/HelloModelKernels.class").toString(),
                a.resolve("hello/Main.class").toString()));
        assertEquals(new Ended(0, "java.base\n"), new Ended(needs.code(), needs.output().replace("\r", "")));
    }

    @Test
    void anApplicationOfModulesCompilesToo() throws Exception {
        Path source = Files.createDirectories(folder.resolve("module/hello"));
        for (String name : List.of("Hello.java", "Main.java")) {
            Files.copy(HELLO.resolve(name), source.resolve(name));
        }
        Path info = Files.writeString(folder.resolve("module/module-info.java"),
                "module hello { requires static nablac; }\n");
        Path out = folder.resolve("mods");
        Ended compiled = run(folder, List.of(HOME.resolve("bin/javac").toString(), "-p", JAR.toString(),
                "-processorpath", JAR.toString(),
                "-d", out.toString(), info.toString(), source.resolve("Hello.java").toString(),
                        source.resolve("Main.java").toString()));
        assertEquals(0, compiled.code(), compiled.output());
        Ended run = run(folder, List.of(HOME.resolve("bin/java").toString(), "-p", out.toString(), "-m",
                "hello/hello.Main"));
        assertEquals(0, run.code(), run.output());
    }
}
