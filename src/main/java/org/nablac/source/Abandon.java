package org.nablac.source;

/** What is being read has no end; it has been reported. */
final class Abandon extends RuntimeException {
    private static final long serialVersionUID = 1;

    Abandon() {
        super("reported already", null, false, false);
    }
}
