package org.nablac.optimise;

import java.util.Map;

/**
 * What happens to gradients before the optimiser sees them, in this order: each element is clipped, then all gradients
 * together, then weight decay is added (or decoupled, as the optimiser says). Of a row-sparse gradient each row counts
 * once, with the sum of its occurrences, and only those rows decay.
 *
 * @param weightDecay λ; 0 for none
 * @param clipValue gradients are clipped to [−clipValue, clipValue]; ∞ for not at all
 * @param clipNorm if the Euclidean norm of all gradients together is above it, they are scaled down to it; ∞ for not at
 * all
 */
public record Regularisation(double weightDecay, double clipValue, double clipNorm) {
    public static final Regularisation NONE =
            new Regularisation(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** What {@code settings} say by the names {@code weightDecay}, {@code clipValue} and {@code clipNorm}. */
    public static Regularisation of(Optimiser optimiser, Map<String, Double> settings) {
        Settings s = declare(new Settings("optimizer " + optimiser.name(), settings), optimiser.defaultDecay());
        return new Regularisation(s.get("weightDecay"), s.get("clipValue"), s.get("clipNorm"));
    }

    static Settings declare(Settings settings, double decay) {
        double infinity = Double.POSITIVE_INFINITY;
        return settings.declare("weightDecay", decay, 0, infinity)
                .declare("clipValue", infinity, Double.MIN_NORMAL, infinity)
                .declare("clipNorm", infinity, Double.MIN_NORMAL, infinity);
    }

    boolean clipsValues() {
        return clipValue < Double.POSITIVE_INFINITY;
    }

    boolean clipsNorm() {
        return clipNorm < Double.POSITIVE_INFINITY;
    }

    /** Whether gradients pass as they are. */
    boolean isNone() {
        return weightDecay == 0 && !clipsValues() && !clipsNorm();
    }
}
