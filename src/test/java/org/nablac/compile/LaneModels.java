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
import org.nablac.op.CrossEntropy;
import org.nablac.op.Gather;
import org.nablac.op.Input;
import org.nablac.op.LogisticLoss;
import org.nablac.op.MatMul;
import org.nablac.op.Mean;
import org.nablac.op.Mul;
import org.nablac.op.Normal;
import org.nablac.op.Parameter;
import org.nablac.op.RowDot;
import org.nablac.op.Tanh;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** Models whose sizes are wide enough for vectors, and no multiples of them. */
final class LaneModels {
    private LaneModels() {
    }

    private static TensorType f32(String shape) {
        return new TensorType(DType.F32, Shape.parse(shape));
    }

    private static Model.Parameter parameter(Arena a, String label, String shape, double sd, int stream) {
        Node leaf = Parameter.parameter(a, label, f32(shape));
        Node normal = Normal.normal(a, DType.F32, leaf.shape(), stream);
        return new Model.Parameter(leaf, Mul.mul(normal, Constant.constantLike(normal, sd)));
    }

    private static Node plus(Node x, Node bias) {
        return Add.add(x, Broadcast.broadcast(bias, x.shape()));
    }

    static Model perceptron() {
        return perceptron("Mlp", 20, 24);
    }

    /** The same with a parameter so large that a step on one example skips what is zero. */
    static Model wide() {
        return perceptron("Wide", 130, 70);
    }

    /** The same with as many columns as vectors of 256 and of 512 bits can hold the sums of. */
    static Model even() {
        return perceptron("Even", 130, 64);
    }

    private static Model perceptron(String name, int in, int hidden) {
        return perceptron(name, in, hidden, false);
    }

    /** A model whose input is scaled and shifted by what it learns before it is multiplied. */
    static Model scaled() {
        return perceptron("Scaled", 130, 270, true);
    }

    private static Model perceptron(String name, int in, int hidden, boolean isScaled) {
        Arena a = new Arena();
        List<Model.Parameter> p = new ArrayList<>(List.of(
                parameter(a, "first.a", "[" + in + ", " + hidden + "]", 0.5, 0),
                parameter(a, "first.b", "[" + hidden + "]", 0, 1),
                parameter(a, "second.a", "[" + hidden + ", 3]", 0.25, 2), parameter(a, "second.b", "[3]", 0, 3)));
        Node x = Input.input(a, "x", f32("[N, " + in + "]"));
        Node y = Input.input(a, "y", new TensorType(DType.I32, Shape.parse("[N]")));
        Node taken = x;
        if (isScaled) {
            p.add(parameter(a, "scale", "[" + in + "]", 0.5, 4));
            p.add(parameter(a, "shift", "[" + in + "]", 0.5, 5));
            Node less = Mul.mul(x, Constant.constantLike(x, 0.75));
            taken = plus(Mul.mul(less, Broadcast.broadcast(p.get(4).leaf(), x.shape())), p.get(5).leaf());
        }
        Node h = Tanh.tanh(plus(MatMul.matmul(taken, p.get(0).leaf()), p.get(1).leaf()));
        Node logits = plus(MatMul.matmul(h, p.get(2).leaf()), p.get(3).leaf());
        Node loss = Mean.mean(CrossEntropy.crossEntropy(logits, y), List.of(0));
        return new Model(name, "", name + ".java", a, List.of(), p,
                List.of(new Model.Method("logits", List.of(x), logits, false),
                        new Model.Method("loss", List.of(x, y), loss, true)), Map.of());
    }

    static Model signs() {
        Arena a = new Arena();
        List<Model.Parameter> p = List.of(parameter(a, "u", "[rows, 40]", 0.3, 0),
                parameter(a, "v", "[columns, 40]", 0.3, 1), parameter(a, "b", "[rows]", 0, 2));
        Node i = Input.index(a, "i", Shape.parse("[N]"), Dim.named("rows"));
        Node j = Input.index(a, "j", Shape.parse("[N]"), Dim.named("columns"));
        Node sign = Input.input(a, "sign", f32("[N]"));
        Node score = Add.add(RowDot.dot(Gather.gather(p.get(0).leaf(), i), Gather.gather(p.get(1).leaf(), j)),
                Gather.gather(p.get(2).leaf(), i));
        Node loss = Mean.mean(LogisticLoss.logisticLoss(score, sign), List.of(0));
        return new Model("Signs", "", "Signs.java", a, List.of("rows", "columns"), p,
                List.of(new Model.Method("score", List.of(i, j), score, false),
                        new Model.Method("loss", List.of(i, j, sign), loss, true)), Map.of());
    }
}
