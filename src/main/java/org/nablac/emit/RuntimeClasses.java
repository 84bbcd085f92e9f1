package org.nablac.emit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nablac.code.ClassCode;
import org.nablac.code.Target;
import org.nablac.code.Tree;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The runtime classes, as class files and as source texts, which are found beside each other. They hold static methods
 * and constants only, call {@code java.*} and each other, and no name of a method is in two of them.
 */
final class RuntimeClasses {
    private final ClassLoader loader;

    private RuntimeClasses(ClassLoader loader) {
        this.loader = loader;
    }

    /** Those that {@code loader} finds as resources. */
    static RuntimeClasses of(ClassLoader loader) {
        return new RuntimeClasses(loader);
    }

    /** The Java text of a runtime class. */
    String source(String binaryName) {
        return new String(read(binaryName, ".java"), StandardCharsets.UTF_8);
    }

    private byte[] read(String binaryName, String suffix) {
        String path = Descriptors.internal(binaryName) + suffix;
        try (InputStream in = loader.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("the runtime class " + binaryName + " is not on the class path: no "
                        + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + path, e);
        }
    }

    /** Copies what the functions of {@code code} reach, directly or not, into the class that {@code out} writes. */
    void copy(ClassCode code, ClassVisitor out) {
        String self = Descriptors.internal(code.name());
        Map<String, MethodNode> known = new LinkedHashMap<>();
        code.runtime().forEach(name -> methods(name, known));
        Deque<String> next = new ArrayDeque<>();
        for (Target.External t : Tree.externals(code)) {
            if (code.runtime().contains(t.owner().name())) {
                next.add(key(Descriptors.internal(t.owner().name()), t.name(), Descriptors.of(t)));
            }
        }
        Map<String, MethodNode> reached = new LinkedHashMap<>();
        while (!next.isEmpty()) {
            String key = next.remove();
            MethodNode method = known.get(key);
            if (method == null) {
                throw new IllegalArgumentException("class " + code.name() + " calls " + key.replace('/', '.')
                        + ", which none of its runtime classes " + code.runtime() + " has");
            }
            if (reached.putIfAbsent(key, method) == null) {
                next.addAll(moved(key, method, self));
            }
        }
        Map<String, String> taken = new LinkedHashMap<>();
        Shell.functions(code).forEach(f -> taken.put(f.name() + Descriptors.of(f), "a function of the class"));
        reached.forEach((key, method) -> {
            method.name = Descriptors.carried(method.name);
            String other = taken.putIfAbsent(method.name + method.desc, key);
            if (other != null) {
                throw new IllegalArgumentException("class " + code.name() + " cannot hold " + key + ": " + other
                        + " has the same name and parameters");
            }
            method.access = method.access & ~(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED) | Opcodes.ACC_PRIVATE;
            method.accept(out);
        });
    }

    private void methods(String binaryName, Map<String, MethodNode> known) {
        ClassNode node = new ClassNode();
        new ClassReader(read(binaryName, ".class")).accept(node, ClassReader.SKIP_DEBUG);
        for (MethodNode m : node.methods) {
            if ((m.access & Opcodes.ACC_STATIC) != 0) {
                known.put(key(node.name, m.name, m.desc), m);
            }
        }
    }

    private static String key(String owner, String name, String descriptor) {
        return owner + "." + name + descriptor;
    }

    /** Makes calls of runtime methods calls of {@code self}; returns what they call. */
    private static List<String> moved(String key, MethodNode method, String self) {
        List<String> called = new ArrayList<>();
        for (AbstractInsnNode instruction : method.instructions) {
            switch (instruction) {
                case MethodInsnNode call when !isJava(call.owner) -> {
                    called.add(key(call.owner, call.name, call.desc));
                    call.owner = self;
                    call.name = Descriptors.carried(call.name);
                    call.itf = false;
                }
                case InvokeDynamicInsnNode call -> throw refused(key, "holds an invokedynamic, of " + call.name);
                case FieldInsnNode field when !isJava(field.owner) ->
                        throw refused(key, "uses the field " + field.name + ", which is no compile-time constant");
                case TypeInsnNode type when !isJava(Type.getObjectType(type.desc)) ->
                        throw refused(key, "uses the class " + type.desc);
                default -> { }
            }
        }
        return called;
    }

    private static IllegalArgumentException refused(String key, String why) {
        return new IllegalArgumentException("the runtime method " + key.replace('/', '.') + " " + why);
    }

    private static boolean isJava(Type type) {
        return switch (type.getSort()) {
            case Type.ARRAY -> isJava(type.getElementType());
            case Type.OBJECT -> isJava(type.getInternalName());
            default -> true;
        };
    }

    private static boolean isJava(String internalName) {
        return internalName.startsWith("java/") || internalName.startsWith("[");
    }
}
