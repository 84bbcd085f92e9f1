package org.nablac.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nablac.compile.PassScaling;

/** JMH's command line, told of every pass there is. */
public final class Benchmarks {
    private static final String PASS = "pass=";

    private Benchmarks() {
    }

    /** @param arguments of JMH; {@code -h} lists them */
    public static void main(String[] arguments) throws IOException {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        if (all.stream().noneMatch(a -> a.startsWith(PASS) || a.startsWith("-p" + PASS))) {
            all.addAll(List.of("-p", PASS + String.join(",", PassScaling.names())));
        }
        org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    }
}
