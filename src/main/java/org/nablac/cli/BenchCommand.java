package org.nablac.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.nablac.bench.Bench;
import org.nablac.bench.Peak;
import org.nablac.bench.Peers;
import org.nablac.bench.Result;
import org.nablac.bench.Roofline;
import org.nablac.bench.Workload;
import org.nablac.bench.Workloads;
import org.nablac.data.Data;
import org.nablac.data.Options;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.tensor.UserError;
import org.nablac.train.Constants;
import org.nablac.train.Settings;
import org.nablac.train.Signature;
import org.nablac.train.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nablac bench}. */
@Command(name = "bench",
        description = "Times training steps of compiled models, or what they predict, on made-up data or your own: call"
                + " is one step a call, loop is many steps inside the class (epochInOrder, as loops of others go;"
                + " epoch with --shuffle). Each time, in microseconds a step, is the best of five repeats on one"
                + " thread, if --threads does not say otherwise. Of several workloads, each has a process of its"
                + " own; one whose steps look up rows of tables has the collector that aligns large arrays, G1,"
                + " unless you choose one.",
        footer = {"", "Examples:", "  nablac bench mlp-784-128-10-b32 --table",
            "  nablac bench --compare peers.jsonl > nablac.jsonl",
            "  nablac bench examples/Mlp.java --define HIDDEN=512 --batch 128", "",
            "One line of JSON a time goes to standard output, tables after them; progress to standard error."})
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Parameters(paramLabel = "WORKLOAD|MODEL.java", description = "what to time; all workloads if unsaid")
    private List<String> workloads = new ArrayList<>();
    @Option(names = "--compare", paramLabel = "FILE",
            description = "lines of JSON of others, as this prints them; a table of ratios to the fastest follows")
    private Optional<Path> compare = Optional.empty();
    @Option(names = "--table",
            description = "a table of operations and bytes a step, the share of the machine's peak and of the bound"
                    + " that its memory leaves, and memory")
    private boolean isTable;
    @Option(names = "--profile",
            description = "time each kernel too, with its line of the model: tables on standard error, and in the JSON")
    private boolean isProfiled;
    @Option(names = "--shuffle", description = "in mode loop take the examples in a random order, the shuffle included")
    private boolean isShuffled;
    @Option(names = "--seconds", paramLabel = "S", defaultValue = "0.5",
            description = "of each repeat; ${DEFAULT-VALUE} if unsaid")
    private double seconds = 0.5;
    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
            description = "that a step may use; ${DEFAULT-VALUE} if unsaid. Small steps use one")
    private int threads = 1;
    @Option(names = {"-D", "--define"}, paramLabel = "NAME=VALUE",
            description = "another value for a constant of MODEL.java; may be repeated")
    private Map<String, String> defines = new LinkedHashMap<>();
    @Mixin
    private final CompilerArguments compiler = new CompilerArguments();
    @Option(names = "--size", paramLabel = "NAME=N",
            description = "a named size of MODEL.java, as rows=1000; 10,000 if unsaid")
    private Map<String, Integer> sizes = new LinkedHashMap<>();
    @Option(names = "--data", paramLabel = "FOLDER|FILE|NAME",
            description = "learn from these examples, as train does, and not from made-up ones")
    private Optional<String> data = Optional.empty();
    @Option(names = "--batch", paramLabel = "N",
            description = "examples a step of MODEL.java; else as the model says, or 32")
    private Optional<Integer> batch = Optional.empty();
    @Option(names = "--method", paramLabel = "NAME",
            description = "a method of MODEL.java that predicts, to be timed instead of training steps")
    private Optional<String> method = Optional.empty();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<Peers> peers = compare.map(Peers::read);
        List<String> names = workloads.isEmpty() ? Workloads.names() : workloads;
        names.forEach(this::check);
        Bench bench = new Bench(seconds, threads, isShuffled ? Bench.Order.SHUFFLED : Bench.Order.AS_THEY_LIE,
                isProfiled ? Bench.Timed.KERNELS_TOO : Bench.Timed.STEPS, err::println);
        List<Result> results = new ArrayList<>();
        Consumer<Result> done = r -> {
            out.println(r.toJson());
            r.details().profile().ifPresent(p -> err.print(r.workload() + ", " + r.mode() + ":\n" + p.table()));
            results.add(r);
        };
        for (String name : names) {
            Workload workload = workload(name);
            boolean isForTables = workload.looksUpTables();
            if (names.size() == 1 && !(isForTables && OwnProcess.canHaveAnotherCollector())) {
                bench.run(workload).forEach(done);
                continue;
            }
            int code = new OwnProcess(out, err).run(alone(name), isForTables,
                    line -> results.add(Peers.result(line, name + ": ")));
            if (code != ExitCode.OK) {
                return code;
            }
        }
        peers.ifPresent(p -> out.print("\n" + p.table(results)));
        if (isTable) {
            out.print("\n" + Roofline.table(results, Peak::measure));
        }
        out.flush();
        err.flush();
        return ExitCode.OK;
    }

    /** The command for one of several workloads, whose time and memory are then its own. */
    private List<String> alone(String name) {
        List<String> words = new ArrayList<>(List.of("bench", name, "--seconds", Double.toString(seconds),
                "--threads", Integer.toString(threads)));
        if (isShuffled) {
            words.add("--shuffle");
        }
        if (isProfiled) {
            words.add("--profile");
        }
        words.addAll(compiler.words());
        data.ifPresent(d -> words.addAll(List.of("--data", d)));
        if (isFile(name)) {
            defines.forEach((constant, value) -> words.addAll(List.of("--define", constant + "=" + value)));
            sizes.forEach((size, n) -> words.addAll(List.of("--size", size + "=" + n)));
            batch.ifPresent(n -> words.addAll(List.of("--batch", n.toString())));
            method.ifPresent(m -> words.addAll(List.of("--method", m)));
        }
        return words;
    }

    /** Finds what is wrong before minutes have gone. */
    private void check(String name) {
        if (data.isPresent() && (method.isPresent() || !sizes.isEmpty())) {
            throw new UserError("--data times training steps on data that say how large the model is: leave out "
                    + (method.isPresent() ? "--method" : "--size"));
        }
        if (isFile(name)) {
            workload(name);
            return;
        }
        if (!Workloads.names().contains(name)) {
            throw Workloads.unknown(name);
        }
        if (!defines.isEmpty() || !sizes.isEmpty() || batch.isPresent() || method.isPresent()
                || compiler.hasOptimizer()) {
            throw new UserError("--define, --size, --batch, --method, --optimizer and --setting are for a MODEL.java;"
                    + " what the workload " + name + " computes is fixed");
        }
        plain(name);
    }

    private Workload workload(String name) {
        Workload plain = plain(name);
        return data.map(d -> {
            Signature signature = Signature.of(plain.model());
            Task task = Task.of(signature, Data.open(d, signature.kind(), new Options(1, Optional.empty())),
                    Constants.UNKNOWN);
            return plain.on(task.dims(), task.examples(), task.inputs());
        }).orElse(plain);
    }

    /** On made-up data. */
    private Workload plain(String name) {
        Workload known = isFile(name) ? ofFile(name) : Workloads.named(name);
        return known.with(compiler.options(known.options()));
    }

    private Workload ofFile(String name) {
        Model model = Source.model(Path.of(name), defines);
        Settings settings = Settings.of(model.defaults(), Map.of(), compiler.options(model).optimizer());
        return Workload.of(name, model, method, sizes, batch.orElse(settings.batch()), (float) settings.rate());
    }

    private static boolean isFile(String name) {
        try {
            return Files.isRegularFile(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
