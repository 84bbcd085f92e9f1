package org.nablac.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nablac.code.Expr.Binary;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;

/**
 * Statements and methods as Java, four blanks a level. A {@link Stmt.Line} becomes a remark at the end of the first
 * line of what follows it, or a line of its own where there is no room; a line that was named last is not named again.
 */
public final class JavaStatements {
    private final JavaPrinter printer;
    private final String place;
    private final StringBuilder out = new StringBuilder();
    private int depth;
    private int named;
    private Optional<Integer> line = Optional.empty();

    /**
     * @param place what stands before a line number, as {@code Mlp.java:}
     * @param depth levels to indent by
     */
    public JavaStatements(JavaPrinter printer, String place, int depth) {
        this.printer = printer;
        this.place = place;
        this.depth = depth;
    }

    /** What was printed so far: lines, each ended. */
    public String text() {
        return out.toString();
    }

    /** Prints a method, with its Javadoc; a constructor is called {@code className}. */
    public JavaStatements function(Function f, String className) {
        doc(f.doc());
        String access = switch (f.access()) {
            case PUBLIC -> "public ";
            case PACKAGE -> "";
            case PRIVATE -> "private ";
        };
        boolean constructor = f.name().equals("<init>");
        String head = access + (f.isStatic() ? "static " : "")
                + (constructor ? className : printer.type(f.returns()) + " " + f.name());
        String parameters = f.parameters().stream().map(this::declared)
                .collect(Collectors.joining("," + JavaLine.mayBreak(0) + " ", "(", ")"));
        String exceptions = f.exceptions().stream().map(printer::type).collect(Collectors.joining(", "));
        named = 0;
        line = Optional.empty();
        line(head + parameters + (exceptions.isEmpty() ? "" : JavaLine.mayBreak(0) + " throws " + exceptions) + " {");
        nested(f.body());
        line("}");
        return this;
    }

    /** Prints a Javadoc comment; nothing for an empty text. */
    public JavaStatements doc(String text) {
        if (text.isBlank()) {
            return this;
        }
        String safe = text.strip().replace("*/", "*&#47;").replace("\\u", "&#92;u");
        List<String> lines = wrapped(safe, JavaLine.WIDTH - 4 * depth - 7);
        if (lines.size() == 1) {
            line("/** " + lines.get(0) + " */");
            return this;
        }
        line("/**");
        lines.forEach(l -> line((" * " + l).stripTrailing()));
        line(" */");
        return this;
    }

    /** Prints {@code private static final int RANK = 16;} or {@code private float[] w;}. */
    public JavaStatements field(ClassCode.Field f) {
        doc(f.doc());
        String head = "private " + (f.constant().isPresent() ? "static final " : f.isFinal() ? "final " : "")
                + printer.type(f.type()) + " " + f.name();
        line(head + f.constant().map(k -> " = " + printer.expr(k)).orElse("") + ";");
        return this;
    }

    /** Prints the field that holds a rotation of lanes. */
    public JavaStatements field(Expr.Rotation r) {
        line("private static final " + printer.field(r) + ";");
        return this;
    }

    /** Prints statements. */
    public JavaStatements block(List<Stmt> statements) {
        statements.forEach(this::statement);
        return this;
    }

    private void statement(Stmt statement) {
        switch (statement) {
            case Stmt.Let s -> line(declared(s.variable()) + " = " + printer.expr(s.value()) + ";");
            case Stmt.Assign s -> line(assigned(s.variable(), s.value()) + ";");
            case Stmt.Store s -> line(assigned(new Expr.Load(s.array(), s.index()), s.value()) + ";");
            case Stmt.StoreLanes s -> line(printer.method(s.value(), "intoArray", s.array(), s.index()) + ";");
            case Stmt.SetField s -> line(assigned(new Expr.Field(s.object(), s.name(), s.type()), s.value()) + ";");
            case Stmt.For s -> {
                String i = s.variable().name();
                line("for (int " + i + " = " + printer.expr(s.from()) + "; "
                        + printer.expr(new Expr.Compare(Expr.CompareOp.LT, s.variable(), s.to())) + "; "
                        + i + (s.step() == 1 ? "++" : " += " + s.step()) + ") {");
                nested(s.body());
                line("}");
            }
            case Stmt.While s -> {
                line("while (" + printer.expr(s.condition()) + ") {");
                nested(s.body());
                line("}");
            }
            case Stmt.If s -> {
                line("if (" + printer.expr(s.condition()) + ") {");
                branches(s);
            }
            case Stmt.Return s -> line("return" + s.value().map(v -> " " + printer.expr(v)).orElse("") + ";");
            case Stmt.Evaluate s -> line(printer.expr(s.value()) + ";");
            case Stmt.Throw s -> line("throw " + printer.expr(s.exception()) + ";");
            case Stmt.Line s -> line = Optional.of(s.line());
            case Stmt.Comment s -> remark(s.text());
        }
    }

    private void branches(Stmt.If s) {
        nested(s.yes());
        if (s.no().isEmpty()) {
            line("}");
        } else if (s.no().size() == 1 && s.no().get(0) instanceof Stmt.If other) {
            line("} else if (" + printer.expr(other.condition()) + ") {");
            branches(other);
        } else {
            line("} else {");
            nested(s.no());
            line("}");
        }
    }

    private void nested(List<Stmt> body) {
        depth++;
        block(body);
        depth--;
        line = Optional.empty();
    }

    /** {@code i++}, {@code sum += x} where the value begins with the place it goes to, else {@code sum = x}. */
    private String assigned(Expr to, Expr value) {
        if (value instanceof Binary b && b.left().equals(to) && isOperator(b) && Tree.isRepeatable(to)) {
            if (b.op() == Expr.BinaryOp.ADD && b.right() instanceof Const k && k.value().equals(1)) {
                return printer.expr(to) + "++";
            }
            return printer.expr(to) + " " + JavaPrinter.symbol(b.op()) + "= " + printer.expr(b.right());
        }
        return printer.expr(to) + " = " + printer.expr(value);
    }

    private static boolean isOperator(Binary b) {
        return b.op() != Expr.BinaryOp.MIN && b.op() != Expr.BinaryOp.MAX && b.type() instanceof Scalar;
    }

    private String declared(Var variable) {
        return printer.type(variable.type()) + " " + variable.name();
    }

    private void remark(String text) {
        text.replace("\\u", "\\ u").lines().flatMap(l -> wrapped(l, JavaLine.WIDTH - 4 * depth - 3).stream())
                .forEach(l -> out.append((indent() + "// " + l).stripTrailing()).append('\n'));
    }

    private void line(String marked) {
        String lines = JavaLine.broken(indent(), marked);
        if (line.isPresent() && line.get() != named) {
            String origin = "// " + place + line.get();
            int end = lines.indexOf('\n');
            if (end + 1 + origin.length() <= JavaLine.WIDTH) {
                lines = lines.substring(0, end) + " " + origin + lines.substring(end);
            } else {
                lines = indent() + origin + "\n" + lines;
            }
            named = line.get();
        }
        line = Optional.empty();
        out.append(lines);
    }

    private String indent() {
        return "    ".repeat(depth);
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.lines().toList()) {
            StringBuilder current = new StringBuilder();
            for (String word : paragraph.strip().split(" +")) {
                if (!current.isEmpty() && current.length() + 1 + word.length() > width) {
                    lines.add(current.toString());
                    current.setLength(0);
                }
                current.append(current.isEmpty() ? "" : " ").append(word);
            }
            lines.add(current.toString());
        }
        return lines;
    }
}
