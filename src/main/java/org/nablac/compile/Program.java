package org.nablac.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Tree;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.lower.Argument;
import org.nablac.lower.KernelCode;
import org.nablac.lower.Lower;
import org.nablac.lower.Lowered;
import org.nablac.lower.examples.ExampleLoop;
import org.nablac.schedule.Block;
import org.nablac.schedule.MemoryPlan;
import org.nablac.schedule.Schedule;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * One computation of the class, as kernels, and the arrays of its workspace.
 *
 * @param name what its functions' names begin with
 * @param graph what is computed
 * @param inputs the caller's inputs, in order, as leaves of this graph
 * @param code its kernels
 * @param places for each argument that is an array of the workspace: which one
 * @param arrays the arrays of the workspace
 * @param loop its kernel in a loop over examples, if it is the step of one example and has but one kernel
 * @param schedule what the kernels were made from
 * @param room bytes that what is held for a block of rows may have
 */
record Program(String name, Graph graph, List<Node> inputs, Lowered code, Map<Argument, Integer> places,
               List<Array> arrays, Optional<KernelCode> loop, Schedule schedule, long room) {
    /**
     * An array of the workspace: truth values are held as ints.
     *
     * @param size how many elements; of each row, if it holds those of a block
     * @param block whose rows it holds
     */
    record Array(DType dtype, Dim size, Optional<Block> block) {
        Array(DType dtype, Dim size) {
            this(dtype, size, Optional.empty());
        }
    }

    /** What the arrays of the inputs hold. */
    enum Inputs {
        /** What is computed with. */
        WHOLE,
        /** All examples, of which one is looked at. */
        ONE_OF_ALL,
        /** All examples, of which those of a batch are looked at, which lie side by side. */
        SOME_OF_ALL
    }

    /**
     * @param held what its inputs hold
     * @param room bytes that what is held for a block of rows may have
     * @param stages is told of scheduling and lowering
     */
    static Program of(String name, Graph graph, Inputs held, long room, Stages stages) {
        Schedule schedule = stages.time(graph.name(), "schedule",
                () -> held == Inputs.ONE_OF_ALL ? Schedule.of(graph) : Schedule.of(graph, room),
                s -> Stages.count(s.kernels().size(), "kernel"));
        return of(name, schedule, held, room, stages);
    }

    /** Whether it holds whole what there is no room for if the rows are many. */
    boolean isWide() {
        return !schedule.wide(room).isEmpty();
    }

    /**
     * The same for more rows than there is room for; nothing if it does not hold for a block of them something that
     * this one holds whole.
     *
     * @param many what its functions' names begin with
     * @param rowByRow what is computed, as the pass for such programs left it
     * @param held what its inputs hold
     */
    Optional<Program> forManyRows(String many, Graph rowByRow, Inputs held, Stages stages) {
        Schedule found = stages.time(rowByRow.name(), "schedule", () -> Schedule.ofManyRows(rowByRow, room),
                s -> Stages.count(s.kernels().size(), "kernel"));
        Set<Node> whole = schedule.wide(room);
        Set<Node> left = found.wide(room);
        return left.size() < whole.size() && whole.containsAll(left)
                ? Optional.of(of(many, found, held, room, stages)) : Optional.empty();
    }

    private static Program of(String name, Schedule schedule, Inputs held, long room, Stages stages) {
        Graph graph = schedule.graph();
        Set<Node> examples = new LinkedHashSet<>();
        for (Node i : graph.inputs()) {
            if (held != Inputs.WHOLE && i.type().rank() > 0) {
                examples.add(i);
            }
        }
        Lowered code = stages.time(graph.name(), "lower", () -> Lower.oneByOne(schedule, name + "_", examples),
                c -> Stages.count(c.kernels().size(), "function"));
        boolean isOne = held == Inputs.ONE_OF_ALL && code.kernels().size() == 1 && code.sweep().isEmpty()
                && schedule.block(0).isEmpty();
        Optional<KernelCode> loop = isOne ? ExampleLoop.around(code.kernels().get(0), name + "s") : Optional.empty();
        Map<Argument, Integer> places = new LinkedHashMap<>();
        List<Array> arrays = new ArrayList<>();
        for (KernelCode k : functions(all(code), loop)) {
            for (Argument a : arguments(k)) {
                if (!places.containsKey(a)) {
                    switch (a) {
                        case Argument.Slot s -> {
                            MemoryPlan.Slot slot = schedule.memory().slots().get(s.slot());
                            place(a, new Array(slot.dtype(), slot.size(), slot.block()), places, arrays);
                        }
                        case Argument.Scratch s -> place(a, new Array(s.dtype(), s.size()), places, arrays);
                        case Argument.Marks m -> place(a, new Array(DType.I32, m.size()), places, arrays);
                        case Argument.Nonzeros n -> place(a, new Array(DType.I32, n.size()), places, arrays);
                        case Argument.Output o -> place(a, output(graph.outputs().get(o.name())), places, arrays);
                        case Argument.Leaf l -> { }
                        case Argument.Size s -> { }
                        case Argument.First f -> { }
                        case Argument.Last l -> { }
                        case Argument.BlockFirst f -> { }
                        case Argument.BlockLast l -> { }
                        case Argument.Example e -> { }
                        case Argument.Next e -> { }
                        case Argument.Seed s -> { }
                        case Argument.Step s -> { }
                        case Argument.OfLoop l -> { }
                        case Argument.Stream s -> { }
                    }
                }
            }
        }
        return new Program(name, graph, graph.inputs(), code, places, arrays, loop, schedule, room);
    }

    /** The same without the form for {@code width} lanes of the kernels with these names. */
    Program without(int width, Set<String> names) {
        Lowered kept = new Lowered(code.kernels().stream().map(k -> without(k, width, names)).toList(),
                code.sweep().map(s -> new Lowered.Ahead(s.first(), without(s.kernel(), width, names))), code.does());
        return new Program(name, graph, inputs, kept, places, arrays, loop.map(k -> without(k, width, names)), schedule,
                room);
    }

    private static KernelCode without(KernelCode k, int width, Set<String> names) {
        Map<Integer, KernelCode.Variant> lanes = new LinkedHashMap<>(k.lanes());
        lanes.values().removeIf(v -> v == k.lanes().get(width)
                && Tree.functions(v.function()).stream().anyMatch(f -> names.contains(f.name())));
        return new KernelCode(k.function(), k.arguments(), k.range(), k.cut(), lanes);
    }

    /** Whether threads share its kernels: some can be done in parts, and none looks ahead to another example. */
    boolean canBeShared() {
        return code.sweep().isEmpty() && code.kernels().stream().anyMatch(k -> k.range().isPresent());
    }

    /** All its kernels, that between two examples too. */
    List<KernelCode> kernels() {
        return all(code);
    }

    /** Its kernels, and the loop. */
    List<KernelCode> functions() {
        return functions(kernels(), loop);
    }

    private static List<KernelCode> functions(List<KernelCode> kernels, Optional<KernelCode> loop) {
        List<KernelCode> all = new ArrayList<>(kernels);
        loop.ifPresent(all::add);
        return all;
    }

    private static List<KernelCode> all(Lowered code) {
        List<KernelCode> all = new ArrayList<>(code.kernels());
        code.sweep().ifPresent(s -> all.add(s.kernel()));
        return all;
    }

    /** Those of all forms of a kernel. */
    private static Set<Argument> arguments(KernelCode k) {
        Set<Argument> all = new LinkedHashSet<>(k.arguments());
        k.lanes().values().forEach(v -> all.addAll(v.arguments()));
        return all;
    }

    private static Array output(Node n) {
        return new Array(n.type().dtype() == DType.BOOL ? DType.I32 : n.type().dtype(), n.shape().count());
    }

    private static void place(Argument a, Array array, Map<Argument, Integer> places, List<Array> arrays) {
        places.put(a, arrays.size());
        arrays.add(array);
    }

    /** Named sizes that its kernels, its workspace or its inputs depend on. */
    Set<String> sizes() {
        Set<String> names = new LinkedHashSet<>();
        arrays.forEach(a -> names.addAll(a.size().names()));
        kernels().forEach(k -> arguments(k).forEach(a -> {
            if (a instanceof Argument.Size s) {
                names.add(s.name());
            }
        }));
        schedule.blocks().forEach(b -> names.addAll(b.rows().names()));
        kernels().forEach(k -> k.range().ifPresent(r -> names.addAll(r.extent().names())));
        inputs().forEach(i -> i.shape().dims().forEach(d -> names.addAll(d.names())));
        return names;
    }

    /** The stored leaves of the model that it reads or writes. */
    static boolean isPersistent(Node leaf) {
        return leaf.op() instanceof Leaf.Stored s && s.isPersistent();
    }
}
