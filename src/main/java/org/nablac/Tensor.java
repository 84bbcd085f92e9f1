package org.nablac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.op.Abs;
import org.nablac.op.Add;
import org.nablac.op.And;
import org.nablac.op.ArgMax;
import org.nablac.op.Clip;
import org.nablac.op.Constant;
import org.nablac.op.Convert;
import org.nablac.op.Cos;
import org.nablac.op.Div;
import org.nablac.op.Dropout;
import org.nablac.op.Equal;
import org.nablac.op.Erf;
import org.nablac.op.Exp;
import org.nablac.op.Expm1;
import org.nablac.op.Gather;
import org.nablac.op.Gelu;
import org.nablac.op.Greater;
import org.nablac.op.GreaterEqual;
import org.nablac.op.LeakyRelu;
import org.nablac.op.Less;
import org.nablac.op.LessEqual;
import org.nablac.op.Log;
import org.nablac.op.Log1p;
import org.nablac.op.LogSoftmax;
import org.nablac.op.LogSumExp;
import org.nablac.op.MaxOver;
import org.nablac.op.Maximum;
import org.nablac.op.Mean;
import org.nablac.op.Minimum;
import org.nablac.op.Mul;
import org.nablac.op.Neg;
import org.nablac.op.Not;
import org.nablac.op.NotEqual;
import org.nablac.op.Or;
import org.nablac.op.Pick;
import org.nablac.op.Pow;
import org.nablac.op.Reciprocal;
import org.nablac.op.Relu;
import org.nablac.op.Reshape;
import org.nablac.op.RowDot;
import org.nablac.op.Sigmoid;
import org.nablac.op.Sign;
import org.nablac.op.Sin;
import org.nablac.op.Slice;
import org.nablac.op.Softmax;
import org.nablac.op.Softplus;
import org.nablac.op.Sqrt;
import org.nablac.op.Square;
import org.nablac.op.StopGradient;
import org.nablac.op.Sub;
import org.nablac.op.Sum;
import org.nablac.op.Tanh;
import org.nablac.op.Transpose;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

/**
 * A value that a model computes: {@code x.matmul(a).plus(b)}. Immutable; each method makes a new one and changes
 * nothing. Below, {@code x} is this tensor and {@code [...]} any shape. Where two tensors are taken element by element,
 * their shapes meet as in numpy: counted from the right, sizes are equal or one of them is 1 or missing. A number takes
 * the dtype of the tensor. An axis counts from 0, or from the end as −1, −2, …; where several may be named, naming none
 * means all.
 *
 * <p>Each method refuses shapes that do not fit by a {@link ShapeError}.
 */
public sealed class Tensor permits Parameter {
    private final Node node;

    Tensor(Node node) {
        this.node = node;
    }

    /** The node of the graph. */
    public Node node() {
        return node;
    }

    /** Dtype and shape. */
    public TensorType type() {
        return node.type();
    }

    public Shape shape() {
        return node.shape();
    }

    /** The size of an axis. */
    public Dim dim(int axis) {
        return shape().dim(axis("dim", axis));
    }

    /** Number of axes. */
    public int rank() {
        return shape().rank();
    }

    /** x + y */
    public Tensor plus(Tensor y) {
        return with("plus", y, Add::add);
    }

    /** x + y */
    public Tensor plus(double y) {
        return plus(number("plus", y));
    }

    /** x − y */
    public Tensor minus(Tensor y) {
        return with("minus", y, Sub::sub);
    }

    /** x − y */
    public Tensor minus(double y) {
        return minus(number("minus", y));
    }

    /** x · y, element by element */
    public Tensor times(Tensor y) {
        return with("times", y, Mul::mul);
    }

    /** x · y, element by element */
    public Tensor times(double y) {
        return times(number("times", y));
    }

    /** x / y */
    public Tensor dividedBy(Tensor y) {
        return with("dividedBy", y, Div::div);
    }

    /** x / y */
    public Tensor dividedBy(double y) {
        return dividedBy(number("dividedBy", y));
    }

