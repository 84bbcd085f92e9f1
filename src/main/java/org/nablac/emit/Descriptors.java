package org.nablac.emit;

import java.util.List;
import org.nablac.code.ClassCode;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Target;
import org.nablac.code.Type;

/** Types as the class file of {@code code} writes them; its runtime classes are the class itself. */
record Descriptors(ClassCode code) {

    /** {@code [F}, {@code Ljava/lang/String;} */
    static String of(Type type) {
        return switch (type) {
            case Scalar s -> switch (s) {
                case F32 -> "F";
                case F64 -> "D";
                case I32 -> "I";
                case I64 -> "J";
                case BOOL -> "Z";
                case VOID -> "V";
            };
            case Type.ArrayOf a -> "[" + of(a.element());
            case Type.Reference r -> "L" + internal(r.name()) + ";";
            case Type.Lanes l -> "L" + internal(l) + ";";
            case Type.Mask m -> "L" + internal(m) + ";";
        };
    }

    /** {@code ([FI)V} */
    static String of(List<Type> parameters, Type returns) {
        StringBuilder out = new StringBuilder("(");
        parameters.forEach(p -> out.append(of(p)));
        return out.append(')').append(of(returns)).toString();
    }

    /** {@code com/example/MlpModel} */
    static String internal(String binaryName) {
        return binaryName.replace('.', '/');
    }

    /** What a frame or a cast calls a class or an array: {@code java/lang/String}, {@code [F}. */
    static String internal(Type type) {
        return switch (type) {
            case Type.Reference r -> internal(r.name());
            case Type.Lanes l -> LaneCalls.OWNER + l;
            case Type.Mask m -> LaneCalls.OWNER + m;
            case Scalar s -> of(type);
            case Type.ArrayOf a -> of(type);
        };
    }

    String self() {
        return internal(code.name());
    }

    /** The class that holds the method when the class file is complete. */
    String owner(Target target) {
        return switch (target) {
            case Function f -> self();
            case Target.External t -> code.runtime().contains(t.owner().name()) ? self() : internal(t.owner().name());
        };
    }

    /** What the method is called when the class file is complete. */
    String name(Target target) {
        return target instanceof Target.External t && code.runtime().contains(t.owner().name())
                ? carried(t.name()) : target.name();
    }

    /**
     * A method of the runtime in the class that carries it: no function that a model or the
     * compiler names is called so.
     */
    static String carried(String runtimeMethod) {
        return runtimeMethod + "$";
    }

    /** The arguments on the stack, without a receiver, and the value. */
    static String of(Target target) {
        List<Type> parameters = target.parameterTypes();
        boolean receiver = target instanceof Target.External t && t.kind() != Target.Kind.STATIC;
        return of(receiver ? parameters.subList(1, parameters.size()) : parameters, target.returns());
    }

    /** Whether the owner is an interface; of a static method only the JDK knows, where it has the owner's module. */
    boolean isInterface(Target target) {
        if (!(target instanceof Target.External t) || owner(target).equals(self()) || code.isCompanion(t.owner())
                || owner(target).startsWith(LaneCalls.OWNER)) {
            return false;
        }
        return switch (t.kind()) {
            case INTERFACE -> true;
            case VIRTUAL -> false;
            case STATIC -> {
                try {
                    yield Class.forName(t.owner().name(), false, ClassLoader.getPlatformClassLoader()).isInterface();
                } catch (ClassNotFoundException e) {
                    throw new IllegalArgumentException("Java has no class " + t.owner().name(), e);
                }
            }
        };
    }
}
