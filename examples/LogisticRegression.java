import static org.nablac.Nablac.*;

import org.nablac.*;

/**
 * The simplest classifier: each class k has a weight vector a_k and a bias b_k, and
 *
 *     P(k | x) = e^(⟨a_k, x⟩ + b_k) / Σ_l e^(⟨a_l, x⟩ + b_l).
 *
 * Its loss, the mean of −log P(y | x), is convex: training always ends at the same place.
 *
 *     nablac train examples/LogisticRegression.java --data digits
 *     nablac train examples/LogisticRegression.java --data FILE.csv --define FEATURES=4 --define CLASSES=3
 */
@Model(optimizer = "sgd", rate = 0.5, schedule = "linear", batch = 16, epochs = 40)
public class LogisticRegression {
    static final int FEATURES = 64, CLASSES = 10;

    final Tensor a = parameter(FEATURES, CLASSES).zeros(), b = parameter(CLASSES);

    /** ⟨a_k, x⟩ + b_k for each of N examples and each class. */
    public Tensor logits(@Shape("N, FEATURES") Tensor x) {
        return x.matmul(a).plus(b);
    }

    /** P(k | x). */
    public Tensor probabilities(@Shape("N, FEATURES") Tensor x) {
        return softmax(logits(x));
    }

    @Loss
    public Tensor loss(@Shape("N, FEATURES") Tensor x, @Labels("N") Tensor y) {
        return crossEntropy(logits(x), y).mean();
    }
}
