package org.nablac.code;

import java.util.function.UnaryOperator;

/** Constants as Java text that is the same bits when read. */
final class JavaLiteral {
    private static final int NAN = 0x7fc00000;
    private static final long DOUBLE_NAN = 0x7ff8000000000000L;

    private JavaLiteral() {
    }

    /** {@code value} as text; {@code javaLang} says what {@code Float} of {@code java.lang} is called here. */
    static String of(Object value, UnaryOperator<String> javaLang) {
        return switch (value) {
            case Float f when f.isNaN() -> {
                int bits = Float.floatToRawIntBits(f);
                yield javaLang.apply("Float") + (bits == NAN ? ".NaN" : ".intBitsToFloat(0x%08x)".formatted(bits));
            }
            case Double d when d.isNaN() -> {
                long bits = Double.doubleToRawLongBits(d);
                yield javaLang.apply("Double") + (bits == DOUBLE_NAN ? ".NaN"
                        : ".longBitsToDouble(0x%016xL)".formatted(bits));
            }
            case Float f when f.isInfinite() -> javaLang.apply("Float") + infinity(f > 0);
            case Double d when d.isInfinite() -> javaLang.apply("Double") + infinity(d > 0);
            case Float f -> f + "f";
            case Double d -> d.toString();
            case Integer i when i == Integer.MIN_VALUE -> javaLang.apply("Integer") + ".MIN_VALUE";
            case Long l when l == Long.MIN_VALUE -> javaLang.apply("Long") + ".MIN_VALUE";
            case Long l -> l + "L";
            case String s -> quoted(s);
            default -> value.toString();
        };
    }

    /** Whether the text begins with a minus. */
    static boolean isNegative(Object value) {
        return of(value, name -> name).startsWith("-");
    }

    private static String infinity(boolean positive) {
        return positive ? ".POSITIVE_INFINITY" : ".NEGATIVE_INFINITY";
    }

    private static String quoted(String s) {
        StringBuilder out = new StringBuilder("\"");
        for (char ch : s.toCharArray()) {
            switch (ch) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(ch < ' ' || ch > '~' ? "\\u%04x".formatted((int) ch) : String.valueOf(ch));
            }
        }
        return out.append('"').toString();
    }
}