    /** The smaller of x and y; NaN if either is. */
    public Tensor minimum(Tensor y) {
        return with("minimum", y, Minimum::minimum);
    }

    /** The smaller of x and y; NaN if either is. */
    public Tensor minimum(double y) {
        return minimum(number("minimum", y));
    }

    /** The larger of x and y; NaN if either is. */
    public Tensor maximum(Tensor y) {
        return with("maximum", y, Maximum::maximum);
    }

    /** The larger of x and y; NaN if either is. */
    public Tensor maximum(double y) {
        return maximum(number("maximum", y));
    }

    /** −x */
    public Tensor negate() {
        return of(Neg::neg);
    }

    /** x² */
    public Tensor square() {
        return of(Square::square);
    }

    /** √x */
    public Tensor sqrt() {
        return of(Sqrt::sqrt);
    }

    /** 1 / x */
    public Tensor reciprocal() {
        return of(Reciprocal::reciprocal);
    }

    /** |x| */
    public Tensor abs() {
        return of(Abs::abs);
    }

    /** −1, 0 or 1 */
    public Tensor sign() {
        return of(Sign::sign);
    }

    /** e^x */
    public Tensor exp() {
        return of(Exp::exp);
    }

    /** The natural logarithm of x. */
    public Tensor log() {
        return of(Log::log);
    }

    /** e^x − 1, exact near 0 */
    public Tensor expm1() {
        return of(Expm1::expm1);
    }

    /** log(1 + x), exact near 0 */
    public Tensor log1p() {
        return of(Log1p::log1p);
    }

    /** tanh x */
    public Tensor tanh() {
        return of(Tanh::tanh);
    }

    /** 1 / (1 + e^−x) */
    public Tensor sigmoid() {
        return of(Sigmoid::sigmoid);
    }

    /** log(1 + e^x) */
    public Tensor softplus() {
        return of(Softplus::softplus);
    }

    /** max(x, 0) */
    public Tensor relu() {
        return of(Relu::relu);
    }

    /** The error function, 2/√π · ∫₀ˣ e^(−t²) dt. */
    public Tensor erf() {
        return of(Erf::erf);
    }

    /** x · Φ(x), with Φ the distribution function of N(0, 1) */
    public Tensor gelu() {
        return of(Gelu::gelu);
    }

    /** sin x */
    public Tensor sin() {
        return of(Sin::sin);
    }

    /** cos x */
    public Tensor cos() {
        return of(Cos::cos);
    }

    /** x to a constant power */
    public Tensor pow(double exponent) {
        return of(x -> Pow.pow(x, exponent));
    }

    /** x if x > 0, else slope · x */
    public Tensor leakyRelu(double slope) {
        return of(x -> LeakyRelu.leakyRelu(x, slope));
    }

    /** x moved into [low, high]. */
    public Tensor clip(double low, double high) {
        return of(x -> Clip.clip(x, low, high));
    }

    /** Where x < y; truth values. */
    public Tensor less(Tensor y) {
        return with("less", y, Less::less);
    }

    /** Where x < y; truth values. */
    public Tensor less(double y) {
        return less(number("less", y));
    }

    /** Where x ≤ y; truth values. */
    public Tensor lessEqual(Tensor y) {
        return with("lessEqual", y, LessEqual::lessEqual);
    }

    /** Where x ≤ y; truth values. */
    public Tensor lessEqual(double y) {
        return lessEqual(number("lessEqual", y));
    }

    /** Where x > y; truth values. */
    public Tensor greater(Tensor y) {
        return with("greater", y, Greater::greater);
    }

    /** Where x > y; truth values. */
    public Tensor greater(double y) {
        return greater(number("greater", y));
    }

    /** Where x ≥ y; truth values. */
    public Tensor greaterEqual(Tensor y) {
        return with("greaterEqual", y, GreaterEqual::greaterEqual);
    }

    /** Where x ≥ y; truth values. */
    public Tensor greaterEqual(double y) {
        return greaterEqual(number("greaterEqual", y));
    }

    /** Where x = y; truth values. */
    public Tensor equalTo(Tensor y) {
        return with("equalTo", y, Equal::equal);
    }

