package org.nablac.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.nablac.compile.Options;
import org.nablac.data.Bundled;
import org.nablac.optimise.Schedule;
import org.nablac.tensor.UserError;

class TrainerTest {
    private static Task task;
    private static Compiled compiled;

    @TempDir
    private Path folder;

    @BeforeAll
    static void compile() {
        Signature signature = TaskTest.example("LogisticRegression", Map.of());
        task = Task.of(signature, Bundled.digits(), Constants.UNKNOWN);
        compiled = Compiler.compile(signature.model(), Options.of(signature.model()));
    }

    @Test
    void theWeightsOfTheBestEpochAreThoseThatAreLeft() {
        ModelInstance model = create();
        List<Epoch> epochs = new ArrayList<>();
        List<float[]> weights = new ArrayList<>();
        Trainer.Best best = new Trainer(model, task, settings(8, 1.0), Checkpoint.NONE, List.of(e -> {
            epochs.add(e);
            weights.add((float[]) model.parameter("a"));
        })).run();
        double most = epochs.stream().mapToDouble(Epoch::valid).max().orElseThrow();
        assertEquals(most, best.figure());
        assertEquals(epochs.stream().filter(e -> e.valid() == most).findFirst().orElseThrow().number(), best.epoch());
        assertArrayEquals(weights.get(best.epoch() - 1), (float[]) model.parameter("a"));
        assertEquals(best.figure(), task.validate(model));
        assertEquals(best.epoch(), epochs.stream().filter(Epoch::isBest).reduce((a, b) -> b).orElseThrow().number());
    }

    @Test
    void aLossThatIsNoNumberKeepsTheBestEpochAndSaysSo() {
        Path file = folder.resolve("w.safetensors");
        ModelInstance model = create();
        Trainer trainer = new Trainer(model, task, settings(5, 0.5), Checkpoint.at(file), List.of(e -> {
            if (e.number() == 2) {
                float[] a = (float[]) model.parameter("a");
                Arrays.fill(a, Float.MAX_VALUE);
                model.parameter("a", a);
            }
        }));
        String message = assertThrows(UserError.class, trainer::run).getMessage();
        assertTrue(message.matches(
                "epoch 3: the loss is NaN; the weights of epoch [12] \\(valid accuracy=0\\.\\d{4}\\) are kept in .*"
                + "w\\.safetensors\\. A lower rate helps, now it is 0\\.5: --rate 0\\.05"), message);
        assertEquals(trainer.best().figure(), task.validate(model));
        assertEquals(trainer.best().figure(), task.validate(ModelInstance.load(compiled, file)));
    }

    @Test
    void goingOnFromACheckpointIsTheSameAsNotStopping() {
        Path file = folder.resolve("w.safetensors");
        ModelInstance straight = create();
        List<Double> losses = new ArrayList<>();
        new Trainer(straight, task, settings(4, 0.5), Checkpoint.NONE, List.of(e -> losses.add(e.loss()))).run();

        ModelInstance stopped = create();
        new Trainer(stopped, task, settings(4, 0.5), Checkpoint.NONE, List.of(e -> {
            if (e.number() == 2) {
                stopped.save(file);
            }
        })).run();
        List<Epoch> rest = new ArrayList<>();
        new Trainer(ModelInstance.load(compiled, file), task, settings(4, 0.5), Checkpoint.NONE, List.of(rest::add))
                .run();
        assertEquals(List.of(3, 4), rest.stream().map(Epoch::number).toList());
        assertEquals(losses.subList(2, 4), rest.stream().map(Epoch::loss).toList());
    }

    @Test
    void theLogHasALineAnEpoch() throws Exception {
        Path csv = folder.resolve("log.csv");
        Path json = folder.resolve("log.json");
        new Trainer(create(), task, settings(2, 0.5), Checkpoint.NONE,
                List.of(new LogFile(csv, false), new LogFile(json, false))).run();
        List<String> lines = Files.readAllLines(csv);
        assertEquals("epoch,loss,accuracy,rate,seconds", lines.get(0));
        assertTrue(lines.get(2).matches("2,0\\.\\d+,0\\.\\d+,0\\.25,\\d+\\.\\d{3}"), lines.get(2));
        assertTrue(Files.readAllLines(json).get(1)
                .matches("\\{\"epoch\": 2, \"loss\": [\\d.]+, \"accuracy\": [\\d.]+, \"rate\": 0.25, "
                + "\"seconds\": [\\d.]+}"), Files.readString(json));
    }

    @Test
    void figuresPrintWithFourDigits() {
        assertEquals("test accuracy=0.9781 loss=0.0713",
                Figures.of("accuracy", 0.97812).and("loss", 0.07126).toText("test"));
    }

    private static ModelInstance create() {
        return ModelInstance.create(compiled, 1, task.dims());
    }

    private static Settings settings(int epochs, double rate) {
        return new Settings(epochs, 32, rate, Schedule.parse("linear"), 0, 1);
    }
}
