package org.nablac.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nablac.op.Add.add;
import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Exp.exp;
import static org.nablac.op.Gather.gather;
import static org.nablac.op.Log.log;
import static org.nablac.op.Mean.mean;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.RowDot.dot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nablac.differentiate.Differentiate;
import org.nablac.graph.Arena;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphCheck;
import org.nablac.graph.Node;
import org.nablac.graph.Transform;
import org.nablac.op.Input;
import org.nablac.op.Parameter;
import org.nablac.optimise.Optimise;
import org.nablac.optimise.Optimisers;
import org.nablac.optimise.Regularisation;
import org.nablac.rewrite.rules.Rules;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** The step of the sign matrix on one example: rows are read, computed with element by element, and written. */
class SingleExampleTest {
    private final Arena arena = new Arena();

    private Node table(String label, String type) {
        return Parameter.parameter(arena, label, TensorType.parse(type));
    }

    /** log(1 + exp(−s·(⟨u_i, v_j⟩ + b_i + c_j))), as one writes it. */
    private Graph step(String optimizer) {
        Node i = Input.index(arena, "i", Shape.parse("[N]"), Dim.named("R"));
        Node j = Input.index(arena, "j", Shape.parse("[N]"), Dim.named("C"));
        Node s = Input.input(arena, "s", TensorType.parse("f32[N]"));
        Node rate = Input.input(arena, "rate", TensorType.parse("f32[]"));
        List<Node> tables = List.of(table("u", "f32[R, 16]"), table("v", "f32[C, 16]"), table("b", "f32[R]"),
                table("c", "f32[C]"));
        Node score = add(add(dot(gather(tables.get(0), i), gather(tables.get(1), j)), gather(tables.get(2), i)),
                gather(tables.get(3), j));
        Node loss = mean(log(add(constantLike(s, 1), exp(neg(mul(s, score))))));
        Graph forward = Rewrite.apply(Graph.of("loss", List.of(i, j, s, rate), Map.of("loss", loss)),
                Rules.beforeGradient(), f -> { });
        List<Node> slopes = Differentiate.gradients(forward.outputs().get("loss"), tables);
        Map<Node, Node> gradients = new LinkedHashMap<>();
        for (int t = 0; t < slopes.size(); t++) {
            gradients.put(tables.get(t), slopes.get(t));
        }
        Optimise.Result r = Optimise.updates(Optimisers.byName(optimizer, Map.of()), gradients, rate,
                Regularisation.NONE);
        Graph whole = Transform.bind(forward.withUpdates(r.updates()), "N", Dim.ONE);
        Graph single = Rewrite.apply(Expand.composites(whole), Rules.single(), f -> { });
        return GraphCheck.check("single", single);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ':', textBlock = """
            sgd     : add addRows broadcast gather input mul neg parameter reshape sigmoid softplus sum
            adagrad : add broadcast constant div gather input mul neg parameter reshape setRows sigmoid softplus sqrt \
            square sub sum
            """)
    void nothingIsLeftOfTheBatch(String optimizer, String ops) {
        Graph g = step(optimizer);
        Set<String> names = g.nodes().stream().map(n -> n.op().name()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(ops, String.join(" ", names), g.toString());
        assertEquals(1, g.nodes().stream().filter(n -> n.op().name().equals("sum")).count(), g.toString());
    }
}
