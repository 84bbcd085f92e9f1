package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nablac.graph.Model;
import org.nablac.runtime.Tables;
import org.nablac.source.Source;
import org.nablac.tensor.UserError;
import org.nablac.testing.InMemoryJavac;

/** Tables behind a margin: nothing reads or writes what is around them, and nobody sees it. */
class MarginsTest {
    private static final String FACTORS = """
            import static org.nablac.Nablac.*;

            import org.nablac.*;
            import org.nablac.tensor.Dim;

            @Model(optimizer = "OPTIMIZER", rate = 0.1)
            public class Factors {
                final Dim rows = dim("rows");

                final Tensor u = parameter(rows, 32).normal(0.3), v = parameter(rows, 32).normal(0.3),
                        b = parameter(rows), narrow = parameter(rows, 24).normal(0.3);

                public Tensor score(@Index("N, rows") Tensor i, @Index("N, rows") Tensor j) {
                    return dot(u.rows(i), v.rows(j)).plus(b.rows(i)).plus(narrow.rows(j).sum(1));
                }

                public Tensor all(@Index("N, rows") Tensor i) {
                    return u.rows(i).matmul(v.transpose());
                }

                @Loss
                public Tensor loss(@Index("N, rows") Tensor i, @Index("N, rows") Tensor j, @Shape("N") Tensor y) {
                    return softplus(y.times(score(i, j)).negate()).mean();
                }
            }
            """;
    private static final int ROWS = 40;
    private static final int COUNT = 90;
    private static final int[] I = new Random(1).ints(COUNT, 0, ROWS).toArray();
    private static final int[] J = new Random(2).ints(COUNT, 0, ROWS).toArray();
    private static final float[] Y = new float[COUNT];

    @TempDir
    private Path folder;

    static {
        Random random = new Random(3);
        for (int k = 0; k < COUNT; k++) {
            Y[k] = random.nextBoolean() ? 1 : -1;
        }
    }

    private static Compiled compiled(String optimizer) {
        Model model = Source.model("Factors.java", FACTORS.replace("OPTIMIZER", optimizer), Map.of());
        return Compiler.compile(model, Options.of(model));
    }

    @Test
    void howManyTablesHaveAMarginIsInTheTimings() {
        assertEquals(List.of("2 tables"), compiled("sgd").timings().stream().filter(t -> t.stage().equals("margins"))
                .map(Timing::left).toList());
    }

    private static ModelInstance create(Compiled compiled) {
        return ModelInstance.create(compiled, 7, Map.of("rows", ROWS));
    }

    private static float[] array(ModelInstance m, String parameter) throws ReflectiveOperationException {
        Field field = m.object().getClass().getDeclaredField("p_" + parameter);
        field.setAccessible(true);
        return (float[]) field.get(m.object());
    }

    /** Everything that a model does, as bits. */
    private int[] used(ModelInstance m) {
        Object[] inputs = {I, J, Y};
        Map<String, Integer> sizes = Map.of("N", COUNT);
        float[] figures = {m.step(sizes, inputs, 0.1f), m.epoch(COUNT, inputs, 1, 0.1f, 0.05f),
            m.epoch(COUNT, inputs, 8, 0.1f, 0.05f), m.step(Map.of("N", 1), new Object[] {new int[] {3}, new int[] {4},
                new float[] {1}}, 0.1f)};
        Path file = folder.resolve("w.safetensors");
        m.save(file);
        ModelInstance again = ModelInstance.load(m.compiled(), file);
        return Arrays.stream(new Object[] {figures, m.call("score", sizes, new Object[] {I, J}),
            m.call("all", sizes, new Object[] {I}), again.call("score", sizes, new Object[] {I, J}),
            m.parameter("u"), m.parameter("v"), m.parameter("b"), m.parameter("narrow"), again.parameter("u")})
                .flatMapToInt(a -> Arrays.stream(bits((float[]) a))).toArray();
    }

