package org.nablac.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
import org.nablac.graph.GraphText;
import org.nablac.graph.Node;
import org.nablac.op.Catalogue;
import org.nablac.schedule.MemoryPlan.Storage;

/** Which nodes share an array. */
class MemoryPlanTest {
    private static final String INPUTS = """
            graph g
            %0 = input{label="x", type=f32[N, M], bound=0} : f32[N, M]
            %1 = input{label="w", type=f32[M, M], bound=0} : f32[M, M]
            %2 = input{label="i", type=i32[K], bound=0} : i32[K]
            %3 = input{label="v", type=f32[K, M], bound=0} : f32[K, M]
            """;

    private static Schedule schedule(String text) {
        return Schedule.of(GraphText.parse(INPUTS + text, new Arena(), Catalogue::find));
    }

    /** The slot of the first node of this op. */
    private static int slot(Schedule s, String op) {
        Node first = s.graph().nodes().stream().filter(n -> n.op().name().equals(op)).findFirst().orElseThrow();
        assertTrue(s.memory().storage().get(first) instanceof Storage.InSlot, s::toString);
        return ((Storage.InSlot) s.memory().storage().get(first)).slot();
    }

    private static String works(Schedule s, Class<? extends Work> kind) {
        return s.kernels().stream().flatMap(k -> k.works().stream()).filter(kind::isInstance)
                .map(w -> w.node().op().name()).collect(Collectors.joining(" "));
    }

    @Test
    void aNodeThatIsComputedWhereItsOperandDiesIsWrittenOverIt() {
        Schedule s = schedule("""
                %4 = matmul{transposeLeft=false, transposeRight=false} %0 %1 : f32[N, M]
                %5 = maxOver{axes=[1]} %4 : f32[N]
                %6 = broadcast{shape=[N, M], axes=[0]} %5 : f32[N, M]
                %7 = sub %4 %6 : f32[N, M]
                %8 = matmul{transposeLeft=true, transposeRight=false} %7 %7 : f32[M, M]
                inputs %0 %1 %2 %3
                output y = %8
                """);
        assertEquals(slot(s, "matmul"), slot(s, "sub"), s::toString);
    }

    @Test
    void whatIsReadAtOtherElementsIsNotWrittenOver() {
        Schedule s = schedule("""
                %4 = matmul{transposeLeft=false, transposeRight=false} %1 %1 : f32[M, M]
                %5 = transpose{permutation=[1, 0]} %4 : f32[M, M]
                %6 = tanh %5 : f32[M, M]
                %7 = add %4 %6 : f32[M, M]
                %8 = matmul{transposeLeft=true, transposeRight=true} %7 %7 : f32[M, M]
                inputs %0 %1 %2 %3
                output y = %8
                """);
        assertNotEquals(slot(s, "matmul"), slot(s, "add"), s::toString);
    }

    @Test
    void rowsAreAddedInTheTablesOwnArrayWhereNobodyWantsTheTableAfterwards() {
        Schedule s = schedule("""
                %4 = matmul{transposeLeft=true, transposeRight=false} %0 %0 : f32[M, M]
                %5 = addRows %4 %2 %3 : f32[M, M]
                %6 = setRows %5 %2 %3 : f32[M, M]
                %7 = matmul{transposeLeft=false, transposeRight=false} %6 %1 : f32[M, M]
                inputs %0 %1 %2 %3
                output y = %7
                """);
        assertEquals("", works(s, Work.Fill.class), s::toString);
        assertEquals(slot(s, "addRows"), slot(s, "setRows"));
        assertEquals(1, s.memory().slots().size(), s::toString);
    }

    @Test
    void aTableThatIsWantedBesideItsNewRowsIsCopied() {
        Schedule s = schedule("""
                %4 = matmul{transposeLeft=true, transposeRight=false} %0 %0 : f32[M, M]
                %5 = addRows %4 %2 %3 : f32[M, M]
                %6 = matmul{transposeLeft=false, transposeRight=false} %5 %4 : f32[M, M]
                inputs %0 %1 %2 %3
                output y = %6
                """);
        assertEquals("addRows", works(s, Work.Fill.class), s::toString);
    }

    @Test
    void aTableThatOthersHaveReadBeforeIsNotCopied() {
        Schedule s = schedule("""
                %4 = matmul{transposeLeft=true, transposeRight=false} %0 %0 : f32[M, M]
                %5 = sum{axes=[0, 1]} %4 : f32[]
                %6 = addRows %4 %2 %3 : f32[M, M]
                %7 = matmul{transposeLeft=false, transposeRight=false} %6 %1 : f32[M, M]
                inputs %0 %1 %2 %3
                output sum = %5
                output y = %7
                """);
        assertEquals("", works(s, Work.Fill.class), s::toString);
    }
}
