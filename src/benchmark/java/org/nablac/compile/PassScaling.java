package org.nablac.compile;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nablac.code.ClassCode;
import org.nablac.code.Verify;
import org.nablac.emit.Bytecode;
import org.nablac.graph.Graph;
import org.nablac.graph.Model;
import org.nablac.lower.KernelCode;
import org.nablac.lower.Lower;
import org.nablac.lower.lanes.LaneLoops;
import org.nablac.optimise.Optimise;
import org.nablac.optimise.Optimiser;
import org.nablac.optimise.Optimisers;
import org.nablac.optimise.Regularisation;
import org.nablac.schedule.Planning;
import org.nablac.schedule.Schedule;
import org.nablac.schedule.Work;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each pass alone, on a model of {@code nodes} nodes: the time must grow as the model does, not faster. What follows
 * {@code differentiate} gets the training step, which is about three to five times as large.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PassScaling {
    /** What the step of a single example goes through by other rules has this before its name. */
    private static final String SINGLE = "single-";
    private static final Map<String, Function<Model, Supplier<?>>> AFTER = new LinkedHashMap<>();

    static {
        AFTER.put("schedule", model -> {
            Graph g = Derived.finished(model).graph();
            return () -> Schedule.of(g, Options.ROOM);
        });
        AFTER.put("memory", model -> Planning.of(Derived.finished(model).graph()));
        AFTER.put("lower", model -> {
            Schedule s = Schedule.of(Derived.finished(model).graph(), Options.ROOM);
            return () -> Lower.oneByOne(s, "step_", Set.of());
        });
        AFTER.put("lanes", PassScaling::lanes);
        AFTER.put("margins", model -> {
            Programs all = Derived.finished(model).asClass().programs();
            return () -> Margins.move(all);
        });
        AFTER.put("shell", model -> Derived.finished(model).asClass()::shell);
        AFTER.put("verify", model -> {
            ClassCode c = Derived.finished(model).asClass().shell();
            return () -> {
                Verify.check(c);
                return c;
            };
        });
        AFTER.put("emit", model -> {
            ClassCode c = Derived.finished(model).asClass().shell();
            return () -> Bytecode.emit(c);
        });
        AFTER.put("emit-lanes", model -> {
            ClassCode c = Derived.finished(model).asClass().companion(KernelCode.WIDTHS.getLast());
            return () -> Bytecode.emit(c);
        });
    }

    /** One of {@link #names}, which {@link org.nablac.benchmark.Benchmarks} gives if nobody says which. */
    @Param({})
    String pass;

    @Param
    Growth growth;

    @Param({"10", "100", "1000", "10000", "100000"})
    int nodes;

    private Supplier<Supplier<?>> fresh;
    private Supplier<?> work;

    /** Every row of the table of passes, those of the single example too, and what follows the table. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(Passes.TABLE.stream().map(Pass::name).toList());
        names.add("optimise");
        names.addAll(afterSingle());
        names.addAll(AFTER.keySet());
        return names;
    }

    private static Set<String> afterSingle() {
        return Passes.TABLE.stream().dropWhile(p -> !p.name().equals("single")).skip(1)
                .filter(p -> p.kinds().contains(Pass.Kind.SINGLE)).map(p -> SINGLE + p.name())
                .collect(toCollection(LinkedHashSet::new));
    }

    @Setup
    public void before() {
        Model model = growth.model(nodes);
        if (AFTER.containsKey(pass)) {
            Supplier<?> again = AFTER.get(pass).apply(model);
            fresh = () -> again;
        } else if (pass.equals("optimise")) {
            Derived d = Derived.withGradients(model);
            fresh = () -> updates(d.copy());
        } else {
            boolean isSingle = afterSingle().contains(pass);
            Pass p = row(isSingle ? pass.substring(SINGLE.length()) : pass);
            Pass.Kind kind = isSingle ? Pass.Kind.SINGLE
                    : p.kinds().contains(Pass.Kind.STEP) ? Pass.Kind.STEP : p.kinds().iterator().next();
            Derived d = Derived.before(p, kind, model);
            fresh = () -> {
                Derived copy = d.copy();
                return () -> copy.after(p);
            };
        }
    }

    @Setup(Level.Invocation)
    public void copy() {
        work = fresh.get();
    }

    @Benchmark
    public Object pass() {
        return work.get();
    }

    private static Pass row(String name) {
        return Passes.TABLE.stream().filter(p -> p.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is no pass; there are " + names()));
    }

    private static Supplier<Optimise.Result> updates(Derived d) {
        Optimiser optimiser = Optimisers.byName(d.derivation().options().optimizer(), Map.of());
        return () -> Optimise.updates(optimiser, d.graph().updates(), d.derivation().rate(), Regularisation.NONE);
    }

    /** The forms for lanes of every kernel that is no product, one of those that share a function. */
    private static Supplier<?> lanes(Model model) {
        Schedule s = Schedule.of(Derived.finished(model).graph(), Options.ROOM);
        List<KernelCode> kernels = Lower.kernels(s, "step_", Set.of());
        Map<String, KernelCode.Variant> loops = new LinkedHashMap<>();
        for (int k = 0; k < kernels.size(); k++) {
            KernelCode kernel = kernels.get(k);
            if (!(s.kernels().get(k).works().get(0) instanceof Work.Product)) {
                loops.putIfAbsent(kernel.function().name(),
                        new KernelCode.Variant(kernel.function(), kernel.arguments()));
            }
        }
        return () -> KernelCode.WIDTHS.stream().flatMap(width -> loops.values().stream()
                .map(v -> LaneLoops.of(v.function(), width, v.privates()))).toList();
    }
}
