package org.nablac.lower;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;

/**
 * Rows {@code first} to {@code last} in strips: {@code highs} of {@code high} rows, then those of {@code low} rows, one
 * or two of them, if that leaves fewer places of a strip empty than high ones alone would.
 *
 * @param count of all strips
 */
record Strips(Expr first, Expr last, int high, int low, Expr highs, Expr count) {

    static Strips of(Body body, Expr first, Expr last, int high, int low) {
        Expr rows = Code.sub(last, first);
        if (rows instanceof Const c) {
            int all = (Integer) c.value();
            int highs = highs(all, high, low);
            return new Strips(first, last, high, low, Code.c(highs),
                    Code.c(highs + Math.ceilDiv(Math.max(0, all - highs * high), low)));
        }
        Expr all = body.let("rows", rows, body.level());
        Expr over = body.let("over", Code.rem(all, Code.c(high)), body.level());
        Expr lows = Code.select(Code.eq(over, Code.c(0)), Code.c(0), Code.select(Code.le(over, Code.c(2 * low - high)),
                Code.c(2), Code.select(Code.le(over, Code.c(low)), Code.c(1), Code.c(0))));
        Expr inHigh = Code.max(Code.sub(all, Code.mul(lows, Code.c(low))), Code.c(0));
        Expr highs = body.let("highs", ceiling(inHigh, high), body.level());
        Expr inLow = Code.max(Code.sub(all, Code.mul(highs, Code.c(high))), Code.c(0));
        Expr count = body.let("strips", Code.add(highs, ceiling(inLow, low)), body.level());
        return new Strips(first, last, high, low, highs, count);
    }

    private static int highs(int rows, int high, int low) {
        int over = rows % high;
        int lows = over == 0 || over > low ? 0 : over <= 2 * low - high ? 2 : 1;
        return Math.ceilDiv(Math.max(0, rows - lows * low), high);
    }

    /** ⌈n / unit⌉ of an n that is not negative. */
    private static Expr ceiling(Expr n, int unit) {
        return Code.div(Code.add(n, Code.c(unit - 1)), Code.c(unit));
    }

    /** The first multiple of {@code unit} that is not below {@code n}, which is not negative. */
    static Expr roundedUp(Expr n, int unit) {
        return Code.mul(ceiling(n, unit), Code.c(unit));
    }

    /** The first row of strip {@code s}; behind the last strip, a row behind the last. */
    Expr row(Expr s) {
        if (s.equals(Code.c(0))) {
            return first;
        }
        Expr inLow = Code.max(Code.sub(s, highs), Code.c(0));
        return Code.add(first, Code.sub(Code.mul(s, Code.c(high)), Code.mul(inLow, Code.c(high - low))));
    }

    /** Opens the loop over strips {@code from} to {@code to}. */
    Strip open(Body body, Expr from, Expr to) {
        Var s = body.open("strip", from, to, 1);
        Expr isHigh = Code.lt(s, highs);
        Var row = body.let("i", row(s), body.level());
        Expr height = Code.select(isHigh, Code.c(high), Code.c(low));
        Expr there = body.let("there", Code.sub(last, row), body.level());
        return new Strip(isHigh, row, body.let("count", Code.min(height, there), body.level()), Code.le(height, there));
    }

    /**
     * The strip at hand.
     *
     * @param row its first
     * @param count how many of its rows there are
     * @param isWhole whether these are all of them
     */
    record Strip(Expr isHigh, Expr row, Expr count, Expr isWhole) {
        Stmt choose(Stmt ofHigh, Stmt ofLow) {
            return new Stmt.If(isHigh, List.of(ofHigh), List.of(ofLow));
        }
    }
}
