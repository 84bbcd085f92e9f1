package org.nablac.source;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nablac.Tensor;
import org.nablac.tensor.Spelling;

/** What declared types do: they convert constants, refuse other values, and must exist. */
final class Types {
    private static final Set<String> PRIMITIVE = Set.of("int", "long", "float", "double", "boolean", "char");
    private final Interpreter in;

    Types(Interpreter in) {
        this.in = in;
    }

    /** {@code value} as a variable of the declared type holds it. */
    Object coerce(String type, Object value, Node at, Env env) {
        if (value == Special.UNKNOWN || type.equals("var")) {
            return value;
        }
        if (value == Special.VOID) {
            throw new Mistake(at, "nothing is returned here, " + Operators.a(type) + " is needed");
        }
        if (PRIMITIVE.contains(type)) {
            return Operators.widen(type, value).orElseThrow(() -> new Mistake(at, Operators.a(value) + " is not "
                    + Operators.a(type) + (value instanceof Number ? "; write (" + type + ")" : "")));
        }
        return fits(type, value, env) ? value
                : refuse(at, Operators.a(value) + " is not " + Operators.a(type));
    }

    private static Object refuse(Node at, String message) {
        throw new Mistake(at, message);
    }

    private boolean fits(String type, Object value, Env env) {
        if (value == Special.UNSET) {
            return true;
        }
        if (type.endsWith("[]")) {
            return value instanceof Object[];
        }
        String base = base(type);
        switch (value) {
            case Tensor t -> {
                return base.equals("Tensor") || base.equals("Object") || base.equals(t.getClass().getSimpleName());
            }
            case Object[] a -> {
                return base.equals("Object");
            }
            case Instance i -> {
                Optional<TypeInfo> declared = in.program.type(base, env.type());
                return declared.isEmpty() || declared.get() == i.type() || declared.get().isInterface();
            }
            default -> {
                return !base.equals("Tensor") && in.program.type(base, env.type())
                        .filter(t -> !t.isInterface()).isEmpty();
            }
        }
    }

    /** What a field or element of the type holds before it is given a value. */
    static Object zero(String type) {
        return switch (type) {
            case "int" -> 0;
            case "long" -> 0L;
            case "float" -> 0f;
            case "double" -> 0.0;
            case "boolean" -> false;
            default -> Special.UNSET;
        };
    }

    /** Refuses a declared type that is not there. */
    void check(com.github.javaparser.ast.type.Type type, Env env) {
        type.walk(ClassOrInterfaceType.class, t -> {
            boolean partOfName = t.getParentNode().filter(p -> p instanceof ClassOrInterfaceType q
                    && q.getScope().filter(s -> s == t).isPresent()).isPresent();
            String name = t.getNameWithScope();
            if (!partOfName && in.program.type(name, env.type()).isEmpty() && isUnknown(name, env)) {
                String meant = Spelling.hint(name, in.program.typeNames(env.type())) + missingImport(name);
                throw new Mistake(t, "there is no class " + name + (meant.isEmpty()
                        ? "; a model is made of Tensors, numbers, and classes of its own file or of files beside it"
                        : meant));
            }
        });
    }

    private boolean isUnknown(String name, Env env) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        boolean parameter = env.type().declaration().toClassOrInterfaceDeclaration()
                .filter(c -> c.getTypeParameters().stream().anyMatch(p -> p.getNameAsString().equals(name)))
                .isPresent();
        return !parameter && in.program.api(simple, env.type().file()).isEmpty()
                && !in.program.isJava(simple, env.type().file());
    }

    private static String missingImport(String name) {
        return Api.classes().stream()
                .filter(c -> c.getSimpleName().equals(name) && !c.getName().startsWith("java.lang")).findFirst()
                .map(c -> "; add 'import " + c.getName() + ";'").orElse("");
    }

    /** Whether arguments can be passed to these parameters. */
    boolean accept(List<Parameter> parameters, List<Object> arguments, Env env) {
        boolean variable = !parameters.isEmpty() && parameters.get(parameters.size() - 1).isVarArgs();
        if (variable ? arguments.size() < parameters.size() - 1 : arguments.size() != parameters.size()) {
            return false;
        }
        for (int i = 0; i < arguments.size() && (!variable || i < parameters.size() - 1); i++) {
            Object v = arguments.get(i);
            String type = parameters.get(i).getTypeAsString();
            boolean fits = v == Special.UNKNOWN
                    || (PRIMITIVE.contains(type) ? Operators.widen(type, v).isPresent() : fits(type, v, env));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    static String base(String type) {
        String plain = type.contains("<") ? type.substring(0, type.indexOf('<')) : type;
        return plain.strip();
    }
}
