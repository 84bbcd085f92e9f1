package org.nablac;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.Options;
import org.nablac.graph.Node;
import org.nablac.op.Broadcast;
import org.nablac.op.Concat;
import org.nablac.op.Constant;
import org.nablac.op.CrossEntropy;
import org.nablac.op.CustomGradient;
import org.nablac.op.Iota;
import org.nablac.op.LogisticLoss;
import org.nablac.op.Normal;
import org.nablac.op.Select;
import org.nablac.op.SizeOf;
import org.nablac.op.SquaredError;
import org.nablac.op.Uniform;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.trace.Trace;

/**
 * The functions that a model is written with, for {@code import static org.nablac.Nablac.*}. Shapes meet and axes count
 * as {@link Tensor} says.
 */
public final class Nablac {
    private Nablac() {
    }

    /**
     * A model without a class:
     * <pre>{@code
     * model("Line", m -> {
     *     Tensor a = m.parameter("a", 784, 10), x = m.input("x", "N, 784"), y = m.labels("y", "N");
     *     m.method("logits", x.matmul(a), x);
     *     m.loss("loss", crossEntropy(x.matmul(a), y).mean(), x, y);
     * });
     * }</pre>
     */
    public static org.nablac.graph.Model model(String name, Consumer<Blueprint> content) {
        Blueprint blueprint = new Blueprint(DType.F32);
        return blueprint.within(() -> {
            content.accept(blueprint);
            return blueprint.build(name, "", "", Map.of());
        });
    }

    /**
     * Compiles a model class in the running program: its methods are run once on symbolic tensors. What javac does with
     * the same class gives the same graph.
     * <pre>{@code
     * ModelInstance mlp = Nablac.compile(Mlp.class).create(42, Map.of());
     * float loss = mlp.step(Map.of("N", 32), new Object[] {x, y}, 0.1f);
     * float[] logits = (float[]) mlp.call("logits", Map.of("N", 32), new Object[] {x});
     * }</pre>
     *
     * @param model a class with {@link Model}
     * @throws org.nablac.tensor.UserError naming the source line, if the class is no model or is wrong
     */
    public static Compiled compile(Class<?> model) {
        return compile(model, o -> o);
    }

    /**
     * The same with other options than those the model says itself:
     * <pre>{@code
     * Nablac.compile(Mlp.class, o -> o.withOptimizer("adam").withRoom(8 << 20));
     * }</pre>
     */
    public static Compiled compile(Class<?> model, UnaryOperator<Options> change) {
        org.nablac.graph.Model traced = Trace.model(model);
        return Compiler.compile(traced, change.apply(Options.of(traced)));
    }

    /** A parameter of this shape, of ints and {@link Dim}s; {@link Parameter} says what it starts from. */
    public static Parameter parameter(Object... sizes) {
        return Blueprint.current("parameter").parameter(Sizes.shape(sizes));
    }

    /** A size that is bound when a model is created, as the number of rows of a table. */
    public static Dim dim(String name) {
        return Blueprint.current("dim").dim(name);
    }

    /** The scalar {@code value}. */
    public static Tensor constant(double value) {
        return filled("constant", value);
    }

    public static Tensor one() {
        return filled("one", 1);
    }

    public static Tensor zero() {
        return filled("zero", 0);
    }

    public static Tensor zeros(Object... sizes) {
        return filled("zeros", 0, sizes);
    }

    public static Tensor ones(Object... sizes) {
        return filled("ones", 1, sizes);
    }

    /** 0, 1, …, size − 1 as int32. */
    public static Tensor range(Object size) {
        Blueprint b = Blueprint.current("range");
        return new Tensor(Places.at(b.arena(), () -> Iota.iota(b.arena(), DType.I32, Sizes.shape(size), 0)));
    }

    /** The value of a size as a float scalar. */
    public static Tensor sizeOf(Dim size) {
        Blueprint b = Blueprint.current("sizeOf");
        return new Tensor(Places.at(b.arena(), () -> SizeOf.sizeOf(b.arena(), b.dtype(), size)));
    }

    /** Values from N(0, 1), new in each step. */
    public static Tensor normal(Object... sizes) {
        Blueprint b = Blueprint.current("normal");
        int stream = b.nextStream();
        return new Tensor(Places.at(b.arena(), () -> Normal.normal(b.arena(), b.dtype(), Sizes.shape(sizes), stream)));
    }

    /** Values uniform in [0, 1), new in each step. */
    public static Tensor uniform(Object... sizes) {
        Blueprint b = Blueprint.current("uniform");
        int stream = b.nextStream();
        return new Tensor(Places.at(b.arena(), () -> Uniform.uniform(b.arena(), b.dtype(), Sizes.shape(sizes),
                stream)));
    }

    /** yes where the condition holds, else no. */
    public static Tensor select(Tensor condition, Tensor yes, Tensor no) {
        return new Tensor(Places.at(condition.node().arena(), () -> {
            List<Node> all = Broadcasting.together("select", condition.node(), yes.node(), no.node());
            return Select.select(all.get(0), all.get(1), all.get(2));
        }));
    }

