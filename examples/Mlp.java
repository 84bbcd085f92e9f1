import static org.nablac.Nablac.*;

import org.nablac.*;

/**
 * The multilayer perceptron f = f_h ∘ … ∘ f_1: each layer is affine, x ↦ x A + b, and between two of them stands
 * max(x, 0). With 784 pixels in, 128 hidden units and 10 classes out it reads handwritten digits.
 *
 *     nablac train examples/Mlp.java --data FOLDER_OF_MNIST
 *     nablac train examples/Mlp.java --data digits --define PIXELS=64
 *     nablac train examples/Mlp.java --data FOLDER_OF_MNIST --define LAYERS=3 --define HIDDEN=256
 */
@Model(optimizer = "sgd", rate = 0.2, schedule = "linear", batch = 32, epochs = 10)
public class Mlp {
    static final int PIXELS = 784, HIDDEN = 128, CLASSES = 10, LAYERS = 2;

    final Dense[] f = new Dense[LAYERS];

    public Mlp() {
        for (int k = 0; k < LAYERS; k++) {
            f[k] = new Dense(k == 0 ? PIXELS : HIDDEN, k == LAYERS - 1 ? CLASSES : HIDDEN);
        }
    }

    /** The score of each class; its softmax is the probability. */
    public Tensor logits(@Shape("N, PIXELS") Tensor x) {
        Tensor y = f[0].apply(x);
        for (int k = 1; k < LAYERS; k++) {
            y = f[k].apply(relu(y));
        }
        return y;
    }

    /** The mean of −log P(y | x) over N examples. */
    @Loss
    public Tensor loss(@Shape("N, PIXELS") Tensor x, @Labels("N") Tensor y) {
        return crossEntropy(logits(x), y).mean();
    }
}

/** x ↦ x A + b. Any class with parameters and a method is a layer. */
class Dense {
    final Tensor a, b;

    Dense(int in, int out) {
        a = parameter(in, out).he();
        b = parameter(out);
    }

    Tensor apply(Tensor x) {
        return x.matmul(a).plus(b);
    }
}
