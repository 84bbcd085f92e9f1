package org.nablac.op;

/** The error function and the normal quantile by their plain definitions, in doubles: for reference values, not for speed. */
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
        double tail = x;
        for (int n = 1000; n >= 1; n--) {
            tail = x + n / 2.0 / tail;
        }
        double square = x * x;
        double rest = Double.isInfinite(square) ? 0 : Math.fma(x, x, -square);
        return Math.exp(-square) * Math.exp(-rest) / Math.sqrt(Math.PI) / tail;
    }

    /** The z with Φ(z) = p, for 0 &lt; p &lt; 1, by bisection. */
    static double quantile(double p) {
        if (p > 0.5) {
            return -quantile(1 - p);
        }
        double low = -40;
        double high = 0;
        for (int i = 0; i < 64; i++) {
            double middle = (low + high) / 2;
            if (0.5 * erfc(-middle * Math.sqrt(0.5)) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
