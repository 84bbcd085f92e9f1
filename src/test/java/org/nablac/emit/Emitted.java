package org.nablac.emit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nablac.code.ClassCode;
import org.nablac.testing.InMemoryJavac;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** Loads what was emitted, once ASM's verifier has nothing to say. */
final class Emitted {
    private Emitted() {
    }

    static Class<?> fromBytecode(ClassCode code) {
        byte[] bytes = Bytecode.emit(code);
        verify(bytes);
        return InMemoryJavac.load(code.name(), Map.of(code.name(), bytes));
    }

    static void verify(byte[] bytes) {
        StringWriter complaints = new StringWriter();
        CheckClassAdapter.verify(new ClassReader(bytes), ClassLoader.getPlatformClassLoader(), false,
                new PrintWriter(complaints));
        if (!complaints.toString().isEmpty()) {
            throw new AssertionError(complaints.toString());
        }
    }

    /** A value whose equality is that of the bits; all NaN are one, since hardware and javac choose different ones. */
    static Object comparable(Object value) {
        if (value != null && value.getClass().isArray()) {
            List<Object> elements = new ArrayList<>();
            for (int k = 0; k < Array.getLength(value); k++) {
                elements.add(comparable(Array.get(value, k)));
            }
            return elements;
        }
        return value;      // equals of Float and Double: NaN equals NaN, −0 is not 0
    }
}
