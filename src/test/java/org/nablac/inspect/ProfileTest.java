package org.nablac.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.nablac.compile.Options;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.tensor.Sizes;

class ProfileTest {
    private static final Model MODEL = Source.model("Mean.java", """
            import static org.nablac.Nablac.*;
            import org.nablac.*;
            @Model public class Mean {
                final Tensor a = parameter(2, 3);
                public Tensor image(@Shape("N, 2") Tensor x) {
                    return tanh(x.matmul(a));
                }
                @Loss public Tensor loss(@Shape("N, 2") Tensor x) {
                    return square(image(x)).mean();
                }
            }""", Map.of());
    private static final float[] THREE = {1, 2, 3, 4, 5, 6};

    private final Compiled compiled = Compiler.compile(MODEL, Options.of(MODEL).withProfile());
    private final ModelInstance model = ModelInstance.create(compiled, 1, Map.of());

    @Test
    void everyCallOfEveryKernelIsCounted() {
        long start = System.nanoTime();
        for (int k = 0; k < 5; k++) {
            model.step(Map.of("N", 3), new Object[] {THREE}, 0.1f);
        }
        model.epoch(3, new Object[] {THREE}, 1, 0.1f, 0.1f);
        model.call("image", Map.of("N", 3), new Object[] {THREE});
        Map<String, Long> expected = Map.of("initial", 1L, "step", 5L, "single", 3L, "image", 1L, "loss", 0L);
        long wall = System.nanoTime() - start;
        long[] times = model.kernelTimes();
        long sum = 0;
        for (int k = 0; k < compiled.profiled().size(); k++) {
            assertEquals(expected.get(compiled.profiled().get(k).program()), times[2 * k],
                    compiled.profiled().get(k).text());
            if (!compiled.profiled().get(k).program().equals("initial")) {
                sum += times[2 * k + 1];
            }
        }
        assertTrue(sum > 0 && sum <= wall, sum + " ns of " + wall);
    }

    @Test
    void theOperationsOfACallForABlockOfRowsAreThoseOfTheBlock() {
        Model wide = Source.model("Wide.java", """
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                @Model public class Wide {
                    final Tensor a = parameter(2, 50);
                    @Loss public Tensor loss(@Shape("N, 2") Tensor x, @Labels("N") Tensor y) {
                        return crossEntropy(x.matmul(a), y).mean();
                    }
                }""", Map.of());
        ModelInstance m = ModelInstance.create(
                Compiler.compile(wide, Options.of(wide).withProfile().withRoom(1)), 1, Map.of());
        m.step(Map.of("N", 64), new Object[] {new float[128], new int[64]}, 0.1f);
        Profile.Entry product = Profile.of(m, 1, Sizes.of("N", 64)).entries().stream()
                .filter(e -> e.kernel().isInBlocks() && e.kernel().text().contains("product")).findFirst()
                .orElseThrow();
        assertEquals(4, product.calls());
        assertEquals(OptionalLong.of(2 * 16 * 2 * 50), product.flops());
    }

    @Test
    void theTableNamesLinesAndLeavesOutWhatWasNotCalled() {
        model.step(Map.of("N", 3), new Object[] {THREE}, 0.1f);
        Profile profile = Profile.of(model, 1_000_000, Sizes.of("N", 3));
        assertTrue(profile.entries().stream().noneMatch(e -> e.kernel().program().equals("image")));
        assertTrue(profile.entries().stream().filter(e -> e.kernel().text().contains("product tanh"))
                .anyMatch(e -> e.kernel().place().equals("Mean.java:6")
                        && e.flops().equals(OptionalLong.of(2 * 3 * 2 * 3 + 3 * 3))), profile.table());
        List<String> lines = profile.table().lines().toList();
        assertEquals(profile.entries().size() + 2, lines.size());
        assertTrue(lines.getFirst().strip().startsWith("of "), lines.getFirst());
        assertTrue(lines.getLast().contains("of 1.000 ms in all"), lines.getLast());
    }

    @Test
    void countingChangesNoBitAndOtherClassesHaveNothingOfIt() {
        Compiled ordinary = Compiler.compile(MODEL, Options.of(MODEL));
        ModelInstance other = ModelInstance.create(ordinary, 1, Map.of());
        for (int n : List.of(3, 1)) {
            Object[] x = {java.util.Arrays.copyOf(THREE, 2 * n)};
            assertEquals(other.step(Map.of("N", n), x, 0.1f), model.step(Map.of("N", n), x, 0.1f));
        }
        assertEquals(List.of(), ordinary.profiled());
        assertFalse(ordinary.javaText().contains("kernelTimes"));
    }
}
