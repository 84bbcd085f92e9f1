package org.nablac.op;

import static org.nablac.op.CompositeSamples.alongAxis;
import static org.nablac.op.CompositeSamples.labelled;
import static org.nablac.op.CompositeSamples.overAxes;
import static org.nablac.op.CompositeSamples.pair;
import static org.nablac.op.Domain.POSITIVE;
import static org.nablac.op.Domain.REAL;
import static org.nablac.op.Samples.floats;
import static org.nablac.op.Samples.leaf;
import static org.nablac.op.Samples.numbers;
import static org.nablac.op.Samples.truths;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nablac.graph.Op;
import org.nablac.op.Sample.Sampling;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** Every op, one line each; what the contract tests, the graph text and the documentation go by. */
public final class Catalogue {
    private static final Domain SMALL = Domain.of(-2, 2);
    private static final Domain OFF_ZERO = REAL.awayFrom(0);
    private static final Domain APART = REAL.separated();

    private static final List<Entry> ENTRIES = new ArrayList<>();

    static {
        leaves();
        elementwise();
        comparisons();
        structure();
        rows();
        composites();
    }

    private Catalogue() {
    }

    /**
     * An op by its name in graph text.
     *
     * @param sampling applications of it to try
     * @param ulps how far, in units of the last place of the exact result, an element's computed value may be from it
     * @param ulpsOfOperand the same, added, in units of the last place of the largest operand
     */
    public record Entry(String name, Class<? extends Op> type, Sampling sampling, double ulps, double ulpsOfOperand) {
    }

    public static List<Entry> entries() {
        return List.copyOf(ENTRIES);
    }

    /** The record class of the op called {@code name}: what the graph text's parser needs. */
    public static Optional<Class<? extends Op>> find(String name) {
        return ENTRIES.stream().filter(e -> e.name().equals(name)).<Class<? extends Op>>map(Entry::type).findFirst();
    }

    private static void leaves() {
        add("input", Input.class, leaf(d -> new Input("x", new TensorType(d.floating(), d.shape(0, 3)), Dim.ZERO)));
        add("parameter", Parameter.class,
                leaf(d -> new Parameter("w", new TensorType(d.floating(), d.shape(0, 3)), d.coin())));
        add("constant", Constant.class, leaf(d -> new Constant(d.floating(), d.between(-3, 3))));
        add("iota", Iota.class, leaf(Catalogue::iota));
        add("sizeOf", SizeOf.class, leaf(d -> new SizeOf(d.coin() ? DType.I32 : d.floating(), d.dim())));
        add("uniform", Uniform.class, leaf(d -> new Uniform(d.floating(), d.shape(0, 3), d.below(5))));
        add("normal", Normal.class, leaf(d -> new Normal(d.floating(), d.shape(0, 3), d.below(5))), 4, 0);
    }

    private static void elementwise() {
        add("add", Add.class, numbers(new Add(), REAL, REAL));
        add("sub", Sub.class, numbers(new Sub(), REAL, REAL));
        add("mul", Mul.class, numbers(new Mul(), REAL, REAL));
        add("fma", Fma.class, floats(new Fma(), REAL, REAL, REAL));
        add("div", Div.class, floats(new Div(), REAL, POSITIVE));
        add("neg", Neg.class, numbers(new Neg(), REAL));
        add("pow", Pow.class, floats(Catalogue::pow, POSITIVE), 4, 0);
        add("square", Square.class, floats(new Square(), REAL));
        add("sqrt", Sqrt.class, floats(new Sqrt(), POSITIVE));
        add("reciprocal", Reciprocal.class, floats(new Reciprocal(), POSITIVE));
        add("abs", Abs.class, floats(new Abs(), OFF_ZERO));
        add("sign", Sign.class, floats(new Sign(), OFF_ZERO));
        add("exp", Exp.class, floats(new Exp(), REAL), 2, 0);
        add("log", Log.class, floats(new Log(), POSITIVE), 2, 0);
        add("expm1", Expm1.class, floats(new Expm1(), REAL), 2, 0);
        add("log1p", Log1p.class, floats(new Log1p(), Domain.of(-0.75, 4)), 2, 0);
        add("tanh", Tanh.class, floats(new Tanh(), SMALL), 2, 0);
        add("sigmoid", Sigmoid.class, floats(new Sigmoid(), REAL), 2, 0);
        add("softplus", Softplus.class, floats(new Softplus(), REAL), 2, 0);
        add("relu", Relu.class, floats(new Relu(), OFF_ZERO));
        add("leakyRelu", LeakyRelu.class, floats(d -> new LeakyRelu(d.fraction(0, 0.5)), OFF_ZERO));
        add("erf", Erf.class, floats(new Erf(), SMALL), 2, 0);
        add("gelu", Gelu.class, floats(new Gelu(), REAL), 2, 1);
        add("sin", Sin.class, floats(new Sin(), REAL), 2, 0);
        add("cos", Cos.class, floats(new Cos(), REAL), 2, 0);
        add("minimum", Minimum.class, numbers(new Minimum(), APART, APART));
        add("maximum", Maximum.class, numbers(new Maximum(), APART, APART));
        add("select", Select.class, Samples::select);
        add("clip", Clip.class, floats(d -> new Clip(-1, 2), REAL.awayFrom(-1, 2)));
        add("convert", Convert.class, Samples::convert);
        add("stopGradient", StopGradient.class, floats(new StopGradient(), REAL));
    }

