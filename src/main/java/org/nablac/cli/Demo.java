package org.nablac.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.nablac.compile.Options;
import org.nablac.data.Bundled;
import org.nablac.data.Signs;
import org.nablac.data.Split;
import org.nablac.data.metrics.Floor;
import org.nablac.data.metrics.SignFigures;
import org.nablac.graph.Model;
import org.nablac.inspect.Inspection;
import org.nablac.source.Source;
import org.nablac.train.Checkpoint;
import org.nablac.train.Constants;
import org.nablac.train.Figures;
import org.nablac.train.Listener;
import org.nablac.train.Settings;
import org.nablac.train.SignPrediction;
import org.nablac.train.Signature;
import org.nablac.train.Task;
import org.nablac.train.Trainer;

/**
 * The main job in one go: reads {@code examples/SignMatrix.java}, compiles it, learns which animal has which trait
 * from some of the entries, and predicts the others. Leaves in {@code target/demo} the class, the same class as Java,
 * and the graph with its gradient.
 */
public final class Demo {
    private static final Path MODEL = Path.of("examples", "SignMatrix.java");
    private static final int SENTENCES = 8;

    private final PrintStream out;
    private final PrintStream err;

    private Demo(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(MODEL, Path.of("target", "demo"), out, err));
    }

    /**
     * Runs the demo on a model of signs.
     *
     * @return the exit code, as that of {@link Main}
     */
    static int run(Path model, Path folder, PrintStream out, PrintStream err) {
        try {
            new Demo(out, err).run(model, folder);
            return ExitCode.OK;
        } catch (RuntimeException | Error e) {
            return new Failures(List.of("demo"), new PrintWriter(err, true, StandardCharsets.UTF_8)).handle(e);
        }
    }

    private void run(Path file, Path folder) {
        long start = System.nanoTime();
        Model model = Source.model(file, Map.of());
        Compiled compiled = Compiler.compile(model, Options.of(model));
        out.printf(Locale.ROOT, "%s: read, differentiated and compiled to %s, %d bytes, in %.1f s%n", file,
                compiled.className(),
                compiled.bytes().length, (System.nanoTime() - start) / 1e9);

        Split<Signs> zoo = Bundled.zoo();
        out.println("zoo, which animal has which trait: " + zoo.describe());
        Task task = Task.of(Signature.of(model), zoo, Constants.UNKNOWN);
        Settings settings = Settings.of(model.defaults(), Map.of(), compiled.options().optimizer());
        ModelInstance instance = ModelInstance.create(compiled, settings.seed(), task.dims());
        List<Listener> bar = List.of(new EpochBar(err, instance::steps));
        Trainer.Best best = new Trainer(instance, task, settings, Checkpoint.NONE, bar).run();
        out.printf(Locale.ROOT, "trained %d epochs, kept epoch %d%n%n", settings.epochs(), best.epoch());

        figures(zoo, task.test(instance));
        sentences(zoo, (SignPrediction) task, instance);
        leave(folder, compiled);
        out.printf(Locale.ROOT, "done in %.1f s%n", (System.nanoTime() - start) / 1e9);
    }

    private void figures(Split<Signs> zoo, Figures test) {
        SignFigures floor = Floor.figures(zoo.train().and(zoo.valid()), zoo.test());
        out.println("on the hidden entries                          AUC   macro-F1");
        out.printf(Locale.ROOT, "  this model                                 %.4f   %.4f%n", test.get("auc"),
                test.get("macroF1"));
        out.printf(Locale.ROOT, "  the floor: mean of the animal + of the trait %.4f   %.4f%n%n", floor.auc(),
                floor.macroF1());
    }

    private void sentences(Split<Signs> zoo, SignPrediction task, ModelInstance instance) {
        out.println("some hidden entries, those where the animal is least like the others:");
        for (Prediction p : Prediction.leastUsual(zoo, task, instance, SENTENCES)) {
            out.println("  " + p.inWords());
        }
        out.println();
    }

    private void leave(Path folder, Compiled compiled) {
        String name = compiled.className().substring(compiled.className().lastIndexOf('.') + 1);
        Path bytes = folder.resolve(name + ".class");
        Path java = folder.resolve(name + ".java");
        Path graph = folder.resolve(compiled.model().name() + ".graph.txt");
        compiled.classFiles().forEach((binaryName, file) ->
                OutputFile.write(
                        folder.resolve(binaryName.substring(binaryName.lastIndexOf('.') + 1) + ".class"), file));
        OutputFile.write(java, compiled.javaText());
        OutputFile.write(graph, Inspection.text(compiled));
        out.println("left for you:");
        out.println("  " + bytes + "  the class: create, step, epoch, score, save, load; needs only Java");
        out.println("    (" + name + "$Lanes….class beside it: its kernels in vectors, for a java"
                + " with the vector module)");
        out.println("  " + java + "  the same class, to read");
        out.println("  " + graph + "  the graph and its gradient: each node with its rule and source line");
    }
}
