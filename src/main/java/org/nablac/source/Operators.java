package org.nablac.source;

import com.github.javaparser.ast.expr.AssignExpr;
import com.github.javaparser.ast.expr.BinaryExpr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.Tensor;
import org.nablac.tensor.UserError;

/** Arithmetic on the values of constants, as Java defines it (JLS 5 and 15). */
final class Operators {
    private static final List<String> NUMBERS = List.of("int", "long", "float", "double");
    private static final Map<String, String> INSTEAD = Map.of("+", "plus", "-", "minus", "*", "times", "/", "dividedBy",
            "<", "less", "<=", "lessEqual", ">", "greater", ">=", "greaterEqual", "&&", "and", "||", "or");

    private Operators() {
    }

    /** The type of a value, as Java or the source calls it. */
    static String typeName(Object v) {
        return switch (v) {
            case Integer i -> "int";
            case Long l -> "long";
            case Float f -> "float";
            case Double d -> "double";
            case Boolean b -> "boolean";
            case Character c -> "char";
            case Tensor t -> "Tensor";
            case Instance i -> i.type().name();
            case Object[] a -> "array";
            case List<?> l -> "List";
            case Closure c -> "lambda";
            case Special s -> s == Special.VOID ? "void" : "unset";
            default -> v.getClass().getSimpleName();
        };
    }

    /** {@code an int}: the type of a value with its article. */
    static String a(Object v) {
        return a(typeName(v));
    }

    static String a(String type) {
        return ("aeiou".indexOf(Character.toLowerCase(type.charAt(0))) < 0 ? "a " : "an ") + type;
    }

    /** {@code v} as it is assigned to the primitive type, if Java lets it. */
    static Optional<Object> widen(String type, Object v) {
        if (type.equals(typeName(v))) {
            return Optional.of(v);
        }
        int to = NUMBERS.indexOf(type);
        int from = NUMBERS.indexOf(v instanceof Character ? "int" : typeName(v));
        return to >= 0 && from >= 0 && from <= to ? Optional.of(cast(type, v)) : Optional.empty();
    }

    /** {@code (type) v} */
    static Object cast(String type, Object v) {
        if (type.equals("boolean") && v instanceof Boolean) {
            return v;
        }
        Number n = v instanceof Character c ? Integer.valueOf(c) : v instanceof Number m ? m : null;
        if (n == null || type.equals("boolean")) {
            throw new UserError(a(v) + " cannot be cast to " + type);
        }
        return switch (type) {
            case "int" -> n instanceof Double || n instanceof Float ? (Object) (int) n.doubleValue()
                    : (Object) n.intValue();
            case "long" -> n instanceof Double || n instanceof Float ? (Object) (long) n.doubleValue()
                    : (Object) n.longValue();
            case "float" -> n.floatValue();
            case "double" -> n.doubleValue();
            case "char" -> (char) n.intValue();
            default -> throw new UserError("the type " + type + " is not understood in a model; write int");
        };
    }

    static Object binary(BinaryExpr.Operator op, Object l, Object r) {
        String sign = op.asString();
        if (l instanceof Tensor || r instanceof Tensor) {
            String method = INSTEAD.getOrDefault(sign, "");
            throw new UserError(method.isEmpty() ? "Java has no " + sign + " of tensors"
                    : "Java has no " + sign + " of tensors; write x." + method + "(y)");
        }
        if (op == BinaryExpr.Operator.PLUS && (l instanceof String || r instanceof String)) {
            return l.toString() + r;
        }
        if (op == BinaryExpr.Operator.EQUALS || op == BinaryExpr.Operator.NOT_EQUALS) {
            boolean same = isNumber(l) && isNumber(r) ? compare(l, r) == 0
                    : l == r || !(l instanceof Instance) && l.equals(r);
            return same == (op == BinaryExpr.Operator.EQUALS);
        }
        if (l instanceof Boolean a && r instanceof Boolean b) {
            return switch (op) {
                case AND, BINARY_AND -> a & b;
                case OR, BINARY_OR -> a | b;
                case XOR -> a ^ b;
                default -> throw wrong(sign, l, r);
            };
        }
        if (!isNumber(l) || !isNumber(r)) {
            throw wrong(sign, l, r);
        }
        return switch (op) {
            case LESS -> compare(l, r) < 0;
            case LESS_EQUALS -> compare(l, r) <= 0;
            case GREATER -> compare(l, r) > 0 && !isNaN(l, r);
            case GREATER_EQUALS -> compare(l, r) >= 0 && !isNaN(l, r);
            default -> arithmetic(op, l, r);
        };
    }

