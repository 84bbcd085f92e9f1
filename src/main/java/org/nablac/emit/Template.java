package org.nablac.emit;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/** A class of the compiler's own as the model of another: copied whole, under another name. */
public final class Template {
    private Template() {
    }

    /**
     * The class file of {@code template} in which each class of {@code names}, by binary name, is called otherwise.
     *
     * @param template must be on the class path, and not mention other classes than those of {@code names} and of Java
     * @param majorVersion of the class file
     */
    public static byte[] copy(String template, Map<String, String> names, int majorVersion) {
        SimpleRemapper renaming = new SimpleRemapper(Opcodes.ASM9, internal(names));
        ClassWriter out = new ClassWriter(0);
        new ClassReader(read(template)).accept(new ClassRemapper(new ClassVisitor(Opcodes.ASM9, out) {
            @Override
            public void visit(int version, int access, String name, String signature, String parent,
                              String[] interfaces) {
                super.visit(majorVersion, access & ~Opcodes.ACC_PUBLIC, name, signature, parent, interfaces);
            }
        }, renaming), 0);
        return out.toByteArray();
    }

    private static Map<String, String> internal(Map<String, String> names) {
        Map<String, String> all = new HashMap<>();
        names.forEach((from, to) -> all.put(Descriptors.internal(from), Descriptors.internal(to)));
        return all;
    }

    private static byte[] read(String template) {
        String path = Descriptors.internal(template) + ".class";
        try (InputStream in = Template.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("the class " + template + " is not on the class path: no " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + path, e);
        }
    }
}
