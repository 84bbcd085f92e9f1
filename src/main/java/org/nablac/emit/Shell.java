package org.nablac.emit;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.ClassCode;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Tree;

/** What both printers put around the functions. */
final class Shell {
    private static final Function CONSTRUCTOR = new Function(Function.Access.PRIVATE, false, "<init>", List.of(),
            Scalar.VOID, List.of(), "", List.of());

    private Shell() {
    }

    /** The class's functions, those they call, and a private constructor if there is none. */
    static List<Function> functions(ClassCode code) {
        List<Function> functions = new ArrayList<>(Tree.functions(code));
        if (functions.stream().noneMatch(f -> f.name().equals("<init>"))) {
            functions.add(0, CONSTRUCTOR);
        }
        return functions;
    }
}
