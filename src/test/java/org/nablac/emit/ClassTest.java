package org.nablac.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nablac.code.Code.*;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nablac.code.ClassCode;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Function.Access;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Type;
import org.nablac.code.Verify;
import org.nablac.tensor.UserError;
import org.nablac.testing.InMemoryJavac;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A whole class: fields, a constructor, instance functions, exceptions and a runtime class, in both forms. */
class ClassTest {
    private static final String NAME = "com.example.CounterModel";
    private static final Type.Reference SELF = new Type.Reference(NAME);
    private static final Type.Reference IO_EXCEPTION = new Type.Reference("java.io.IOException");
    private static final Type.Reference CHECKS = new Type.Reference("org.nablac.sample.Checks");
    private static final Type.Reference MIXER = new Type.Reference("org.nablac.sample.Mixer");
    private static final String CHECKS_SOURCE = """
            package org.nablac.sample;

            import java.nio.file.Path;

            /** Checks of a sample. */
            final class Checks {
                private Checks() {
                }

                static void checkPositive(int n) {
                    if (n <= 0) {
                        throw new IllegalArgumentException("n is " + n);
                    }
                }

                static Path unusedPath(String s) {
                    return Path.of(s);
                }
            }
            """;
    private static final String MIXER_SOURCE = """
            /* a licence */
            package org.nablac.sample;

            /** Mixes bits. */
            public final class Mixer {
                private static final int SHIFT = 7;

                private Mixer() {
                }

                static long mixed(long seed, int times) {
                    Checks.checkPositive(times);
                    long x = seed;
                    for (int k = 0; k < times; k++) {
                        x = rotated(x ^ x >>> SHIFT) * 0x9E3779B97F4A7C15L;
                    }
                    return x;
                }

                private static long rotated(long x) {
                    return x << SHIFT | x >>> -SHIFT;
                }
            }
            """;

    private static RuntimeClasses runtime(String... sources) {
        Map<String, byte[]> resources = new HashMap<>();
        for (String source : sources) {
            String name = source.replaceAll("(?s).*?final class (\\w+).*", "$1");
            String path = "org/nablac/sample/" + name;
            resources.put(path + ".java", source.getBytes(StandardCharsets.UTF_8));
        }
        Map<String, String> texts = new HashMap<>();
        resources.forEach((path, bytes) -> texts.put(path.replace('/', '.').replaceAll("\\.java$", ""),
                new String(bytes, StandardCharsets.UTF_8)));
        InMemoryJavac.compile(texts, "-XDstringConcat=inline")
                .forEach((name, bytes) -> resources.put(name.replace('.', '/') + ".class", bytes));
        return RuntimeClasses.of(new ClassLoader() {
            @Override
            public InputStream getResourceAsStream(String name) {
                return resources.containsKey(name) ? new ByteArrayInputStream(resources.get(name))
                        : InputStream.nullInputStream();
            }
        });
    }

