package org.nablac.rewrite.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.op.AddRows;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;

/** Values of graphs where each node's value is rounded to its dtype: the arithmetic of float32, but for sums. */
final class Float32 {
    private Float32() {
    }

    static HostArray value(Node root, Evaluation evaluation) {
        Map<Node, HostArray> values = new HashMap<>();
        for (Node n : Graph.reachable(List.of(root))) {
            List<HostArray> inputs = n.inputs().stream().map(values::get).toList();
            values.put(n, n.op() instanceof AddRows ? addRows(inputs) : rounded(n.op().value(evaluation, inputs)));
        }
        return values.get(root);
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