    /** The tensors one after the other along the axis; the other axes are equal. */
    public static Tensor concat(int axis, Tensor... parts) {
        List<Node> nodes = Arrays.stream(parts).map(Tensor::node).toList();
        if (nodes.isEmpty()) {
            throw new org.nablac.tensor.UserError("concat: no tensors are given");
        }
        int at = axis < 0 ? axis + parts[0].rank() : axis;
        return new Tensor(Places.at(nodes.get(0).arena(), () -> Concat.concat(nodes, at)));
    }

    /** The tensors, of one shape, along a new axis. */
    public static Tensor stack(int axis, Tensor... parts) {
        return concat(axis, Arrays.stream(parts).map(p -> p.expand(axis)).toArray(Tensor[]::new));
    }

    /**
     * −log softmax(logits) at the label: {@code logits [..., C]}, {@code labels [...]} of int32 in [0, C), gives
     * {@code [...]}.
     */
    public static Tensor crossEntropy(Tensor logits, Tensor labels) {
        Indices.check("crossEntropy", labels.node(), logits.dim(-1));
        return new Tensor(Places.at(logits.node().arena(), () -> CrossEntropy.crossEntropy(logits.node(),
                labels.node())));
    }

    /** log(1 + e^(−sign·score)), for signs ±1. */
    public static Tensor logisticLoss(Tensor score, Tensor sign) {
        return new Tensor(Places.at(score.node().arena(), () -> {
            List<Node> both = Broadcasting.together("logisticLoss", score.node(), sign.node());
            return LogisticLoss.logisticLoss(both.get(0), both.get(1));
        }));
    }

    /** (x − y)² */
    public static Tensor squaredError(Tensor x, Tensor y) {
        return new Tensor(Places.at(x.node().arena(), () -> {
            List<Node> both = Broadcasting.together("squaredError", x.node(), y.node());
            return SquaredError.squaredError(both.get(0), both.get(1));
        }));
    }

    /**
     * y, with a gradient of the author's own with respect to x: where y receives a cotangent, x receives
     * {@code backward} of it, a tensor of the type of x that is linear in it; nothing else passes through y.
     */
    public static Tensor customGradient(Tensor y, Tensor x, UnaryOperator<Tensor> backward) {
        return new Tensor(Places.at(y.node().arena(), () -> CustomGradient.customGradient(y.node(), List.of(x.node()),
                cotangent -> List.of(backward.apply(new Tensor(cotangent)).node()))));
    }

    private static Tensor filled(String function, double value, Object... sizes) {
        Blueprint b = Blueprint.current(function);
        Shape shape = Sizes.shape(sizes);
        return new Tensor(Places.at(b.arena(),
                () -> Broadcast.broadcast(Constant.constant(b.arena(), b.dtype(), value), shape, List.of())));
    }

    /** e^x */
    public static Tensor exp(Tensor x) {
        return x.exp();
    }

    /** The natural logarithm of x. */
    public static Tensor log(Tensor x) {
        return x.log();
    }

    /** √x */
    public static Tensor sqrt(Tensor x) {
        return x.sqrt();
    }

    /** x² */
    public static Tensor square(Tensor x) {
        return x.square();
    }

    /** |x| */
    public static Tensor abs(Tensor x) {
        return x.abs();
    }

    /** −1, 0 or 1 */
    public static Tensor sign(Tensor x) {
        return x.sign();
    }

    /** tanh x */
    public static Tensor tanh(Tensor x) {
        return x.tanh();
    }

    /** 1 / (1 + e^−x) */
    public static Tensor sigmoid(Tensor x) {
        return x.sigmoid();
    }

    /** log(1 + e^x) */
    public static Tensor softplus(Tensor x) {
        return x.softplus();
    }

    /** max(x, 0) */
    public static Tensor relu(Tensor x) {
        return x.relu();
    }

    /** x · Φ(x) */
    public static Tensor gelu(Tensor x) {
        return x.gelu();
    }

    /** The error function. */
    public static Tensor erf(Tensor x) {
        return x.erf();
    }

    /** sin x */
    public static Tensor sin(Tensor x) {
        return x.sin();
    }

    /** cos x */
    public static Tensor cos(Tensor x) {
        return x.cos();
    }

    /** e^x − 1, exact near 0 */
    public static Tensor expm1(Tensor x) {
        return x.expm1();
    }

    /** log(1 + x), exact near 0 */
    public static Tensor log1p(Tensor x) {
        return x.log1p();
    }

    /** e^x / Σ e^x, the sum over the last axis */
    public static Tensor softmax(Tensor x) {
        return x.softmax();
    }

    /** x − log Σ e^x, the sum over the last axis */
    public static Tensor logSoftmax(Tensor x) {
        return x.logSoftmax();
    }

    /** x, through which no gradient passes */
    public static Tensor stopGradient(Tensor x) {
        return x.stopGradient();
    }

    /** Σ x·y over the last axis */
    public static Tensor dot(Tensor x, Tensor y) {
        return x.dot(y);
    }

    /** The smaller of x and y. */
    public static Tensor minimum(Tensor x, Tensor y) {
        return x.minimum(y);
    }

    /** The larger of x and y. */
    public static Tensor maximum(Tensor x, Tensor y) {
        return x.maximum(y);
    }

    /** The matrix product. */
    public static Tensor matmul(Tensor x, Tensor y) {
        return x.matmul(y);
    }
}
