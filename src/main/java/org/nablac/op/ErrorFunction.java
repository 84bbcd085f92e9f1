package org.nablac.op;

/**
 * The error function and the normal quantile by their plain definitions, in doubles: for
 * reference values, not for speed.
 */
final class ErrorFunction {
    private ErrorFunction() {
    }

    /** (2/√π) ∫₀ˣ e^−t² dt */
    static double erf(double x) {
        return Math.abs(x) < 0.5 ? series(x) : Math.copySign(1 - erfc(Math.abs(x)), x);
    }

    /** 1 − erf x, accurate where it is small. */
    static double erfc(double x) {
        if (x < 0.5) {
            return x <= -0.5 ? 2 - erfc(-x) : 1 - series(x);
        }
        return fraction(x);
    }

    // erf x = (2/√π) e^−x² Σ 2ⁿ x^(2n+1) / (1·3·5···(2n+1))
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 60; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    // erfc x = e^−x²/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), for x > 0; NaN of NaN
    private static double fraction(double x) {
        if (x > 30) {
            return 0;
        }
        double tail = x;
        for (int n = 1000; n >= 1; n--) {
            tail = x + n / 2.0 / tail;
        }
        double square = x * x;
        return Math.exp(-square) * Math.exp(-Math.fma(x, x, -square)) / Math.sqrt(Math.PI) / tail;
    }

    /** The z with Φ(z) = ½ + q, for −½ < q < ½, by bisection; q = ½ erf(z/√2), and ½ − q = ½ erfc(z/√2). */
    static double quantile(double q) {
        if (q < 0) {
            return -quantile(-q);
        }
        double low = 0;
        double high = 30;
        while (true) {
            double u = (low + high) / 2;
            if (u <= low || u >= high) {
                return u * Math.sqrt(2);
            } else if (q < 0.25 ? erf(u) < 2 * q : erfc(u) > 2 * (0.5 - q)) {
                low = u;
            } else {
                high = u;
            }
        }
    }
}
