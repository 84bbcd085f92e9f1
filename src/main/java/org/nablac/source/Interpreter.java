package org.nablac.source;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.stmt.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nablac.Blueprint;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Spelling;
import org.nablac.tensor.UserError;

/** What runs the source: its parts, the limits they share, and how a mistake becomes a diagnostic. */
final class Interpreter {
    private static final int STEPS = 1_000_000;

    final Program program;
    final Report report;
    final Blueprint blueprint;
    final Expressions expressions = new Expressions(this);
    final Statements statements = new Statements(this);
    final Assignments assignments = new Assignments(this);
    final Calls calls = new Calls(this);
    final Functions functions = new Functions(this);
    final Objects objects = new Objects(this);
    final Types types = new Types(this);
    final Provenance provenance;
    private final TypeInfo model;
    private final Map<String, ?> defines;
    private final Set<VariableDeclarator> computing = new HashSet<>();
    private int steps;

    Interpreter(Program program, Report report, Blueprint blueprint, TypeInfo model, Map<String, ?> defines) {
        this.program = program;
        this.report = report;
        this.blueprint = blueprint;
        this.provenance = new Provenance(blueprint);
        this.model = model;
        this.defines = defines;
    }

    /** The value of an expression; UNKNOWN if it is wrong, which is then reported. */
    Object eval(Expression e, Env env) {
        if (++steps > STEPS) {
            throw report.diagnostics().isEmpty()
                    ? abandon(env, e, "reading the model takes more than " + STEPS + " steps: is a loop too long?")
                    : new Abandon();
        }
        try {
            return expressions.value(e, env);
        } catch (UserError wrong) {
            return report(wrong, e, env);
        }
    }

    /** Runs a statement; what is wrong in it is reported. */
    Statements.Signal exec(Statement s, Env env) {
        try {
            return statements.run(s, env);
        } catch (UserError wrong) {
            report(wrong, s, env);
            return Statements.Signal.NEXT;
        }
    }

    /** Reports a mistake, at its own place or else at {@code at}, with the calls that led there. */
    Object report(UserError wrong, Node at, Env env) {
        Node place = at;
        List<String> notes = env.frame().chain();
        if (wrong instanceof Mistake m) {
            place = m.at();
            notes = m.notes().isEmpty() ? notes : m.notes();
        }
        report.add(env.type().file().text(), place, wrong.getMessage(), notes);
        env.frame().result().isWrong = true;
        return Special.UNKNOWN;
    }

    /** Reports what makes it senseless to go on. */
    Abandon abandon(Env env, Node at, String message) {
        report.add(env.type().file().text(), at, message, env.frame().chain());
        return new Abandon();
    }

    /** The value of a static field of {@code type}, if it has one of this name. */
    Optional<Object> staticField(TypeInfo type, String name, Node at) {
        if (type.statics().containsKey(name)) {
            return Optional.of(type.statics().get(name));
        }
        Optional<VariableDeclarator> declared = type.staticField(name);
        if (declared.isEmpty()) {
            return objects.enumConstant(type, name);
        }
        VariableDeclarator v = declared.get();
        if (!type.constants().contains(name)) {
            throw new Mistake(at, name + " is static and not final: a model has constants only; write static final");
        }
        if (!computing.add(v)) {
            throw new Mistake(at, "the constant " + name + " is made from itself");
        }
        Env env = new Env(Frame.root(type, Special.UNSET), new Scope(Optional.empty()));
        Object value = Special.UNKNOWN;
        try {
            value = type == model && defines.containsKey(name)
                    ? defined(name, v.getTypeAsString(), defines.get(name).toString())
                    : types.coerce(v.getTypeAsString(),
                            assignments.initial(v.getInitializer().orElseThrow(), v.getType(), env), v, env);
        } catch (UserError wrong) {
            report(wrong, v, env);
        } finally {
            computing.remove(v);
        }
        type.statics().put(name, value);
        return Optional.of(value);
    }

    private static Object defined(String name, String type, String text) {
        try {
            return switch (type) {
                case "int" -> Integer.valueOf(text);
                case "long" -> Long.valueOf(text);
                case "float" -> Float.valueOf(text);
                case "double" -> Double.valueOf(text);
                case "String" -> text;
                case "boolean" -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text)
                        : badDefine(name, type, text);
                default -> throw new UserError("--define " + name + ": a constant of type " + type
                        + " cannot be given");
            };
        } catch (NumberFormatException e) {
            return badDefine(name, type, text);
        }
    }

    private static Object badDefine(String name, String type, String text) {
        throw new UserError("--define " + name + "=" + text + ": " + name + " is of type " + type);
    }

    /** Refuses definitions of what is no constant of the model. */
    void checkDefines() {
        for (String name : defines.keySet()) {
            if (!model.constants().contains(name)) {
                throw new UserError("--define " + name + ": " + model.name() + " has no such constant"
                        + Spelling.hint(name, model.constants()) + (model.constants().isEmpty() ? ""
                        : " (its constants are " + String.join(", ", model.constants()) + ")"));
            }
        }
    }

    /** Sizes that may have been meant as constants of the model. */
    List<String> misspeltSizes(List<Shape> shapes) {
        return shapes.stream().flatMap(s -> s.names().stream()).distinct().filter(n -> n.length() > 2)
                .filter(n -> !Spelling.hint(n, model.constants()).isEmpty())
                .map(n -> n + " is no constant, so each call binds it" + Spelling.hint(n, model.constants())).toList();
    }

    /** Names of what an expression in {@code env} can name. */
    Set<String> variableNames(Env env) {
        Set<String> names = new TreeSet<>(env.scope().names());
        for (Optional<TypeInfo> t = Optional.of(env.type()); t.isPresent(); t = t.get().outer()) {
            names.addAll(t.get().fieldNames());
            t.get().components().forEach(c -> names.add(c.getNameAsString()));
        }
        return names;
    }
}
