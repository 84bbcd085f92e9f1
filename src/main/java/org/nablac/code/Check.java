package org.nablac.code;

/** The typing rules' way to complain: a wrong tree is a bug of the compiler, so it is an IllegalArgumentException. */
final class Check {
    private Check() {
    }

    static void that(boolean holds, String format, Object... arguments) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(format, arguments));
        }
    }

    static void type(Expr e, Type wanted) {
        that(e.type().equals(wanted), "%s is a %s, wanted is a %s", e, e.type(), wanted);
    }

    /** What a scalar is, or a lane holds. */
    static Scalar element(Expr e) {
        Scalar s = Type.element(e.type());
        that(s != Scalar.VOID, "%s is a %s, wanted is a number", e, e.type());
        return s;
    }

    static void lanes(Expr e) {
        that(e.type() instanceof Type.Lanes, "%s is a %s, wanted are lanes", e, e.type());
    }

    static void array(Expr e) {
        that(e.type() instanceof Type.ArrayOf, "%s is a %s, wanted is an array", e, e.type());
    }
}
