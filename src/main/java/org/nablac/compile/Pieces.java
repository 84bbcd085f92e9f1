package org.nablac.compile;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;

/** Divides what is too long for one function among several, and their calls likewise. */
final class Pieces {
    private Pieces() {
    }

    /**
     * Statements that do what {@code all} do, at most {@code most}: these themselves, or calls of functions that are
     * added to {@code made}.
     *
     * @param name what the functions' names begin with
     * @param isStatic whether the functions are static
     * @param parameters the variables that the statements use, of the same names where they are called
     * @param all declares no variable
     */
    static List<Stmt> of(String name, boolean isStatic, List<Var> parameters, List<Type.Reference> exceptions,
                         List<Stmt> all, int most, List<Function> made) {
        List<Stmt> now = all;
        while (now.size() > most) {
            List<Stmt> calls = new ArrayList<>();
            for (int from = 0; from < now.size(); from += most) {
                Function f = new Function(Function.Access.PRIVATE, isStatic, name + "_" + made.size(), parameters,
                        Scalar.VOID, exceptions, "", now.subList(from, Math.min(now.size(), from + most)));
                made.add(f);
                calls.add(Code.evaluate(Code.call(f, parameters.toArray(Expr[]::new))));
            }
            now = calls;
        }
        return now;
    }
}
