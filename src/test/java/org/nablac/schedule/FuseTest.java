package org.nablac.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
import org.nablac.graph.GraphText;
import org.nablac.op.Catalogue;

/** What shares a kernel, and in it the loops. */
class FuseTest {

    private static Kernel only(String text) {
        Schedule s = Schedule.of(GraphText.parse(text, new Arena(), Catalogue::find));
        assertEquals(1, s.kernels().size(), s::toString);
        return s.kernels().get(0);
    }

    @Test
    void whatIsComputedAndReadAgainIsSummedInTheSameLoop() {
        Kernel k = only("""
                graph g
                %0 = input{label="x", type=f32[N, M], bound=0} : f32[N, M]
                %1 = exp %0 : f32[N, M]
                %2 = sum{axes=[1]} %1 : f32[N]
                %3 = broadcast{shape=[N, M], axes=[0]} %2 : f32[N, M]
                %4 = div %1 %3 : f32[N, M]
                inputs %0
                output y = %4
                """);
        assertEquals(2, k.stages().size(), k::toString);
    }

    @Test
    void aColumnSumWaitsForAllRows() {
        Schedule s = Schedule.of(GraphText.parse("""
                graph g
                %0 = input{label="x", type=f32[N, M], bound=0} : f32[N, M]
                %1 = exp %0 : f32[N, M]
                %2 = sum{axes=[0]} %1 : f32[M]
                inputs %0
                output y = %1
                output sums = %2
                """, new Arena(), Catalogue::find));
        assertEquals(2, s.kernels().size(), s::toString);
    }
}
