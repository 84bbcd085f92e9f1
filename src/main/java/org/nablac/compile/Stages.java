package org.nablac.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes down how long the stages of one compilation take. */
final class Stages {
    private final List<Timing> timings = new ArrayList<>();

    /** What {@code stage} gives; {@code left} describes it. */
    <T> T time(String method, String stage, Supplier<T> work, Function<T, String> left) {
        long start = System.nanoTime();
        T result = work.get();
        timings.add(new Timing(method, stage, System.nanoTime() - start, left.apply(result)));
        return result;
    }

    /** {@code 1 node}, {@code 2 nodes}. */
    static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    List<Timing> timings() {
        return List.copyOf(timings);
    }
}
