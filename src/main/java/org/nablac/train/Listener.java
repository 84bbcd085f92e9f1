package org.nablac.train;

/** Hears how training goes, on the thread that trains. */
public interface Listener {
    /** Before the first epoch. */
    default void started(Task task, Settings settings) {
    }

    /** After each epoch and its validation. */
    void epoch(Epoch epoch);

    /** After the last, or when training ended early. */
    default void finished() {
    }
}
