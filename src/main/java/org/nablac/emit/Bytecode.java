package org.nablac.emit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nablac.code.ClassCode;
import org.nablac.code.Expr;
import org.nablac.code.Function;
import org.nablac.code.Tree;
import org.nablac.tensor.UserError;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Prints {@code code} as a class file. */
public final class Bytecode {
    /** The class-file version of Java 17, the oldest that a model runs on. */
    public static final int JAVA_17 = Opcodes.V17;

    private Bytecode() {
    }

    /** The class file, for Java 17. */
    public static byte[] emit(ClassCode code) {
        return emit(code, JAVA_17);
    }

    /**
     * The class file: public and final, with the names of variables, the lines of the model and the runtime methods
     * that its functions reach. The same {@code code} gives the same bytes.
     *
     * @param code has passed {@link org.nablac.code.Verify}
     * @param majorVersion of the class file, {@link #JAVA_17} at the least
     * @throws UserError if a class file cannot hold it: 65,535 constants and methods of 65,535 bytes
     */
    public static byte[] emit(ClassCode code, int majorVersion) {
        if (majorVersion < JAVA_17) {
            throw new IllegalArgumentException("class-file version " + majorVersion + ", at the least " + JAVA_17);
        }
        return emit(code, majorVersion, RuntimeClasses.of(Bytecode.class.getClassLoader()));
    }

    static byte[] emit(ClassCode code, int majorVersion, RuntimeClasses runtime) {
        Descriptors names = new Descriptors(code);
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        out.visit(majorVersion, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, names.self(), null,
                "java/lang/Object", null);
        out.visitSource(traced(code), null);
        code.fields().forEach(f -> field(f, out));
        List<ClassCode.Field> computed = code.fields().stream()
                .filter(f -> f.constant().filter(k -> !(k instanceof Expr.Const)).isPresent()).toList();
        List<Expr.Rotation> rotations = Tree.rotations(code);
        rotations.forEach(r -> out.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, r.name(),
                LaneCalls.SHUFFLE, null, null).visitEnd());
        if (!computed.isEmpty() || !rotations.isEmpty()) {
            MethodBody.writeStatics(names, computed, rotations,
                    out.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null));
        }
        for (Function f : Shell.functions(code)) {
            String descriptor = Descriptors.of(f);
            String[] exceptions = f.exceptions().stream().map(Descriptors::internal).toArray(String[]::new);
            MethodVisitor method = out.visitMethod(access(f), f.name(), descriptor, null, exceptions);
            MethodBody.write(names, f, method);
        }
        runtime.copy(code, out);
        out.visitEnd();
        try {
            return out.toByteArray();
        } catch (ClassTooLargeException e) {
            throw new UserError("the class " + code.name() + " would have " + e.getConstantPoolCount()
                    + " constants, a class file holds 65,535: use fewer layers, parameters or methods of the model,"
                    + " as a single parameter(LAYERS, IN, OUT) for layers of one shape", e);
        } catch (MethodTooLargeException e) {
            throw new IllegalArgumentException("class " + code.name() + ", function " + e.getMethodName()
                    + ": its code has " + e.getCodeSize() + " bytes, a method holds 65,535", e);
        }
    }

    private static void field(ClassCode.Field f, ClassWriter out) {
        int access = Opcodes.ACC_PRIVATE | (f.isFinal() ? Opcodes.ACC_FINAL : 0)
                | (f.constant().isPresent() ? Opcodes.ACC_STATIC : 0);
        Optional<Object> value = f.constant()
                .flatMap(k -> k instanceof Expr.Const c ? Optional.of(c.value()) : Optional.empty())
                .map(v -> v instanceof Boolean b ? (b ? 1 : 0) : v);
        out.visitField(access, f.name(), Descriptors.of(f.type()), null, value.orElse(null)).visitEnd();
    }

    private static int access(Function f) {
        int access = switch (f.access()) {
            case PUBLIC -> Opcodes.ACC_PUBLIC;
            case PACKAGE -> 0;
            case PRIVATE -> Opcodes.ACC_PRIVATE;
        };
        return access | (f.isStatic() ? Opcodes.ACC_STATIC : 0);
    }

    /**
     * How many bytes of instructions each method of a class file has, by name; of overloads the longest. HotSpot never
     * compiles a method of more than 8,000.
     */
    public static Map<String, Integer> sizes(byte[] classFile) {
        ClassReader in = new ClassReader(classFile);
        char[] buffer = new char[in.getMaxStringLength()];
        Map<String, Integer> sizes = new TreeMap<>();
        // JVMS 4.1: access, this, super, interfaces, fields, methods
        int at = in.header + 6;
        at += 2 + 2 * in.readUnsignedShort(at);
        int fields = in.readUnsignedShort(at);
        at += 2;
        for (int k = 0; k < fields; k++) {
            at = members(in, at, Optional.empty(), sizes, buffer);
        }
        int methods = in.readUnsignedShort(at);
        at += 2;
        for (int k = 0; k < methods; k++) {
            at = members(in, at, Optional.of(in.readUTF8(at + 2, buffer)), sizes, buffer);
        }
        return sizes;
    }

    /** Reads one field or method (JVMS 4.5, 4.6) and returns where the next begins. */
    private static int members(ClassReader in, int start, Optional<String> method, Map<String, Integer> sizes,
                               char[] buffer) {
        int at = start + 8;
        for (int left = in.readUnsignedShort(start + 6); left > 0; left--) {
            if (method.isPresent() && "Code".equals(in.readUTF8(at, buffer))) {
                // JVMS 4.7.3: name, length, max_stack, max_locals, code_length
                sizes.merge(method.get(), in.readInt(at + 10), Math::max);
            }
            at += 6 + in.readInt(at + 2);
        }
        return at;
    }

    /**
     * What stack traces call the source: {@code Mlp} of {@code Mlp.java}, since javac takes a class {@code MlpModel} of
     * a file {@code Mlp.java} for one that only that file may name, and warns everywhere else.
     */
    private static String traced(ClassCode code) {
        String own = code.type().simpleName() + ".java";
        return code.sourceFile().equals(own) ? own : code.sourceFile().replaceFirst("\\.java$", "");
    }
}
