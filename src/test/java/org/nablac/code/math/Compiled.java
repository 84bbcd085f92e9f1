package org.nablac.code.math;

import static org.nablac.code.Code.c;
import static org.nablac.code.Code.call;
import static org.nablac.code.Code.i;
import static org.nablac.code.Code.load;
import static org.nablac.code.Code.loop;
import static org.nablac.code.Code.store;
import static org.nablac.code.Code.v;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.code.ClassCode;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.code.Verify;
import org.nablac.emit.Bytecode;
import org.nablac.emit.JavaText;
import org.nablac.testing.InMemoryJavac;

/** The elementary functions as bytecode, each in a loop over arrays. */
final class Compiled {
    private static final ClassCode CODE = code();
    private static final Class<?> BYTECODE = InMemoryJavac.load(CODE.name(), Map.of(CODE.name(), Bytecode.emit(CODE)));

    private Compiled() {
    }

    /** f of each row of {@code arguments}, which are arrays of one length. */
    static Object map(Function f, Object... arguments) {
        return map(BYTECODE, f, arguments);
    }

    /** The same in the class that javac makes of the Java text. */
    static Class<?> javac() {
        return InMemoryJavac.load(CODE.name(), JavaText.emit(CODE));
    }

    static Object map(Class<?> compiled, Function f, Object... arguments) {
        try {
            int length = Array.getLength(arguments[0]);
            Class<?> element = f.returns() == Scalar.F32 ? float.class
                    : f.returns() == Scalar.F64 ? double.class : long.class;
            Object out = Array.newInstance(element, length);
            List<Object> all = new ArrayList<>(List.of(arguments));
            all.add(out);
            for (Method m : compiled.getMethods()) {
                if (m.getName().equals("map" + f.name())) {
                    m.invoke(null, all.toArray());
                }
            }
            return out;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static float[] floats(Function f, float[]... arguments) {
        return (float[]) map(f, (Object[]) arguments);
    }

    static double[] doubles(Function f, double[]... arguments) {
        return (double[]) map(f, (Object[]) arguments);
    }

    private static ClassCode code() {
        List<Function> functions = new ArrayList<>(Elementary.all());
        Elementary.all().forEach(f -> functions.add(mapped(f)));
        ClassCode code = new ClassCode("elementary.All", "All.java", "", List.of(), functions, List.of());
        Verify.check(code);
        return code;
    }

    /** out[j] = f(a[j], b[j], …) */
    private static Function mapped(Function f) {
        Var j = i("j");
        Var out = v("out", new Type.ArrayOf(f.returns()));
        List<Var> arrays = new ArrayList<>();
        for (Var p : f.parameters()) {
            arrays.add(v(p.name(), new Type.ArrayOf(p.type())));
        }
        Expr[] row = arrays.stream().map(a -> load(a, j)).toArray(Expr[]::new);
        List<Stmt> body = List.of(loop(j, c(0), new Expr.Length(out), store(out, j, call(f, row))),
                new Stmt.Return(Optional.empty()));
        arrays.add(out);
        return new Function(Function.Access.PUBLIC, true, "map" + f.name(), arrays, Scalar.VOID, List.of(), "", body);
    }
}
