package org.nablac.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.UnaryOp;

/**
 * Expressions as Java: the fewest parentheses that a reader needs, which is a few more than the compiler does where
 * bits are shifted and masked. The text is <em>marked</em>: before each place where a line may be broken stands a
 * character of {@link JavaLine}, which is not part of the text.
 */
public final class JavaPrinter {
    private static final int SELECT = 1;
    private static final int ARITHMETIC = 10;
    private static final int UNARY = 12;
    private static final int PRIMARY = 13;

    private final Names names;

    /** How the text calls a class: by its simple name where it can. */
    @FunctionalInterface
    public interface Names {
        String of(Type.Reference type);
    }

    public JavaPrinter(Names names) {
        this.names = names;
    }

    static String text(Expr e) {
        return JavaLine.plain(new JavaPrinter(Type.Reference::simpleName).expr(e));
    }

    static String text(Stmt s) {
        return new JavaStatements(new JavaPrinter(Type.Reference::simpleName), "line ", 0).block(List.of(s))
                .text().strip();
    }

    static String text(Function f) {
        return new JavaStatements(new JavaPrinter(Type.Reference::simpleName), "line ", 0).function(f, "new")
                .text().strip();
    }

    String type(Type type) {
        return switch (type) {
            case Scalar s -> s.toString();
            case Type.ArrayOf a -> type(a.element()) + "[]";
            case Type.Reference r -> names.of(r);
            case Type.Lanes l -> vector(l.toString());
            case Type.Mask m -> ofLanes("VectorMask", m.lanes());
        };
    }

    /** {@code e} as marked text. */
    String expr(Expr expression) {
        return switch (expression) {
            case Expr.Const e -> JavaLiteral.of(e.value(), this::javaLang);
            case Expr.Var e -> e.name();
            case Expr.Field e -> operand(e.object(), PRIMARY) + "." + e.name();
            case Expr.Load e -> operand(e.array(), PRIMARY) + "[" + expr(e.index()) + "]";
            case Expr.Length e -> operand(e.array(), PRIMARY) + ".length";
            case Expr.Unary e -> e.x().type() instanceof Scalar ? unary(e) : lanes(e);
            case Expr.Binary e -> e.type() instanceof Scalar ? binary(e) : lanes(e);
            case Expr.Compare e when e.left().type() instanceof Type.Lanes -> operand(e.left(), PRIMARY)
                    + ".compare(" + operator(e.op().toString()) + "," + JavaLine.mayBreak(0) + " "
                    + expr(e.right()) + ")";
            case Expr.Compare e -> infix(operand(e.left(), ARITHMETIC), symbol(e.op()), precedence(e),
                    operand(e.right(), ARITHMETIC));
            case Expr.Select e when e.condition().type() instanceof Type.Mask ->
                    method(e.no(), "blend", e.yes(), e.condition());
            case Expr.Select e -> infix(infix(operand(e.condition(), SELECT + 1), "?", SELECT,
                    operand(e.yes(), SELECT + 1)),
                    ":", SELECT, operand(e.no(), SELECT));
            case Expr.Convert e -> e.type().equals(e.x().type()) ? expr(e.x())
                    : "(" + type(e.type()) + ") " + operand(e.x(), UNARY);
            case Expr.Fma e when e.type() instanceof Type.Lanes -> method(e.a(), "fma", e.b(), e.c());
            case Expr.Fma e -> javaLang("Math") + ".fma" + arguments(List.of(e.a(), e.b(), e.c()));
            case Expr.Call e -> call(e);
            case Expr.NewArray e -> newArray(e);
            case Expr.ArrayLiteral e -> "new " + type(e.type()) + " {" + list(e.values()) + "}";
            case Expr.New e -> "new " + type(e.type()) + arguments(e.arguments());
            case Expr.Static e -> e.name();
            case Expr.LoadLanes e -> type(e.type()) + ".fromArray(" + species(e.type()) + ","
                    + JavaLine.mayBreak(0) + " " + list(List.of(e.array(), e.index())) + ")";
            case Expr.Splat e -> splat(e.type(), e.x());
            case Expr.Iota e -> splat(e.type(), e.first()) + ".addIndex(1)";
            case Expr.RotateLanes e -> operand(e.x(), PRIMARY) + ".rearrange(" + e.rotation().name() + ")";
            case Expr.OneLane e -> operand(e.x(), PRIMARY) + ".lane(" + e.lane() + ")";
            case Expr.FoldLanes e -> operand(e.x(), PRIMARY) + ".reduceLanes(" + operator(e.op().toString()) + ")";
        };
    }

    /** {@code receiver.name(arguments)} */
    String method(Expr receiver, String name, Expr... arguments) {
        return operand(receiver, PRIMARY) + "." + name + arguments(List.of(arguments));
    }

