package org.nablac.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphText;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Catalogue;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;
import org.nablac.testing.Case;
import org.nablac.testing.Forms;

/** Graphs that are hard to compile, each for one reason. Float inputs are random, whole numbers go from −1 to 1. */
class SmallGraphsTest {

    @Test
    void aReductionOverNoAxesDoesNotShareLoopsWithOneOverAll() {
        agree("""
                graph g
                %0 = input{label="x", type=f64[N, N], bound=0} : f64[N, N]
                %1 = input{label="y", type=f64[N, N], bound=0} : f64[N, N]
                %2 = sum{axes=[1]} %1 : f64[N]
                %3 = maxOver{axes=[]} %0 : f64[N, N]
                inputs %0 %1
                output a = %2
                output b = %3
                """);
    }

    @Test
    void rowsAreGatheredFromATableThatIsNotHeld() {
        agree("""
                graph g
                %0 = iota{dtype=f64, shape=[2, 3], axis=1} : f64[2, 3]
                %1 = input{label="i", type=i32[N], bound=0} : i32[N]
                %2 = constant{dtype=i32, value=-1.0} : i32[]
                %3 = broadcast{shape=[N], axes=[]} %2 : i32[N]
                %4 = maximum %1 %3 : i32[N]
                %5 = gather %0 %4 : f64[N, 3]
                inputs %1
                output rows = %5
                """);
    }

    @Test
    void aRowIsGatheredFromATableOfOneNumber() {
        agree("""
                graph g
                %0 = input{label="x", type=f64[1], bound=0} : f64[1]
                %1 = input{label="y", type=f64[1], bound=0} : f64[1]
                %2 = sum{axes=[0]} %0 : f64[]
                %3 = reshape{shape=[1]} %2 : f64[1]
                %4 = div %3 %1 : f64[1]
                %5 = constant{dtype=i32, value=-1.0} : i32[]
                %6 = broadcast{shape=[1], axes=[]} %5 : i32[1]
                %7 = gather %4 %6 : f64[1]
                %8 = add %7 %4 : f64[1]
                inputs %0 %1
                output row = %8
                """);
    }

    @Test
    void whatIsBetweenTwoRowWritesMayBeWantedOutside() {
        agree("""
                graph g
                %0 = parameter{label="p", type=f64[N, 2], isTrainable=true} : f64[N, 2]
                %1 = iota{dtype=i32, shape=[N], axis=0} : i32[N]
                %2 = input{label="x", type=f64[N, 2], bound=0} : f64[N, 2]
                %3 = addRows %0 %1 %2 : f64[N, 2]
                %4 = addRows %3 %1 %2 : f64[N, 2]
                inputs %2
                output between = %3
                update %0 = %4
                """);
    }

    private static void agree(String text) {
        for (int n : new int[] {1, 2, 5}) {
            Graph g = GraphText.parse(text, new Arena(), Catalogue::find);
            Sizes sizes = Sizes.of("N", n);
            SplittableRandom random = new SplittableRandom(n);
            Map<String, HostArray> values = new HashMap<>();
            List<Node> all = new ArrayList<>(g.roots());
            all.addAll(g.inputs());
            all.addAll(g.updates().keySet());
            for (Node leaf : Graph.reachable(all)) {
                if (leaf.op() instanceof Leaf.Stored s) {
                    HostArray a = HostArray.zeros(leaf.type().dtype(), leaf.shape().values(sizes));
                    for (int i = 0; i < a.count(); i++) {
                        a.data()[i] = leaf.type().dtype() == DType.F64 ? random.nextDouble(-2, 2)
                                : random.nextInt(-1, 2);
                    }
                    values.put(s.label(), a);
                }
            }
            assertEquals("", Forms.fault(new Case(g, new Evaluation(values, sizes, 1, 1), Map.of())));
        }
    }
}
