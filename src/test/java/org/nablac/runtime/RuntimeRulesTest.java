package org.nablac.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.util.CheckClassAdapter;

/** What makes the classes of this package fit to be copied into a generated class. */
class RuntimeRulesTest {
    private static final String PACKAGE = "org/nablac/runtime/";
    private static final int API = Opcodes.ASM9;

    @Test
    void everyClassObeysTheRulesOfTheRuntime() {
        List<String> broken = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        List<Path> classes = classes();
        assertTrue(classes.size() >= 6, () -> "found only " + classes);
        classes.forEach(file -> reader(file).accept(new Rules(broken, owners), 0));
        assertEquals(List.of(), broken);
    }

    @Test
    void theRulesFindWhatBreaksThem() {
        List<String> broken = new ArrayList<>();
        reader(Path.of("target/test-classes", PACKAGE, "RuntimeRulesTest.class"))
                .accept(new Rules(broken, new HashMap<>()), 0);
        String all = String.join("\n", broken);
        for (String rule : List.of("invokedynamic", "inner class", "is not static", "org/junit/")) {
            assertTrue(all.contains(rule), all);
        }
    }

    @Test
    void mergedIntoOneClassTheyPassTheVerifierAndRun() throws Exception {
        ClassWriter merged = new ClassWriter(0);
        merged.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, "Merged", null, "java/lang/Object", null);
        Remapper toMerged = new Remapper(API) {
            @Override
            public String map(String name) {
                return name.startsWith(PACKAGE) ? "Merged" : name;
            }
        };
        for (Path file : classes()) {
            reader(file).accept(new ClassRemapper(new ClassVisitor(API, merged) {
                @Override
                public void visit(int version, int access, String name, String sig, String parent, String[] faces) {
                }

                @Override
                public MethodVisitor visitMethod(int access, String name, String desc, String sig, String[] thrown) {
                    return name.equals("<init>") ? null : super.visitMethod(access, name, desc, sig, thrown);
                }
            }, toMerged), 0);
        }
        merged.visitEnd();
        byte[] bytes = merged.toByteArray();
        new ClassReader(bytes).accept(new CheckClassAdapter(new ClassVisitor(API) { }, true), 0);
        Class<?> type = new ClassLoader(ClassLoader.getPlatformClassLoader()) {
            Class<?> define() {
                return defineClass("Merged", bytes, 0, bytes.length);
            }
        }.define();
        Path file = Files.createTempFile("merged", ".safetensors");
        try {
            type.getMethod("saveTensors", Path.class, String[].class, int[][].class, Object[].class, String[].class)
                    .invoke(null, file, new String[] {"u"}, new int[][] {{2}}, new Object[] {new float[] {1, 2}},
                            new String[0]);
            Object header = type.getMethod("openHeader", Path.class).invoke(null, file);
            float[] read = new float[2];
            type.getMethod("readTensor", Path.class, String.class, String.class, float[].class)
                    .invoke(null, file, header, "u", read);
            assertEquals(2f, read[1]);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void pastedIntoOneClassTheyCompileForJava17(@TempDir Path folder) throws IOException {
        Set<String> imports = new TreeSet<>();
        StringBuilder nested = new StringBuilder();
        for (Path file : classes()) {
            String name = file.getFileName().toString().replace(".class", ".java");
            for (String line : Files.readAllLines(Path.of("src/main/java", PACKAGE, name))) {
                if (line.startsWith("import ")) {
                    imports.add(line);
                } else if (!line.startsWith("package ")) {
                    nested.append(line.replaceFirst("^public final class", "private static final class")).append('\n');
                }
            }
        }
        Path source = Files.writeString(folder.resolve("Pasted.java"),
                String.join("\n", imports) + "\nfinal class Pasted {\n" + nested + "}\n");
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, messages, messages, "--release", "17",
                "-proc:none", "-Xlint:-options", "-d", folder.toString(), source.toString());
        assertEquals("", messages.toString(StandardCharsets.UTF_8));
        assertEquals(0, result);
    }