    /** Where x = y; truth values. */
    public Tensor equalTo(double y) {
        return equalTo(number("equalTo", y));
    }

    /** Where x ≠ y; truth values. */
    public Tensor notEqualTo(Tensor y) {
        return with("notEqualTo", y, NotEqual::notEqual);
    }

    /** Where x ≠ y; truth values. */
    public Tensor notEqualTo(double y) {
        return notEqualTo(number("notEqualTo", y));
    }

    /** Where both truth values hold. */
    public Tensor and(Tensor y) {
        return with("and", y, And::and);
    }

    /** Where one of the truth values holds. */
    public Tensor or(Tensor y) {
        return with("or", y, Or::or);
    }

    /** Where the truth value does not hold. */
    public Tensor not() {
        return of(Not::not);
    }

    /** The same values in another dtype. */
    public Tensor convert(DType dtype) {
        return of(x -> Convert.convert(x, dtype));
    }

    /** x, through which no gradient passes */
    public Tensor stopGradient() {
        return of(StopGradient::stopGradient);
    }

    /** Σ x over these axes, which the result lacks. */
    public Tensor sum(int... axes) {
        return of(x -> Sum.sum(x, axes("sum", axes)));
    }

    /** The mean of x over these axes, which the result lacks. */
    public Tensor mean(int... axes) {
        return of(x -> Mean.mean(x, axes("mean", axes)));
    }

    /** log Σ e^x over these axes, which the result lacks. */
    public Tensor logSumExp(int... axes) {
        return of(x -> LogSumExp.logSumExp(x, axes("logSumExp", axes)));
    }

    /** The largest x over these axes, which the result lacks; NaN if one is NaN. */
    public Tensor max(int... axes) {
        return of(x -> MaxOver.maxOver(x, axes("max", axes)));
    }

    /** Where along the axis x is largest, the first of equals: int32, without the axis. */
    public Tensor argMax(int axis) {
        return of(x -> ArgMax.argMax(x, axis("argMax", axis)));
    }

    /** e^x / Σ e^x, the sum over the last axis */
    public Tensor softmax() {
        return softmax(-1);
    }

    /** e^x / Σ e^x, the sum over the axis */
    public Tensor softmax(int axis) {
        return of(x -> Softmax.softmax(x, axis("softmax", axis)));
    }

    /** x − log Σ e^x, the sum over the last axis */
    public Tensor logSoftmax() {
        return logSoftmax(-1);
    }

    /** x − log Σ e^x, the sum over the axis */
    public Tensor logSoftmax(int axis) {
        return of(x -> LogSoftmax.logSoftmax(x, axis("logSoftmax", axis)));
    }

    /**
     * The matrix product: {@code [..., n, k] · [..., k, m]} to {@code [..., n, m]}; leading axes meet as elsewhere. A
     * vector on the left is a row, on the right a column, and the result lacks its axis.
     */
    public Tensor matmul(Tensor y) {
        return new Tensor(Places.at(node.arena(), () -> Products.matmul(node, same("matmul", y))));
    }

    /** {@code [..., k] · [..., k]} to {@code [...]}: Σ x·y over the last axis. */
    public Tensor dot(Tensor y) {
        return with("dot", y, RowDot::dot);
    }

    /** The last two axes exchanged. */
    public Tensor transpose() {
        if (rank() < 2) {
            throw new ShapeError("transpose", "takes two axes or more", "given is " + shape());
        }
        int[] order = IntStream.range(0, rank()).toArray();
        order[rank() - 2] = rank() - 1;
        order[rank() - 1] = rank() - 2;
        return transpose(order);
    }

    /** Axis i of the result is axis {@code order[i]} of x. */
    public Tensor transpose(int... order) {
        return of(x -> Transpose.transpose(x, Arrays.stream(order).mapToObj(a -> axis("transpose", a)).toList()));
    }

    /** The same elements in row-major order in another shape, of ints and {@link Dim}s. */
    public Tensor reshape(Object... sizes) {
        return of(x -> Reshape.reshape(x, Sizes.shape(sizes)));
    }

