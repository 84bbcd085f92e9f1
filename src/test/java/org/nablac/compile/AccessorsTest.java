package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nablac.Nablac.model;
import static org.nablac.Nablac.square;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nablac.Tensor;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.tensor.UserError;

/** Parameters are read and set by name, whatever else is called alike. */
class AccessorsTest {
    private static final float[] ONE = {1, 2, 3};
    private static final float[] OTHER = {4, 5, 6};

    private static ModelInstance create(Model model) {
        return ModelInstance.create(Compiler.compile(model, Options.of(model)), 1, Map.of());
    }

    @Test
    void aMethodMayBeCalledLikeASetter() {
        ModelInstance m = create(Source.model("Named.java", """
                import static org.nablac.Nablac.*;

                import org.nablac.*;

                @Model(optimizer = "sgd", rate = 0.1)
                public class Named {
                    final Tensor w = parameter(3);

                    public Tensor setW(@Shape("3") Tensor x) {
                        return x.times(w);
                    }

                    @Loss
                    public Tensor loss(@Shape("N, 3") Tensor x) {
                        return square(x.times(w).sum(1)).mean();
                    }
                }
                """, Map.of()));
        m.parameter("w", ONE);
        assertArrayEquals(ONE, (float[]) m.parameter("w"));
        assertArrayEquals(new float[] {4, 10, 18}, (float[]) m.call("setW", Map.of(), new Object[] {OTHER}));
    }

    @Test
    void aParameterMayBeCalledLikeASize() {
        Model model = Source.model("Sized.java", """
                import static org.nablac.Nablac.*;

                import org.nablac.*;
                import org.nablac.tensor.Dim;

                @Model(optimizer = "sgd", rate = 0.1)
                public class Sized {
                    final Dim r = dim("rows");
                    final Tensor rows = parameter(r);

                    @Loss
                    public Tensor loss(@Index("N, rows") Tensor i) {
                        return square(rows.rows(i)).mean();
                    }
                }
                """, Map.of());
        ModelInstance m = Compiler.compile(model, Options.of(model)).create(1, Map.of("rows", 3));
        m.parameter("rows", ONE);
        assertArrayEquals(ONE, (float[]) m.parameter("rows"));
        assertEquals(Map.of("rows", 3), m.sizes());
    }

    /** The class says each size by a method, {@code rows()} of {@code Rows} too. */
    @Test
    void aSizeThatTheClassHasNoMethodForIsRefused() {
        for (String taken : new String[] {"steps", "close", "toString", "Rows"}) {
            Model model = Source.model("Sized.java", """
                    import static org.nablac.Nablac.*;

                    import org.nablac.*;
                    import org.nablac.tensor.Dim;

                    @Model
                    public class Sized {
                        final Dim rows = dim("rows"), other = dim("TAKEN");
                        final Tensor u = parameter(rows), v = parameter(other);

                        @Loss
                        public Tensor loss(@Index("N, rows") Tensor i, @Index("N, TAKEN") Tensor j) {
                            return square(u.rows(i).plus(v.rows(j))).mean();
                        }
                    }
                    """.replace("TAKEN", taken), Map.of());
            String said = assertThrows(UserError.class, () -> Compiler.compile(model, Options.of(model))).getMessage();
            assertTrue(said.contains("none for the size " + taken), said);
        }
    }

    @Test
    void twoParametersMayHaveOneJavaName() {
        ModelInstance m = create(model("Twins", b -> {
            Tensor first = b.parameter("first.a", 3);
            Tensor second = b.parameter("firstA", 3);
            Tensor x = b.input("x", "N, 3");
            b.loss("loss", square(x.times(first).plus(x.times(second))).sum(1).mean(), x);
        }));
        m.parameter("first.a", ONE);
        m.parameter("firstA", OTHER);
        assertArrayEquals(ONE, (float[]) m.parameter("first.a"));
        assertArrayEquals(OTHER, (float[]) m.parameter("firstA"));
    }
}
