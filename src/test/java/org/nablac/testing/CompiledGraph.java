package org.nablac.testing;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.nablac.code.ClassCode;
import org.nablac.code.Verify;
import org.nablac.emit.Bytecode;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.lower.Argument;
import org.nablac.lower.KernelCode;
import org.nablac.lower.Lower;
import org.nablac.schedule.Block;
import org.nablac.schedule.MemoryPlan;
import org.nablac.schedule.Schedule;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;

/** A graph of primitives as compiled kernels, in two forms: the bytecode and javac's of the emitted Java. */
public final class CompiledGraph {
    private static final IntFunction<List<int[]>> WHOLE = extent -> List.of(new int[] {0, extent});

    private final Graph graph;
    private final Schedule schedule;
    private final List<KernelCode> kernels;
    private final CompiledClass methods;
    private final int height;

    public CompiledGraph(Graph graph) {
        this(Schedule.of(graph), "kernel");
    }

    /** @param prefix what the names of its kernels begin with; a number follows */
    public CompiledGraph(Schedule schedule, String prefix) {
        this(schedule, prefix, 1);
    }

    /** @param height rows of a block */
    public CompiledGraph(Schedule schedule, String prefix, int height) {
        this.height = height;
        this.graph = schedule.graph();
        this.schedule = schedule;
        this.kernels = Lower.kernels(schedule, prefix, Set.of());
        this.methods = new CompiledClass(List.of(this));
    }

    public Schedule schedule() {
        return schedule;
    }

    List<KernelCode> kernels() {
        return kernels;
    }

    public String javaText() {
        return methods.javaText();
    }

    public byte[] classFile() {
        return methods.classFile();
    }

    /** Outputs by name, and updates as {@code update} and the leaf's label, of the bytecode. */
    public Map<String, HostArray> run(Evaluation e) {
        return run(methods.bytecode(), e);
    }

    /** The same, of the emitted Java as javac compiles it. */
    public Map<String, HostArray> runJava(Evaluation e) {
        return run(methods.java(), e);
    }

    /** The same, of the kernels as {@code compiled}, by their names. */
    Map<String, HostArray> run(Map<String, Method> compiled, Evaluation e) {
        return run(compiled, scalars(), e, WHOLE);
    }

    /** The same, where each kernel that has a range does it in parts, cut and ordered by {@code random}. */
    Map<String, HostArray> runInParts(Map<String, Method> compiled, Evaluation e, Random random) {
        return run(compiled, scalars(), e, extent -> cut(extent, random));
    }

    private List<KernelCode.Variant> scalars() {
        return kernels.stream().map(k -> new KernelCode.Variant(k.function(), k.arguments())).toList();
    }

    /** The same, of the kernels in vectors of {@code lanes}; the Vector API must be there. */
    public Map<String, HostArray> runLanes(Evaluation e, int lanes) {
        return runLanes(e, lanes, WHOLE);
    }

    /** The same, in parts. */
    public Map<String, HostArray> runLanesInParts(Evaluation e, int lanes, Random random) {
        return runLanes(e, lanes, extent -> cut(extent, random));
    }