    /** A new axis of size 1 at this place: {@code [N]} with {@code expand(-1)} is {@code [N, 1]}. */
    public Tensor expand(int axis) {
        int at = axis < 0 ? axis + rank() + 1 : axis;
        if (at < 0 || at > rank()) {
            throw new ShapeError("expand", "no such place", shape() + " has the places 0 to " + rank() + ", named is "
                    + axis);
        }
        List<Dim> dims = new ArrayList<>(shape().dims());
        dims.add(at, Dim.ONE);
        return of(x -> Reshape.reshape(x, new Shape(dims)));
    }

    /** x repeated along new leading axes and along axes of size 1. */
    public Tensor broadcastTo(Object... sizes) {
        return of(x -> Broadcasting.to("broadcastTo", x, Sizes.shape(sizes)));
    }

    /** Elements start, …, start + length − 1 of the axis. */
    public Tensor slice(int axis, int start, int length) {
        return of(x -> Slice.slice(x, axis("slice", axis), Dim.of(start), Dim.of(length)));
    }

    /** The same with named sizes. */
    public Tensor slice(int axis, Dim start, Dim length) {
        return of(x -> Slice.slice(x, axis("slice", axis), start, length));
    }

    /**
     * The rows of this table that the indices name: {@code [R, K...]} with {@code index [N...]} of int32 gives
     * {@code [N..., K...]}; the index −1 gives zeros. Its gradient holds only these rows.
     */
    public Tensor rows(Tensor index) {
        return new Tensor(Places.at(node.arena(), () -> Gather.gather(node, index("rows", index, 0))));
    }

    /** One element of the last axis each: {@code [..., C]} with {@code index [...]} of int32 gives {@code [...]}. */
    public Tensor pick(Tensor index) {
        return new Tensor(Places.at(node.arena(), () -> Pick.pick(node, index("pick", index, -1))));
    }

    /** While training, each element is 0 with probability {@code rate}, else x / (1 − rate); otherwise x. */
    public Tensor dropout(double rate) {
        int stream = Blueprint.current("dropout").nextStream();
        return of(x -> Dropout.dropout(x, rate, stream));
    }

    /** The graph's line of this node. */
    @Override
    public String toString() {
        return node.toString();
    }

    private Tensor of(UnaryOperator<Node> op) {
        return new Tensor(Places.at(node.arena(), () -> op.apply(node)));
    }

    private Tensor with(String op, Tensor y, BinaryOperator<Node> f) {
        return new Tensor(Places.at(node.arena(), () -> {
            List<Node> both = Broadcasting.together(op, node, same(op, y));
            return f.apply(both.get(0), both.get(1));
        }));
    }

    /** The node of {@code y}, if it is of the same model. */
    private Node same(String op, Tensor y) {
        if (y.node.arena() != node.arena()) {
            throw new UserError(op + ": the tensors belong to two models that were made apart");
        }
        return y.node;
    }

    /** The node of an index into an axis of this tensor. */
    private Node index(String op, Tensor index, int axis) {
        Indices.check(op, same(op, index), dim(axis));
        return index.node;
    }

    private Tensor number(String op, double value) {
        DType dtype = type().dtype();
        if (!dtype.isFloat() && (dtype == DType.BOOL || value != Math.rint(value))) {
            throw new ShapeError(op, "dtypes differ", value + " is not of dtype " + dtype
                    + "; convert the tensor first");
        }
        return new Tensor(Places.at(node.arena(), () -> Constant.constant(node.arena(), dtype, value)));
    }

    private int axis(String op, int axis) {
        int a = axis < 0 ? axis + rank() : axis;
        if (a < 0 || a >= rank()) {
            throw new ShapeError(op, "no such axis", shape() + " has " + rank() + " axes, named is " + axis);
        }
        return a;
    }

    private List<Integer> axes(String op, int... axes) {
        return axes.length == 0 ? IntStream.range(0, rank()).boxed().toList()
                : Arrays.stream(axes).mapToObj(a -> axis(op, a)).sorted().toList();
    }
}
