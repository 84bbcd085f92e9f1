package org.nablac.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nablac.code.Code.c;
import static org.nablac.code.Code.call;
import static org.nablac.code.Code.convert;
import static org.nablac.code.Code.evaluate;
import static org.nablac.code.Code.i;
import static org.nablac.code.Code.length;
import static org.nablac.code.Code.let;
import static org.nablac.code.Code.loop;
import static org.nablac.code.Code.store;
import static org.nablac.code.Code.v;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.code.ClassCode;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Type;
import org.nablac.code.Verify;
import org.nablac.testing.InMemoryJavac;

/**
 * The runtime that models really carry: copied whole, it draws, writes and reads the same in both forms, without us.
 */
class RealRuntimeTest {
    private static final Type.ArrayOf STRINGS = new Type.ArrayOf(Type.STRING);
    private static final Var FILE = v("file", Type.PATH);
    private static final Var WEIGHTS = v("weights", Type.FLOATS);
    private static final Var SEED = v("seed", Scalar.I64);
    private static final Var K = i("k");
    private static final Var HEADER = v("header", Type.STRING);

    @TempDir
    Path folder;

    private static List<String> runtime() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/nablac/runtime"))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".java") && !f.equals("package-info.java"))
                    .map(f -> "org.nablac.runtime." + f.replace(".java", "")).sorted().toList();
        }
    }

    private static Target.External method(String owner, String name, Type returns, Type... parameters) {
        return new Target.External(Target.Kind.STATIC, new Type.Reference("org.nablac.runtime." + owner), name,
                List.of(parameters), returns);
    }

    private static Function function(String name, List<Var> parameters, Stmt... body) {
        return new Function(Function.Access.PUBLIC, true, name, parameters, Scalar.VOID,
                List.of(new Type.Reference("java.io.IOException")), "", List.of(body));
    }

    private static ClassCode code() throws IOException {
        Target bits = method("CounterRandom", "randomBits", Scalar.I64, Scalar.I64, Scalar.I64, Scalar.I32, Scalar.I64);
        Target uniform = method("CounterRandom", "uniformFloat", Scalar.F32, Scalar.I64);
        Target save = method("Safetensors", "saveTensors", Scalar.VOID, Type.PATH, STRINGS, new Type.ArrayOf(Type.INTS),
                new Type.ArrayOf(Type.OBJECT), STRINGS);
        Target open = method("Safetensors", "openHeader", Type.STRING, Type.PATH);
        Target read = method("Safetensors", "readTensor", Scalar.VOID, Type.PATH, Type.STRING, Type.STRING,
                Type.FLOATS);
        Expr shape = new Expr.ArrayLiteral(Scalar.I32, List.of(length(WEIGHTS)));
        return new ClassCode("com.example.Carrier", "Carrier.java", "", List.of(), List.of(
                function("fill", List.of(WEIGHTS, SEED), loop(K, c(0), length(WEIGHTS), store(WEIGHTS, K,
                        call(uniform, call(bits, SEED, c(0L), c(1), convert(Scalar.I64, K)))))),
                function("save", List.of(FILE, WEIGHTS), evaluate(call(save, FILE,
                        new Expr.ArrayLiteral(Type.STRING, List.of(c("w"))),
                        new Expr.ArrayLiteral(Type.INTS, List.of(shape)),
                        new Expr.ArrayLiteral(Type.OBJECT, List.of(WEIGHTS)),
                        new Expr.ArrayLiteral(Type.STRING, List.of(c("nablac.graph"), c("1234")))))),
                function("load", List.of(FILE, WEIGHTS), let(HEADER, call(open, FILE)),
                        evaluate(call(read, FILE, HEADER, c("w"), WEIGHTS)))), runtime());
    }

    @Test
    void drawingSavingAndLoadingAreTheSameInBothForms() throws Exception {
        ClassCode code = code();
        Verify.check(code);
        String text = JavaText.emit(code);
        assertTrue(text.lines().noneMatch(l -> l.length() > 124 || l.endsWith(" ")), text);
        byte[] bytes = Bytecode.emit(code);
        Emitted.verify(bytes);
        Class<?> bytecode = InMemoryJavac.load(code.name(), Map.of(code.name(), bytes));
        Class<?> java = InMemoryJavac.load(code.name(), text);
        float[] first = new float[1000];
        float[] second = new float[1000];
        bytecode.getMethod("fill", float[].class, long.class).invoke(null, first, 7L);
        java.getMethod("fill", float[].class, long.class).invoke(null, second, 7L);
        assertArrayEquals(first, second);
        Path one = folder.resolve("one.safetensors");
        Path two = folder.resolve("two.safetensors");
        bytecode.getMethod("save", Path.class, float[].class).invoke(null, one, first);
        java.getMethod("save", Path.class, float[].class).invoke(null, two, first);
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
        float[] loaded = new float[1000];
        bytecode.getMethod("load", Path.class, float[].class).invoke(null, two, loaded);
        assertArrayEquals(first, loaded);

        Files.write(one, new byte[] {1, 2, 3});
        String refusal = refusal(bytecode, one);
        assertTrue(refusal.contains("one.safetensors"), refusal);
        assertEquals(refusal, refusal(java, one));
    }

    private static String refusal(Class<?> type, Path file) {
        return assertThrows(InvocationTargetException.class,
                () -> type.getMethod("load", Path.class, float[].class).invoke(null, file, new float[1]))
                        .getCause().toString();
    }

    @Test
    void aClassThatDrawsOnlyDoesNotCarryTheFiles() throws Exception {
        ClassCode all = code();
        ClassCode code = new ClassCode(all.name(), all.sourceFile(), "", List.of(), all.functions().subList(0, 1),
                runtime());
        assertEquals(List.of("<init>", "fill", "keyedBits$", "mixBits$", "randomBits$", "streamKey$", "uniformFloat$"),
                List.copyOf(Bytecode.sizes(Bytecode.emit(code)).keySet()));
    }
}
