package org.nablac.bench;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** In which form the kernels of a model run that is created after this. */
@State(Scope.Benchmark)
public class Lanes {
    private static final String PROPERTY = "nablac.lanes";

    @Param({"auto", "scalar"})
    String lanes;

    @Setup
    public void choose() {
        System.setProperty(PROPERTY, lanes);
    }

    @TearDown
    public void forget() {
        System.clearProperty(PROPERTY);
    }
}
