package org.nablac.code.math;

/** What the F32 functions are judged by: values in double, which are right to about 10⁻¹⁵. */
final class Reference {
    private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;

    private Reference() {
    }

    static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return x > 0 ? 1 / (1 + e) : x <= 0 ? e / (1 + e) : x;
    }

    static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** erf x = 2/√π·e^(−x²)·Σ (2x²)ⁿ·x/(1·3·…·(2n+1)); beyond 2.5 through {@link #erfc}. */
    static double erf(double x) {
        double a = Math.abs(x);
        if (a > 2.5) {
            return Math.copySign(1 - erfc(a), x);
        }
        double sum = x;
        double term = x;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-18; n++) {
            term *= 2 * a * a / (2 * n + 1);
            sum += term;
        }
        return sum * StrictMath.exp(-a * a) * TWO_OVER_ROOT_PI;
    }

    /** erfc a = e^(−a²)/√π / (a + ½/(a + 1/(a + 3⁄2/(a + …)))) for a ≥ 2. */
    private static double erfc(double a) {
        if (a > 30) {
            return 0;
        }
        double fraction = 0;
        for (int k = 150; k > 0; k--) {
            fraction = k / 2.0 / (a + fraction);
        }
        return StrictMath.exp(-a * a) / (a + fraction) * (TWO_OVER_ROOT_PI / 2);
    }

    /** Φ⁻¹(½ + q), by Halley's method on Φ(z) = p for the smaller tail p = ½ − |q|. */
    static double normalQuantile(double q) {
        double p = 0.5 - Math.abs(q);
        double t = Math.sqrt(-2 * StrictMath.log(p));
        double z = (2.515517 + t * (0.802853 + t * 0.010328))
                / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
        for (int k = 0; k < 4; k++) {
            double a = -z / Math.sqrt(2);
            double tail = a < 2 ? 0.5 - 0.5 * erf(a) : 0.5 * erfc(a);
            double u = (tail - p) / (StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI));
            z -= u / (1 + z * u / 2);
        }
        return q > 0 ? -z : z;
    }
}
