package org.nablac.testing;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nablac.code.ClassCode;
import org.nablac.code.Function;
import org.nablac.code.Verify;
import org.nablac.emit.Bytecode;
import org.nablac.emit.JavaText;

/**
 * The kernels of many graphs in one class, in two forms: javac's start and what kernels have in common is paid once.
 */
public final class CompiledClass {
    /** Bytes of instructions that a method may have. */
    private static final int LARGEST_METHOD = 4000;

    private final ClassCode code;
    private Map<String, Method> bytecode = Map.of();
    private Map<String, Method> java = Map.of();

    /** @param graphs the kernels' names differ */
    public CompiledClass(List<CompiledGraph> graphs) {
        Set<Function> functions = new LinkedHashSet<>();
        graphs.forEach(g -> g.kernels().forEach(k -> functions.add(k.function())));
        this.code = new ClassCode("Compiled", "Test.java", "", List.of(), List.copyOf(functions), List.of());
    }

    public String javaText() {
        return JavaText.emit(code);
    }

    /** The class file, of which no method is too large for HotSpot. */
    public byte[] classFile() {
        Verify.check(code);
        byte[] bytes = Bytecode.emit(code);
        Bytecode.sizes(bytes).forEach((method, size) -> {
            if (size > LARGEST_METHOD) {
                throw new AssertionError(method + " has " + size + " bytes of instructions, more than "
                        + LARGEST_METHOD);
            }
        });
        return bytes;
    }

    /** The kernels by name. */
    public Map<String, Method> bytecode() {
        if (bytecode.isEmpty()) {
            bytecode = methods(InMemoryJavac.load("Compiled", Map.of("Compiled", classFile())));
        }
        return bytecode;
    }

    /** The kernels by name, of the emitted Java as javac compiles it. */
    public Map<String, Method> java() {
        if (java.isEmpty()) {
            java = methods(InMemoryJavac.load("Compiled", javaText()));
        }
        return java;
    }

    private static Map<String, Method> methods(Class<?> type) {
        Map<String, Method> methods = new HashMap<>();
        for (Method m : type.getDeclaredMethods()) {
            m.setAccessible(true);
            methods.put(m.getName(), m);
        }
        return methods;
    }
}