    @Test
    void theSourceImportsOnlyJavaAndNoSimpleNameTwice() throws IOException {
        Set<String> simple = new TreeSet<>();
        Set<String> whole = new TreeSet<>();
        for (Path file : classes()) {
            String name = file.getFileName().toString().replace(".class", ".java");
            for (String line : Files.readAllLines(Path.of("src/main/java", PACKAGE, name))) {
                if (line.startsWith("import ")) {
                    assertTrue(line.matches("import java\\.[\\w.]+\\.[A-Z]\\w+;"), () -> name + ": " + line);
                    whole.add(line);
                    simple.add(line.replaceAll(".*\\.", ""));
                }
            }
        }
        assertEquals(whole.size(), simple.size(), () -> "a simple name is imported from two packages: " + whole);
    }

    private static List<Path> classes() {
        try (Stream<Path> files = Files.list(Path.of("target/classes", PACKAGE))) {
            return files.filter(f -> f.toString().endsWith(".class") && !f.endsWith("package-info.class"))
                    .sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassReader reader(Path file) {
        try {
            return new ClassReader(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Collects what breaks the rules; {@code owners} says which class a method or field name belongs to. */
    private static final class Rules extends ClassVisitor {
        private final List<String> broken;
        private final Map<String, String> owners;
        private String owner = "";

        Rules(List<String> broken, Map<String, String> owners) {
            super(API);
            this.broken = broken;
            this.owners = owners;
        }

        private void require(boolean holds, String what) {
            if (!holds) {
                broken.add(owner + ": " + what);
            }
        }

        private void requireJava(String internalName, String where) {
            String name = internalName.replaceAll("^\\[+L?|;$", "");
            boolean primitiveArray = internalName.matches("\\[+[A-Z]");
            require(primitiveArray || name.startsWith("java/") || name.startsWith(PACKAGE), where + " uses " + name);
        }

        private void own(String name) {
            String first = owners.putIfAbsent(name, owner);
            require(first == null || first.equals(owner), name + " is a name of " + first + " too");
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            owner = name;
            require((access & Opcodes.ACC_FINAL) != 0, "is not final");
            require(parent.equals("java/lang/Object") && interfaces.length == 0, "has a parent type");
        }

        @Override
        public void visitInnerClass(String name, String outer, String inner, int access) {
            // javac lists the nested classes of java.* that it mentions as well
            require(name.startsWith("java/"), "has the inner class " + name);
        }

        @Override
        public FieldVisitor visitField(int access, String name, String desc, String signature, Object value) {
            own(name);
            require((access & Opcodes.ACC_STATIC) != 0 && (access & Opcodes.ACC_FINAL) != 0 && value != null,
                    "field " + name + " is no compile-time constant");
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] thrown) {
            if (name.equals("<init>")) {
                require(desc.equals("()V") && (access & Opcodes.ACC_PRIVATE) != 0, "can be made");
                return null;
            }
            own(name);
            require(!name.equals("<clinit>"), "has a static initialiser");
            require((access & Opcodes.ACC_STATIC) != 0, "method " + name + " is not static");
            require((access & Opcodes.ACC_SYNTHETIC) == 0, "method " + name + " is synthetic");
            for (Type type : Type.getArgumentTypes(desc)) {
                requireJavaType(type, name);
            }
            requireJavaType(Type.getReturnType(desc), name);
            return new MethodVisitor(API) {
                @Override
                public void visitInvokeDynamicInsn(String dynamic, String d, Handle bootstrap, Object... arguments) {
                    require(false, name + " has an invokedynamic of " + dynamic);
                }

                @Override
                public void visitMethodInsn(int opcode, String type, String method, String d, boolean isInterface) {
                    requireJava(type, name);
                }

                @Override
                public void visitFieldInsn(int opcode, String type, String field, String d) {
                    require(type.startsWith("java/"), name + " reads the field " + type + "." + field);
                }

                @Override
                public void visitTypeInsn(int opcode, String type) {
                    requireJava(type, name);
                }

                @Override
                public void visitLdcInsn(Object value) {
                    require(!(value instanceof Type) && !value.getClass().getName().contains("Dynamic"),
                            name + " loads the constant " + value);
                }
            };
        }

        private void requireJavaType(Type type, String where) {
            Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
            if (element.getSort() == Type.OBJECT) {
                requireJava(element.getInternalName(), where);
            }
        }
    }
}
