package org.nablac.source;

import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MemberValuePair;
import com.github.javaparser.ast.expr.NormalAnnotationExpr;
import com.github.javaparser.ast.expr.SingleMemberAnnotationExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithAnnotations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nablac.Blueprint;
import org.nablac.Defaults;
import org.nablac.ShapeText;
import org.nablac.Tensor;
import org.nablac.graph.Model;
import org.nablac.tensor.DType;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Spelling;
import org.nablac.tensor.UserError;

/** Makes an object of the model's class and runs each of its methods on symbolic inputs. */
final class ModelReader {
    private static final Set<String> INPUTS = Set.of("Shape", "Index", "Labels");
    private final Report report;
    private final TypeInfo type;
    private final Blueprint blueprint;
    private final Interpreter in;
    private boolean isAbandoned;

    ModelReader(Program program, Report report, TypeInfo type, Map<String, ?> defines) {
        this.report = report;
        this.type = type;
        this.blueprint = new Blueprint(dtype(type));
        this.in = new Interpreter(program, report, blueprint, type, defines);
    }

    /** The dtype is needed before anything can be evaluated: the last word of {@code dtype = DType.F64}. */
    private static DType dtype(TypeInfo type) {
        return members(annotation(type.declaration(), "Model")).stream()
                .anyMatch(m -> m.getNameAsString().equals("dtype") && m.getValue().toString().endsWith("F64"))
                ? DType.F64 : DType.F32;
    }

    Model read() {
        in.checkDefines();
        return blueprint.within(this::readWithin);
    }

    private Model readWithin() {
        Instance model = new Instance(type, "", Special.UNSET);
        Env env = new Env(Frame.root(type, model), new Scope(Optional.empty()));
        attempt(env, type.declaration().getName(), () -> {
            annotation(type.declaration(), "Model").ifPresent(a -> imported(a, env));
            in.objects.construct(model, List.of(), env.frame(), type.declaration().getName());
        });
        boolean made = report.diagnostics().isEmpty();
        attempt(env, type.declaration().getName(), () -> name(model, made));
        List<MethodDeclaration> methods = type.methods().stream().filter(ModelReader::isModelMethod)
                .sorted(Comparator.comparing(MethodDeclaration::getNameAsString)).toList();
        methods.forEach(m -> attempt(env, m.getName(), () -> method(m, model)));
        Map<String, String> defaults = new LinkedHashMap<>();
        attempt(env, type.declaration().getName(), () -> defaults.putAll(defaults(env)));
        report.throwIfAny();
        List<Model> built = new ArrayList<>();
        attempt(env, type.declaration().getName(), () -> built.add(blueprint.build(type.name(),
                type.file().packageName(),
                type.file().text().fileName(), defaults)));
        report.throwIfAny();
        return built.get(0);
    }

    private void name(Instance model, boolean made) {
        try {
            blueprint.nameByFields(model, o -> o instanceof Instance i ? i.fields() : Map.of());
        } catch (UserError unnamed) {
            if (made) {
                throw unnamed;
            }
        }
    }

    private void attempt(Env env, com.github.javaparser.ast.Node at, Runnable body) {
        if (isAbandoned) {
            return;
        }
        try {
            body.run();
        } catch (UserError wrong) {
            in.report(wrong, at, env);
        } catch (Abandon reported) {
            isAbandoned = true;                     // reported; what uses the same method would only run into it again
        }
    }

    private static boolean isModelMethod(MethodDeclaration m) {
        return !m.isStatic() && (m.isPublic() && m.getTypeAsString().equals("Tensor")
                || annotation(m, "Loss").isPresent());
    }

    private void method(MethodDeclaration m, Instance model) {
        String name = m.getNameAsString();
        Frame frame = Frame.root(type, model);
        Env env = new Env(frame, new Scope(Optional.empty()));
        boolean isLoss = annotation(m, "Loss").isPresent();
        if (isLoss && !(m.isPublic() && m.getTypeAsString().equals("Tensor"))) {
            throw new Mistake(m.getName(), "the loss " + name + " must be public and return a Tensor");
        }
        annotation(m, "Loss").ifPresent(a -> imported(a, env));
        List<Object> inputs = m.getParameters().stream().map(p -> input(p, name, env)).toList();
        if (inputs.contains(Special.UNKNOWN)) {
            return;
        }
        Object result = in.calls.run(m, frame, in.calls.bind(m.getParameters(), inputs, env));
        if (result instanceof Tensor output) {
            blueprint.method(name, output, isLoss, inputs.stream().map(Tensor.class::cast).toList());
        }
    }

