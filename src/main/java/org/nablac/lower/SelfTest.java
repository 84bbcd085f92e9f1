package org.nablac.lower;

import java.util.List;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Type;
import org.nablac.code.math.Elementary;
import org.nablac.lower.lanes.LaneLoops;

/** Functions of the classes for lanes that tell what lanes there are, and whether they compute the bits of scalars. */
public final class SelfTest {
    private SelfTest() {
    }

    /** {@code static boolean agrees()}: y = log x · tanh x + max(x, ½) of some numbers, both ways. */
    public static Function agrees(int length) {
        Var x = Code.v("x", Type.FLOATS);
        Var y = Code.v("y", Type.FLOATS);
        Var i = Code.i("i");
        Expr xi = Code.load(x, i);
        Expr value = Code.fma(Code.call(Elementary.log(Scalar.F32), Code.abs(xi)),
                Code.call(Elementary.tanh(Scalar.F32), xi), Code.max(xi, Code.c(0.5f)));
        int count = length + 3;
        Function scalar = Function.of("sampleOfScalars", List.of(x, y), Scalar.VOID, "",
                List.of(Code.loop(i, Code.c(0), Code.c(count), Code.store(y, i, value))));
        Function lanes = LaneLoops.of(Function.of("sampleOfLanes", scalar.parameters(), Scalar.VOID, "", scalar.body()),
                length, Set.of()).orElseThrow();
        Var z = Code.v("z", Type.FLOATS);
        Expr array = new Expr.NewArray(Scalar.F32, Code.c(count));
        Stmt fill = Code.loop(i, Code.c(0), Code.c(count), Code.store(x, i,
                Code.sub(Code.mul(Code.convert(Scalar.F32, i), Code.c(0.37f)), Code.c(2f))));
        Var j = Code.i("j");
        Expr differ = Code.ne(Code.bits(Code.load(y, j)), Code.bits(Code.load(z, j)));
        Stmt compare = Code.loop(j, Code.c(0), Code.c(count),
                new Stmt.If(differ, List.of(Code.returns(Code.c(false))), List.of()));
        return new Function(Function.Access.PACKAGE, true, "agrees", List.of(), Scalar.BOOL, List.of(),
                "Whether vectors compute what scalars do.", List.of(Code.let(x, array), fill, Code.let(y, array),
                Code.let(z, array), Code.evaluate(Code.call(scalar, x, y)), Code.evaluate(Code.call(lanes, x, z)),
                compare, Code.returns(Code.c(true))));
    }

    /** {@code static int preferredBits()}: the width of the vectors that this machine prefers. */
    public static Function preferredBits() {
        Type.Reference shape = new Type.Reference("jdk.incubator.vector.VectorShape");
        Expr preferred = Code.call(new Target.External(Target.Kind.STATIC, shape, "preferredShape", List.of(), shape));
        Expr bits = Code.call(new Target.External(Target.Kind.VIRTUAL, shape, "vectorBitSize", List.of(shape),
                Scalar.I32), preferred);
        return new Function(Function.Access.PACKAGE, true, "preferredBits", List.of(), Scalar.I32, List.of(),
                "The width of the vectors that this machine prefers.", List.of(Code.returns(bits)));
    }
}
