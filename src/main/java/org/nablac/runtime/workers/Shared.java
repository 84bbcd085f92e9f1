package org.nablac.runtime.workers;

/** Stands for the class of a model. */
public abstract class Shared {

    /**
     * Does a part of a task.
     *
     * @param task which kernel
     * @param seat whose private arrays to use
     * @param first where the part begins in the kernel's range
     * @param last where it ends
     */
    abstract void sharedPart(int task, int seat, int first, int last);
}
