package org.nablac.check;

/** The largest difference of pairs of numbers; two that are both no number, or the same infinity, are equal. */
final class Differences {
    private double largest;
    private double magnitude;
    private boolean isMismatch;

    void add(double expected, double found) {
        if (Double.compare(expected, found) == 0) {
            return;
        }
        if (!Double.isFinite(expected) || !Double.isFinite(found)) {
            isMismatch = true;
            return;
        }
        largest = Math.max(largest, Math.abs(expected - found));
        magnitude = Math.max(magnitude, Math.abs(expected));
    }

    /**
     * The largest difference by {@code scale}; NaN if a number stands against none. Below 1e-6, differences are
     * absolute.
     */
    double error(double scale) {
        return isMismatch ? Double.NaN : largest / Math.max(scale, 1e-6);
    }

    /** By the largest magnitude expected. */
    double error() {
        return error(magnitude);
    }

    static Differences of(double[] expected, double[] found) {
        if (expected.length != found.length) {
            throw new IllegalStateException(found.length + " values instead of " + expected.length);
        }
        Differences d = new Differences();
        for (int k = 0; k < expected.length; k++) {
            d.add(expected[k], found[k]);
        }
        return d;
    }
}
