package org.nablac.source;

import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.expr.SwitchExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.BreakStmt;
import com.github.javaparser.ast.stmt.ContinueStmt;
import com.github.javaparser.ast.stmt.DoStmt;
import com.github.javaparser.ast.stmt.EmptyStmt;
import com.github.javaparser.ast.stmt.ExplicitConstructorInvocationStmt;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import com.github.javaparser.ast.stmt.ForEachStmt;
import com.github.javaparser.ast.stmt.ForStmt;
import com.github.javaparser.ast.stmt.IfStmt;
import com.github.javaparser.ast.stmt.ReturnStmt;
import com.github.javaparser.ast.stmt.Statement;
import com.github.javaparser.ast.stmt.SwitchEntry;
import com.github.javaparser.ast.stmt.SwitchStmt;
import com.github.javaparser.ast.stmt.ThrowStmt;
import com.github.javaparser.ast.stmt.WhileStmt;
import com.github.javaparser.ast.stmt.YieldStmt;
import com.github.javaparser.ast.type.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nablac.tensor.Spelling;

/** What statements do. */
final class Statements {
    private static final int ROUNDS = 10_000;
    private final Interpreter in;

    Statements(Interpreter in) {
        this.in = in;
    }

    /** How a statement ends. */
    enum Signal { NEXT, BREAK, CONTINUE, RETURN, YIELD }

    Signal run(Statement statement, Env env) {
        return switch (statement) {
            case ExpressionStmt s -> {
                in.eval(s.getExpression(), env);
                yield Signal.NEXT;
            }
            case ReturnStmt s -> {
                env.frame().result().value = s.getExpression().map(e -> in.eval(e, env)).orElse(Special.VOID);
                yield Signal.RETURN;
            }
            case YieldStmt s -> {
                env.frame().result().value = in.eval(s.getExpression(), env);
                yield Signal.YIELD;
            }
            case BlockStmt s -> all(s.getStatements(), env.inner());
            case IfStmt s -> choose(s, env);
            case ForStmt s -> loop(s, env.inner());
            case WhileStmt s -> loop(s, Optional.of(s.getCondition()), s.getBody(), List.of(), "while", env);
            case DoStmt s -> {
                Signal first = in.exec(s.getBody(), env);
                yield first == Signal.BREAK ? Signal.NEXT : first == Signal.RETURN || first == Signal.YIELD ? first
                        : loop(s, Optional.of(s.getCondition()), s.getBody(), List.of(), "do", env);
            }
            case ForEachStmt s -> each(s, env);
            case SwitchStmt s -> {
                Signal end = select(s.getSelector(), s.getEntries(), false, env);
                yield end == Signal.BREAK || end == Signal.YIELD ? Signal.NEXT : end;
            }
            case BreakStmt s when s.getLabel().isEmpty() -> Signal.BREAK;
            case ContinueStmt s when s.getLabel().isEmpty() -> Signal.CONTINUE;
            case EmptyStmt s -> Signal.NEXT;
            case ThrowStmt s -> {
                in.report(thrown(s, env), s, env);
                yield unknown(env);
            }
            case ExplicitConstructorInvocationStmt s ->
                throw new Mistake(s, "this(…) and super(…) are understood at the start of a constructor only");
            default -> throw new Mistake(statement, Unsupported.statement(statement));
        };
    }

    private Signal all(NodeList<Statement> statements, Env env) {
        for (Statement s : statements) {
            Signal end = in.exec(s, env);
            if (end != Signal.NEXT) {
                return end;
            }
        }
        return Signal.NEXT;
    }

    /** Ends a method whose way is not known, because a condition was reported. */
    private static Signal unknown(Env env) {
        env.frame().result().value = Special.UNKNOWN;
        env.frame().result().isWrong = true;
        return Signal.RETURN;
    }

    private Signal choose(IfStmt s, Env env) {
        Object test = test(s.getCondition(), "if", env);
        if (test == Special.UNKNOWN) {
            return unknown(env);
        }
        return test.equals(true) ? in.exec(s.getThenStmt(), env)
                : s.getElseStmt().map(e -> in.exec(e, env)).orElse(Signal.NEXT);
    }

    private Object test(Expression condition, String construct, Env env) {
        try {
            return in.expressions.condition(condition, construct, env);
        } catch (Mistake wrong) {
            return in.report(wrong, condition, env);
        }
    }

    private Signal loop(ForStmt s, Env env) {
        s.getInitialization().forEach(e -> in.eval(e, env));
        return loop(s, s.getCompare(), s.getBody(), s.getUpdate(), "for", env);
    }

