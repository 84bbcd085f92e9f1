import static org.nablac.Nablac.*;

import org.nablac.*;

/** What the peers' mlp workloads are: a perceptron with hidden layers of tanh, and softmax cross-entropy. */
@Model(optimizer = "sgd", rate = 0.01)
public class Perceptron {
    static final int IN = 784, HIDDEN = 128, OUT = 10, LAYERS = 2;

    final Affine[] f = new Affine[LAYERS];

    public Perceptron() {
        for (int k = 0; k < LAYERS; k++) {
            f[k] = new Affine(k == 0 ? IN : HIDDEN, k == LAYERS - 1 ? OUT : HIDDEN);
        }
    }

    public Tensor logits(@Shape("N, IN") Tensor x) {
        Tensor y = f[0].apply(x);
        for (int k = 1; k < LAYERS; k++) {
            y = f[k].apply(tanh(y));
        }
        return y;
    }

    @Loss
    public Tensor loss(@Shape("N, IN") Tensor x, @Labels("N") Tensor y) {
        return crossEntropy(logits(x), y).mean();
    }
}

/** x ↦ x A + b. */
class Affine {
    final Tensor a, b;

    Affine(int in, int out) {
        a = parameter(in, out).glorot();
        b = parameter(out);
    }

    Tensor apply(Tensor x) {
        return x.matmul(a).plus(b);
    }
}
