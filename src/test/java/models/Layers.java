package models;

import static org.nablac.Nablac.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nablac.*;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/** Much of the Java that a model may use. */
@Model(dtype = DType.F64, optimizer = "adam", rate = Layers.RATE / 2, epochs = 2 * Layers.DEPTH)
public class Layers {
    static final int DEPTH = 3, WIDTH = 8;
    static final double RATE = 0.5;
    static final int[] WIDTHS = {WIDTH, 2 * WIDTH, WIDTH, 4};

    enum Activation {
        TANH, RELU;

        Tensor of(Tensor x) {
            return switch (this) {
                case TANH -> tanh(x);
                case RELU -> {
                    var y = x;
                    yield relu(y);
                }
            };
        }
    }

    interface Layer {
        Tensor apply(Tensor x);
    }

    record Affine(Tensor a, Tensor b) implements Layer {
        Affine(int in, int out) {
            this(parameter(in, out).normal(0.1), parameter(out).constant(0.5));
        }

        public Tensor apply(Tensor x) {
            return x.matmul(a)
                    .plus(b);
        }
    }

    static class Scale implements Layer {
        private final Parameter by;
        private final double power;

        Scale(int width, double power) {
            by = parameter(width).uniform(-1, 1);
            this.power = power;
        }

        @Override
        public Tensor apply(Tensor x) {
            return x.times(by.abs().plus(1).pow(power)).dropout(0.25);
        }
    }

    final Dim items = dim("items");
    final Layer[] layers = new Layer[DEPTH];
    final List<Scale> scales = List.of(new Scale(WIDTH, 1), new Scale(4, 0.5f));
    final Tensor table = parameter(items, WIDTH), tied = table;
    final Tensor temperature;
    private final UnaryOperator<Tensor> squash = x -> x.clip(-5, 5).times(factor(2));

    {
        for (int i = 0; i < DEPTH; i++) {
            layers[i] = new Affine(WIDTHS[i], WIDTHS[i + 1]);
        }
    }

    public Layers() {
        Tensor t = parameter();
        temperature = t;
    }

    static double factor(int n) {
        int product = 1, i = n;
        while (i > 1) {
            product *= i--;
        }
        return n == 0 ? 1 : product / 2.0;
    }

    private static Tensor mixed(Tensor x) {
        List<Tensor> parts = new ArrayList<>();
        for (int width = WIDTH; width > 0; width -= WIDTH / 2) {
            parts.add(x.slice(-1, 0, WIDTH / 2).times(width));
        }
        return concat(-1, parts.toArray(new Tensor[0]));
    }

    private Tensor body(Tensor x) {
        Tensor y = scales.get(0).apply(x);
        int k = 0;
        for (Layer layer : layers) {
            y = layer.apply(y);
            if (k++ < layers.length - 1) {
                y = (k % 2 == 0 ? Activation.TANH : Activation.RELU).of(y);
            }
        }
        return squash.apply(scales.get(scales.size() - 1).apply(y));
    }

    public Tensor logits(@Index("N, items") Tensor i, @Shape("N, WIDTH") Tensor x) {
        return body(mixed(tied.rows(i)).plus(x)).dividedBy(temperature.exp());
    }

    public Tensor best(@Index("N, items") Tensor i, @Shape("N, WIDTH") Tensor x) {
        return logits(i, x).argMax(-1);
    }

    @Loss
    public Tensor loss(@Index("N, items") Tensor i, @Shape("N, WIDTH") Tensor x, @Labels("N") Tensor y) {
        Tensor penalty = zero();
        for (int k = 0; k < DEPTH; k++) {
            penalty = penalty.plus(((Affine) layers[k]).a.square().sum());
        }
        return crossEntropy(
                logits(i, x),
                y)
                .mean()
                .plus(penalty
                        .times(1e-3));
    }
}
