package org.nablac.op;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Op;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

/** What the user reads when inputs do not fit. */
class ShapeErrorTest {

    private record Wrong(Op op, String inputs, String message) {
    }

    private static final List<Wrong> PRODUCTS = List.of(
            new Wrong(new MatMul(false, false), "f32[N, 784]; f32[128, 10]",
                    "matmul: inner dimensions differ: 784 is not 128; [784, n] would fit on the right"),
            new Wrong(new MatMul(false, true), "f32[N, 784]; f32[10, 128]",
                    "matmul: inner dimensions differ: 784 is not 128; [n, 784] would fit on the right"),
            new Wrong(new MatMul(true, false), "f32[8, K, N]; f32[8, 5, 10]",
                    "matmul: inner dimensions differ: K is not 5; [8, K, n] would fit on the right"),
            new Wrong(new MatMul(false, false), "f32[8, 2, 3]; f32[4, 3, 2]",
                    "matmul: batch axes differ: those of [8, 2, 3] are not those of [4, 3, 2]; broadcast one to the"
                            + " other"),
            new Wrong(new MatMul(false, false), "f32[8, 2, 3]; f32[3, 2]",
                    "matmul: batch axes differ: those of [8, 2, 3] are not those of [3, 2]; broadcast one to the"
                            + " other"),
            new Wrong(new MatMul(false, false), "f32[128]; f32[128, 10]",
                    "matmul: takes matrices: [128] has one axis; as a row [1, 128] or a column [128, 1] it is one"),
            new Wrong(new MatMul(false, false), "f32[2, 3]; f32[]",
                    "matmul: takes matrices: [] has no axis; as a row [1, 1] or a column [1, 1] it is one"),
            new Wrong(new MatMul(false, false), "i32[2, 3]; i32[3, 2]", "matmul: takes floats: given is i32"),
            new Wrong(new MatMul(false, false), "f32[2, 3]; f64[3, 2]",
                    "matmul: dtypes differ: f32 is not f64; nothing is widened silently, convert one"),
            new Wrong(new MatMul(false, false), "rows f32[2, 3]; f32[3, 2]",
                    "matmul: takes a dense tensor: given is rows f32[2, 3]"),
            new Wrong(new RowDot(), "f32[N, 3]; f32[N, 4]",
                    "dot: shapes differ: [N, 3] is not [N, 4]; broadcast one to the other"),
            new Wrong(new RowDot(), "f32[]; f32[]", "dot: takes rows: [] has no axis to sum over; [..., K] would fit"));

    private static final List<Wrong> MOVES = List.of(
            new Wrong(new Reshape(Shape.parse("[N, 100]")), "f32[N, 28, 28]",
                    "reshape: element counts differ: [N, 28, 28] has 784*N elements, [N, 100] has 100*N; [N, 784]"
                            + " would fit"),
            new Wrong(new Reshape(Shape.parse("[N, 5, 3]")), "f32[2*N, 3]",
                    "reshape: element counts differ: [2*N, 3] has 6*N elements, [N, 5, 3] has 15*N; [N, 2, 3] would"
                            + " fit"),
            new Wrong(new Reshape(Shape.parse("[7, 3]")), "f32[N, 4]",
                    "reshape: element counts differ: [N, 4] has 4*N elements, [7, 3] has 21; [4*N] would fit"),
            new Wrong(new Transpose(List.of(0, 0)), "f32[2, 3]",
                    "transpose: not an order of the axes: [0, 0] does not name each of the axes [0, 1] of [2, 3] once"),
            new Wrong(new Slice(1, Dim.of(4), Dim.of(7)), "f32[N, 10]",
                    "slice: reaches beyond the axis: [4, 11) does not lie within [0, 10), axis 1 of [N, 10]"),
            new Wrong(new Slice(0, Dim.ZERO, Dim.of(2)), "f32[N, 10]",
                    "slice: reaches beyond the axis: [0, 2) does not lie within [0, N), axis 0 of [N, 10]"),
            new Wrong(new Slice(0, Dim.of(-1), Dim.of(2)), "f32[4]",
                    "slice: reaches beyond the axis: [-1, 1) does not lie within [0, 4), axis 0 of [4]"),
            new Wrong(new Slice(2, Dim.ZERO, Dim.ONE), "f32[4, 4]",
                    "slice: no such axis: [4, 4] has the axes [0, 1], named are [2]"),
            new Wrong(new Concat(0), "f32[N, 3]; f32[M, 4]",
                    "concat: dimensions beside axis 0 differ: [M, 4] does not join [N, 3]; [n, 3] would fit"),
            new Wrong(new Concat(0), "f32[2]; i32[2]",
                    "concat: dtypes differ: f32 is not i32; nothing is widened silently, convert one"),
            new Wrong(new Broadcast(Shape.of(2, 3), List.of(0)), "rows f32[2]",
                    "broadcast: takes a dense tensor: given is rows f32[2]"),
            new Wrong(new MaxOver(List.of(1)), "f32[4]", "maxOver: no such axis: [4] has the axes [0], named are [1]"),
            new Wrong(new MaxOver(List.of(0)), "bool[4]", "maxOver: takes numbers: given are truth values"));

