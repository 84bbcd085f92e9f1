package org.nablac;

import static org.nablac.op.Add.add;
import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Mul.mul;

import org.nablac.graph.Node;
import org.nablac.op.Normal;
import org.nablac.op.Uniform;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.UserError;

/**
 * A tensor that the model holds and training changes. What it starts from is said by one of the methods here, each of
 * which returns the parameter itself: {@code parameter(rows, 16).normal(0.3)}. Unsaid, a vector or a scalar starts from
 * 0; a table {@code [rows, K]} with a named number of rows from N(0, 1/K); else {@code […, in, out]} as
 * {@link #glorot}.
 */
public final class Parameter extends Tensor {
    private final Blueprint blueprint;
    private final int stream;

    Parameter(Blueprint blueprint, Node leaf, int stream) {
        super(leaf);
        this.blueprint = blueprint;
        this.stream = stream;
    }

    /** Each element from N(0, sd²). */
    public Parameter normal(double sd) {
        return start(() -> mul(random(true), constantLike(node(), sd)));
    }

    /** Each element uniform in [low, high). */
    public Parameter uniform(double low, double high) {
        return start(() -> add(mul(random(false), constantLike(node(), high - low)), constantLike(node(), low)));
    }

    /** Uniform with variance 2 / (in + out), for {@code […, in, out]} (Glorot and Bengio 2010, eq. 16). */
    public Parameter glorot() {
        double limit = Math.sqrt(6.0 / (fan("glorot", 2) + fan("glorot", 1)));
        return uniform(-limit, limit);
    }

    /** N(0, 2 / in), for {@code […, in, out]} before a relu (He et al. 2015, eq. 10). */
    public Parameter he() {
        return normal(Math.sqrt(2.0 / fan("he", 2)));
    }

    public Parameter zeros() {
        return constant(0);
    }

    public Parameter ones() {
        return constant(1);
    }

    /** Each element {@code value}. */
    public Parameter constant(double value) {
        return start(() -> constantLike(node(), value));
    }

    Parameter byDefault() {
        Shape shape = shape();
        if (shape.rank() < 2) {
            return zeros();
        }
        Dim in = shape.dim(shape.rank() - 2);
        Dim out = shape.dim(shape.rank() - 1);
        if (in.isConstant() && out.isConstant()) {
            return glorot();
        }
        return normal(out.isConstant() ? 1 / Math.sqrt(out.constant()) : 0.1);
    }

    private double fan(String initial, int fromEnd) {
        if (shape().rank() < 2 || !shape().dim(shape().rank() - fromEnd).isConstant()) {
            throw new UserError(initial + ": the last two sizes of " + shape()
                    + " are not constants: write normal(sd)");
        }
        return shape().dim(shape().rank() - fromEnd).constant();
    }

    private Node random(boolean normal) {
        return normal
                ? Normal.normal(node().arena(), type().dtype(), shape(), stream)
                : Uniform.uniform(node().arena(), type().dtype(), shape(), stream);
    }

    private Parameter start(java.util.function.Supplier<Node> value) {
        blueprint.start(node(), Places.at(node().arena(), value));
        return this;
    }
}
