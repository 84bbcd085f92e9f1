package org.nablac.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Move;
import org.nablac.op.Sample.Sampling;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;

/** Where elements go as code says it, against the plain definition. */
class MoveTest {
    private static final List<Sampling> PULLS = List.of(
            Samples::broadcast, StructureSamples::reshape, StructureSamples::transpose, StructureSamples::slice);

    @Test
    void everyElementComesFromWhereTheCodeSays() {
        for (int seed = 0; seed < 400; seed++) {
            Draw draw = Draw.of(new Random(seed), DType.F32);
            Sample sample = draw.one(PULLS).draw(draw);
            Move.Pull op = (Move.Pull) sample.op();
            TensorType input = sample.types().get(0);
            TensorType output = op.type(sample.types());
            HostArray x = numbered(input.shape().values(draw.sizes()));
            HostArray y = op.value(evaluation(draw.sizes()), List.of(x));
            List<Expr> source = op.source(input, output, d -> Code.c(draw.size(d)), variables(output.shape()));
            for (int e = 0; e < y.count(); e++) {
                int[] index = Axes.index(y.shape(), e);
                int[] in = source.stream().mapToInt(s -> value(s, index)).toArray();
                assertEquals(y.data()[e], x.at(in), "seed " + seed + ": " + sample);
            }
        }
    }

    @Test
    void everyPartOfAConcatGoesToWhereTheCodeSays() {
        for (int seed = 0; seed < 200; seed++) {
            Draw draw = Draw.of(new Random(seed), DType.F32);
            Sample sample = StructureSamples.concat(draw);
            Concat op = (Concat) sample.op();
            List<HostArray> parts = sample.types().stream().map(t -> numbered(t.shape().values(draw.sizes()))).toList();
            HostArray y = op.value(evaluation(draw.sizes()), parts);
            for (int p = 0; p < parts.size(); p++) {
                HostArray x = parts.get(p);
                List<Expr> from = variables(sample.types().get(p).shape());
                List<Expr> target = op.target(sample.types(), p, d -> Code.c(draw.size(d)), from);
                for (int e = 0; e < x.count(); e++) {
                    int[] index = Axes.index(x.shape(), e);
                    int[] out = target.stream().mapToInt(t -> value(t, index)).toArray();
                    assertEquals(x.data()[e], y.at(out), "seed " + seed + ": " + sample);
                }
            }
        }
    }

    @Test
    void flatteningAnImageLeavesTheBatchAlone() {
        assertEquals("[i0, i1 / 28, i1 % 28]", source("[N, 28, 28]", "[N, 784]"));
        assertEquals("[i0, i1 * 28 + i2]", source("[N, 784]", "[N, 28, 28]"));
        assertEquals("[i0, i1 / 28, i1 % 28, i2]", source("[N, 28, 28, M]", "[N, 784, M]"));
    }

    @Test
    void anAxisOfOneCostsNothing() {
        assertEquals("[i0, 0]", source("[N, 1]", "[N]"));
        assertEquals("[i0]", source("[N]", "[N, 1]"));
        assertEquals("[0, i0]", source("[1, N]", "[N, 1]"));
        assertEquals("[]", source("[]", "[1, 1]"));
    }

    private static String source(String from, String to) {
        Shape out = Shape.parse(to);
        List<Expr> source = new Reshape(out).source(TensorType.parse("f32" + from), TensorType.parse("f32" + to),
                d -> d.isConstant() ? Code.c((int) d.constant()) : Code.i(d.toString()), variables(out));
        return source.stream().map(MoveTest::text).toList().toString();
    }

    private static String text(Expr e) {
        return switch (e) {
            case Expr.Const c -> c.value().toString();
            case Expr.Var v -> v.name();
            case Expr.Binary b -> text(b.left()) + switch (b.op()) {
                case ADD -> " + ";
                case MUL -> " * ";
                case DIV -> " / ";
                case REM -> " % ";
                default -> throw new AssertionError(b);
            } + text(b.right());
            default -> throw new AssertionError(e);
        };
    }

    private static int value(Expr e, int[] index) {
        return switch (e) {
            case Expr.Const c -> (Integer) c.value();
            case Expr.Var v -> index[Integer.parseInt(v.name().substring(1))];
            case Expr.Binary b -> {
                int x = value(b.left(), index);
                int y = value(b.right(), index);
                yield switch (b.op()) {
                    case ADD -> x + y;
                    case MUL -> x * y;
                    case DIV -> x / y;
                    case REM -> x % y;
                    default -> throw new AssertionError(b);
                };
            }
            default -> throw new AssertionError(e);
        };
    }

    private static List<Expr> variables(Shape shape) {
        List<Expr> variables = new ArrayList<>();
        for (int a = 0; a < shape.rank(); a++) {
            variables.add(Code.i("i" + a));
        }
        return variables;
    }

    private static HostArray numbered(int[] shape) {
        HostArray x = HostArray.zeros(DType.F32, shape);
        Arrays.setAll(x.data(), e -> e);
        return x;
    }

    private static Evaluation evaluation(Sizes sizes) {
        return new Evaluation(java.util.Map.of(), sizes, 0, 0);
    }
}
