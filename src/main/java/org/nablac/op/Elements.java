package org.nablac.op;

import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Function;
import org.nablac.code.Scalar;

/** Calls of the elementary functions. */
final class Elements {
    private Elements() {
    }

    /** An elementary function, in either format. */
    interface Formatted {
        Function in(Scalar format);
    }

    /** {@code f(x)} in the format of {@code x}: {@code call(Elementary::exp, x)}. */
    static Expr call(Formatted f, Expr x) {
        return Code.call(f.in((Scalar) x.type()), x);
    }
}
