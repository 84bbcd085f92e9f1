package org.nablac.code;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checker of this IR: what the constructors of {@link Expr} and {@link Stmt} cannot see, since it needs the whole
 * class. A class that passes is accepted by javac as text and by the JVM as bytecode.
 */
public final class Verify {
    private Verify() {
    }

    /**
     * Checks every function of {@code code} and every one that they call.
     *
     * @throws IllegalArgumentException naming class, function and statement
     */
    public static void check(ClassCode code) {
        Set<String> fields = new HashSet<>();
        for (ClassCode.Field f : code.fields()) {
            Check.that(Names.isIdentifier(f.name()), "class %s: the field %s has no name of Java", code.name(),
                    f.name());
            Check.that(fields.add(f.name()), "class %s: two fields %s", code.name(), f.name());
            f.constant().ifPresent(k -> Check.that(f.isFinal() && k.type().equals(f.type()),
                    "class %s: the constant %s is final and of the type of its value", code.name(), f.name()));
            f.constant().filter(k -> !(k instanceof Expr.Const)).ifPresent(k -> Check.that(k instanceof Expr.Call c
                    && c.target() instanceof Target.External
                    && c.arguments().stream().allMatch(Expr.Const.class::isInstance),
                    "class %s: the static field %s is made by a call of a runtime method", code.name(), f.name()));
        }
        Check.that(code.functions().stream().map(f -> f.name() + f.parameterTypes()).distinct().count()
                == code.functions().size(), "class %s lists a function twice", code.name());
        List<Function> functions = Tree.functions(code);
        for (Function f : functions) {
            try {
                new VerifyFunction(code, f).check();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("class " + code.name() + ", function " + f.name() + ": "
                        + e.getMessage(), e);
            }
        }
    }

    /** What Java takes as a name. */
    static final class Names {
        private static final Set<String> WORDS = Set.of(
                ("abstract assert boolean break byte case catch char class const "
                + "continue default do double else enum extends final finally float for goto if implements import "
                + "instanceof int interface long native new package private protected public return short static "
                + "strictfp super switch synchronized this throw throws transient try void volatile while true false "
                + "null _").split(" "));

        private Names() {
        }

        static boolean isIdentifier(String name) {
            return !name.isEmpty() && !WORDS.contains(name) && Character.isJavaIdentifierStart(name.charAt(0))
                    && name.chars().allMatch(Character::isJavaIdentifierPart);
        }
    }
}