    private static Object arithmetic(BinaryExpr.Operator op, Object l, Object r) {
        String type = NUMBERS.get(Math.max(rank(l), rank(r)));
        Object a = cast(type, l);
        Object b = cast(type, r);
        boolean divides = op == BinaryExpr.Operator.DIVIDE || op == BinaryExpr.Operator.REMAINDER;
        if (divides && (type.equals("int") || type.equals("long")) && ((Number) b).longValue() == 0) {
            throw new UserError("division by zero");
        }
        return switch (type) {
            case "int" -> ints(op, (Integer) a, (Integer) b);
            case "long" -> longs(op, (Long) a, (Long) b);
            case "float" -> (float) doubles(op, (Float) a, (Float) b);
            default -> doubles(op, (Double) a, (Double) b);
        };
    }

    private static Object ints(BinaryExpr.Operator op, int a, int b) {
        return switch (op) {
            case LEFT_SHIFT -> a << b;
            case SIGNED_RIGHT_SHIFT -> a >> b;
            case UNSIGNED_RIGHT_SHIFT -> a >>> b;
            default -> (int) longs(op, a, b);
        };
    }

    private static long longs(BinaryExpr.Operator op, long a, long b) {
        return switch (op) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case REMAINDER -> a % b;
            case BINARY_AND -> a & b;
            case BINARY_OR -> a | b;
            case XOR -> a ^ b;
            case LEFT_SHIFT -> a << b;
            case SIGNED_RIGHT_SHIFT -> a >> b;
            case UNSIGNED_RIGHT_SHIFT -> a >>> b;
            default -> throw wrong(op.asString(), a, b);
        };
    }

    /** In float, +, −, ·, / and % of floats in double and then rounded are those of float (Figueroa 1995). */
    private static double doubles(BinaryExpr.Operator op, double a, double b) {
        return switch (op) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case REMAINDER -> a % b;
            default -> throw wrong(op.asString(), a, b);
        };
    }

    /** −v or +v. */
    static Object negate(Object v) {
        if (v instanceof Tensor) {
            throw new UserError("Java has no - of tensors; write x.negate()");
        }
        return switch (v) {
            case Integer i -> -i;
            case Long l -> -l;
            case Float f -> -f;
            case Double d -> -d;
            default -> throw new UserError("there is no - of " + a(v));
        };
    }

    /** The operator of {@code +=} and its kin. */
    static BinaryExpr.Operator of(AssignExpr.Operator op) {
        return op.toBinaryOperator().orElseThrow();
    }

    private static boolean isNumber(Object v) {
        return v instanceof Number || v instanceof Character;
    }

    private static boolean isNaN(Object l, Object r) {
        return Double.isNaN(((Number) cast("double", l)).doubleValue())
                || Double.isNaN(((Number) cast("double", r)).doubleValue());
    }

    private static int rank(Object v) {
        return Math.max(0, NUMBERS.indexOf(typeName(v)));
    }

    /** As Java compares: 0 for +0 and −0; NaN is above everything and unequal to itself. */
    private static int compare(Object l, Object r) {
        if (rank(l) < 2 && rank(r) < 2) {
            return Long.compare(((Number) cast("long", l)).longValue(), ((Number) cast("long", r)).longValue());
        }
        double a = (Double) cast("double", l);
        double b = (Double) cast("double", r);
        return a < b ? -1 : a == b ? 0 : 1;
    }

    private static UserError wrong(String sign, Object l, Object r) {
        return new UserError("there is no " + sign + " of " + a(l) + " and " + a(r));
    }
}
