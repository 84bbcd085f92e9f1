package org.nablac.code;

import java.util.List;

/** What can be called. */
public sealed interface Target permits Function, Target.External {
    String name();

    /** What the call's arguments are. */
    List<Type> parameterTypes();

    Type returns();

    /**
     * A method of another class: of {@code java.base}, or of a class of the runtime, which the class carries with it
     * and the printers rename. An instance method has its receiver as first parameter.
     */
    record External(Kind kind, Type.Reference owner, String name, List<Type> parameterTypes, Type returns)
            implements Target {
        public External {
            parameterTypes = List.copyOf(parameterTypes);
        }
    }

    /** How a method is reached. */
    enum Kind { STATIC, VIRTUAL, INTERFACE }
}
