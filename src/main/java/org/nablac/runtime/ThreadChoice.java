package org.nablac.runtime;

/**
 * Among how many threads the training steps of a model share their large kernels, if nobody says: as many as there
 * are processors, or the system property {@code nablac.threads}. Any number gives the same bits.
 */
public final class ThreadChoice {
    /** Operations in vectors that may be worth sharing: they take about 10 µs on one thread. */
    private static final double LEAST_SHARED = 1_000_000;
    /**
     * Operations in vectors that are worth sharing on any machine. In smaller kernels what a core has to fetch from the
     * cache of another may cost more than is gained, long before the waking of a thread does.
     */
    private static final double SURELY_SHARED = 8_000_000;

    private ThreadChoice() {
    }

    /**
     * Operations of a kernel that may be shared, where it runs in vectors: those of the system property
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
        double wanted = wantedOperations();
        if (wanted < 0) {
            System.getLogger("org.nablac").log(System.Logger.Level.WARNING, model + ": nablac.threads.operations is '"
                    + System.getProperty("nablac.threads.operations") + "', not a whole number");
        }
        return wanted > 0 ? wanted : LEAST_SHARED;
    }

    /** Operations of a kernel that is shared without a trial, where it runs in vectors: the same, if that is set. */
    public static double surelyShared() {
        double wanted = wantedOperations();
        return wanted > 0 ? wanted : SURELY_SHARED;
    }

    /** What {@code nablac.threads.operations} says; 0 if it is not set, −1 if it is no number. */
    private static double wantedOperations() {
        String wanted = System.getProperty("nablac.threads.operations", "");
        try {
            return wanted.isEmpty() ? 0 : Math.max(1, Integer.parseInt(wanted));
        } catch (NumberFormatException e) {
            return -1;
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