    private static void comparisons() {
        add("less", Less.class, numbers(new Less(), APART, APART));
        add("lessEqual", LessEqual.class, numbers(new LessEqual(), APART, APART));
        add("greater", Greater.class, numbers(new Greater(), APART, APART));
        add("greaterEqual", GreaterEqual.class, numbers(new GreaterEqual(), APART, APART));
        add("equal", Equal.class, numbers(new Equal(), APART, APART));
        add("notEqual", NotEqual.class, numbers(new NotEqual(), APART, APART));
        add("and", And.class, truths(new And(), 2));
        add("or", Or.class, truths(new Or(), 2));
        add("not", Not.class, truths(new Not(), 1));
    }

    private static void structure() {
        add("broadcast", Broadcast.class, Samples::broadcast);
        add("sum", Sum.class, Samples::sum);
        add("maxOver", MaxOver.class, StructureSamples::maxOver);
        add("reshape", Reshape.class, StructureSamples::reshape);
        add("transpose", Transpose.class, StructureSamples::transpose);
        add("slice", Slice.class, StructureSamples::slice);
        add("concat", Concat.class, StructureSamples::concat);
        add("matmul", MatMul.class, StructureSamples::matmul);
    }

    private static void rows() {
        add("gather", Gather.class, StructureSamples::gather);
        add("addRows", AddRows.class, StructureSamples::addRows, 1, 1);   // rows that come again
        add("setRows", SetRows.class, StructureSamples::setRows);
        add("firstOccurrence", FirstOccurrence.class, StructureSamples::firstOccurrence);
        add("rowSparse", RowSparse.class, StructureSamples::rowSparse);
    }

    private static void composites() {
        add("mean", Mean.class, overAxes(Mean::new));
        add("argMax", ArgMax.class, StructureSamples::argMax);
        add("logSumExp", LogSumExp.class, overAxes(LogSumExp::new), 8, 4);
        add("softmax", Softmax.class, alongAxis(Softmax::new), 8, 4);
        add("logSoftmax", LogSoftmax.class, alongAxis(LogSoftmax::new), 8, 4);
        add("crossEntropy", CrossEntropy.class, labelled(new CrossEntropy()), 8, 4);
        add("pick", Pick.class, labelled(new Pick()));
        add("logisticLoss", LogisticLoss.class, pair(new LogisticLoss(), 0), 4, 4);
        add("squaredError", SquaredError.class, pair(new SquaredError(), 0), 4, 0);
        add("dot", RowDot.class, pair(new RowDot(), 1));
        add("dropout", Dropout.class, CompositeSamples::dropout);
        add("customGradient", CustomGradient.class, CompositeSamples::customGradient);
        add("hole", Hole.class, leaf(d -> new Hole(d.below(5), new TensorType(d.floating(), d.shape(0, 3)))));
    }

    private static Op iota(Draw d) {
        Shape shape = d.shape(1, 3);
        return new Iota(d.coin() ? DType.I32 : d.floating(), shape, d.below(shape.rank()));
    }

    private static Pow pow(Draw d) {
        return new Pow(d.one(List.of(-2.0, -0.5, 0.0, 0.5, 1.5, 3.0, d.fraction(-3, 3))));
    }

    /** An op whose element is computed as it is defined, to the last bit but one. */
    private static void add(String name, Class<? extends Op> type, Sampling sampling) {
        add(name, type, sampling, 1, 0);
    }

    private static void add(String name, Class<? extends Op> type, Sampling sampling, double ulps,
            double ulpsOfOperand) {
        ENTRIES.add(new Entry(name, type, sampling, ulps, ulpsOfOperand));
    }
}
