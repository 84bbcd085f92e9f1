package org.nablac.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.op.Add;
import org.nablac.op.AddRows;
import org.nablac.op.Broadcast;
import org.nablac.op.Concat;
import org.nablac.op.Constant;
import org.nablac.op.Gather;
import org.nablac.op.Input;
import org.nablac.op.MatMul;
import org.nablac.op.Mul;
import org.nablac.op.Parameter;
import org.nablac.op.SetRows;
import org.nablac.op.Slice;
import org.nablac.op.Sub;
import org.nablac.op.Sum;
import org.nablac.op.Tanh;
import org.nablac.op.Transpose;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;

/**
 * Random training steps, hard on whoever writes updates in place: square tables of one size, each updated from the old
 * values of several, element by element, transposed, turned upside down, gathered, multiplied, with rows added or put.
 */
public final class RandomSteps {
    private static final DType F64 = DType.F64;

    private final RandomGenerator random;
    private final Arena arena = new Arena();
    private final Dim size;
    private final Dim examples;
    private final Sizes sizes;
    private final Map<String, HostArray> given = new HashMap<>();
    private final List<Node> tables = new ArrayList<>();
    private final List<Node> indices = new ArrayList<>();
    private final List<Node> rows = new ArrayList<>();

    private RandomSteps(long seed) {
        this.random = new SplittableRandom(seed);
        int n = 1 + random.nextInt(5);
        int examples = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(19);
        this.sizes = Sizes.of("n", n).with("N", examples);
        this.size = random.nextBoolean() ? Dim.of(n) : Dim.named("n");
        this.examples = random.nextBoolean() ? Dim.of(examples) : Dim.named("N");
    }

    /** The step of this seed. */
    public static Case of(long seed) {
        return new RandomSteps(seed).step();
    }

    private Case step() {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            tables.add(table(Parameter.parameter(arena, "p" + i, square()), "p" + i));
        }
        List<Node> inputs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            indices.add(Input.index(arena, "i" + i, new Shape(List.of(examples)), size));
            HostArray index = HostArray.zeros(DType.I32, size(examples));
            for (int e = 0; e < index.count(); e++) {
                index.data()[e] = random.nextInt(size(size));
            }
            given.put("i" + i, index);
            rows.add(table(Input.input(arena, "x" + i, new TensorType(F64, new Shape(List.of(examples, size)))),
                    "x" + i));
        }
        inputs.addAll(indices);
        inputs.addAll(rows);
        Map<Node, Node> updates = new LinkedHashMap<>();
        for (Node p : List.copyOf(tables)) {
            if (random.nextInt(5) > 0) {
                updates.put(p, update(p));
            }
        }
        Map<String, Node> outputs = new LinkedHashMap<>();
        outputs.put("loss", Sum.sum(random.nextBoolean() ? square(2) : perRow(2)));
        if (random.nextInt(4) == 0) {
            outputs.put("value", updates.isEmpty() ? square(1) : updates.values().iterator().next());
        }
        List<Node> between = updates.values().stream().filter(v -> v.op() instanceof Rows.Write).map(v -> v.input(0))
                .toList();
        if (!between.isEmpty() && random.nextInt(4) == 0) {
            outputs.put("between", any(between));
        }
        return new Case(new Graph("step", arena, inputs, outputs, updates), new Evaluation(given, sizes, 1, 1),
                Map.of());
    }

    private Node update(Node p) {
        return switch (random.nextInt(8)) {
            case 0 -> any(tables);
            case 1, 2 -> Sub.sub(p, Mul.mul(Constant.constantLike(p, 0.125), square(3)));
            case 3 -> AddRows.addRows(p, index(), perRow(2));
            case 4 -> SetRows.setRows(p, index(), perRow(2));
            case 5 -> AddRows.addRows(AddRows.addRows(p, any(indices), perRow(2)), any(indices), perRow(2));
            case 6 -> AddRows.addRows(SetRows.setRows(any(tables), any(indices), perRow(1)), index(), perRow(2));
            default -> square(3);
        };
    }

    /** Values of a table's shape. */
    private Node square(int depth) {
        Node x = depth == 0 ? any(tables) : square(depth - 1);
        return remembered(tables, switch (random.nextInt(depth == 0 ? 2 : 12)) {
            case 0, 1 -> x;
            case 2 -> Transpose.transpose(x, List.of(1, 0));
            case 3 -> Tanh.tanh(x);
            case 4 -> Add.add(x, square(depth - 1));
            case 5 -> Tanh.tanh(MatMul.matmul(x, square(depth - 1), random.nextBoolean(), random.nextBoolean()));
            case 6 -> rolled(x);
            case 7 -> Broadcast.broadcast(Tanh.tanh(Sum.sum(x, List.of(random.nextInt(2)))), x.shape());
            case 8 -> AddRows.addRows(x, index(), perRow(depth - 1));
            case 9 -> Tanh.tanh(MatMul.matmul(perRow(depth - 1), perRow(depth - 1), true, false));
            case 10 -> Mul.mul(Constant.constantLike(x, 0.5), x);
            default -> SetRows.setRows(x, index(), perRow(depth - 1));
        });
    }

    /** The first row goes to the end. */
    private Node rolled(Node x) {
        Node rest = Slice.slice(x, 0, Dim.ONE, size.minus(Dim.ONE));
        return Concat.concat(List.of(rest, Slice.slice(x, 0, Dim.ZERO, Dim.ONE)), 0);
    }

    /** One row for each example. */
    private Node perRow(int depth) {
        return remembered(rows, switch (random.nextInt(depth == 0 ? 3 : 6)) {
            case 0 -> any(rows);
            case 1, 2 -> Gather.gather(depth == 0 ? any(tables) : square(depth - 1), index());
            case 3 -> Tanh.tanh(MatMul.matmul(perRow(depth - 1), square(depth - 1)));
            case 4 -> Sub.sub(perRow(depth - 1), perRow(depth - 1));
            default -> Mul.mul(Constant.constantLike(any(rows), 0.25), perRow(depth - 1));
        });
    }

    private Node index() {
        Node index = any(indices);
        return random.nextInt(4) == 0 ? Sub.sub(index, Constant.constantLike(index, 0)) : index;
    }

    /** Half of what is made is used again. */
    private Node remembered(List<Node> all, Node n) {
        if (random.nextInt(4) == 0) {
            all.add(n);
        }
        return n;
    }

    private Node any(List<Node> of) {
        return of.get(random.nextInt(of.size()));
    }

    private TensorType square() {
        return new TensorType(F64, new Shape(List.of(size, size)));
    }

    private Node table(Node leaf, String label) {
        HostArray value = HostArray.zeros(F64, leaf.shape().values(sizes));
        for (int i = 0; i < value.count(); i++) {
            value.data()[i] = 2 * random.nextDouble() - 1;
        }
        given.put(label, value);
        return leaf;
    }

    private int size(Dim d) {
        return (int) d.value(sizes);
    }
}