    private static ClassCode counter(List<String> runtime) {
        Var self = v("this", SELF);
        Var n = i("n");
        Var seed = v("seed", Scalar.I64);
        Var k = i("k");
        Var sum = v("sum", Scalar.F32);
        Var values = v("values", Type.FLOATS);
        Var model = v("model", SELF);
        Expr weights = new Expr.Field(self, "weights", Type.FLOATS);
        Target.External mixed = new Target.External(Target.Kind.STATIC, MIXER, "mixed", List.of(Scalar.I64, Scalar.I32),
                Scalar.I64);
        Function constructor = new Function(Access.PRIVATE, false, "<init>", List.of(values), Scalar.VOID, List.of(),
                "", List.of(new Stmt.SetField(self, "weights", Type.FLOATS, values)));
        Function create = new Function(Access.PUBLIC, true, "create", List.of(seed, n), SELF, List.of(),
                "A model of {@code n} random weights.\n@param seed of the weights", List.of(
                let(values, new Expr.NewArray(Scalar.F32, n)),
                new Stmt.Line(12),
                loop(k, c(0), n, store(values, k, convert(Scalar.F32,
                        call(mixed, add2(seed, convert(Scalar.I64, k)), c(3))))),
                let(model, new Expr.New(SELF, List.of(Type.FLOATS), List.of(values))),
                returns(model)));
        Function total = new Function(Access.PACKAGE, false, "total", List.of(), Scalar.F32, List.of(), "", List.of(
                let(sum, c(0f)),
                loop(k, c(0), length(weights), new Stmt.Line(21), assign(sum, add(sum, load(weights, k)))),
                returns(sum)));
        Function step = new Function(Access.PUBLIC, false, "step", List.of(n), Scalar.F32, List.of(IO_EXCEPTION),
                "Counts; fails below 0.", List.of(
                new Stmt.Line(30),
                new Stmt.If(lt(n, c(0)), List.of(new Stmt.Throw(new Expr.New(IO_EXCEPTION, List.of(Type.STRING),
                        List.of(c("below 0"))))), List.of()),
                new Stmt.Line(31),
                new Stmt.SetField(self, "count", Scalar.I32, add(new Expr.Field(self, "count", Scalar.I32), n)),
                new Stmt.Comment("the mean weight, times the count"),
                returns(mul(div(call(total), convert(Scalar.F32, length(weights))),
                        convert(Scalar.F32, new Expr.Field(self, "count", Scalar.I32))))));
        return new ClassCode(NAME, "Counter.java", "A counter with weights.", List.of(
                new ClassCode.Field(true, "RANK", Scalar.I32, Optional.of(c(16)), "The rank."),
                new ClassCode.Field(true, "weights", Type.FLOATS, Optional.empty(), ""),
                new ClassCode.Field(false, "count", Scalar.I32, Optional.empty(), "")),
                List.of(constructor, create, step), runtime);
    }

    private static Expr add2(Expr a, Expr b) {
        return new Expr.Binary(Expr.BinaryOp.ADD, a, b);
    }

    private static final List<String> BOTH = List.of(CHECKS.name(), MIXER.name());

    @Test
    void bothFormsBehaveTheSame() throws Exception {
        ClassCode code = counter(BOTH);
        Verify.check(code);
        byte[] bytes = Bytecode.emit(code, Bytecode.JAVA_17, runtime(CHECKS_SOURCE, MIXER_SOURCE));
        Emitted.verify(bytes);
        Class<?> bytecode = InMemoryJavac.load(NAME, Map.of(NAME, bytes));
        Class<?> java = InMemoryJavac.load(NAME, JavaText.emit(code, runtime(CHECKS_SOURCE, MIXER_SOURCE)));
        for (Class<?> type : List.of(bytecode, java)) {
            Object model = type.getMethod("create", long.class, int.class).invoke(null, 42L, 5);
            assertEquals(mean(42, 5) * 2, type.getMethod("step", int.class).invoke(model, 2));
            assertEquals(mean(42, 5) * 5, type.getMethod("step", int.class).invoke(model, 3));
            Throwable thrown = assertThrows(InvocationTargetException.class,
                    () -> type.getMethod("step", int.class).invoke(model, -1)).getCause();
            assertEquals("java.io.IOException: below 0", thrown.toString());
            assertArrayEquals(new Class<?>[] {java.io.IOException.class},
                    type.getMethod("step", int.class).getExceptionTypes());
            assertTrue(Modifier.isFinal(type.getModifiers()) && Modifier.isPublic(type.getModifiers()));
            Constructor<?> constructor = type.getDeclaredConstructor(float[].class);
            assertTrue(Modifier.isPrivate(constructor.getModifiers()));
            assertEquals(0, type.getConstructors().length);
        }
        assertEquals("Counter:30", place(bytecode));
    }