    private Signal loop(Statement s, Optional<Expression> condition, Statement body, List<Expression> update,
            String construct, Env env) {
        for (int round = 0; ; round++) {
            Object test = condition.isPresent() ? test(condition.get(), construct, env) : (Object) true;
            if (test == Special.UNKNOWN || env.frame().result().isWrong && round > 100) {
                return unknown(env);
            } else if (test.equals(false)) {
                return Signal.NEXT;
            } else if (round == ROUNDS) {
                throw in.abandon(env, s, construct + ": the loop has not ended after " + ROUNDS
                        + " rounds; bound it by a constant");
            }
            Signal end = in.exec(body, env);
            if (end == Signal.BREAK) {
                return Signal.NEXT;
            } else if (end == Signal.RETURN || end == Signal.YIELD) {
                return end;
            }
            update.forEach(e -> in.eval(e, env));
        }
    }

    private Signal each(ForEachStmt s, Env env) {
        Object items = in.eval(s.getIterable(), env);
        if (items == Special.UNKNOWN) {
            return unknown(env);
        }
        if (!(items instanceof Object[]) && !(items instanceof List<?>)) {
            throw new Mistake(s.getIterable(), "for: " + Operators.a(items)
                    + " has no elements; loop over an array or a List");
        }
        VariableDeclarator variable = s.getVariable().getVariable(0);
        for (Object item : items instanceof Object[] a ? Arrays.asList(a) : (List<?>) items) {
            Env round = env.inner();
            round.scope().declare(variable.getNameAsString(), variable.getTypeAsString(),
                    in.types.coerce(variable.getTypeAsString(), item, variable, env));
            Signal end = in.exec(s.getBody(), round);
            if (end == Signal.BREAK) {
                return Signal.NEXT;
            } else if (end == Signal.RETURN || end == Signal.YIELD) {
                return end;
            }
        }
        return Signal.NEXT;
    }

    private Mistake thrown(ThrowStmt s, Env env) {
        String message = s.getExpression().toString();
        if (s.getExpression() instanceof ObjectCreationExpr o && o.getArguments().size() == 1
                && in.eval(o.getArgument(0), env) instanceof String text) {
            message = text;
        }
        return new Mistake(s, "the model refuses this: " + message);
    }

    /** The value of a switch expression. */
    Object switchValue(SwitchExpr s, Env env) {
        Signal end = select(s.getSelector(), s.getEntries(), true, env);
        Object value = env.frame().result().value;
        if (end == Signal.NEXT) {
            throw new Mistake(s, "switch: no case fits");
        }
        return value;
    }

    private Signal select(Expression selector, NodeList<SwitchEntry> entries, boolean isExpression, Env env) {
        Object value = in.eval(selector, env);
        if (value == Special.UNKNOWN) {
            unknown(env);
            return isExpression ? Signal.YIELD : Signal.RETURN;
        }
        if (value instanceof org.nablac.Tensor) {
            throw new Mistake(selector,
                    "switch: the values of a tensor are not known while the model is read;"
                    + " write select(condition, yes, no)");
        }
        int start = -1;
        for (int i = 0; i < entries.size() && start < 0; i++) {
            start = matches(entries.get(i), value, env) ? i : -1;
        }
        for (int i = 0; i < entries.size() && start < 0; i++) {
            start = entries.get(i).isDefault() ? i : -1;
        }
        if (start < 0) {
            return Signal.NEXT;
        }
        return entries.get(start).getType() == SwitchEntry.Type.STATEMENT_GROUP
                ? group(entries, start, env.inner()) : arrow(entries.get(start), isExpression, env);
    }

    private Signal group(NodeList<SwitchEntry> entries, int start, Env env) {
        for (int i = start; i < entries.size(); i++) {
            Signal end = all(entries.get(i).getStatements(), env);
            if (end != Signal.NEXT) {
                return end;
            }
        }
        return Signal.NEXT;
    }

    private Signal arrow(SwitchEntry entry, boolean isExpression, Env env) {
        if (isExpression && entry.getType() == SwitchEntry.Type.EXPRESSION) {
            env.frame().result().value = in.eval(((ExpressionStmt) entry.getStatement(0)).getExpression(), env);
            return Signal.YIELD;
        }
        return all(entry.getStatements(), env);
    }

    private boolean matches(SwitchEntry entry, Object value, Env env) {
        if (entry.getGuard().isPresent()) {
            throw new Mistake(entry.getGuard().get(), "a guard of a case is not understood in a model; write if");
        }
        for (Expression label : entry.getLabels()) {
            if (value instanceof Instance i && !i.constant().isEmpty()) {
                String name = label instanceof FieldAccessExpr f ? f.getNameAsString() : label.toString();
                if (in.objects.enumConstant(i.type(), name).isEmpty()) {
                    throw new Mistake(label, i.type().name() + " has no constant " + name
                            + Spelling.hint(name, in.objects.constants(i.type())));
                }
                if (name.equals(i.constant())) {
                    return true;
                }
            } else if (Operators.binary(BinaryExpr.Operator.EQUALS, value, in.eval(label, env)).equals(true)) {
                return true;
            }
        }
        return false;
    }
}