    private String vector(String simpleName) {
        return names.of(new Type.Reference("jdk.incubator.vector." + simpleName));
    }

    private String ofLanes(String simpleName, Type.Lanes lanes) {
        return vector(simpleName) + "<" + javaLang(lanes.element() == Scalar.F32 ? "Float" : "Integer") + ">";
    }

    private String operator(String name) {
        return vector("VectorOperators") + "." + name;
    }

    private String species(Type type) {
        return type(type) + ".SPECIES_" + 32 * ((Type.Lanes) type).length();
    }

    /** The declaration of the field that holds a rotation. */
    String field(Expr.Rotation r) {
        return ofLanes("VectorShuffle", r.lanes()) + " " + r.name() + " = " + species(r.lanes())
                + ".iotaShuffle(" + r.by() + ", 1, true)";
    }

    private String splat(Type type, Expr x) {
        return type(type) + ".broadcast(" + species(type) + "," + JavaLine.mayBreak(0) + " " + expr(x) + ")";
    }

    private String lanes(Expr.Unary e) {
        return operand(e.x(), PRIMARY) + switch (e.op()) {
            case NEG -> ".neg()";
            case ABS -> ".abs()";
            case SQRT -> ".sqrt()";
            case NOT -> ".not()";
            case BITS -> ".reinterpretAsInts()";
            case FROM_BITS -> ".reinterpretAsFloats()";
        };
    }

    private String lanes(Expr.Binary e) {
        return switch (e.op()) {
            case ADD, SUB, MUL, DIV, MIN, MAX, AND, OR ->
                    method(e.left(), e.op().toString().toLowerCase(Locale.ROOT), e.right());
            case REM, XOR, SHL, SHR, USHR -> operand(e.left(), PRIMARY) + ".lanewise("
                    + operator(LaneNames.of(e.op())) + "," + JavaLine.mayBreak(0) + " " + expr(e.right()) + ")";
        };
    }

    private String unary(Expr.Unary e) {
        boolean single = e.x().type() == Scalar.F32 || e.x().type() == Scalar.I32;
        return switch (e.op()) {
            case NEG -> {
                String x = operand(e.x(), UNARY);
                yield x.startsWith("-") ? "-(" + x + ")" : "-" + x;
            }
            case NOT -> "!" + operand(e.x(), UNARY);
            case ABS -> javaLang("Math") + ".abs(" + expr(e.x()) + ")";
            case SQRT -> (single ? "(float) " : "") + javaLang("Math") + ".sqrt(" + expr(e.x()) + ")";
            case BITS -> javaLang(single ? "Float" : "Double")
                    + (single ? ".floatToRawIntBits(" : ".doubleToRawLongBits(") + expr(e.x()) + ")";
            case FROM_BITS -> javaLang(single ? "Float" : "Double")
                    + (single ? ".intBitsToFloat(" : ".longBitsToDouble(") + expr(e.x()) + ")";
        };
    }

    private String binary(Expr.Binary e) {
        return switch (e.op()) {
            case MIN -> javaLang("Math") + ".min" + arguments(List.of(e.left(), e.right()));
            case MAX -> javaLang("Math") + ".max" + arguments(List.of(e.left(), e.right()));
            case ADD, SUB, MUL, DIV, REM, AND, OR, XOR, SHL, SHR, USHR ->
                    infix(side(e, e.left(), false), symbol(e), precedence(e), side(e, e.right(), true));
        };
    }

    /** Parentheses where the compiler needs them, and where bits are mixed with anything else. */
    private String side(Expr.Binary e, Expr operand, boolean right) {
        int inner = precedence(operand);
        boolean sameOnTheLeft = !right && operand instanceof Expr.Binary b && b.op() == e.op()
                && inner == precedence(e);
        boolean mixed = isInfix(operand) && (isBitwise(e) || isBitwise(operand) || isLogical(e) && isLogical(operand));
        boolean parentheses = inner < precedence(e) || right && inner == precedence(e) || mixed && !sameOnTheLeft;
        return parentheses ? "(" + expr(operand) + ")" : expr(operand);
    }

    private static boolean isInfix(Expr e) {
        return precedence(e) < UNARY;
    }

    private static boolean isLogical(Expr e) {
        return e instanceof Expr.Binary b && Tree.isShortCircuit(b);
    }

    private static boolean isBitwise(Expr e) {
        return e instanceof Expr.Binary b && !isLogical(b) && switch (b.op()) {
            case AND, OR, XOR, SHL, SHR, USHR -> true;
            case ADD, SUB, MUL, DIV, REM, MIN, MAX -> false;
        };
    }

