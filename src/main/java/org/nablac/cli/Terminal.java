package org.nablac.cli;

import java.io.Console;

/** Whether someone is watching. */
final class Terminal {
    private Terminal() {
    }

    /** Whether standard input and output are a terminal, which decides about progress bars. */
    static boolean isPresent() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // from JDK 22 on there may be a console that is no terminal, and a method that says so
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
