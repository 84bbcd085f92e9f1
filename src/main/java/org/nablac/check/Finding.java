package org.nablac.check;

/**
 * One comparison.
 *
 * @param what      as {@code gradient of u}
 * @param type      dtype and shape of what is compared
 * @param against   what it is compared with
 * @param error     the largest difference divided by the largest magnitude expected; NaN if one side is no number
 *     where the other is
 * @param tolerance the error that rounding explains
 */
public record Finding(String what, String type, String against, double error, double tolerance) {
    public boolean isRight() {
        return error <= tolerance;
    }
}
