package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.lower.lanes.LaneLoops;

/**
 * A function that a kernel in vectors has for a part of its work, which the JVM compiles well whatever stands around
 * the call.
 *
 * @param given what the kernel passes for those of its own arguments that the function needs; what each call says
 *     follows
 */
record OwnFunction(Function function, List<Expr> given) {

    /**
     * What {@code inner} has become, in vectors of {@code length} lanes, for {@code body} to call.
     *
     * @param own the parameters that each call says
     */
    static OwnFunction of(Body body, Body inner, String name, String doc, List<Var> own, int length) {
        KernelCode.Variant made = inner.finish(name, "");
        Function f = Function.of(name, with(made.function().parameters(), own), Scalar.VOID, doc,
                made.function().body());
        return new OwnFunction(LaneLoops.orAsItIs(f, length), passed(body, made));
    }

    /** What {@code body} passes for the parameters of one of its functions. */
    static List<Expr> passed(Body body, KernelCode.Variant made) {
        List<Expr> all = new ArrayList<>();
        for (int a = 0; a < made.arguments().size(); a++) {
            Var v = made.function().parameters().get(a);
            all.add(body.argument(made.arguments().get(a), v.name(), v.type()));
        }
        return all;
    }

    static <T> List<T> with(List<? extends T> some, List<? extends T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    Stmt call(List<Expr> own) {
        return Code.evaluate(Code.call(function, with(given, own).toArray(Expr[]::new)));
    }
}
