package models;

import static org.nablac.Nablac.*;

import org.nablac.*;

/** f = f_2 ∘ f_1 with f_i(x) = σ(A_i x + b_i): the two-layer perceptron. */
@Model
public class Mlp {
    static final int PIXELS = 784, HIDDEN = 128, CLASSES = 10;

    final Dense first = new Dense(PIXELS, HIDDEN), second = new Dense(HIDDEN, CLASSES);

    public Tensor logits(@Shape("N, PIXELS") Tensor x) {
        return second.apply(tanh(first.apply(x)));
    }

    @Loss public Tensor loss(@Shape("N, PIXELS") Tensor x, @Labels("N") Tensor y) {
        return crossEntropy(logits(x), y).mean();
    }
}

/** x ↦ A x + b. Any class with parameters and a method is a layer. */
class Dense {
    final Tensor a, b;
    Dense(int in, int out) { a = parameter(in, out); b = parameter(out); }
    Tensor apply(Tensor x) { return x.matmul(a).plus(b); }
}
