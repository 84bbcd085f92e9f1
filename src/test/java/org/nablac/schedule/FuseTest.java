package org.nablac.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
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

    /** a' = a + g², w' = w − g / √a', with g = xᵀd: nothing of g is stored. */
    @Test
    void aGradientThatOnlyItsUpdatesReadIsFinishedWhereItIsSummed() {
        String adagrad = """
                graph g
                %0 = input{label="x", type=f32[N, 20], bound=0} : f32[N, 20]
                %1 = input{label="d", type=f32[N, 30], bound=0} : f32[N, 30]
                %2 = parameter{label="w", type=f32[20, 30], isTrainable=true} : f32[20, 30]
                %3 = parameter{label="a", type=f32[20, 30], isTrainable=true} : f32[20, 30]
                %4 = matmul{transposeLeft=true, transposeRight=false} %0 %1 : f32[20, 30]
                %5 = square %4 : f32[20, 30]
                %6 = add %3 %5 : f32[20, 30]
                %7 = sqrt %6 : f32[20, 30]
                %8 = div %4 %7 : f32[20, 30]
                %9 = sub %2 %8 : f32[20, 30]
                inputs %0 %1
                OUTPUT
                update %2 = %9
                update %3 = %6
                """;
        assertEquals("product add %6 of %4 & element sub %9", worksOf(adagrad.replace("OUTPUT\n", "")));
        String read = adagrad.replace("OUTPUT", "output gradient = %4");
        assertEquals("product matmul %4; element add %6 & element sub %9", worksOf(read));
    }

    /** A table of few rows, of which a caller says which: what is added to them is computed where it is added. */
    @Test
    void rowsAreAddedToASmallTableWhereTheyAreComputed() {
        Kernel k = only("""
                graph g
                %0 = input{label="x", type=f32[N, 30], bound=0} : f32[N, 30]
                %1 = input{label="relation", type=i32[N], bound=16} : i32[N]
                %2 = parameter{label="w", type=f32[16, 30], isTrainable=true} : f32[16, 30]
                %3 = exp %0 : f32[N, 30]
                %4 = addRows %2 %1 %3 : f32[16, 30]
                inputs %0 %1
                output y = %3
                update %2 = %4
                """);
        assertEquals("rows N: element exp %3 & scatter addRows %4", k.toString());
    }

    private static String worksOf(String text) {
        return Schedule.of(GraphText.parse(text, new Arena(), Catalogue::find)).kernels().stream().map(Kernel::toString)
                .map(k -> k.substring(k.indexOf(": ") + 2)).collect(Collectors.joining("; "));
    }
}