    /** 0 … extent cut at up to four places, the parts shuffled. */
    private static List<int[]> cut(int extent, Random random) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0, extent));
        for (int k = 0; k < 4; k++) {
            cuts.add(random.nextInt(extent + 1));
        }
        List<int[]> parts = new ArrayList<>();
        cuts.tailSet(0, false).forEach(end -> parts.add(new int[] {cuts.lower(end), end}));
        Collections.shuffle(parts, random);
        return parts;
    }

    /** How many kernels have a range. */
    public long ranges() {
        return kernels.stream().filter(k -> k.range().isPresent()).count();
    }

    private Map<String, HostArray> runLanes(Evaluation e, int lanes, IntFunction<List<int[]>> cutting) {
        List<KernelCode.Variant> forms = kernels.stream()
                .map(k -> k.lanes().getOrDefault(lanes, new KernelCode.Variant(k.function(), k.arguments()))).toList();
        ClassCode vectors = new ClassCode("Compiled", "Test.java", "", List.of(),
                forms.stream().map(KernelCode.Variant::function).distinct().toList(), List.of());
        Verify.check(vectors);
        Class<?> type = InMemoryJavac.load("Compiled", Map.of("Compiled", Bytecode.emit(vectors)));
        Map<String, Method> compiled = new HashMap<>();
        for (Method m : type.getDeclaredMethods()) {
            m.setAccessible(true);
            compiled.put(m.getName(), m);
        }
        return run(compiled, forms, e, cutting);
    }

    /** How many kernels there are in vectors of {@code lanes}. */
    public long lanes(int lanes) {
        return kernels.stream().filter(k -> k.lanes().containsKey(lanes)).count();
    }

    private Map<String, HostArray> run(Map<String, Method> compiled, List<KernelCode.Variant> forms, Evaluation e,
                                       IntFunction<List<int[]>> cutting) {
        Map<Argument, Object> held = new HashMap<>();
        try {
            for (int k = 0; k < forms.size();) {
                Optional<Block> block = schedule.block(k);
                int end = block.map(Block::end).orElse(k + 1);
                if (block.isEmpty()) {
                    call(compiled, forms, k, new int[] {0, 0}, held, e, cutting);
                } else {
                    block.get().sums().forEach(n -> clear(n, held, e));
                    int rows = (int) block.get().rows().value(e.sizes());
                    for (int first = 0; first < rows; first += height) {
                        for (int b = k; b < end; b++) {
                            call(compiled, forms, b, new int[] {first, Math.min(first + height, rows)}, held, e,
                                    cutting);
                        }
                    }
                }
                k = end;
            }
        } catch (ReflectiveOperationException x) {
            throw new IllegalStateException(toString(), x);
        }
        Map<String, HostArray> results = new LinkedHashMap<>();
        graph.outputs().forEach((name, n) -> results.put(name,
                host(n.type(), held.computeIfAbsent(new Argument.Output(name), a -> make(a, e)), e.sizes())));
        graph.updates().forEach((leaf, n) -> results.put("update " + ((Leaf.Stored) leaf.op()).label(),
                host(leaf.type(), held.computeIfAbsent(new Argument.Leaf(leaf), a -> make(a, e)), e.sizes())));
        return results;
    }

    /** Calls one kernel, for the rows {@code block[0]} to {@code block[1]} if it is in a block, part after part. */
    private void call(Map<String, Method> compiled, List<KernelCode.Variant> forms, int k, int[] block,
                      Map<Argument, Object> held, Evaluation e, IntFunction<List<int[]>> cutting)
            throws ReflectiveOperationException {
        KernelCode kernel = kernels.get(k);
        int begin = kernel.isPartOfBlock() ? block[0] : 0;
        int extent = kernel.isPartOfBlock() ? block[1] - block[0]
                : kernel.range().map(r -> (int) r.extent().value(e.sizes())).orElse(0);
        List<int[]> parts = kernel.range().isPresent() ? cutting.apply(extent) : WHOLE.apply(0);
        for (int[] part : parts) {
            compiled.get(forms.get(k).function().name()).invoke(null, arguments(forms.get(k).arguments(),
                    new int[] {begin + part[0], begin + part[1]}, block, held, e));
        }
    }

    /** Sets to +0 what the blocks add to. */
    private void clear(Node sum, Map<Argument, Object> held, Evaluation e) {
        Argument a = switch (schedule.memory().storage().get(sum)) {
            case MemoryPlan.Storage.InLeaf l -> new Argument.Leaf(l.leaf());
            case MemoryPlan.Storage.InSlot s -> new Argument.Slot(s.slot(), s.perRow());
            case MemoryPlan.Storage.InOutput o -> new Argument.Output(o.name());
            case MemoryPlan.Storage.InRegister r -> throw new IllegalStateException(sum.toString());
        };
        Object array = held.computeIfAbsent(a, x -> make(x, e));
        if (array instanceof double[] d) {
            Arrays.fill(d, 0);
        } else {
            Arrays.fill((float[]) array, 0);
        }
    }

    /** Each part has private arrays of its own. */
    private Object[] arguments(List<Argument> wanted, int[] part, int[] block, Map<Argument, Object> held,
                               Evaluation e) {
        Map<Argument, Object> own = new HashMap<>(Map.of(new Argument.First(), part[0], new Argument.Last(), part[1],
                new Argument.BlockFirst(), block[0], new Argument.BlockLast(), block[1]));
        return wanted.stream().map(w -> {
            boolean isOwn = w.isPrivate() || own.containsKey(w);
            return (isOwn ? own : held).computeIfAbsent(w, a -> make(a, e));
        }).toArray();
    }

    private Object make(Argument a, Evaluation e) {
        return switch (a) {
            case Argument.First f -> throw new IllegalStateException("which part is given with the call");
            case Argument.Last l -> throw new IllegalStateException("which part is given with the call");
            case Argument.BlockFirst f -> throw new IllegalStateException("which block is given with the call");
            case Argument.BlockLast l -> throw new IllegalStateException("which block is given with the call");
            case Argument.Leaf l -> {
                HostArray value = e.values().get(((Leaf.Stored) l.leaf().op()).label());
                boolean scalar = !((Leaf.Stored) l.leaf().op()).isPersistent() && value.rank() == 0;
                yield scalar ? boxed(value) : filled(value);
            }
            case Argument.Slot s -> {
                MemoryPlan.Slot slot = schedule.memory().slots().get(s.slot());
                yield dirty(slot.dtype(), slot.block().isEmpty() ? slot.size() : slot.size().times(Dim.of(height)),
                        e.sizes());
            }
            case Argument.Output o -> {
                TensorType t = graph.outputs().get(o.name()).type();
                yield dirty(t.dtype(), t.shape().count(), e.sizes());
            }
            case Argument.Size s -> e.sizes().get(s.name());
            case Argument.Example x -> 0;
            case Argument.Next x -> 1;
            case Argument.Nonzeros n -> new int[(int) n.size().constant()];
            case Argument.Seed s -> e.seed();
            case Argument.Step s -> e.step();
            case Argument.OfLoop l -> throw new IllegalStateException("a kernel outside a loop has " + l);
            case Argument.Stream s -> s.number();
            case Argument.Scratch s -> dirty(s.dtype(), s.size(), e.sizes());
            case Argument.Marks m -> new int[(int) m.size().value(e.sizes())];
        };
    }

    /** An array full of rubbish, so that nobody relies on zeros. */
    private static Object dirty(DType dtype, Dim size, Sizes sizes) {
        double[] rubbish = new double[new Shape(List.of(size)).size(sizes)];
        Arrays.fill(rubbish, -12345);
        return filled(new HostArray(dtype, new int[] {rubbish.length}, rubbish));
    }

    private static Object boxed(HostArray value) {
        return switch (value.dtype()) {
            case F32 -> (float) value.data()[0];
            case F64 -> value.data()[0];
            case I32 -> (int) value.data()[0];
            case BOOL -> value.data()[0] != 0;
        };
    }

    private static Object filled(HostArray value) {
        switch (value.dtype()) {
            case F32 -> {
                float[] f = new float[value.count()];
                for (int i = 0; i < f.length; i++) {
                    f[i] = (float) value.data()[i];
                }
                return f;
            }
            case F64 -> {
                return value.data().clone();
            }
            case I32, BOOL -> {
                int[] f = new int[value.count()];
                for (int i = 0; i < f.length; i++) {
                    f[i] = (int) value.data()[i];
                }
                return f;
            }
        }
        throw new IllegalStateException();
    }

    private static HostArray host(TensorType type, Object array, Sizes sizes) {
        double[] data = new double[Array.getLength(array)];
        for (int i = 0; i < data.length; i++) {
            data[i] = Array.getDouble(array, i);
        }
        return new HostArray(type.dtype(), type.shape().values(sizes), data);
    }

    /** Every function of the class, for a look at what was made. */
    @Override
    public String toString() {
        return graph + "\n" + schedule + "\n" + javaText();
    }
}
