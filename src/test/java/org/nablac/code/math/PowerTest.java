package org.nablac.code.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.testing.CodeEvaluator;

class PowerTest {
    private static final Expr X = Code.v("x", Scalar.F32);

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 2, 3, 4, -1, -2, 0.5, 1.5, -0.5, 2.5, -3, -4, 0.1})
    void aConstantPowerIsWithinTwoUlp(double y) {
        Expr power = Elementary.power(X, y);
        SplittableRandom random = new SplittableRandom(5);
        for (int k = 0; k < 2_000; k++) {
            float x = (float) StrictMath.exp(random.nextDouble(-20, 20));
            float got = (float) CodeEvaluator.value(power, Map.of("x", x));
            double wanted = StrictMath.pow(x, (float) y);
            assertTrue(Math.abs(got - wanted) <= 2 * Math.ulp((float) wanted), x + "^" + y + " is " + got);
        }
    }

    @Test
    void smallPowersAreProductsAndTheRestIsACall() {
        assertEquals(Code.mul(Code.mul(X, X), X), Elementary.power(X, 3));
        assertEquals(Code.mul(X, Code.sqrt(X)), Elementary.power(X, 1.5));
        assertInstanceOf(Expr.Call.class, Elementary.power(X, 2.5));
    }
}
