package org.nablac.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
import org.nablac.graph.GraphText;
import org.nablac.op.Catalogue;

/** Which left operands of matrix products are stored, and which the products compute themselves. */
class StoringTest {
    /** Standardised examples, the product with a weight, and the product of its gradient. */
    private static final String STANDARDISED = """
            graph g
            %0 = input{label="x", type=f32[N, 20], bound=0} : f32[N, 20]
            %1 = input{label="mean", type=f32[20], bound=0} : f32[20]
            %2 = parameter{label="scale", type=f32[20], isTrainable=true} : f32[20]
            %3 = parameter{label="w", type=f32[20, 30], isTrainable=true} : f32[20, 30]
            %4 = input{label="d", type=f32[N, 30], bound=0} : f32[N, 30]
            %5 = broadcast{shape=[N, 20], axes=[1]} %1 : f32[N, 20]
            %6 = broadcast{shape=[N, 20], axes=[1]} %2 : f32[N, 20]
            %7 = sub %0 %5 : f32[N, 20]
            %8 = mul %7 %6 : f32[N, 20]
            """;
    private static final String FORWARD =
            "%9 = matmul{transposeLeft=false, transposeRight=false} %8 %3 : f32[N, 30]\n";
    private static final String BACKWARD =
            "%10 = matmul{transposeLeft=true, transposeRight=false} %8 %4 : f32[20, 30]\n";
    private static final String INPUTS = "inputs %0 %1 %4\n";

    private static String worksOf(String text) {
        return Schedule.of(GraphText.parse(text, new Arena(), Catalogue::find)).kernels().stream().map(Kernel::toString)
                .map(k -> k.substring(k.indexOf(": ") + 2)).collect(Collectors.joining("; "));
    }

    @Test
    void whatOneProductReadsAsItsLeftOperandItComputesItself() {
        assertEquals("product matmul %9", worksOf(STANDARDISED + FORWARD + INPUTS + "output y = %9\n"));
        String backward = STANDARDISED + BACKWARD.replace("%10", "%9") + INPUTS + "output dw = %9\n";
        assertEquals("product matmul %9", worksOf(backward.replace("[N", "[64")));
    }

    /** An array for some lines of the operand would be as long as there are examples, for each thread. */
    @Test
    void whatIsSummedOverAsManyTermsAsACallHasIsStored() {
        String backward = STANDARDISED + BACKWARD.replace("%10", "%9") + INPUTS + "output dw = %9\n";
        assertEquals("element mul %8; product matmul %9", worksOf(backward));
        assertEquals("element mul %8; product matmul %9", worksOf(backward.replace("[N", "[5000")));
    }

    @Test
    void whatSeveralProductsReadIsStored() {
        String both = STANDARDISED + FORWARD + BACKWARD + INPUTS + "output y = %9\noutput dw = %10\n";
        assertEquals("element mul %8; product matmul %9; product matmul %10", worksOf(both.replace("[N", "[64")));
    }

    @Test
    void whatAnotherKernelReadsTooIsStored() {
        assertEquals("element mul %8; product matmul %9; fold sum %10", worksOf(STANDARDISED + FORWARD
                + "%10 = sum{axes=[0]} %8 : f32[20]\n" + INPUTS + "output y = %9\noutput sums = %10\n"));
        assertEquals("element mul %8; product matmul %9",
                worksOf(STANDARDISED + FORWARD + INPUTS + "output y = %9\noutput standardised = %8\n"));
    }

    @Test
    void aRightOperandIsStored() {
        assertEquals("element mul %8; product matmul %9", worksOf(STANDARDISED
                + "%9 = matmul{transposeLeft=true, transposeRight=false} %4 %8 : f32[30, 20]\n" + INPUTS
                + "output y = %9\n"));
        assertEquals("element mul %8; product matmul %9; product matmul %10", worksOf(STANDARDISED + FORWARD
                + "%10 = matmul{transposeLeft=true, transposeRight=false} %8 %8 : f32[20, 20]\n" + INPUTS
                + "output y = %9\noutput squares = %10\n"));
    }

    @Test
    void whatIsDearIsStored() {
        assertEquals("element tanh %8; product matmul %9", worksOf(STANDARDISED.replace("mul %7 %6", "tanh %7")
                + FORWARD + INPUTS + "output y = %9\n"));
    }

    /** The columns are done some at a time, and each time the left operand is read again. */
    @Test
    void whatMeetsManyColumnsIsStored() {
        for (String columns : new String[] {"M", "5000"}) {
            assertEquals("element mul %8; product matmul %9",
                    worksOf((STANDARDISED + FORWARD).replace(", 30]", ", " + columns + "]") + INPUTS
                            + "output y = %9\n"));
        }
    }

    @Test
    void whatFinishesAnotherProductIsStored() {
        assertEquals("product relu %4 of %3; product matmul %5", worksOf("""
                graph g
                %0 = input{label="x", type=f32[N, 20], bound=0} : f32[N, 20]
                %1 = parameter{label="v", type=f32[20, 30], isTrainable=true} : f32[20, 30]
                %2 = parameter{label="w", type=f32[30, 20], isTrainable=true} : f32[30, 20]
                %3 = matmul{transposeLeft=false, transposeRight=false} %0 %1 : f32[N, 30]
                %4 = relu %3 : f32[N, 30]
                %5 = matmul{transposeLeft=false, transposeRight=false} %4 %2 : f32[N, 20]
                inputs %0
                output y = %5
                """));
    }
}
