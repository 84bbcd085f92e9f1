package org.nablac.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphText;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Catalogue;
import org.nablac.schedule.Block;
import org.nablac.schedule.Schedule;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;
import org.nablac.testing.Case;
import org.nablac.testing.CompiledGraph;
import org.nablac.testing.Oracle;
import org.nablac.testing.RandomGraphs;
import org.nablac.testing.RandomSteps;

/** Kernels that run for a block of rows at a time beside the same kernels for all rows: every bit. */
class BlocksTest {
    private static final int SEEDS = Integer.getInteger("seeds", 4000);

    private static Schedule inBlocks(Graph g) {
        return Schedule.of(g, 1);
    }

    @Test
    void randomGraphsHaveTheSameBitsInBlocks() {
        int found = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Case c = seed % 4 == 0 ? RandomGraphs.of(seed, DType.F32) : RandomSteps.of(seed);
            Graph g = Oracle.expanded(c.graph());
            Schedule schedule = inBlocks(g);
            if (!schedule.blocks().isEmpty()) {
                found++;
                Map<String, HostArray> whole = new CompiledGraph(Schedule.of(g), "whole").run(c.evaluation());
                CompiledGraph blocks = new CompiledGraph(schedule, "blocks", 1 + (int) (seed % 5));
                assertEquals(whole, blocks.run(c.evaluation()), () -> c + "\n" + blocks);
            }
        }
        assertTrue(found > SEEDS / 40, "only " + found + " graphs in blocks");
    }

    private static Evaluation evaluation(Graph g, Sizes sizes, Random random) {
        Map<String, HostArray> values = new HashMap<>();
        for (Node n : g.nodes()) {
            if (n.op() instanceof Leaf.Stored s) {
                HostArray a = HostArray.zeros(n.type().dtype(), n.shape().values(sizes));
                for (int i = 0; i < a.count(); i++) {
                    a.data()[i] = n.type().dtype() == DType.I32 ? random.nextInt(sizes.get("M"))
                            : (float) random.nextGaussian();
                }
                values.put(s.label(), a);
            }
        }
        return new Evaluation(values, sizes, 1, 1);
    }

    /** Scores against a table, their softmax, and the gradients of both operands. */
    private static final String TABLE = """
            graph g
            %0 = input{label="x", type=f32[N, 20], bound=0} : f32[N, 20]
            %1 = parameter{label="e", type=f32[M, 20], isTrainable=true} : f32[M, 20]
            %2 = input{label="y", type=i32[N], bound=M} : i32[N]
            %3 = matmul{transposeLeft=false, transposeRight=true} %0 %1 : f32[N, M]
            %4 = maxOver{axes=[1]} %3 : f32[N]
            %5 = broadcast{shape=[N, M], axes=[0]} %4 : f32[N, M]
            %6 = sub %3 %5 : f32[N, M]
            %7 = exp %6 : f32[N, M]
            %8 = sum{axes=[1]} %7 : f32[N]
            %9 = broadcast{shape=[N, M], axes=[0]} %8 : f32[N, M]
            %10 = div %7 %9 : f32[N, M]
            %11 = iota{dtype=i32, shape=[N, M], axis=1} : i32[N, M]
            %12 = broadcast{shape=[N, M], axes=[0]} %2 : i32[N, M]
            %13 = equal %11 %12 : bool[N, M]
            %14 = convert{dtype=f32} %13 : f32[N, M]
            %15 = sub %10 %14 : f32[N, M]
            %16 = sizeOf{dtype=f32, dim=N} : f32[]
            %17 = broadcast{shape=[N, M], axes=[]} %16 : f32[N, M]
            %18 = div %15 %17 : f32[N, M]
            %19 = matmul{transposeLeft=false, transposeRight=false} %18 %1 : f32[N, 20]
            %20 = matmul{transposeLeft=true, transposeRight=false} %18 %0 : f32[M, 20]
            %21 = log %8 : f32[N]
            %22 = sum{axes=[0]} %21 : f32[]
            """;

    private static Graph graph(String text) {
        return GraphText.parse(text, new Arena(), Catalogue::find);
    }

    private static void check(String text, int wanted) {
        check(text, wanted, 1, new int[] {1, 3, 16}, new int[] {1, 2, 15, 16, 17, 35, 48});
    }

    private static void check(String text, int wanted, int least, int[] heights, int[] examples) {
        Graph g = graph(text);
        Schedule schedule = inBlocks(g);
        assertEquals(wanted, schedule.blocks().stream().mapToInt(b -> b.end() - b.first()).sum(),
                schedule::toString);
        Random random = new Random(20261123);
        CompiledGraph whole = new CompiledGraph(Schedule.of(g), "whole");
        for (int height : heights) {
            CompiledGraph blocks = new CompiledGraph(schedule, "blocks", height);
            for (int n : examples) {
                Evaluation e = evaluation(g, Sizes.of("N", n).with("M", least + 7 * n % 40), random);
                Map<String, HostArray> all = whole.run(e);
                assertEquals(all, blocks.run(e), () -> n + " rows, " + height + " at a time\n" + blocks);
                for (int lanes : KernelCode.WIDTHS) {
                    assertEquals(all, blocks.runLanes(e, lanes),
                            () -> n + " rows, " + height + " at a time, " + lanes + " lanes\n" + blocks);
                    assertEquals(all, blocks.runLanesInParts(e, lanes, random),
                            () -> n + " rows, " + height + " at a time, " + lanes + " lanes, in parts\n" + blocks);
                }
            }
        }
    }

    @Test
    void aWideTablesScoresAndTheirGradientsAreTheSame() {
        check(TABLE.replace(", 20]", ", 37]") + """
                inputs %0 %2
                output dx = %19
                output de = %20
                output loss = %22
                """, 4, 64, new int[] {17, 80, 290}, new int[] {16, 81, 600});
    }

    @Test
    void aTablesScoresAndTheirGradientsAreTheSame() {
        check(TABLE + """
                inputs %0 %2
                output dx = %19
                output de = %20
                output loss = %22
                """, 4);
    }

    @Test
    void anUpdateThatFinishesASumOverTheRowsWaitsForTheLastBlock() {
        check(TABLE + """
                %23 = constant{dtype=f32, value=0.5} : f32[]
                %24 = broadcast{shape=[M, 20], axes=[]} %23 : f32[M, 20]
                %25 = mul %24 %20 : f32[M, 20]
                %26 = sub %1 %25 : f32[M, 20]
                inputs %0 %2
                output dx = %19
                output loss = %22
                update %1 = %26
                """, 4);
    }

    @Test
    void scoresOfATableThatTheirSumOverTheRowsReplacesAreWhole() {
        Schedule s = inBlocks(graph(TABLE + """
                inputs %0 %2
                output loss = %22
                update %1 = %20
                """));
        assertEquals(List.of(), s.blocks(), s::toString);
    }

    @Test
    void scoresThatAreWantedAreWhole() {
        Schedule s = inBlocks(graph(TABLE + """
                inputs %0 %2
                output scores = %3
                output loss = %22
                """));
        assertEquals(List.of(), s.blocks(), s::toString);
    }

    @Test
    void scoresOfWhichAllRowsAreNeededAreWhole() {
        Schedule s = inBlocks(graph(TABLE + """
                %23 = sum{axes=[0]} %3 : f32[M]
                inputs %0 %2
                output columns = %23
                output de = %20
                """));
        assertTrue(s.blocks().stream().map(Block::held).flatMap(Set::stream)
                .noneMatch(n -> n.op().name().equals("matmul") && n.shape().dim(0).toString().equals("N")
                        && n.shape().dim(1).toString().equals("M")), s::toString);
    }
}
