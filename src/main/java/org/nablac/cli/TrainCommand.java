package org.nablac.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.nablac.compile.Options;
import org.nablac.data.Split;
import org.nablac.graph.Model;
import org.nablac.inspect.Profile;
import org.nablac.train.Checkpoint;
import org.nablac.train.Listener;
import org.nablac.train.LogFile;
import org.nablac.train.Settings;
import org.nablac.train.Signature;
import org.nablac.train.Task;
import org.nablac.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nablac train}. */
@Command(name = "train",
        description = "Trains a model on data, and tests the epoch that does best on the validation set.",
        footer = {"", "Examples:", "  nablac train examples/SignMatrix.java --data zoo",
            "  nablac train examples/Mlp.java --data digits --define PIXELS=64 --epochs 30 --save digits.safetensors",
            "  nablac train examples/ComplEx.java --train train.txt --valid valid.txt --test test.txt --log loss.csv",
            "", "Loss and validation figure of each epoch, and last the test's figures, go to standard output."})
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private final ModelArguments modelArguments = new ModelArguments();
    @Mixin
    private final TimingArguments timings = new TimingArguments();
    @Mixin
    private final DataArguments dataArguments = new DataArguments();

    @Option(names = "--epochs", paramLabel = "N", description = "passes over the training data")
    private Optional<Integer> epochs = Optional.empty();
    @Option(names = "--batch", paramLabel = "N", description = "examples a step")
    private Optional<Integer> batch = Optional.empty();
    @Option(names = "--rate", paramLabel = "ETA", description = "the learning rate at the start")
    private Optional<Double> rate = Optional.empty();
    @Option(names = "--schedule", paramLabel = "NAME",
            description = "constant, linear, step(0.1, 3), exponential(0.01) or cosine")
    private Optional<String> schedule = Optional.empty();
    @Option(names = "--warmup", paramLabel = "STEPS", description = "steps over which the rate rises from 0")
    private Optional<Integer> warmup = Optional.empty();
    @Option(names = "--seed", paramLabel = "SEED",
            description = "of the first weights and of the order of the examples")
    private Optional<Long> seed = Optional.empty();
    @Option(names = "--in-order",
            description = "each epoch takes the examples as they lie in the data, not in a random order")
    private boolean isInOrder;
    @Option(names = "--threads", paramLabel = "N",
            description = "that large steps are shared among; as many as processors if unsaid; the weights are the"
                    + " same")
    private Optional<Integer> threads = Optional.empty();
    @Option(names = "--save", paramLabel = "FILE",
            description = "keep the best epoch so far in this file (safetensors)")
    private Optional<Path> save = Optional.empty();
    @Option(names = "--resume", paramLabel = "FILE", description = "go on from what --save kept")
    private Optional<Path> resume = Optional.empty();
    @Option(names = "--log", paramLabel = "FILE",
            description = "a line an epoch: CSV, or JSON if the name ends in .json")
    private Optional<Path> log = Optional.empty();
    @Option(names = "--profile",
            description = "time each kernel, with its line of the model: a table on standard error at the end")
    private boolean isProfiled;
    @Option(names = {"-q", "--quiet"}, description = "no progress bar")
    private boolean isQuiet;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Model model = timings.model(modelArguments);
        Options options = modelArguments.options(model);
        threads.ifPresent(ModelInstance::checkThreads);
        Settings shuffled = Settings.of(model.defaults(), given(), options.optimizer());
        Settings settings = isInOrder ? shuffled.inOrder() : shuffled;
        Checkpoint checkpoint = save.map(Checkpoint::at).orElse(Checkpoint.NONE);
        Signature signature = Signature.of(model);
        Split<?> split = dataArguments.read(signature.kind());
        Task task = Task.of(signature, split, modelArguments.constants());
        out.println(split.describe());
        Compiled compiled = Compiler.compile(model, isProfiled ? options.withProfile() : options);
        timings.print(compiled, spec.commandLine().getErr());
        ModelInstance instance = resume.map(f -> Loading.weights(compiled, f, task))
                .orElseGet(() -> ModelInstance.create(compiled, settings.seed(), task.dims()));
        threads.ifPresent(instance::threads);
        Trainer trainer = new Trainer(instance, task, settings, checkpoint, listeners(out, instance));
        long start = System.nanoTime();
        Trainer.Best best = Interruption.watched(instance, trainer, checkpoint, spec.commandLine().getErr(),
                trainer::run);
        out.println(String.format(Locale.ROOT, "kept epoch %d: valid %s=%.4f%s", best.epoch(), task.figure(),
                best.figure(),
                save.map(f -> ", in " + f).orElse("")));
        out.println(task.test(instance).toText("test"));
        if (isProfiled) {
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            err.print(Profile.of(instance, System.nanoTime() - start).table());
            err.flush();
        }
        return ExitCode.OK;
    }

    private Map<String, String> given() {
        Map<String, String> given = new HashMap<>();
        epochs.ifPresent(v -> given.put("epochs", v.toString()));
        batch.ifPresent(v -> given.put("batch", v.toString()));
        rate.ifPresent(v -> given.put("rate", v.toString()));
        schedule.ifPresent(v -> given.put("schedule", v));
        warmup.ifPresent(v -> given.put("warmup", v.toString()));
        seed.ifPresent(v -> given.put("seed", v.toString()));
        return given;
    }

    private List<Listener> listeners(PrintWriter out, ModelInstance instance) {
        List<Listener> listeners = new ArrayList<>();
        if (isQuiet || !Terminal.isPresent()) {
            listeners.add(new EpochLines(out, () -> { }));
        } else {
            EpochBar bar = new EpochBar(System.err, instance::steps);
            listeners.add(new EpochLines(out, bar::clear));
            listeners.add(bar);
        }
        log.ifPresent(f -> listeners.add(new LogFile(f, resume.isPresent())));
        return listeners;
    }
}
