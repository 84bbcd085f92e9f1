package org.nablac.rewrite.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.op.AddRows;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.testing.CodeEvaluator;

/** Values of graphs in the arithmetic of their dtypes, elements as compiled code computes them; but sums in doubles. */
final class Float32 {
    private Float32() {
    }

    static HostArray value(Node root, Evaluation evaluation) {
        Map<Node, HostArray> values = new HashMap<>();
        for (Node n : Graph.reachable(List.of(root))) {
            List<HostArray> inputs = n.inputs().stream().map(values::get).toList();
            values.put(n, switch (n.op()) {
                case AddRows a -> addRows(inputs);
                case Elementwise e -> elementwise(e, n, inputs);
                default -> rounded(n.op().value(evaluation, inputs));
            });
        }
        return values.get(root);
    }

    /** As compiled code computes it. */
    private static HostArray elementwise(Elementwise op, Node n, List<HostArray> inputs) {
        List<Expr> variables = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            variables.add(Code.v("x" + i, Scalar.of(inputs.get(i).dtype())));
        }
        Expr element = op.element(variables);
        double[] y = new double[inputs.get(0).count()];
        for (int e = 0; e < y.length; e++) {
            Map<String, Object> x = new HashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                x.put("x" + i, boxed(inputs.get(i).dtype(), inputs.get(i).data()[e]));
            }
            y[e] = switch (CodeEvaluator.value(element, x)) {
                case Boolean b -> b ? 1 : 0;
                case Number number -> number.doubleValue();
                case Object other -> throw new AssertionError(other);
            };
        }
        return new HostArray(n.type().dtype(), inputs.get(0).shape(), y);
    }

    private static Object boxed(DType dtype, double x) {
        return switch (dtype) {
            case F32 -> (float) x;
            case F64 -> x;
            case I32 -> (int) x;
            case BOOL -> x != 0;
        };
    }

    /** Rounded after each row that is added. */
    private static HostArray addRows(List<HostArray> inputs) {
        double[] table = inputs.get(0).data().clone();
        double[] values = inputs.get(2).data();
        int rows = inputs.get(1).count();
        for (int n = 0; n < rows; n++) {
            int row = (int) inputs.get(1).data()[n];
            int width = values.length / rows;
            for (int k = 0; k < width && row >= 0; k++) {
                table[row * width + k] = (float) (table[row * width + k] + values[n * width + k]);
            }
        }
        return new HostArray(inputs.get(0).dtype(), inputs.get(0).shape(), table);
    }

    static HostArray rounded(HostArray x) {
        return x.dtype() == DType.F32
                ? new HostArray(x.dtype(), x.shape(), Arrays.stream(x.data()).map(v -> (float) v).toArray())
                : x;
    }
}