    private static int[] bits(float[] x) {
        int[] bits = new int[x.length];
        Arrays.setAll(bits, k -> Float.floatToRawIntBits(x[k]));
        return bits;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "adagrad", "adam"})
    void whatLiesAroundATableIsNeitherReadNorWritten(String optimizer) throws ReflectiveOperationException {
        Compiled compiled = compiled(optimizer);
        ModelInstance filled = create(compiled);
        for (String table : new String[] {"u", "v"}) {
            float[] array = array(filled, table);
            assertTrue(array.length >= Tables.MARGIN + 32 * ROWS, table + " has a margin");
            Arrays.fill(array, 0, Tables.MARGIN, Float.NaN);
            Arrays.fill(array, Tables.MARGIN + 32 * ROWS, array.length, Float.NaN);
        }
        assertArrayEquals(used(create(compiled)), used(filled));
        for (String table : new String[] {"u", "v"}) {
            float[] array = array(filled, table);
            for (int k = 0; k < array.length; k++) {
                boolean isAround = k < Tables.MARGIN || k >= Tables.MARGIN + 32 * ROWS;
                assertEquals(isAround, Float.isNaN(array[k]), table + "[" + k + "]");
            }
        }
    }

    @Test
    void rowsThatAreNoWholeLinesAndVectorsHaveNone() throws ReflectiveOperationException {
        ModelInstance m = create(compiled("sgd"));
        assertEquals(24 * ROWS, array(m, "narrow").length);
        assertEquals(ROWS, array(m, "b").length);
    }

    /** Both have margins; what takes one step knows no groups. */
    @Test
    void anEpochOfOneByOneIsStepAfterStep() {
        Compiled compiled = compiled("adagrad");
        Map<String, int[]> wanted = ExampleLoopTest.steps(
                ModelInstance.create(compiled, ExampleLoopTest.SEED, Map.of("rows", ROWS)), I, J, Y);
        Map<String, int[]> got = ExampleLoopTest.epochs(
                ModelInstance.create(compiled, ExampleLoopTest.SEED, Map.of("rows", ROWS)), I, J, Y);
        wanted.forEach((name, x) -> assertArrayEquals(x, got.get(name), name));
    }

    @Test
    void theJavaTextHoldsTablesTheSameWay() throws ReflectiveOperationException {
        Compiled compiled = compiled("sgd");
        Class<?> text = InMemoryJavac.load(compiled.className(), compiled.javaText());
        Object other = text.getMethod("create", long.class, int.class).invoke(null, 7L, ROWS);
        ModelInstance m = create(compiled);
        float loss = m.epoch(COUNT, new Object[] {I, J, Y}, 1, 0.1f, 0.1f);
        assertEquals(loss, text.getMethod("epoch", int.class, int[].class, int[].class, float[].class, int.class,
                float.class, float.class).invoke(other, COUNT, I, J, Y, 1, 0.1f, 0.1f));
        assertArrayEquals((float[]) m.parameter("v"), (float[]) text.getMethod("v").invoke(other));
    }

    @Test
    void whatIsSetIsReadAndWhatIsReadIsACopy() {
        ModelInstance m = create(compiled("sgd"));
        for (String name : new String[] {"u", "b"}) {
            float[] values = (float[]) m.parameter(name);
            values[5] = 77;
            m.parameter(name, values);
            values[5] = 78;
            ((float[]) m.parameter(name))[5] = 79;
            assertEquals(77, ((float[]) m.parameter(name))[5], name);
        }
    }

    @Test
    void whatCannotBeSetIsRefusedAndHarmsNothing() {
        ModelInstance m = create(compiled("sgd"));
        float[] before = (float[]) m.parameter("u");
        refused(m, new float[32 * ROWS - 1], "values of setU: the array has 1279 elements, expected 1280");
        refused(m, new float[32 * ROWS + 1], "values of setU: the array has 1281 elements, expected 1280");
        float[] wrong = before.clone();
        wrong[9] = Float.POSITIVE_INFINITY;
        refused(m, wrong, "values of setU: element 9 is Infinity, expected a finite number");
        refused(m, new double[32 * ROWS], "has no method setU of these arguments");
        assertArrayEquals(before, (float[]) m.parameter("u"));
    }

    private static void refused(ModelInstance m, Object values, String message) {
        String said = assertThrows(UserError.class, () -> m.parameter("u", values)).getMessage();
        assertTrue(said.contains(message), said);
    }
}