    private Object input(Parameter p, String method, Env env) {
        try {
            Tensor input = declared(p, method, env);
            in.provenance.input(input, method, p.getBegin().map(b -> b.line).orElse(0));
            return input;
        } catch (UserError wrong) {
            return in.report(wrong, p, env);
        }
    }

    private Tensor declared(Parameter p, String method, Env env) {
        String name = p.getNameAsString();
        in.types.check(p.getType(), env);
        List<AnnotationExpr> given = p.getAnnotations().stream()
                .filter(a -> INPUTS.contains(a.getName().getIdentifier())).toList();
        if (!p.getTypeAsString().equals("Tensor")) {
            throw new Mistake(p, "the input " + name + " of " + method + " is " + Operators.a(p.getTypeAsString())
                    + ": a method of a model takes Tensors; make the " + p.getTypeAsString() + " a constant");
        }
        if (given.size() != 1) {
            throw new Mistake(p, "the input " + name + " of " + method + " needs "
                    + (given.isEmpty() ? "its shape" : "one annotation only")
                    + ": write @Shape(\"N, 4\"), @Index(\"N, rows\") or @Labels(\"N\")");
        }
        AnnotationExpr annotation = given.get(0);
        imported(annotation, env);
        Shape shape = shape(annotation, env);
        return switch (annotation.getName().getIdentifier()) {
            case "Shape" -> blueprint.input(name, shape);
            case "Index" -> blueprint.index(name, shape);
            default -> blueprint.labels(name, shape);
        };
    }

    private Shape shape(AnnotationExpr annotation, Env env) {
        Expression value = members(Optional.of(annotation)).stream().filter(m -> m.getNameAsString().equals("value"))
                .map(MemberValuePair::getValue).findFirst()
                .orElseThrow(() -> new Mistake(annotation, "@" + annotation.getNameAsString()
                + " needs a shape, as \"N, 4\""));
        if (in.eval(value, env) instanceof String text) {
            return ShapeText.parse(text, name -> constant(name, value));
        }
        throw new Mistake(value, "a shape is a string, as \"N, 4\"");
    }

    /** The value of an int constant that a shape names, of the class or of those around it. */
    private Optional<Integer> constant(String name, Expression at) {
        for (Optional<TypeInfo> t = Optional.of(type); t.isPresent(); t = t.get().outer()) {
            Optional<Object> v = in.staticField(t.get(), name, at);
            if (v.isPresent()) {
                return v.filter(Integer.class::isInstance).map(Integer.class::cast);
            }
        }
        return Optional.empty();
    }

    private Map<String, String> defaults(Env env) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (MemberValuePair m : members(annotation(type.declaration(), "Model"))) {
            String name = m.getNameAsString();
            Class<?> wanted = Defaults.types().get(name);
            if (wanted == null) {
                throw new Mistake(m, "@Model has no " + name + Spelling.hint(name, Defaults.types().keySet())
                        + " (it has " + Defaults.types().keySet().stream().sorted().collect(Collectors.joining(", "))
                        + ")");
            }
            Object value = in.eval(m.getValue(), env);
            if (value != Special.UNKNOWN) {
                given.put(name, wanted.isPrimitive() ? in.types.coerce(wanted.getName(), value, m.getValue(), env)
                        : wanted.isInstance(value) ? value : refuse(m, wanted));
            }
        }
        return Defaults.of(given);
    }

    private static Object refuse(MemberValuePair m, Class<?> wanted) {
        throw new Mistake(m.getValue(), m.getNameAsString() + " is " + Operators.a(wanted.getSimpleName()));
    }

    private void imported(AnnotationExpr a, Env env) {
        String name = a.getName().getIdentifier();
        if (in.program.api(name, env.type().file()).isEmpty()) {
            throw new Mistake(a, "there is no annotation @" + name + " here; add 'import org.nablac." + name + ";'");
        }
    }

    private static Optional<AnnotationExpr> annotation(NodeWithAnnotations<?> declaration, String name) {
        return declaration.getAnnotations().stream().filter(a -> a.getName().getIdentifier().equals(name)).findFirst();
    }

    private static List<MemberValuePair> members(Optional<AnnotationExpr> annotation) {
        if (annotation.isEmpty()) {
            return List.of();
        }
        return switch (annotation.get()) {
            case NormalAnnotationExpr n -> n.getPairs();
            case SingleMemberAnnotationExpr s -> new NodeList<>(pair(s));
            default -> List.of();
        };
    }

    /** The only member stays where it stands: its position is that of the text. */
    private static MemberValuePair pair(SingleMemberAnnotationExpr s) {
        MemberValuePair pair = new MemberValuePair("value", s.getMemberValue().clone());
        s.getMemberValue().getRange().ifPresent(r -> pair.getValue().setRange(r));
        s.getMemberValue().getRange().ifPresent(pair::setRange);
        return pair;
    }
}
