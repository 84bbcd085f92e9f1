package org.nablac.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nablac.graph.Arena;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.op.Dropout;
import org.nablac.op.Exp;
import org.nablac.op.Input;
import org.nablac.op.Log;
import org.nablac.op.MatMul;
import org.nablac.op.Mean;
import org.nablac.op.Mul;
import org.nablac.op.Parameter;
import org.nablac.tensor.TensorType;

/** Models of any number of nodes, written naively, so that no pass is without work. */
public enum Growth {
    /** y ← dropout(log(1 + exp(y W + b))), with a W and a b of each layer. */
    LAYERS {
        @Override
        Node next(Node x, Node y, List<Model.Parameter> parameters) {
            int layer = parameters.size() / 2;
            Node w = parameter(x.arena(), "w" + layer, "f32[16, 16]", parameters);
            Node b = parameter(x.arena(), "b" + layer, "f32[16]", parameters);
            Node z = Add.add(MatMul.matmul(y, w), Broadcast.broadcast(b, y.shape()));
            return Dropout.dropout(softplus(z), 0.1, layer);
        }
    },
    /** y ← log(1 + exp(y)) · w + x, elementwise, with one w. */
    CHAIN {
        @Override
        Node next(Node x, Node y, List<Model.Parameter> parameters) {
            Node w = parameters.isEmpty() ? parameter(x.arena(), "w", "f32[16]", parameters) : parameters.get(0).leaf();
            return Add.add(Mul.mul(softplus(y), Broadcast.broadcast(w, y.shape())), x);
        }
    };

    /** The model whose only method, the loss, is the mean of y², with the turns that make it {@code nodes} large. */
    Model model(int nodes) {
        Arena arena = new Arena();
        Node x = Input.input(arena, "x", TensorType.parse("f32[N, 16]"));
        List<Model.Parameter> parameters = new ArrayList<>();
        Node y = x;
        do {
            y = next(x, y, parameters);
        } while (arena.size() < nodes);
        Node loss = Mean.mean(Mul.mul(y, y), List.of(0, 1));
        return new Model("Deep", "", "Deep.java", arena, List.of(), parameters,
                List.of(new Model.Method("loss", List.of(x), loss, true)), Map.of("optimizer", "adagrad"));
    }

    /** One more turn, whose parameters join {@code parameters}. */
    abstract Node next(Node x, Node y, List<Model.Parameter> parameters);

    private static Node softplus(Node x) {
        return Log.log(Add.add(Constant.constantLike(x, 1), Exp.exp(x)));
    }

    private static Node parameter(Arena arena, String label, String type, List<Model.Parameter> parameters) {
        Node p = Parameter.parameter(arena, label, TensorType.parse(type));
        parameters.add(new Model.Parameter(p, Constant.constantLike(p, 0.25)));
        return p;
    }
}