    /** Comparisons and shifts under a comparison stand in parentheses, products and sums do not. */
    private String operand(Expr e, int least) {
        boolean parentheses = precedence(e) < least;
        return parentheses ? "(" + expr(e) + ")" : expr(e);
    }

    private String call(Expr.Call e) {
        return switch (e.target()) {
            case Function f -> f.name() + arguments(e.arguments());
            case Target.External t when t.kind() == Target.Kind.STATIC ->
                    names.of(t.owner()) + "." + t.name() + arguments(e.arguments());
            case Target.External t -> operand(e.arguments().get(0), PRIMARY) + "." + t.name()
                    + arguments(e.arguments().subList(1, e.arguments().size()));
        };
    }

    private String newArray(Expr.NewArray e) {
        StringBuilder rest = new StringBuilder();
        Type element = e.element();
        while (element instanceof Type.ArrayOf a) {
            rest.append("[]");
            element = a.element();
        }
        return "new " + type(element) + "[" + expr(e.length()) + "]" + rest;
    }

    private String arguments(List<Expr> values) {
        return "(" + list(values) + ")";
    }

    private String list(List<Expr> values) {
        List<String> texts = new ArrayList<>();
        values.forEach(v -> texts.add(expr(v)));
        return texts.stream().collect(Collectors.joining("," + JavaLine.mayBreak(0) + " "));
    }

    private static String infix(String left, String symbol, int precedence, String right) {
        return left + JavaLine.mayBreak(precedence) + " " + symbol + " " + right;
    }

    private String javaLang(String simpleName) {
        return names.of(new Type.Reference("java.lang." + simpleName));
    }

    private static int precedence(Expr expression) {
        boolean choice = expression instanceof Expr.Select s && s.condition().type() == Scalar.BOOL;
        if (!choice && (expression.type() instanceof Type.Lanes || expression.type() instanceof Type.Mask)) {
            return PRIMARY;     // a method
        }
        return switch (expression) {
            case Expr.Const e -> JavaLiteral.isNegative(e.value()) ? UNARY : PRIMARY;
            case Expr.Unary e -> e.op() == UnaryOp.NEG || e.op() == UnaryOp.NOT
                    || e.op() == UnaryOp.SQRT && e.type() == Scalar.F32 ? UNARY : PRIMARY;
            case Expr.Convert e -> e.type().equals(e.x().type()) ? precedence(e.x()) : UNARY;
            case Expr.NewArray e -> UNARY;
            case Expr.ArrayLiteral e -> UNARY;
            case Expr.Select e -> SELECT;
            case Expr.Compare e -> e.op() == Expr.CompareOp.EQ || e.op() == Expr.CompareOp.NE ? 7 : 8;
            case Expr.Binary e -> switch (e.op()) {
                case OR -> Tree.isShortCircuit(e) ? 2 : 4;
                case AND -> Tree.isShortCircuit(e) ? 3 : 6;
                case XOR -> 5;
                case SHL, SHR, USHR -> 9;
                case ADD, SUB -> ARITHMETIC;
                case MUL, DIV, REM -> ARITHMETIC + 1;
                case MIN, MAX -> PRIMARY;
            };
            case Expr.Var e -> PRIMARY;
            case Expr.Field e -> PRIMARY;
            case Expr.Load e -> PRIMARY;
            case Expr.Length e -> PRIMARY;
            case Expr.Fma e -> PRIMARY;
            case Expr.Call e -> PRIMARY;
            case Expr.New e -> PRIMARY;
            case Expr.Static e -> PRIMARY;
            case Expr.LoadLanes e -> PRIMARY;
            case Expr.Splat e -> PRIMARY;
            case Expr.Iota e -> PRIMARY;
            case Expr.RotateLanes e -> PRIMARY;
            case Expr.OneLane e -> PRIMARY;
            case Expr.FoldLanes e -> PRIMARY;
        };
    }

    private static String symbol(Expr.Binary e) {
        return symbol(e.op()).repeat(Tree.isShortCircuit(e) ? 2 : 1);
    }

    /** The operator; {@code min} and {@code max} have none. */
    static String symbol(BinaryOp op) {
        return switch (op) {
            case ADD -> "+";
            case SUB -> "-";
            case MUL -> "*";
            case DIV -> "/";
            case REM -> "%";
            case AND -> "&";
            case OR -> "|";
            case XOR -> "^";
            case SHL -> "<<";
            case SHR -> ">>";
            case USHR -> ">>>";
            case MIN, MAX -> throw new IllegalArgumentException(op + " is a method");
        };
    }

    private static String symbol(Expr.CompareOp op) {
        return switch (op) {
            case EQ -> "==";
            case NE -> "!=";
            case LT -> "<";
            case LE -> "<=";
            case GT -> ">";
            case GE -> ">=";
        };
    }
}
