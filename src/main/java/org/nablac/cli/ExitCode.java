package org.nablac.cli;

/** What the process ends with. */
final class ExitCode {
    static final int OK = 0;
    /** What was given is wrong: a model, a file, a value. */
    static final int WRONG_INPUT = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** The fault is ours (EX_SOFTWARE of sysexits.h). */
    static final int OUR_FAULT = 70;

    private ExitCode() {
    }
}
