package org.nablac.rewrite.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;

/** Values of graphs where each node's value is rounded to its dtype: the arithmetic of float32, but for sums. */
final class Float32 {
    private Float32() {
    }

    static HostArray value(Node root, Evaluation evaluation) {
        Map<Node, HostArray> values = new HashMap<>();
        for (Node n : Graph.reachable(java.util.List.of(root))) {
            values.put(n, rounded(n.op().value(evaluation, n.inputs().stream().map(values::get).toList())));
        }
        return values.get(root);
    }

    static HostArray rounded(HostArray x) {
        return x.dtype() == DType.F32
                ? new HostArray(x.dtype(), x.shape(), Arrays.stream(x.data()).map(v -> (float) v).toArray())
                : x;
    }
}
