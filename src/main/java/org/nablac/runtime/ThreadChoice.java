package org.nablac.runtime;

/**
 * Among how many threads the training steps of a model share their large kernels, if nobody says: as many as there
 * are processors, or the system property {@code nablac.threads}. Any number gives the same bits.
 */
public final class ThreadChoice {
    /**
     * Operations in vectors that are worth sharing: they take about 80 µs on one thread. What a core has to fetch from
     * the cache of another costs more than it gains in smaller kernels, long before the waking of a thread does.
     */
    private static final double LEAST_SHARED = 8_000_000;

    private ThreadChoice() {
    }

    /**
     * Operations of a kernel that is shared, where it runs in vectors: those of the system property
     * {@code nablac.threads.operations}, if that is set. Infinity if the class of the workers is not beside the model.
     *
     * @param model binary name of the class
     */
    public static double leastShared(String model) {
        try {
            Class.forName(model + "$Workers");
        } catch (ClassNotFoundException | LinkageError e) {
            System.getLogger("org.nablac").log(System.Logger.Level.DEBUG, model
                    + ": one thread, since no class " + model + "$Workers is beside it");
            return Double.POSITIVE_INFINITY;
        }
        String wanted = System.getProperty("nablac.threads.operations", "");
        try {
            return wanted.isEmpty() ? LEAST_SHARED : Math.max(1, Integer.parseInt(wanted));
        } catch (NumberFormatException e) {
            System.getLogger("org.nablac").log(System.Logger.Level.WARNING, model
                    + ": nablac.threads.operations is '" + wanted + "', not a whole number");
            return LEAST_SHARED;
        }
    }

    /** What {@code nablac.threads} says, else as many as there are processors. */
    public static int defaultThreads() {
        String wanted = System.getProperty("nablac.threads", "");
        int processors = Runtime.getRuntime().availableProcessors();
        try {
            int threads = wanted.isEmpty() ? processors : Integer.parseInt(wanted);
            if (threads > 0) {
                return Math.min(threads, Arguments.MOST_THREADS);
            }
        } catch (NumberFormatException e) {
            // told below, as is a number below 1
        }
        System.getLogger("org.nablac").log(System.Logger.Level.WARNING, "nablac.threads is '" + wanted
                + "', not a positive number; it is taken for " + processors);
        return Math.min(processors, Arguments.MOST_THREADS);
    }
}
