package org.nablac.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nablac.code.ClassCode;
import org.nablac.code.Expr;
import org.nablac.code.Function;
import org.nablac.code.JavaPrinter;
import org.nablac.code.JavaStatements;
import org.nablac.code.Tree;
import org.nablac.code.Type;

/**
 * Prints {@code code} as Java, of language level 17, that compiles alone and computes the same bits as the class file.
 */
public final class JavaText {
    private static final Pattern IMPORT = Pattern.compile("import (static )?([\\w.*]+);");

    private static final Pattern CLASS = Pattern.compile("(?m)^    (?:public )?final class (\\w+)");

    private final ClassCode code;
    private final RuntimeClasses runtime;
    /** Full names of classes by the simple names that stand for them. */
    private final Map<String, String> simple = new TreeMap<>();
    private final TreeSet<String> imports = new TreeSet<>();

    private JavaText(ClassCode code, RuntimeClasses runtime) {
        this.code = code;
        this.runtime = runtime;
    }

    /**
     * The source file of the class; the runtime classes are private nested classes at its end, whole.
     *
     * @param code has passed {@link org.nablac.code.Verify}
     */
    public static String emit(ClassCode code) {
        return emit(code, RuntimeClasses.of(JavaText.class.getClassLoader()));
    }

    static String emit(ClassCode code, RuntimeClasses runtime) {
        return new JavaText(code, runtime).text();
    }

    private String text() {
        simple.put(code.type().simpleName(), code.name());
        for (String name : code.runtime()) {
            simple.put(new Type.Reference(name).simpleName(), name);
        }
        List<String> parts = new ArrayList<>();
        List<String> nested = code.runtime().stream().map(this::nested).toList();
        List<Expr.Rotation> rotations = Tree.rotations(code);
        if (!code.fields().isEmpty() || !rotations.isEmpty()) {
            JavaStatements fields = printer(1);
            rotations.forEach(fields::field);
            code.fields().forEach(fields::field);
            parts.add(fields.text());
        }
        for (Function f : Shell.functions(code)) {
            parts.add(printer(1).function(f, code.type().simpleName()).text());
        }
        parts.addAll(nested);
        JavaStatements doc = printer(0).doc(code.doc());
        return head() + doc.text() + "public final class " + code.type().simpleName() + " {\n"
                + String.join("\n", parts) + "}\n";
    }

    private JavaStatements printer(int depth) {
        return new JavaStatements(new JavaPrinter(this::name), code.sourceFile() + ":", depth);
    }

    private String head() {
        int dot = code.name().lastIndexOf('.');
        StringBuilder out = new StringBuilder(dot < 0 ? "" : "package " + code.name().substring(0, dot) + ";\n\n");
        imports.forEach(i -> out.append("import ").append(i).append(";\n"));
        return out.append(imports.isEmpty() ? "" : "\n").toString();
    }

    /** The simple name, imported, unless it stands for another class already. */
    private String name(Type.Reference type) {
        String known = simple.putIfAbsent(type.simpleName(), type.name());
        if (known != null && !known.equals(type.name())) {
            return type.name();
        }
        if (needsImport(type)) {
            imports.add(type.name());
        }
        return type.simpleName();
    }

    private boolean needsImport(Type.Reference type) {
        String place = packageOf(type);
        return !place.equals("java.lang") && !place.equals(packageOf(code.type()))
                && !code.runtime().contains(type.name());
    }

    private static String packageOf(Type.Reference type) {
        return type.name().substring(0, Math.max(0, type.name().length() - type.simpleName().length() - 1));
    }

    /** The source of a runtime class as a private nested class; its imports become those of the whole. */
    private String nested(String binaryName) {
        String source = runtime.source(binaryName);
        StringBuilder body = new StringBuilder();
        boolean begun = false;
        for (String line : source.lines().toList()) {
            Matcher statement = IMPORT.matcher(line.strip());
            if (!begun && statement.matches()) {
                imported(binaryName, statement.group(1) != null, statement.group(2));
            } else if (!begun && line.startsWith("package ")) {
                body.setLength(0);      // a licence above it is that of the compiler
            } else if (begun || !line.isBlank()) {
                begun |= line.startsWith("/**") || CLASS.matcher("    " + line).find();
                body.append(line.isBlank() ? "" : "    " + line.stripTrailing()).append('\n');
            }
        }
        Matcher head = CLASS.matcher(body);
        if (!head.find()) {
            throw new IllegalArgumentException("the source of " + binaryName + " holds no final class");
        }
        return head.replaceFirst("    private static final class $1");
    }

    private void imported(String from, boolean isStatic, String name) {
        if (isStatic || name.endsWith("*")) {
            imports.add((isStatic ? "static " : "") + name);
            return;
        }
        Type.Reference type = new Type.Reference(name);
        if (!name(type).equals(type.simpleName())) {
            throw new IllegalArgumentException("class " + code.name() + " cannot hold " + from + ", which imports "
                    + name + ": " + type.simpleName() + " is " + simple.get(type.simpleName()));
        }
    }
}