    /** The mean of the weights, by hand. */
    private static float mean(long seed, int n) {
        float sum = 0;
        for (int k = 0; k < n; k++) {
            long x = seed + k;
            for (int round = 0; round < 3; round++) {
                x = Long.rotateLeft(x ^ x >>> 7, 7) * 0x9E3779B97F4A7C15L;
            }
            sum += (float) x;
        }
        return sum / n;
    }

    private static String place(Class<?> type) throws Exception {
        Object model = type.getMethod("create", long.class, int.class).invoke(null, 42L, 5);
        StackTraceElement at = assertThrows(InvocationTargetException.class,
                () -> type.getMethod("step", int.class).invoke(model, -1)).getCause().getStackTrace()[0];
        return at.getFileName() + ":" + at.getLineNumber();
    }

    @Test
    void theTextReadsAsJavaAndIsStable() {
        String text = JavaText.emit(counter(BOTH), runtime(CHECKS_SOURCE, MIXER_SOURCE));
        assertEquals("""
                package com.example;

                import java.io.IOException;
                import java.nio.file.Path;

                /** A counter with weights. */
                public final class CounterModel {
                    /** The rank. */
                    private static final int RANK = 16;
                    private final float[] weights;
                    private int count;

                    private CounterModel(float[] values) {
                        this.weights = values;
                    }

                    /**
                     * A model of {@code n} random weights.
                     * @param seed of the weights
                     */
                    public static CounterModel create(long seed, int n) {
                        float[] values = new float[n];
                        for (int k = 0; k < n; k++) { // Counter.java:12
                            values[k] = (float) Mixer.mixed(seed + (long) k, 3);
                        }
                        CounterModel model = new CounterModel(values);
                        return model;
                    }

                    /** Counts; fails below 0. */
                    public float step(int n) throws IOException {
                        if (n < 0) { // Counter.java:30
                            throw new IOException("below 0");
                        }
                        this.count += n; // Counter.java:31
                        // the mean weight, times the count
                        return total() / (float) this.weights.length * (float) this.count;
                    }

                    float total() {
                        float sum = 0.0f;
                        for (int k = 0; k < this.weights.length; k++) {
                            sum += this.weights[k]; // Counter.java:21
                        }
                        return sum;
                    }

                    /** Checks of a sample. */
                    private static final class Checks {
                """, text.substring(0, text.indexOf("        private Checks()")));
        assertEquals(text, JavaText.emit(counter(BOTH), runtime(CHECKS_SOURCE, MIXER_SOURCE)));
        assertTrue(text.endsWith("    }\n}\n"));
        assertTrue(text.lines().noneMatch(l -> l.length() > 120 || l.endsWith(" ")));
    }

