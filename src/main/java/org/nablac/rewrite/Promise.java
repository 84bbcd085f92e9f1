package org.nablac.rewrite;

/**
 * How equal the two sides of a rule are.
 *
 * @param isExact the same bits for all inputs, ±0, ±∞ and NaN included; all NaN count as one
 * @param low if not exact: where the holes of floats are at least this …
 * @param high … and at most this, the sides are equal as real numbers
 * @param ulps and in float32 the right side is from the exact value at most this many units of its last place …
 * @param ulpsOfOperand … and this many units of the last place of the largest hole
 */
public record Promise(boolean isExact, double low, double high, double ulps, double ulpsOfOperand) {
    /** The same bits for all inputs. */
    public static final Promise EXACT = new Promise(true, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 0);

    /** Equal as real numbers, sums of a few numbers at most. */
    public static final Promise FAST = fast(-8, 8, 4, 8);

    /** Equal as real numbers where the holes are in [low, high]; in float32 within {@code ulps} of the value. */
    public static Promise fast(double low, double high, double ulps) {
        return fast(low, high, ulps, 0);
    }

    /** The same, and {@code ulpsOfOperand} more units of the last place of the largest hole. */
    public static Promise fast(double low, double high, double ulps, double ulpsOfOperand) {
        return new Promise(false, low, high, ulps, ulpsOfOperand);
    }

    @Override
    public String toString() {
        return isExact ? "exact" : "fast, within " + ulps + " ulp on [" + low + ", " + high + "]";
    }
}
