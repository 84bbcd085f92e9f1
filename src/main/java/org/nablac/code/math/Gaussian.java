package org.nablac.code.math;

import static org.nablac.code.Code.abs;
import static org.nablac.code.Code.add;
import static org.nablac.code.Code.bits;
import static org.nablac.code.Code.fma;
import static org.nablac.code.Code.fromBits;
import static org.nablac.code.Code.lt;
import static org.nablac.code.Code.mul;
import static org.nablac.code.Code.neg;
import static org.nablac.code.Code.select;
import static org.nablac.code.Code.shl;
import static org.nablac.code.Code.sqrt;
import static org.nablac.code.Code.sub;

import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;

/** erf, and the inverse of the normal distribution function. */
final class Gaussian {
    /** erf x = x + x·p(x²) on |x| ≤ 0.93: relative error 2^−30; for F64 on |x| ≤ 1: 2^−56.3. */
    private static final double[] NEAR_F32 = {0.12837917f, -0.3761263f, 0.11283626f, -0.026855731f, 0.005192405f,
        -0.0008049769f, 7.996645e-05f};
    private static final double[] NEAR_F64 = {0.1283791670955126, -0.376126389031841, 0.11283791670971127,
        -0.026866170648046476, 0.0052239776529518995, -0.0008548328557101562, 0.00012055387195610423,
        -1.4926910681801937e-05, 1.6481605151422744e-06, -1.6563694081586778e-07, 1.606226857053879e-08,
        -1.6672055028807072e-09, 1.472250324389127e-10};

    /** log₂ erfc of x on [0.92, 4], of x − 1 on [1, 6] for F64: relative error of 1 − erfc 2^−29.2 and 2^−57. */
    private static final double[] FAR_F32 = {-0.00028243932f, -1.6268914f, -0.9192609f, -0.14994039f, 0.032066032f,
        -0.0043902635f, 0.00028265917f};
    private static final double[] FAR_F64 = {-2.6684166967815997, -3.8072253458535883, -1.2163466576871043,
        -0.059959990017026794, 0.014475749850430798, -0.002853508413464455, 0.00034237577000465044,
        3.793621330829434e-05, -3.923731844194686e-05, 1.3949537093920916e-05, -3.0725408841757275e-06,
        2.9321310607215864e-07, 8.486883888090329e-08, -4.8612552560594425e-08, 1.2404738247842216e-08,
        -1.9229225461100357e-09, 1.7419168432050435e-10, -7.112834361121127e-12};

    private Gaussian() {
    }

    /** For small |x| the odd polynomial, else ±(1 − 2^g) with g = log₂ erfc |x|; beyond 4, or 6, it is ±1. */
    static Function erf(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        double rounder = b.rounder(b.bias());
        Expr near = b.let("p", fma(x, b.polynomial(b.let("u", mul(x, x)), NEAR_F32, NEAR_F64), x));
        Expr a = b.atMost(b.let("a", abs(x)), b.pick(4, 6));
        Expr g = b.let("g", b.polynomial(b.let("d", sub(a, b.k(b.pick(0, 1)))), FAR_F32, FAR_F64));
        Expr t = b.let("t", add(g, b.k(rounder)));                                     // low bits: n + bias
        Expr r = b.let("r", mul(sub(g, sub(t, b.k(rounder))), b.k(Math.log(2))));
        Expr z = Exponentials.nearZero(b, r);
        Expr s = b.let("s", fromBits(shl(bits(t), b.mantissaBits())));
        Expr far = b.let("f", b.withSignOf(x, sub(b.k(1), fma(z, s, s))));
        return b.returns("erf", "erf x = 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x",
                select(lt(a, b.k(b.pick(0.92, 1))), near, far), x);
    }
}