    private static final List<Wrong> ROWS = List.of(
            new Wrong(new Gather(), "f32[]; i32[N]", "gather: a table has rows: [] has no axis; [R, ...] would fit"),
            new Wrong(new Gather(), "f32[R, 3]; f32[N]", "gather: an index is i32: given is f32[N]"),
            new Wrong(new AddRows(), "f32[R, 3]; i32[N, M]; f32[N, 3]",
                    "addRows: the index is a list: [N, M] is not of the form [N]"),
            new Wrong(new SetRows(), "f32[R, 3]; i32[N]; f32[N, 4]",
                    "setRows: the rows do not fit: [N, 4] is not [N, 3]: one row [3] for each of [N]"),
            new Wrong(new RowSparse(Dim.of(9)), "i32[N]; f32[M, 3]",
                    "rowSparse: the rows do not fit: [M, 3] is not [N, 3]: one row [3] for each of [N]"),
            new Wrong(new FirstOccurrence(Dim.of(9)), "i32[]",
                    "firstOccurrence: the index is a list: [] is not of the form [N]"));

    private static final List<Wrong> COMPOSITES = List.of(
            new Wrong(new CrossEntropy(), "f32[N, 10]; i32[M]",
                    "crossEntropy: the indices do not fit: [M] is not [N]: one index for each list of 10 in [N, 10]"),
            new Wrong(new CrossEntropy(), "f32[N, 10]; f32[N]", "crossEntropy: an index is i32: given is f32[N]"),
            new Wrong(new Pick(), "f32[]; i32[]", "pick: nothing to choose from: [] has no axis; [..., C] would fit"),
            new Wrong(new ArgMax(0), "f32[0]", "argMax: nothing to choose from: axis 0 of [0] is empty"),
            new Wrong(new Softmax(1), "f32[N]", "softmax: no such axis: [N] has the axes [0], named are [1]"),
            new Wrong(new LogSumExp(List.of(0)), "i32[N]", "logSumExp: takes floats: given is i32"),
            new Wrong(new Mean(List.of(1, 0)), "f32[N, 2]",
                    "mean: no such axis: [N, 2] has the axes [0, 1], named are [1, 0]"),
            new Wrong(new SquaredError(), "f32[N]; f32[N, 1]",
                    "squaredError: shapes differ: [N] is not [N, 1]; broadcast one to the other"),
            new Wrong(new LogisticLoss(), "f32[N]; i32[N]",
                    "logisticLoss: takes floats: given is i32"),
            new Wrong(new CustomGradient(), "f32[]; f32[3]; f32[]; f32[4]",
                    "customGradient: gradient 1 does not fit: f32[4] is not f32[3], the type of input 1"),
            new Wrong(new CustomGradient(), "f32[]; f32[3]; f32[]",
                    "customGradient: one gradient for each input: given are 3 nodes; "
                            + "y, x1, …, xk, the cotangent, g1, …, gk would fit"));

    @Test
    void eachWrongShapeIsRefusedWithBothSidesAndWhatWouldFit() {
        assertAll(Stream.of(PRODUCTS, MOVES, ROWS, COMPOSITES).flatMap(List::stream).map(w -> () -> {
            List<TensorType> inputs = Arrays.stream(w.inputs().split(";")).map(TensorType::parse).toList();
            ShapeError e = assertThrows(ShapeError.class, () -> w.op().type(inputs), w.toString());
            assertEquals(w.message(), e.getMessage());
        }));
    }

    @Test
    void aRateOfDropoutBeyondOneIsRefused() {
        assertEquals("dropout: the rate is a share in [0, 1), not 1.0",
                assertThrows(UserError.class, () -> new Dropout(1, 0)).getMessage());
        assertThrows(UserError.class, () -> new Dropout(Double.NaN, 0));
        assertThrows(UserError.class, () -> new Dropout(-0.1, 0));
    }

    @Test
    void nothingCannotBeConcatenated() {
        assertEquals("concat: nothing to join: it takes at least one tensor",
                assertThrows(ShapeError.class, () -> Concat.concat(List.of(), 0)).getMessage());
    }
}