    @Test
    void onlyReachedMethodsOfTheRuntimeAreCopiedAndNothingElseIsNamed() {
        byte[] bytes = Bytecode.emit(counter(BOTH), Bytecode.JAVA_17, runtime(CHECKS_SOURCE, MIXER_SOURCE));
        assertArrayEquals(bytes, Bytecode.emit(counter(BOTH), Bytecode.JAVA_17, runtime(CHECKS_SOURCE, MIXER_SOURCE)));
        assertEquals(new TreeSet<>(List.of("<init>", "create", "step", "total", "mixed$", "rotated$",
                "checkPositive$")), Bytecode.sizes(bytes).keySet());
        new ClassReader(bytes).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public void visit(int version, int access, String name, String signature, String superName,
                    String[] interfaces) {
                assertEquals(61, version);
            }

            @Override
            public MethodVisitor visitMethod(int access, String method, String d, String s, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
                        assertTrue(owner.startsWith("java/") || owner.equals("com/example/CounterModel"), owner);
                    }

                    @Override
                    public void visitInvokeDynamicInsn(String name, String d, org.objectweb.asm.Handle h, Object... a) {
                        throw new AssertionError(method + " holds an invokedynamic");
                    }
                };
            }
        }, 0);
    }

    @Test
    void theVersionIsThatOfTheUsersRelease() {
        ClassCode code = new ClassCode("A", "A.java", "", List.of(), List.of(), List.of());
        assertEquals(65, new ClassReader(Bytecode.emit(code, 65)).readUnsignedShort(6));
        assertEquals("class-file version 60, at the least 61",
                assertThrows(IllegalArgumentException.class, () -> Bytecode.emit(code, 60)).getMessage());
    }

    @Test
    void aNameThatTheRuntimeImportsIsRefusedForTheClass() {
        RuntimeClasses classes = runtime(CHECKS_SOURCE);
        ClassCode code = new ClassCode("com.example.Path", "Path.java", "", List.of(), List.of(),
                List.of(CHECKS.name()));
        assertEquals("class com.example.Path cannot hold org.nablac.sample.Checks, which imports java.nio.file.Path:"
                + " Path is com.example.Path",
                assertThrows(IllegalArgumentException.class, () -> JavaText.emit(code, classes)).getMessage());
    }

    @Test
    void aRuntimeClassThatIsNotThereIsNamed() {
        ClassCode code = new ClassCode("A", "A.java", "", List.of(), List.of(), List.of("org.nablac.runtime.Absent"));
        assertEquals("the runtime class org.nablac.runtime.Absent is not on the class path: no "
                + "org/nablac/runtime/Absent.class", assertThrows(IllegalArgumentException.class,
                () -> Bytecode.emit(code)).getMessage());
    }

    @Test
    void theSizeOfAMethodIsItsBytesOfCode() {
        Function three = Function.of("three", List.of(), Scalar.I32, "", List.of(returns(c(100))));
        byte[] bytes = Bytecode.emit(new ClassCode("A", "A.java", "", List.of(), List.of(three), List.of()));
        assertEquals(Map.of("<init>", 5, "three", 3), Bytecode.sizes(bytes));
    }

    @Test
    void aFunctionThatNoMethodHoldsIsNamed() {
        Var x = v("x", Scalar.F32);
        List<Stmt> body = java.util.Collections.nCopies(20_000, assign(x, mul(x, c(3f))));
        Function huge = Function.of("huge", List.of(x), Scalar.VOID, "", body);
        assertEquals("class A, function huge: its code has 100001 bytes, a method holds 65,535",
                assertThrows(IllegalArgumentException.class, () -> Bytecode.emit(
                        new ClassCode("A", "A.java", "", List.of(), List.of(huge), List.of()))).getMessage());
    }

    @Test
    void aClassThatNoFileHoldsIsRefusedWithWhatToDo() {
        Var names = v("names", new Type.ArrayOf(Type.STRING));
        List<Function> functions = new ArrayList<>();
        for (int f = 0; f < 70; f++) {
            List<Stmt> body = new ArrayList<>();
            for (int k = 0; k < 500; k++) {
                body.add(store(names, c(k), c("name " + f + " " + k)));
            }
            functions.add(Function.of("f" + f, List.of(names), Scalar.VOID, "", body));
        }
        ClassCode code = new ClassCode("A", "A.java", "", List.of(), functions, List.of());
        String message = assertThrows(UserError.class, () -> Bytecode.emit(code)).getMessage();
        assertTrue(message.matches("the class A would have 70\\d\\d\\d constants, a class file holds 65,535: use .*"),
                message);
    }

    @Test
    void anElementIsChangedInPlace() {
        Var a = v("a", Type.FLOATS);
        Function f = Function.of("f", List.of(a), Scalar.VOID, "", List.of(store(a, c(1), add(load(a, c(1)), c(2f)))));
        assertEquals("a[1] += 2.0f;", f.body().get(0).toString());
        // aload iconst dup2 faload fconst fadd fastore return
        assertEquals(8, Bytecode.sizes(Bytecode.emit(new ClassCode("A", "A.java", "", List.of(), List.of(f),
                List.of())))
                .get("f"));
    }

    @Test
    void variablesKeepTheirNames() {
        byte[] bytes = Bytecode.emit(counter(BOTH), Bytecode.JAVA_17, runtime(CHECKS_SOURCE, MIXER_SOURCE));
        TreeSet<String> names = new TreeSet<>();
        new ClassReader(bytes).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String d, String s, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitLocalVariable(String name, String descriptor, String signature,
                                                   org.objectweb.asm.Label start, org.objectweb.asm.Label end,
                                                   int index) {
                        names.add(method + " " + name + " " + descriptor + " " + index);
                    }
                };
            }
        }, 0);
        assertTrue(names.containsAll(List.of("create seed J 0", "create n I 2", "create values [F 3", "create k I 4",
                "create model Lcom/example/CounterModel; 4", "total this Lcom/example/CounterModel; 0")),
                        names.toString());
    }

    @Test
    void aRuntimeClassThatBreaksTheRulesIsRefused() {
        refused("class com.example.CounterModel calls org.nablac.sample.Checks.checkPositive(I)V, which none of its "
                + "runtime classes [org.nablac.sample.Mixer] has", List.of(MIXER.name()), CHECKS_SOURCE, MIXER_SOURCE);
        refused("the runtime method org.nablac.sample.Mixer.mixed(JI)J uses the field last, which is no "
                + "compile-time constant",
                List.of(MIXER.name()), """
                package org.nablac.sample;
                final class Mixer {
                    static long last;
                    static long mixed(long seed, int times) {
                        last = seed;
                        return times;
                    }
                }
                """);
        refused("the runtime method org.nablac.sample.Mixer.mixed(JI)J holds an invokedynamic, of getAsLong",
                List.of(MIXER.name()), """
                package org.nablac.sample;
                final class Mixer {
                    static long mixed(long seed, int times) {
                        java.util.function.LongSupplier s = () -> seed;
                        return s.getAsLong();
                    }
                }
                """);
    }

    private static void refused(String message, List<String> runtime, String... sources) {
        RuntimeClasses classes = runtime(sources);
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> Bytecode.emit(counter(runtime), Bytecode.JAVA_17, classes)).getMessage());
    }

    @Test
    void aClassNamedAsAClassOfJavaStillFindsThatClass() {
        Var x = v("x", Scalar.F32);
        Function f = new Function(Access.PUBLIC, true, "f", List.of(x), Scalar.F32, List.of(), "",
                List.of(returns(max(x, c(Float.NaN)))));
        ClassCode code = new ClassCode("com.example.Math", "Math.java", "", List.of(), List.of(f), List.of());
        String text = JavaText.emit(code);
        assertTrue(text.contains("return java.lang.Math.max(x, Float.NaN);"), text);
        InMemoryJavac.load(code.name(), text);
    }

    @Test
    void textThatCouldEndACommentOrBeAnEscapeIsHarmless() {
        Function f = Function.of("f", List.of(), Scalar.VOID, "ends */ or \\u0022 not",
                List.of(new Stmt.Comment("C:\\users\nΣ x"),
                new Stmt.Line(3)));
        ClassCode code = new ClassCode("F", "F.java", "x */ y", List.of(), List.of(f), List.of());
        InMemoryJavac.load("F", JavaText.emit(code));
        Emitted.fromBytecode(code);
    }

    @Test
    void longLinesAreBrokenWhereTheyAreLoosest() {
        List<Var> many = java.util.stream.IntStream.range(0, 12).mapToObj(k -> v("parameter" + k, Scalar.F32)).toList();
        Expr sum = many.get(0);
        for (Var x : many) {
            sum = add(sum, mul(x, max(x, c(2f))));
        }
        Function f = Function.of("f", many, Scalar.F32, "word ".repeat(40), List.of(returns(sum)));
        ClassCode code = new ClassCode("F", "F.java", "", List.of(), List.of(f), List.of());
        String text = JavaText.emit(code);
        assertTrue(text.lines().noneMatch(l -> l.length() > 120 || l.endsWith(" ")), text);
        assertTrue(text.contains("\n                + parameter"), text);
        InMemoryJavac.load("F", text);
    }
}
