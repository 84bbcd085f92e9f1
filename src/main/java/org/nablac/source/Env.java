package org.nablac.source;

/** Where an expression is evaluated: the running method, and its local variables. */
record Env(Frame frame, Scope scope) {

    Env inner() {
        return new Env(frame, scope.inner());
    }

    TypeInfo type() {
        return frame.type();
    }
}
