package org.nablac.trace;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nablac.tensor.UserError;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What reflection does not say of a class: the name of its source file, and the names of parameters where they are kept
 * for the debugger only ({@code javac -g}).
 */
final class ClassFile extends ClassVisitor {
    private final Class<?> type;
    private String sourceFile;
    /** Local variable slot to name, for each method and its descriptor. */
    private final Map<String, Map<Integer, String>> locals = new HashMap<>();

    private ClassFile(Class<?> type) {
        super(Opcodes.ASM9);
        this.type = type;
        Class<?> top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        sourceFile = top.getSimpleName() + ".java";
    }

    static ClassFile of(Class<?> type) {
        ClassFile file = new ClassFile(type);
        String resource = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream bytes = type.getResourceAsStream(resource)) {
            if (bytes != null) {
                new ClassReader(bytes).accept(file, ClassReader.SKIP_FRAMES);
            }
        } catch (IOException e) {
            throw new UserError("the class file of " + type.getName() + " cannot be read: " + e.getMessage(), e);
        }
        return file;
    }

    String sourceFile() {
        return sourceFile;
    }

    /** The names of the method's parameters, as its source gives them. */
    List<String> parameterNames(Method m) {
        if (Arrays.stream(m.getParameters()).allMatch(java.lang.reflect.Parameter::isNamePresent)) {
            return Arrays.stream(m.getParameters()).map(java.lang.reflect.Parameter::getName).toList();
        }
        Map<Integer, String> slots = locals.getOrDefault(m.getName() + Type.getMethodDescriptor(m), Map.of());
        int first = Modifier.isStatic(m.getModifiers()) ? 0 : 1;
        String[] names = new String[m.getParameterCount()];
        for (int i = 0, slot = first; i < names.length; i++) {
            names[i] = slots.get(slot);
            slot += Type.getType(m.getParameterTypes()[i]).getSize();
            if (names[i] == null) {
                throw new UserError("the class " + type.getSimpleName() + " does not say what the inputs of "
                        + m.getName()
                        + " are called: compile it with -parameters or -g");
            }
        }
        return List.of(names);
    }

    @Override
    public void visitSource(String source, String debug) {
        sourceFile = source == null ? sourceFile : source;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
            String[] exceptions) {
        Map<Integer, String> slots = new TreeMap<>();
        locals.put(name + descriptor, slots);
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitLocalVariable(String local, String type, String generic, Label start, Label end,
                    int index) {
                slots.putIfAbsent(index, local);
            }
        };
    }
}
