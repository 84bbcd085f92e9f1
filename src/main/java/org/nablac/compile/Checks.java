package org.nablac.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Stmt;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;

/** What a public function asks of its arguments before anything is done. */
final class Checks {
    private Checks() {
    }

    /** Sizes are positive, arrays have the length that the sizes say, indices stay below their bounds. */
    static List<Stmt> of(Parts parts, String function, List<String> sizes, List<Node> inputs, Map<Node, Dim> bounds) {
        List<Stmt> all = new ArrayList<>();
        for (String s : sizes) {
            all.add(Code.evaluate(Parts.checkPositive(Parts.sizeName(s) + " of " + function,
                    Code.i(Parts.sizeName(s)))));
        }
        for (Node i : inputs) {
            if (i.type().rank() > 0) {
                check(parts, function, i, parts.size(i.shape().count()), bounds, all);
            }
        }
        return all;
    }

    /** The same of a function that takes {@code examples} examples. */
    static List<Stmt> ofExamples(Parts parts, String function, String size, List<Node> inputs, Map<Node, Dim> bounds) {
        List<Stmt> all = new ArrayList<>();
        all.add(Code.evaluate(Parts.checkPositive("examples of " + function, Code.i("examples"))));
        for (Node i : inputs) {
            check(parts, function, i, Code.mul(Code.i("examples"), parts.size(i.shape().stride(0))), bounds, all);
        }
        return all;
    }

    private static void check(Parts parts, String function, Node input, Expr count,
            Map<Node, Dim> bounds, List<Stmt> all) {
        Expr array = ProgramCode.input(input);
        String what = Parts.label(input) + " of " + function;
        all.add(Code.evaluate(Parts.checkLength(what, array, count)));
        if (bounds.containsKey(input)) {
            all.add(Code.evaluate(Parts.checkIndices(what + ", an index below " + bounds.get(input), array, count,
                    parts.size(bounds.get(input)))));
        }
    }
}
