import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The compiled form of the model in LogisticRegression.java. Methods of the model may be called by several threads
 * at once as long as none of them trains; each call of them computes on its caller's thread.
 */
public final class LogisticRegressionModel {
    private final float[] p_a;
    private final float[] p_b;
    private final long seed;
    private long steps;
    private long epochs;
    private int[] order;
    private long[] draws;
    private float[] batchx;
    private int[] batchy;
    private float[][] stepFloats;
    private int stepMostN;
    private float[][] singleFloats;
    private boolean singleReady;

    /** rows 64: element broadcast %3 */
    private static void initial_0(float[] a) {
        for (int i = 0; i < 64; i++) {
            int at = i * 10; // LogisticRegression.java:19
            for (int j = 0; j < 10; j++) {
                a[at + j] = 0.0f;
            }
        }
    }

    /** rows 10: element broadcast %4 */
    private static void initial_1(float[] b) {
        for (int i = 0; i < 10; i++) {
            b[i] = 0.0f; // LogisticRegression.java:19
        }
    }

    private void initialRun0() {
        initial_0(this.p_a);
        initial_1(this.p_b);
    }

    private LogisticRegressionModel(long seed, boolean fresh) {
        this.seed = seed;
        this.p_a = new float[Arguments.checkElements("a", new int[] {64, 10})];
        this.p_b = new float[Arguments.checkElements("b", new int[] {10})];
        if (fresh) {
            initialRun0();
        }
        this.order = new int[0];
        this.draws = new long[0];
        this.batchx = new float[0];
        this.batchy = new int[0];
    }

    /** A new model; its random numbers follow from {@code seed} alone. */
    public static LogisticRegressionModel create(long seed) {
        return new LogisticRegressionModel(seed, true);
    }

    /** Reads what {@link #save} wrote; a file that is damaged, or of another model, is refused. */
    public static LogisticRegressionModel load(Path file) throws IOException {
        String header = Safetensors.openHeader(file);
        Safetensors.checkMetadata(file, header, "nablac.graph",
                "e1542f328f92e47ecdb9aeafd9386e4b6520dbc95e345ca3e198c1aa4a91f253");
        LogisticRegressionModel model = new LogisticRegressionModel(Safetensors.metadataNumber(file, header,
                "nablac.seed"), false);
        Safetensors.matchShape(file, header, "a", new int[] {64, 10});
        Safetensors.readTensor(file, header, "a", model.p_a);
        Safetensors.checkFinite(file, "a", model.p_a);
        Safetensors.matchShape(file, header, "b", new int[] {10});
        Safetensors.readTensor(file, header, "b", model.p_b);
        Safetensors.checkFinite(file, "b", model.p_b);
        model.steps = Safetensors.metadataNumber(file, header, "nablac.steps");
        model.epochs = Safetensors.metadataNumber(file, header, "nablac.epochs");
        return model;
    }

    /**
     * Writes parameters, optimiser state and counters as safetensors; whatever was there is replaced at once or not
     * at all.
     */
    public void save(Path file) throws IOException {
        String[] names = new String[2];
        int[][] shapes = new int[2][];
        Object[] arrays = new Object[2];
        list_0(names, shapes, arrays);
        Safetensors.saveTensors(file, names, shapes, arrays, new String[] {"nablac.graph",
                "e1542f328f92e47ecdb9aeafd9386e4b6520dbc95e345ca3e198c1aa4a91f253", "nablac.optimizer", "sgd {}",
                "nablac.seed", Long.toString(this.seed), "nablac.steps", Long.toString(this.steps), "nablac.epochs",
                Long.toString(this.epochs)});
    }

    /** A copy of the values of a [64, 10], row-major. */
    public float[] a() {
        return Arrays.copyOfRange(this.p_a, 0, this.p_a.length);
    }

    /** Sets a [64, 10] to these finite numbers, row-major. */
    public void setA(float[] values) {
        Arguments.checkLength("values of setA", values.length, this.p_a.length);
        Arguments.checkNumbers("values of setA", values);
        System.arraycopy(values, 0, this.p_a, 0, values.length);
    }

    /** A copy of the values of b [10], row-major. */
    public float[] b() {
        return Arrays.copyOfRange(this.p_b, 0, this.p_b.length);
    }

    /** Sets b [10] to these finite numbers, row-major. */
    public void setB(float[] values) {
        Arguments.checkLength("values of setB", values.length, this.p_b.length);
        Arguments.checkNumbers("values of setB", values);
        System.arraycopy(values, 0, this.p_b, 0, values.length);
    }

    /** How many training steps were taken. */
    public long steps() {
        return this.steps;
    }

    private float[][] newLogitsFloats(int n) {
        return new float[][] {new float[40], new float[10 * n], new float[10], new float[2064], new float[192]};
    }

    /** rows N: product add %8 of %6 */
    private static void logits_0(int first, int last, float[] scratch, float[] x, float[] a_5, float[] b_6, float[] out,
            float[] scratch_2) {
        int start = 10 & -4; // LogisticRegression.java:23
        for (int i = first; i < last - 3; i += 4) {
            int at = i * 64;
            int at_2 = (i + 1) * 64;
            int at_3 = (i + 2) * 64;
            int at_4 = (i + 3) * 64;
            for (int j = 0; j < 7; j += 4) {
                float sum = 0.0f;
                float sum_2 = 0.0f;
                float sum_3 = 0.0f;
                float sum_4 = 0.0f;
                float sum_5 = 0.0f;
                float sum_6 = 0.0f;
                float sum_7 = 0.0f;
                float sum_8 = 0.0f;
                float sum_9 = 0.0f;
                float sum_10 = 0.0f;
                float sum_11 = 0.0f;
                float sum_12 = 0.0f;
                float sum_13 = 0.0f;
                float sum_14 = 0.0f;
                float sum_15 = 0.0f;
                float sum_16 = 0.0f;
                for (int k = 0; k < 64; k++) {
                    float a = x[at + k];
                    float a_2 = x[at_2 + k];
                    float a_3 = x[at_3 + k];
                    float a_4 = x[at_4 + k];
                    float b = a_5[k * 10 + j];
                    float b_2 = a_5[k * 10 + (j + 1)];
                    float b_3 = a_5[k * 10 + (j + 2)];
                    float b_4 = a_5[k * 10 + (j + 3)];
                    sum = Math.fma(a, b, sum);
                    sum_2 = Math.fma(a, b_2, sum_2);
                    sum_3 = Math.fma(a, b_3, sum_3);
                    sum_4 = Math.fma(a, b_4, sum_4);
                    sum_5 = Math.fma(a_2, b, sum_5);
                    sum_6 = Math.fma(a_2, b_2, sum_6);
                    sum_7 = Math.fma(a_2, b_3, sum_7);
                    sum_8 = Math.fma(a_2, b_4, sum_8);
                    sum_9 = Math.fma(a_3, b, sum_9);
                    sum_10 = Math.fma(a_3, b_2, sum_10);
                    sum_11 = Math.fma(a_3, b_3, sum_11);
                    sum_12 = Math.fma(a_3, b_4, sum_12);
                    sum_13 = Math.fma(a_4, b, sum_13);
                    sum_14 = Math.fma(a_4, b_2, sum_14);
                    sum_15 = Math.fma(a_4, b_3, sum_15);
                    sum_16 = Math.fma(a_4, b_4, sum_16);
                }
                scratch[j] = sum;
                scratch[j + 1] = sum_2;
                scratch[j + 2] = sum_3;
                scratch[j + 3] = sum_4;
                scratch[10 + j] = sum_5;
                scratch[10 + (j + 1)] = sum_6;
                scratch[10 + (j + 2)] = sum_7;
                scratch[10 + (j + 3)] = sum_8;
                scratch[20 + j] = sum_9;
                scratch[20 + (j + 1)] = sum_10;
                scratch[20 + (j + 2)] = sum_11;
                scratch[20 + (j + 3)] = sum_12;
                scratch[30 + j] = sum_13;
                scratch[30 + (j + 1)] = sum_14;
                scratch[30 + (j + 2)] = sum_15;
                scratch[30 + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < 10; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                for (int k_2 = 0; k_2 < 64; k_2++) {
                    float a_6 = x[at + k_2];
                    float a_7 = x[at_2 + k_2];
                    float a_8 = x[at_3 + k_2];
                    float a_9 = x[at_4 + k_2];
                    float b_5 = a_5[k_2 * 10 + j_2];
                    sum_17 = Math.fma(a_6, b_5, sum_17);
                    sum_18 = Math.fma(a_7, b_5, sum_18);
                    sum_19 = Math.fma(a_8, b_5, sum_19);
                    sum_20 = Math.fma(a_9, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[10 + j_2] = sum_18;
                scratch[20 + j_2] = sum_19;
                scratch[30 + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_5 = r * 10;
                int at_6 = row * 10;
                for (int j_3 = 0; j_3 < 10; j_3++) {
                    float sum_21 = scratch[at_5 + j_3];
                    out[at_6 + j_3] = sum_21 + b_6[j_3];
                }
            }
        }
        int start_2 = 10 & -8;
        for (int i_2 = first + ((last - first) & -4); i_2 < last; i_2++) {
            int at_7 = i_2 * 64;
            for (int j_4 = 0; j_4 < 3; j_4 += 8) {
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                float sum_29 = 0.0f;
                for (int k_3 = 0; k_3 < 64; k_3++) {
                    float a_10 = x[at_7 + k_3];
                    float b_7 = a_5[k_3 * 10 + j_4];
                    float b_8 = a_5[k_3 * 10 + (j_4 + 1)];
                    float b_9 = a_5[k_3 * 10 + (j_4 + 2)];
                    float b_10 = a_5[k_3 * 10 + (j_4 + 3)];
                    float b_11 = a_5[k_3 * 10 + (j_4 + 4)];
                    float b_12 = a_5[k_3 * 10 + (j_4 + 5)];
                    float b_13 = a_5[k_3 * 10 + (j_4 + 6)];
                    float b_14 = a_5[k_3 * 10 + (j_4 + 7)];
                    sum_22 = Math.fma(a_10, b_7, sum_22);
                    sum_23 = Math.fma(a_10, b_8, sum_23);
                    sum_24 = Math.fma(a_10, b_9, sum_24);
                    sum_25 = Math.fma(a_10, b_10, sum_25);
                    sum_26 = Math.fma(a_10, b_11, sum_26);
                    sum_27 = Math.fma(a_10, b_12, sum_27);
                    sum_28 = Math.fma(a_10, b_13, sum_28);
                    sum_29 = Math.fma(a_10, b_14, sum_29);
                }
                scratch_2[j_4] = sum_22;
                scratch_2[j_4 + 1] = sum_23;
                scratch_2[j_4 + 2] = sum_24;
                scratch_2[j_4 + 3] = sum_25;
                scratch_2[j_4 + 4] = sum_26;
                scratch_2[j_4 + 5] = sum_27;
                scratch_2[j_4 + 6] = sum_28;
                scratch_2[j_4 + 7] = sum_29;
            }
            for (int j_5 = start_2; j_5 < 10; j_5++) {
                float sum_30 = 0.0f;
                for (int k_4 = 0; k_4 < 64; k_4++) {
                    float a_11 = x[at_7 + k_4];
                    float b_15 = a_5[k_4 * 10 + j_5];
                    sum_30 = Math.fma(a_11, b_15, sum_30);
                }
                scratch_2[j_5] = sum_30;
            }
            int at_8 = i_2 * 10;
            for (int j_6 = 0; j_6 < 10; j_6++) {
                float sum_31 = scratch_2[j_6];
                out[at_8 + j_6] = sum_31 + b_6[j_6];
            }
        }
    }

    private void logitsRun0(int n, float[] x, float[][] logitsFloats) {
        logits_0(0, n, logitsFloats[0], x, this.p_a, this.p_b, logitsFloats[1], logitsFloats[2]);
    }

    /** Computes logits [N, 10], row-major. */
    public float[] logits(int n, float[] x) {
        Arguments.checkPositive("n of logits", n);
        Arguments.checkLength("x of logits", x.length, 64 * n);
        float[][] logitsFloats = newLogitsFloats(n);
        logitsRun0(n, x, logitsFloats);
        return logitsFloats[1];
    }

    private float[][] newLossFloats(int n) {
        return new float[][] {new float[40], new float[10 * n], new float[10], new float[2064], new float[192],
                new float[256], new float[256], new float[n], new float[n], new float[1]};
    }

    /** rows N: product add %8 of %6 */
    private static void loss_0(int first, int last, float[] scratch, float[] x, float[] a_5, float[] b_6, float[] slot0,
            float[] scratch_2) {
        int start = 10 & -4; // LogisticRegression.java:23
        for (int i = first; i < last - 3; i += 4) {
            int at = i * 64;
            int at_2 = (i + 1) * 64;
            int at_3 = (i + 2) * 64;
            int at_4 = (i + 3) * 64;
            for (int j = 0; j < 7; j += 4) {
                float sum = 0.0f;
                float sum_2 = 0.0f;
                float sum_3 = 0.0f;
                float sum_4 = 0.0f;
                float sum_5 = 0.0f;
                float sum_6 = 0.0f;
                float sum_7 = 0.0f;
                float sum_8 = 0.0f;
                float sum_9 = 0.0f;
                float sum_10 = 0.0f;
                float sum_11 = 0.0f;
                float sum_12 = 0.0f;
                float sum_13 = 0.0f;
                float sum_14 = 0.0f;
                float sum_15 = 0.0f;
                float sum_16 = 0.0f;
                for (int k = 0; k < 64; k++) {
                    float a = x[at + k];
                    float a_2 = x[at_2 + k];
                    float a_3 = x[at_3 + k];
                    float a_4 = x[at_4 + k];
                    float b = a_5[k * 10 + j];
                    float b_2 = a_5[k * 10 + (j + 1)];
                    float b_3 = a_5[k * 10 + (j + 2)];
                    float b_4 = a_5[k * 10 + (j + 3)];
                    sum = Math.fma(a, b, sum);
                    sum_2 = Math.fma(a, b_2, sum_2);
                    sum_3 = Math.fma(a, b_3, sum_3);
                    sum_4 = Math.fma(a, b_4, sum_4);
                    sum_5 = Math.fma(a_2, b, sum_5);
                    sum_6 = Math.fma(a_2, b_2, sum_6);
                    sum_7 = Math.fma(a_2, b_3, sum_7);
                    sum_8 = Math.fma(a_2, b_4, sum_8);
                    sum_9 = Math.fma(a_3, b, sum_9);
                    sum_10 = Math.fma(a_3, b_2, sum_10);
                    sum_11 = Math.fma(a_3, b_3, sum_11);
                    sum_12 = Math.fma(a_3, b_4, sum_12);
                    sum_13 = Math.fma(a_4, b, sum_13);
                    sum_14 = Math.fma(a_4, b_2, sum_14);
                    sum_15 = Math.fma(a_4, b_3, sum_15);
                    sum_16 = Math.fma(a_4, b_4, sum_16);
                }
                scratch[j] = sum;
                scratch[j + 1] = sum_2;
                scratch[j + 2] = sum_3;
                scratch[j + 3] = sum_4;
                scratch[10 + j] = sum_5;
                scratch[10 + (j + 1)] = sum_6;
                scratch[10 + (j + 2)] = sum_7;
                scratch[10 + (j + 3)] = sum_8;
                scratch[20 + j] = sum_9;
                scratch[20 + (j + 1)] = sum_10;
                scratch[20 + (j + 2)] = sum_11;
                scratch[20 + (j + 3)] = sum_12;
                scratch[30 + j] = sum_13;
                scratch[30 + (j + 1)] = sum_14;
                scratch[30 + (j + 2)] = sum_15;
                scratch[30 + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < 10; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                for (int k_2 = 0; k_2 < 64; k_2++) {
                    float a_6 = x[at + k_2];
                    float a_7 = x[at_2 + k_2];
                    float a_8 = x[at_3 + k_2];
                    float a_9 = x[at_4 + k_2];
                    float b_5 = a_5[k_2 * 10 + j_2];
                    sum_17 = Math.fma(a_6, b_5, sum_17);
                    sum_18 = Math.fma(a_7, b_5, sum_18);
                    sum_19 = Math.fma(a_8, b_5, sum_19);
                    sum_20 = Math.fma(a_9, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[10 + j_2] = sum_18;
                scratch[20 + j_2] = sum_19;
                scratch[30 + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_5 = r * 10;
                int at_6 = row * 10;
                for (int j_3 = 0; j_3 < 10; j_3++) {
                    float sum_21 = scratch[at_5 + j_3];
                    float add = sum_21 + b_6[j_3];
                    slot0[at_6 + j_3] = add;
                }
            }
        }
        int start_2 = 10 & -8;
        for (int i_2 = first + ((last - first) & -4); i_2 < last; i_2++) {
            int at_7 = i_2 * 64;
            for (int j_4 = 0; j_4 < 3; j_4 += 8) {
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                float sum_29 = 0.0f;
                for (int k_3 = 0; k_3 < 64; k_3++) {
                    float a_10 = x[at_7 + k_3];
                    float b_7 = a_5[k_3 * 10 + j_4];
                    float b_8 = a_5[k_3 * 10 + (j_4 + 1)];
                    float b_9 = a_5[k_3 * 10 + (j_4 + 2)];
                    float b_10 = a_5[k_3 * 10 + (j_4 + 3)];
                    float b_11 = a_5[k_3 * 10 + (j_4 + 4)];
                    float b_12 = a_5[k_3 * 10 + (j_4 + 5)];
                    float b_13 = a_5[k_3 * 10 + (j_4 + 6)];
                    float b_14 = a_5[k_3 * 10 + (j_4 + 7)];
                    sum_22 = Math.fma(a_10, b_7, sum_22);
                    sum_23 = Math.fma(a_10, b_8, sum_23);
                    sum_24 = Math.fma(a_10, b_9, sum_24);
                    sum_25 = Math.fma(a_10, b_10, sum_25);
                    sum_26 = Math.fma(a_10, b_11, sum_26);
                    sum_27 = Math.fma(a_10, b_12, sum_27);
                    sum_28 = Math.fma(a_10, b_13, sum_28);
                    sum_29 = Math.fma(a_10, b_14, sum_29);
                }
                scratch_2[j_4] = sum_22;
                scratch_2[j_4 + 1] = sum_23;
                scratch_2[j_4 + 2] = sum_24;
                scratch_2[j_4 + 3] = sum_25;
                scratch_2[j_4 + 4] = sum_26;
                scratch_2[j_4 + 5] = sum_27;
                scratch_2[j_4 + 6] = sum_28;
                scratch_2[j_4 + 7] = sum_29;
            }
            for (int j_5 = start_2; j_5 < 10; j_5++) {
                float sum_30 = 0.0f;
                for (int k_4 = 0; k_4 < 64; k_4++) {
                    float a_11 = x[at_7 + k_4];
                    float b_15 = a_5[k_4 * 10 + j_5];
                    sum_30 = Math.fma(a_11, b_15, sum_30);
                }
                scratch_2[j_5] = sum_30;
            }
            int at_8 = i_2 * 10;
            for (int j_6 = 0; j_6 < 10; j_6++) {
                float sum_31 = scratch_2[j_6];
                float add_2 = sum_31 + b_6[j_6];
                slot0[at_8 + j_6] = add_2;
            }
        }
    }

    /** rows N: fold maxOver %47; fold sum %84 & fold sum %87 */
    private static void loss_1(int first, int last, float[] slot0, float[] scratch, float[] scratch_2, int[] y,
            float[] slot1, float[] slot2) {
        for (int i = first; i < last; i++) {
            float best = Float.NEGATIVE_INFINITY; // LogisticRegression.java:33
            int at = i * 10;
            for (int j = 0; j < 10; j++) {
                float addAt = slot0[at + j];
                best = Math.max(best, addAt);
            }
            float maxOver = best;
            for (int lane = 0; lane < 16; lane++) {
                scratch[lane] = 0.0f;
            }
            for (int lane_2 = 0; lane_2 < 16; lane_2++) {
                scratch_2[lane_2] = 0.0f;
            }
            float abs = Math.abs(maxOver);
            boolean less = abs < Float.POSITIVE_INFINITY;
            float select = less ? maxOver : 0.0f;
            int yAt = y[i];
            for (int j_2 = 0; j_2 < 10; j_2++) {
                float addAt_2 = slot0[at + j_2];
                float sub = addAt_2 - select;
                float value = expF32(sub);
                float value_2 = j_2 == yAt ? sub : 0.0f;
                int lane_3 = j_2 & 15;
                scratch[lane_3] += value;
                int lane_4 = j_2 & 15;
                scratch_2[lane_4] += value_2;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            slot1[i] = sum;
            float sum_2 = scratch_2[0] + scratch_2[8] + (scratch_2[4] + scratch_2[12])
                    + (scratch_2[2] + scratch_2[10] + (scratch_2[6] + scratch_2[14]))
                    + (scratch_2[1] + scratch_2[9] + (scratch_2[5] + scratch_2[13])
                    + (scratch_2[3] + scratch_2[11] + (scratch_2[7] + scratch_2[15])));
            slot2[i] = sum_2;
        }
    }

    /** rows 1: fold sum %89; element div %90 */
    private static void loss_2(float[] scratch, int n, float[] slot1, float[] slot2, float[] out) {
        for (int lane = 0; lane < 16; lane++) { // LogisticRegression.java:33
            scratch[lane] = 0.0f;
        }
        for (int j = 0; j < n; j++) {
            int lane_2 = j & 15;
            scratch[lane_2] += logF32(slot1[j]) - slot2[j];
        }
        float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
        out[0] = sum / (float) n;
    }

    private void lossRun0(int n, float[] x, int[] y, float[][] lossFloats) {
        loss_0(0, n, lossFloats[0], x, this.p_a, this.p_b, lossFloats[1], lossFloats[2]);
        loss_1(0, n, lossFloats[1], lossFloats[5], lossFloats[6], y, lossFloats[7], lossFloats[8]);
        loss_2(lossFloats[5], n, lossFloats[7], lossFloats[8], lossFloats[9]);
    }

    /** Computes loss [], row-major. */
    public float loss(int n, float[] x, int[] y) {
        Arguments.checkPositive("n of loss", n);
        Arguments.checkLength("x of loss", x.length, 64 * n);
        Arguments.checkLength("y of loss", y.length, n);
        Arguments.checkIndices("y of loss, an index below 10", y, 0, n, 10);
        float[][] lossFloats = newLossFloats(n);
        lossRun0(n, x, y, lossFloats);
        return lossFloats[9][0];
    }

    private float[][] newProbabilitiesFloats(int n) {
        return new float[][] {new float[40], new float[10 * n], new float[10], new float[2064], new float[192],
                new float[256], new float[10], new float[10 * n]};
    }

    /** rows N: product add %8 of %6 */
    private static void probabilities_0(int first, int last, float[] scratch, float[] x, float[] a_5, float[] b_6,
            float[] slot0, float[] scratch_2) {
        int start = 10 & -4; // LogisticRegression.java:23
        for (int i = first; i < last - 3; i += 4) {
            int at = i * 64;
            int at_2 = (i + 1) * 64;
            int at_3 = (i + 2) * 64;
            int at_4 = (i + 3) * 64;
            for (int j = 0; j < 7; j += 4) {
                float sum = 0.0f;
                float sum_2 = 0.0f;
                float sum_3 = 0.0f;
                float sum_4 = 0.0f;
                float sum_5 = 0.0f;
                float sum_6 = 0.0f;
                float sum_7 = 0.0f;
                float sum_8 = 0.0f;
                float sum_9 = 0.0f;
                float sum_10 = 0.0f;
                float sum_11 = 0.0f;
                float sum_12 = 0.0f;
                float sum_13 = 0.0f;
                float sum_14 = 0.0f;
                float sum_15 = 0.0f;
                float sum_16 = 0.0f;
                for (int k = 0; k < 64; k++) {
                    float a = x[at + k];
                    float a_2 = x[at_2 + k];
                    float a_3 = x[at_3 + k];
                    float a_4 = x[at_4 + k];
                    float b = a_5[k * 10 + j];
                    float b_2 = a_5[k * 10 + (j + 1)];
                    float b_3 = a_5[k * 10 + (j + 2)];
                    float b_4 = a_5[k * 10 + (j + 3)];
                    sum = Math.fma(a, b, sum);
                    sum_2 = Math.fma(a, b_2, sum_2);
                    sum_3 = Math.fma(a, b_3, sum_3);
                    sum_4 = Math.fma(a, b_4, sum_4);
                    sum_5 = Math.fma(a_2, b, sum_5);
                    sum_6 = Math.fma(a_2, b_2, sum_6);
                    sum_7 = Math.fma(a_2, b_3, sum_7);
                    sum_8 = Math.fma(a_2, b_4, sum_8);
                    sum_9 = Math.fma(a_3, b, sum_9);
                    sum_10 = Math.fma(a_3, b_2, sum_10);
                    sum_11 = Math.fma(a_3, b_3, sum_11);
                    sum_12 = Math.fma(a_3, b_4, sum_12);
                    sum_13 = Math.fma(a_4, b, sum_13);
                    sum_14 = Math.fma(a_4, b_2, sum_14);
                    sum_15 = Math.fma(a_4, b_3, sum_15);
                    sum_16 = Math.fma(a_4, b_4, sum_16);
                }
                scratch[j] = sum;
                scratch[j + 1] = sum_2;
                scratch[j + 2] = sum_3;
                scratch[j + 3] = sum_4;
                scratch[10 + j] = sum_5;
                scratch[10 + (j + 1)] = sum_6;
                scratch[10 + (j + 2)] = sum_7;
                scratch[10 + (j + 3)] = sum_8;
                scratch[20 + j] = sum_9;
                scratch[20 + (j + 1)] = sum_10;
                scratch[20 + (j + 2)] = sum_11;
                scratch[20 + (j + 3)] = sum_12;
                scratch[30 + j] = sum_13;
                scratch[30 + (j + 1)] = sum_14;
                scratch[30 + (j + 2)] = sum_15;
                scratch[30 + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < 10; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                for (int k_2 = 0; k_2 < 64; k_2++) {
                    float a_6 = x[at + k_2];
                    float a_7 = x[at_2 + k_2];
                    float a_8 = x[at_3 + k_2];
                    float a_9 = x[at_4 + k_2];
                    float b_5 = a_5[k_2 * 10 + j_2];
                    sum_17 = Math.fma(a_6, b_5, sum_17);
                    sum_18 = Math.fma(a_7, b_5, sum_18);
                    sum_19 = Math.fma(a_8, b_5, sum_19);
                    sum_20 = Math.fma(a_9, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[10 + j_2] = sum_18;
                scratch[20 + j_2] = sum_19;
                scratch[30 + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_5 = r * 10;
                int at_6 = row * 10;
                for (int j_3 = 0; j_3 < 10; j_3++) {
                    float sum_21 = scratch[at_5 + j_3];
                    float add = sum_21 + b_6[j_3];
                    slot0[at_6 + j_3] = add;
                }
            }
        }
        int start_2 = 10 & -8;
        for (int i_2 = first + ((last - first) & -4); i_2 < last; i_2++) {
            int at_7 = i_2 * 64;
            for (int j_4 = 0; j_4 < 3; j_4 += 8) {
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                float sum_29 = 0.0f;
                for (int k_3 = 0; k_3 < 64; k_3++) {
                    float a_10 = x[at_7 + k_3];
                    float b_7 = a_5[k_3 * 10 + j_4];
                    float b_8 = a_5[k_3 * 10 + (j_4 + 1)];
                    float b_9 = a_5[k_3 * 10 + (j_4 + 2)];
                    float b_10 = a_5[k_3 * 10 + (j_4 + 3)];
                    float b_11 = a_5[k_3 * 10 + (j_4 + 4)];
                    float b_12 = a_5[k_3 * 10 + (j_4 + 5)];
                    float b_13 = a_5[k_3 * 10 + (j_4 + 6)];
                    float b_14 = a_5[k_3 * 10 + (j_4 + 7)];
                    sum_22 = Math.fma(a_10, b_7, sum_22);
                    sum_23 = Math.fma(a_10, b_8, sum_23);
                    sum_24 = Math.fma(a_10, b_9, sum_24);
                    sum_25 = Math.fma(a_10, b_10, sum_25);
                    sum_26 = Math.fma(a_10, b_11, sum_26);
                    sum_27 = Math.fma(a_10, b_12, sum_27);
                    sum_28 = Math.fma(a_10, b_13, sum_28);
                    sum_29 = Math.fma(a_10, b_14, sum_29);
                }
                scratch_2[j_4] = sum_22;
                scratch_2[j_4 + 1] = sum_23;
                scratch_2[j_4 + 2] = sum_24;
                scratch_2[j_4 + 3] = sum_25;
                scratch_2[j_4 + 4] = sum_26;
                scratch_2[j_4 + 5] = sum_27;
                scratch_2[j_4 + 6] = sum_28;
                scratch_2[j_4 + 7] = sum_29;
            }
            for (int j_5 = start_2; j_5 < 10; j_5++) {
                float sum_30 = 0.0f;
                for (int k_4 = 0; k_4 < 64; k_4++) {
                    float a_11 = x[at_7 + k_4];
                    float b_15 = a_5[k_4 * 10 + j_5];
                    sum_30 = Math.fma(a_11, b_15, sum_30);
                }
                scratch_2[j_5] = sum_30;
            }
            int at_8 = i_2 * 10;
            for (int j_6 = 0; j_6 < 10; j_6++) {
                float sum_31 = scratch_2[j_6];
                float add_2 = sum_31 + b_6[j_6];
                slot0[at_8 + j_6] = add_2;
            }
        }
    }

    /** rows N: fold maxOver %47; element exp %83 & fold sum %84; element div %92 */
    private static void probabilities_1(int first, int last, float[] slot0, float[] scratch, float[] slot1,
            float[] out) {
        for (int i = first; i < last; i++) {
            float best = Float.NEGATIVE_INFINITY; // LogisticRegression.java:33
            int at = i * 10;
            for (int j = 0; j < 10; j++) {
                float addAt = slot0[at + j];
                best = Math.max(best, addAt);
            }
            float maxOver = best;
            for (int lane = 0; lane < 16; lane++) {
                scratch[lane] = 0.0f;
            }
            float abs = Math.abs(maxOver);
            boolean less = abs < Float.POSITIVE_INFINITY;
            float select = less ? maxOver : 0.0f;
            for (int j_2 = 0; j_2 < 10; j_2++) {
                float addAt_2 = slot0[at + j_2];
                float exp = expF32(addAt_2 - select);
                slot1[j_2] = exp;
                int lane_2 = j_2 & 15;
                scratch[lane_2] += exp;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            for (int j_3 = 0; j_3 < 10; j_3++) { // LogisticRegression.java:28
                float expAt = slot1[j_3];
                out[at + j_3] = expAt / sum;
            }
        }
    }

    private void probabilitiesRun0(int n, float[] x, float[][] probabilitiesFloats) {
        probabilities_0(0, n, probabilitiesFloats[0], x, this.p_a, this.p_b, probabilitiesFloats[1],
                probabilitiesFloats[2]);
        probabilities_1(0, n, probabilitiesFloats[1], probabilitiesFloats[5], probabilitiesFloats[6],
                probabilitiesFloats[7]);
    }

    /** Computes probabilities [N, 10], row-major. */
    public float[] probabilities(int n, float[] x) {
        Arguments.checkPositive("n of probabilities", n);
        Arguments.checkLength("x of probabilities", x.length, 64 * n);
        float[][] probabilitiesFloats = newProbabilitiesFloats(n);
        probabilitiesRun0(n, x, probabilitiesFloats);
        return probabilitiesFloats[7];
    }

    private float[][] newStepFloats(int n) {
        return new float[][] {new float[40], new float[10 * n], new float[10], new float[2064], new float[192],
                new float[256], new float[256], new float[10], new float[n], new float[n], new float[1],
                new float[32 * n + 16]};
    }

    /** rows N: product add %8 of %6 */
    private static void step_0(int first, int last, float[] scratch, float[] x, int example, float[] a_5, float[] b_6,
            float[] slot0, float[] scratch_2) {
        int begin = example * 64; // LogisticRegression.java:23
        int start = 10 & -4;
        for (int i = first; i < last - 3; i += 4) {
            int at = i * 64;
            int at_2 = (i + 1) * 64;
            int at_3 = (i + 2) * 64;
            int at_4 = (i + 3) * 64;
            for (int j = 0; j < 7; j += 4) {
                float sum = 0.0f;
                float sum_2 = 0.0f;
                float sum_3 = 0.0f;
                float sum_4 = 0.0f;
                float sum_5 = 0.0f;
                float sum_6 = 0.0f;
                float sum_7 = 0.0f;
                float sum_8 = 0.0f;
                float sum_9 = 0.0f;
                float sum_10 = 0.0f;
                float sum_11 = 0.0f;
                float sum_12 = 0.0f;
                float sum_13 = 0.0f;
                float sum_14 = 0.0f;
                float sum_15 = 0.0f;
                float sum_16 = 0.0f;
                for (int k = 0; k < 64; k++) {
                    float a = x[begin + (at + k)];
                    float a_2 = x[begin + (at_2 + k)];
                    float a_3 = x[begin + (at_3 + k)];
                    float a_4 = x[begin + (at_4 + k)];
                    float b = a_5[k * 10 + j];
                    float b_2 = a_5[k * 10 + (j + 1)];
                    float b_3 = a_5[k * 10 + (j + 2)];
                    float b_4 = a_5[k * 10 + (j + 3)];
                    sum = Math.fma(a, b, sum);
                    sum_2 = Math.fma(a, b_2, sum_2);
                    sum_3 = Math.fma(a, b_3, sum_3);
                    sum_4 = Math.fma(a, b_4, sum_4);
                    sum_5 = Math.fma(a_2, b, sum_5);
                    sum_6 = Math.fma(a_2, b_2, sum_6);
                    sum_7 = Math.fma(a_2, b_3, sum_7);
                    sum_8 = Math.fma(a_2, b_4, sum_8);
                    sum_9 = Math.fma(a_3, b, sum_9);
                    sum_10 = Math.fma(a_3, b_2, sum_10);
                    sum_11 = Math.fma(a_3, b_3, sum_11);
                    sum_12 = Math.fma(a_3, b_4, sum_12);
                    sum_13 = Math.fma(a_4, b, sum_13);
                    sum_14 = Math.fma(a_4, b_2, sum_14);
                    sum_15 = Math.fma(a_4, b_3, sum_15);
                    sum_16 = Math.fma(a_4, b_4, sum_16);
                }
                scratch[j] = sum;
                scratch[j + 1] = sum_2;
                scratch[j + 2] = sum_3;
                scratch[j + 3] = sum_4;
                scratch[10 + j] = sum_5;
                scratch[10 + (j + 1)] = sum_6;
                scratch[10 + (j + 2)] = sum_7;
                scratch[10 + (j + 3)] = sum_8;
                scratch[20 + j] = sum_9;
                scratch[20 + (j + 1)] = sum_10;
                scratch[20 + (j + 2)] = sum_11;
                scratch[20 + (j + 3)] = sum_12;
                scratch[30 + j] = sum_13;
                scratch[30 + (j + 1)] = sum_14;
                scratch[30 + (j + 2)] = sum_15;
                scratch[30 + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < 10; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                for (int k_2 = 0; k_2 < 64; k_2++) {
                    float a_6 = x[begin + (at + k_2)];
                    float a_7 = x[begin + (at_2 + k_2)];
                    float a_8 = x[begin + (at_3 + k_2)];
                    float a_9 = x[begin + (at_4 + k_2)];
                    float b_5 = a_5[k_2 * 10 + j_2];
                    sum_17 = Math.fma(a_6, b_5, sum_17);
                    sum_18 = Math.fma(a_7, b_5, sum_18);
                    sum_19 = Math.fma(a_8, b_5, sum_19);
                    sum_20 = Math.fma(a_9, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[10 + j_2] = sum_18;
                scratch[20 + j_2] = sum_19;
                scratch[30 + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_5 = r * 10;
                int at_6 = row * 10;
                for (int j_3 = 0; j_3 < 10; j_3++) {
                    float sum_21 = scratch[at_5 + j_3];
                    float bAt = b_6[j_3];
                    float add = sum_21 + bAt;
                    slot0[at_6 + j_3] = add;
                }
            }
        }
        int start_2 = 10 & -8;
        for (int i_2 = first + ((last - first) & -4); i_2 < last; i_2++) {
            int at_7 = i_2 * 64;
            for (int j_4 = 0; j_4 < 3; j_4 += 8) {
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                float sum_29 = 0.0f;
                for (int k_3 = 0; k_3 < 64; k_3++) {
                    float a_10 = x[begin + (at_7 + k_3)];
                    float b_7 = a_5[k_3 * 10 + j_4];
                    float b_8 = a_5[k_3 * 10 + (j_4 + 1)];
                    float b_9 = a_5[k_3 * 10 + (j_4 + 2)];
                    float b_10 = a_5[k_3 * 10 + (j_4 + 3)];
                    float b_11 = a_5[k_3 * 10 + (j_4 + 4)];
                    float b_12 = a_5[k_3 * 10 + (j_4 + 5)];
                    float b_13 = a_5[k_3 * 10 + (j_4 + 6)];
                    float b_14 = a_5[k_3 * 10 + (j_4 + 7)];
                    sum_22 = Math.fma(a_10, b_7, sum_22);
                    sum_23 = Math.fma(a_10, b_8, sum_23);
                    sum_24 = Math.fma(a_10, b_9, sum_24);
                    sum_25 = Math.fma(a_10, b_10, sum_25);
                    sum_26 = Math.fma(a_10, b_11, sum_26);
                    sum_27 = Math.fma(a_10, b_12, sum_27);
                    sum_28 = Math.fma(a_10, b_13, sum_28);
                    sum_29 = Math.fma(a_10, b_14, sum_29);
                }
                scratch_2[j_4] = sum_22;
                scratch_2[j_4 + 1] = sum_23;
                scratch_2[j_4 + 2] = sum_24;
                scratch_2[j_4 + 3] = sum_25;
                scratch_2[j_4 + 4] = sum_26;
                scratch_2[j_4 + 5] = sum_27;
                scratch_2[j_4 + 6] = sum_28;
                scratch_2[j_4 + 7] = sum_29;
            }
            for (int j_5 = start_2; j_5 < 10; j_5++) {
                float sum_30 = 0.0f;
                for (int k_4 = 0; k_4 < 64; k_4++) {
                    float a_11 = x[begin + (at_7 + k_4)];
                    float b_15 = a_5[k_4 * 10 + j_5];
                    sum_30 = Math.fma(a_11, b_15, sum_30);
                }
                scratch_2[j_5] = sum_30;
            }
            int at_8 = i_2 * 10;
            for (int j_6 = 0; j_6 < 10; j_6++) {
                float sum_31 = scratch_2[j_6];
                float bAt_2 = b_6[j_6];
                float add_2 = sum_31 + bAt_2;
                slot0[at_8 + j_6] = add_2;
            }
        }
    }

    /** rows N: fold maxOver %47; element exp %83 & fold sum %84 & fold sum %87; element mul %94 */
    private static void step_1(int first, int last, float[] slot0, float[] scratch, float[] scratch_2, int[] y,
            int example, float[] slot1, float[] slot2, float[] slot3, int n) {
        float sizeOf = (float) n;
        float reciprocal = 1.0f / sizeOf;
        for (int i = first; i < last; i++) {
            float best = Float.NEGATIVE_INFINITY; // LogisticRegression.java:33
            int at = i * 10;
            for (int j = 0; j < 10; j++) {
                float addAt = slot0[at + j];
                best = Math.max(best, addAt);
            }
            float maxOver = best;
            for (int lane = 0; lane < 16; lane++) {
                scratch[lane] = 0.0f;
            }
            for (int lane_2 = 0; lane_2 < 16; lane_2++) {
                scratch_2[lane_2] = 0.0f;
            }
            float abs = Math.abs(maxOver);
            boolean less = abs < Float.POSITIVE_INFINITY;
            float select = less ? maxOver : 0.0f;
            int yAt = y[example + i];
            for (int j_2 = 0; j_2 < 10; j_2++) {
                float addAt_2 = slot0[at + j_2];
                float sub = addAt_2 - select;
                float exp = expF32(sub);
                boolean equal = j_2 == yAt;
                float value = equal ? sub : 0.0f;
                slot1[j_2] = exp;
                int lane_3 = j_2 & 15;
                scratch[lane_3] += exp;
                int lane_4 = j_2 & 15;
                scratch_2[lane_4] += value;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            slot2[i] = sum;
            float sum_2 = scratch_2[0] + scratch_2[8] + (scratch_2[4] + scratch_2[12])
                    + (scratch_2[2] + scratch_2[10] + (scratch_2[6] + scratch_2[14]))
                    + (scratch_2[1] + scratch_2[9] + (scratch_2[5] + scratch_2[13])
                    + (scratch_2[3] + scratch_2[11] + (scratch_2[7] + scratch_2[15])));
            slot3[i] = sum_2;
            float sumAt = slot2[i];
            for (int j_3 = 0; j_3 < 10; j_3++) {
                float expAt = slot1[j_3];
                boolean equal_2 = j_3 == yAt;
                float mul = reciprocal * (expAt / sumAt - (equal_2 ? 1.0f : 0.0f));
                slot0[at + j_3] = mul;
            }
        }
    }

    /** rows 1: fold sum %89; element div %90 */
    private static void step_2(float[] scratch, int n, float[] slot2, float[] slot3, float[] out) {
        for (int lane = 0; lane < 16; lane++) { // LogisticRegression.java:33
            scratch[lane] = 0.0f;
        }
        for (int j = 0; j < n; j++) {
            float sumAt = slot2[j];
            int lane_2 = j & 15;
            scratch[lane_2] += logF32(sumAt) - slot3[j];
        }
        float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
        float sizeOf = (float) n;
        out[0] = sum / sizeOf;
    }

    /** rows 10: fold sum %95; element fma %105 */
    private static void step_3(int first, int last, float[] scratch, int n, float[] slot0, float rate, float[] b) {
        float neg = -rate;
        for (int i = first; i < last; i++) {
            for (int lane = 0; lane < 16; lane++) { // LogisticRegression.java:23
                scratch[lane] = 0.0f;
            }
            for (int j = 0; j < n; j++) {
                float mulAt = slot0[j * 10 + i];
                int lane_2 = j & 15;
                scratch[lane_2] += mulAt;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            float bAt = b[i]; // LogisticRegression.java:19
            b[i] = Math.fma(sum, neg, bAt);
        }
    }

    /** rows 64: product fma %103 of %96 */
    private static void step_4(int first, int last, float[] scratch, int n, float[] x, int example, float[] slot0,
            float rate, float[] a_9, float[] scratch_2) {
        int begin = example * 64; // LogisticRegression.java:23
        int start = 10 & -4;
        float neg = -rate;
        for (int i = first; i < last - 3; i += 4) {
            for (int j = 0; j < 7; j += 4) {
                float sum = 0.0f;
                float sum_2 = 0.0f;
                float sum_3 = 0.0f;
                float sum_4 = 0.0f;
                float sum_5 = 0.0f;
                float sum_6 = 0.0f;
                float sum_7 = 0.0f;
                float sum_8 = 0.0f;
                float sum_9 = 0.0f;
                float sum_10 = 0.0f;
                float sum_11 = 0.0f;
                float sum_12 = 0.0f;
                float sum_13 = 0.0f;
                float sum_14 = 0.0f;
                float sum_15 = 0.0f;
                float sum_16 = 0.0f;
                for (int k = 0; k < n; k++) {
                    float a = x[begin + (k * 64 + i)];
                    float a_2 = x[begin + (k * 64 + (i + 1))];
                    float a_3 = x[begin + (k * 64 + (i + 2))];
                    float a_4 = x[begin + (k * 64 + (i + 3))];
                    float b = slot0[k * 10 + j];
                    float b_2 = slot0[k * 10 + (j + 1)];
                    float b_3 = slot0[k * 10 + (j + 2)];
                    float b_4 = slot0[k * 10 + (j + 3)];
                    sum = Math.fma(a, b, sum);
                    sum_2 = Math.fma(a, b_2, sum_2);
                    sum_3 = Math.fma(a, b_3, sum_3);
                    sum_4 = Math.fma(a, b_4, sum_4);
                    sum_5 = Math.fma(a_2, b, sum_5);
                    sum_6 = Math.fma(a_2, b_2, sum_6);
                    sum_7 = Math.fma(a_2, b_3, sum_7);
                    sum_8 = Math.fma(a_2, b_4, sum_8);
                    sum_9 = Math.fma(a_3, b, sum_9);
                    sum_10 = Math.fma(a_3, b_2, sum_10);
                    sum_11 = Math.fma(a_3, b_3, sum_11);
                    sum_12 = Math.fma(a_3, b_4, sum_12);
                    sum_13 = Math.fma(a_4, b, sum_13);
                    sum_14 = Math.fma(a_4, b_2, sum_14);
                    sum_15 = Math.fma(a_4, b_3, sum_15);
                    sum_16 = Math.fma(a_4, b_4, sum_16);
                }
                scratch[j] = sum;
                scratch[j + 1] = sum_2;
                scratch[j + 2] = sum_3;
                scratch[j + 3] = sum_4;
                scratch[10 + j] = sum_5;
                scratch[10 + (j + 1)] = sum_6;
                scratch[10 + (j + 2)] = sum_7;
                scratch[10 + (j + 3)] = sum_8;
                scratch[20 + j] = sum_9;
                scratch[20 + (j + 1)] = sum_10;
                scratch[20 + (j + 2)] = sum_11;
                scratch[20 + (j + 3)] = sum_12;
                scratch[30 + j] = sum_13;
                scratch[30 + (j + 1)] = sum_14;
                scratch[30 + (j + 2)] = sum_15;
                scratch[30 + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < 10; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                for (int k_2 = 0; k_2 < n; k_2++) {
                    float a_5 = x[begin + (k_2 * 64 + i)];
                    float a_6 = x[begin + (k_2 * 64 + (i + 1))];
                    float a_7 = x[begin + (k_2 * 64 + (i + 2))];
                    float a_8 = x[begin + (k_2 * 64 + (i + 3))];
                    float b_5 = slot0[k_2 * 10 + j_2];
                    sum_17 = Math.fma(a_5, b_5, sum_17);
                    sum_18 = Math.fma(a_6, b_5, sum_18);
                    sum_19 = Math.fma(a_7, b_5, sum_19);
                    sum_20 = Math.fma(a_8, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[10 + j_2] = sum_18;
                scratch[20 + j_2] = sum_19;
                scratch[30 + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at = r * 10;
                int at_2 = row * 10;
                for (int j_3 = 0; j_3 < 10; j_3++) {
                    float sum_21 = scratch[at + j_3];
                    float aAt = a_9[at_2 + j_3];
                    a_9[at_2 + j_3] = Math.fma(sum_21, neg, aAt);
                }
            }
        }
        int start_2 = 10 & -8;
        for (int i_2 = first + ((last - first) & -4); i_2 < last; i_2++) {
            for (int j_4 = 0; j_4 < 3; j_4 += 8) {
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                float sum_29 = 0.0f;
                for (int k_3 = 0; k_3 < n; k_3++) {
                    float a_10 = x[begin + (k_3 * 64 + i_2)];
                    float b_6 = slot0[k_3 * 10 + j_4];
                    float b_7 = slot0[k_3 * 10 + (j_4 + 1)];
                    float b_8 = slot0[k_3 * 10 + (j_4 + 2)];
                    float b_9 = slot0[k_3 * 10 + (j_4 + 3)];
                    float b_10 = slot0[k_3 * 10 + (j_4 + 4)];
                    float b_11 = slot0[k_3 * 10 + (j_4 + 5)];
                    float b_12 = slot0[k_3 * 10 + (j_4 + 6)];
                    float b_13 = slot0[k_3 * 10 + (j_4 + 7)];
                    sum_22 = Math.fma(a_10, b_6, sum_22);
                    sum_23 = Math.fma(a_10, b_7, sum_23);
                    sum_24 = Math.fma(a_10, b_8, sum_24);
                    sum_25 = Math.fma(a_10, b_9, sum_25);
                    sum_26 = Math.fma(a_10, b_10, sum_26);
                    sum_27 = Math.fma(a_10, b_11, sum_27);
                    sum_28 = Math.fma(a_10, b_12, sum_28);
                    sum_29 = Math.fma(a_10, b_13, sum_29);
                }
                scratch_2[j_4] = sum_22;
                scratch_2[j_4 + 1] = sum_23;
                scratch_2[j_4 + 2] = sum_24;
                scratch_2[j_4 + 3] = sum_25;
                scratch_2[j_4 + 4] = sum_26;
                scratch_2[j_4 + 5] = sum_27;
                scratch_2[j_4 + 6] = sum_28;
                scratch_2[j_4 + 7] = sum_29;
            }
            for (int j_5 = start_2; j_5 < 10; j_5++) {
                float sum_30 = 0.0f;
                for (int k_4 = 0; k_4 < n; k_4++) {
                    float a_11 = x[begin + (k_4 * 64 + i_2)];
                    float b_14 = slot0[k_4 * 10 + j_5];
                    sum_30 = Math.fma(a_11, b_14, sum_30);
                }
                scratch_2[j_5] = sum_30;
            }
            int at_3 = i_2 * 10;
            for (int j_6 = 0; j_6 < 10; j_6++) {
                float sum_31 = scratch_2[j_6];
                float aAt_2 = a_9[at_3 + j_6];
                a_9[at_3 + j_6] = Math.fma(sum_31, neg, aAt_2);
            }
        }
    }

    private void stepRun0(int n, float[] x, int[] y, int example, float rate, float[][] stepFloats) {
        step_0(0, n, stepFloats[0], x, example, this.p_a, this.p_b, stepFloats[1], stepFloats[2]);
        step_1(0, n, stepFloats[1], stepFloats[5], stepFloats[6], y, example, stepFloats[7], stepFloats[8],
                stepFloats[9], n);
        step_2(stepFloats[5], n, stepFloats[8], stepFloats[9], stepFloats[10]);
        step_3(0, 10, stepFloats[5], n, stepFloats[1], rate, this.p_b);
        step_4(0, 64, stepFloats[0], n, x, example, stepFloats[1], rate, this.p_a, stepFloats[2]);
    }

    private float[][] newSingleFloats() {
        return new float[][] {new float[10], new float[10], new float[2064], new float[192], new float[256],
                new float[256], new float[1]};
    }

    /** rows 1: product add %133 of %107 */
    private static void single_0(float[] scratch, float[] x, int example, float[] a_2, float[] b_10, float[] slot0) {
        int begin = example * 64; // LogisticRegression.java:23
        for (int j = 0; j < 3; j += 8) {
            float sum = 0.0f;
            float sum_2 = 0.0f;
            float sum_3 = 0.0f;
            float sum_4 = 0.0f;
            float sum_5 = 0.0f;
            float sum_6 = 0.0f;
            float sum_7 = 0.0f;
            float sum_8 = 0.0f;
            for (int k = 0; k < 64; k++) {
                float a = x[begin + k];
                float b = a_2[k * 10 + j];
                float b_2 = a_2[k * 10 + (j + 1)];
                float b_3 = a_2[k * 10 + (j + 2)];
                float b_4 = a_2[k * 10 + (j + 3)];
                float b_5 = a_2[k * 10 + (j + 4)];
                float b_6 = a_2[k * 10 + (j + 5)];
                float b_7 = a_2[k * 10 + (j + 6)];
                float b_8 = a_2[k * 10 + (j + 7)];
                sum = Math.fma(a, b, sum);
                sum_2 = Math.fma(a, b_2, sum_2);
                sum_3 = Math.fma(a, b_3, sum_3);
                sum_4 = Math.fma(a, b_4, sum_4);
                sum_5 = Math.fma(a, b_5, sum_5);
                sum_6 = Math.fma(a, b_6, sum_6);
                sum_7 = Math.fma(a, b_7, sum_7);
                sum_8 = Math.fma(a, b_8, sum_8);
            }
            scratch[j] = sum;
            scratch[j + 1] = sum_2;
            scratch[j + 2] = sum_3;
            scratch[j + 3] = sum_4;
            scratch[j + 4] = sum_5;
            scratch[j + 5] = sum_6;
            scratch[j + 6] = sum_7;
            scratch[j + 7] = sum_8;
        }
        for (int j_2 = 10 & -8; j_2 < 10; j_2++) {
            float sum_9 = 0.0f;
            for (int k_2 = 0; k_2 < 64; k_2++) {
                float a_3 = x[begin + k_2];
                float b_9 = a_2[k_2 * 10 + j_2];
                sum_9 = Math.fma(a_3, b_9, sum_9);
            }
            scratch[j_2] = sum_9;
        }
        for (int j_3 = 0; j_3 < 10; j_3++) {
            float sum_10 = scratch[j_3];
            float bAt = b_10[j_3];
            float add = sum_10 + bAt;
            slot0[j_3] = add;
        }
    }

    /**
     * rows 1: fold maxOver %157; element exp %191 & fold sum %192 & fold sum %195; element reshape %198; element
     * sub %202
     */
    private static void single_1(float[] slot0, float[] scratch, float[] scratch_2, int[] y, int example, float[] out) {
        float best = Float.NEGATIVE_INFINITY; // LogisticRegression.java:33
        for (int j = 0; j < 10; j++) {
            float addAt = slot0[j];
            best = Math.max(best, addAt);
        }
        float maxOver = best;
        for (int lane = 0; lane < 16; lane++) {
            scratch[lane] = 0.0f;
        }
        for (int lane_2 = 0; lane_2 < 16; lane_2++) {
            scratch_2[lane_2] = 0.0f;
        }
        float abs = Math.abs(maxOver);
        boolean less = abs < Float.POSITIVE_INFINITY;
        float select = less ? maxOver : 0.0f;
        int yAt = y[example];
        for (int j_2 = 0; j_2 < 10; j_2++) {
            float addAt_2 = slot0[j_2];
            float sub = addAt_2 - select;
            float exp = expF32(sub);
            boolean equal = j_2 == yAt;
            float value = equal ? sub : 0.0f;
            slot0[j_2] = exp;
            int lane_3 = j_2 & 15;
            scratch[lane_3] += exp;
            int lane_4 = j_2 & 15;
            scratch_2[lane_4] += value;
        }
        float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
        float sum_2 = scratch_2[0] + scratch_2[8] + (scratch_2[4] + scratch_2[12])
                + (scratch_2[2] + scratch_2[10] + (scratch_2[6] + scratch_2[14]))
                + (scratch_2[1] + scratch_2[9] + (scratch_2[5] + scratch_2[13])
                + (scratch_2[3] + scratch_2[11] + (scratch_2[7] + scratch_2[15])));
        out[0] = logF32(sum) - sum_2;
        for (int j_3 = 0; j_3 < 10; j_3++) {
            float expAt = slot0[j_3];
            boolean equal_2 = j_3 == yAt;
            float sub_2 = expAt / sum - (equal_2 ? 1.0f : 0.0f);
            slot0[j_3] = sub_2;
        }
    }

    /** rows 64: element fma %211 */
    private static void single_2(float[] slot0, float[] x, int example, float rate, float[] a) {
        int begin = example * 64;
        for (int i = 0; i < 64; i++) {
            float xAt = x[begin + i]; // LogisticRegression.java:19
            float mul = xAt * rate;
            float neg = -mul;
            int at = i * 10;
            for (int j = 0; j < 10; j++) {
                float subAt = slot0[j];
                float aAt = a[at + j];
                a[at + j] = Math.fma(subAt, neg, aAt);
            }
        }
    }

    /** rows 10: element fma %212 */
    private static void single_3(float[] slot0, float rate, float[] b) {
        float neg = -rate;
        for (int i = 0; i < 10; i++) {
            float subAt = slot0[i]; // LogisticRegression.java:19
            float bAt = b[i];
            b[i] = Math.fma(subAt, neg, bAt);
        }
    }

    private void singleRun0(float[] x, int[] y, int example, float rate, float[][] singleFloats) {
        single_0(singleFloats[0], x, example, this.p_a, this.p_b, singleFloats[1]);
        single_1(singleFloats[1], singleFloats[4], singleFloats[5], y, example, singleFloats[6]);
        single_2(singleFloats[1], x, example, rate, this.p_a);
        single_3(singleFloats[1], rate, this.p_b);
    }

    private float batch(int n, float[] x, int[] y, int example, float rate) {
        if (n > this.stepMostN) {
            this.stepFloats = newStepFloats(n);
            this.stepMostN = n;
        }
        float[][] stepFloats = this.stepFloats;
        this.steps += 1L;
        stepRun0(n, x, y, example, rate, stepFloats);
        return stepFloats[10][0];
    }

    private float single(float[] x, int[] y, int example, float rate) {
        if (!this.singleReady) {
            this.singleFloats = newSingleFloats();
            this.singleReady = true;
        }
        float[][] singleFloats = this.singleFloats;
        this.steps += 1L;
        singleRun0(x, y, example, rate, singleFloats);
        return singleFloats[6][0];
    }

    /** One training step: forward, backward and update. Returns the loss before the update. */
    public float step(int n, float[] x, int[] y, float rate) {
        Arguments.checkPositive("n of step", n);
        Arguments.checkLength("x of step", x.length, 64 * n);
        Arguments.checkLength("y of step", y.length, n);
        Arguments.checkIndices("y of step, an index below 10", y, 0, n, 10);
        if (n == 1) {
            return single(x, y, 0, rate);
        }
        return batch(n, x, y, 0, rate);
    }

    /**
     * One pass over all examples, shuffled by the seed and the number of the epoch, in steps of {@code batch}
     * examples; the rate changes linearly from {@code rateFrom} to {@code rateTo}. Returns the mean loss.
     */
    public float epoch(int examples, float[] x, int[] y, int batch, float rateFrom, float rateTo) {
        Arguments.checkPositive("examples of epoch", examples);
        Arguments.checkLength("x of epoch", x.length, examples * 64);
        Arguments.checkLength("y of epoch", y.length, examples);
        Arguments.checkIndices("y of epoch, an index below 10", y, 0, examples, 10);
        Arguments.checkPositive("batch of epoch", batch);
        if (this.order.length != examples) {
            this.order = new int[examples];
        }
        int[] shuffled = this.order;
        for (int position = 0; position < examples; position++) {
            shuffled[position] = position;
        }
        if (this.draws.length == 0) {
            this.draws = new long[256];
        }
        CounterRandom.shuffle(shuffled, this.draws, this.seed, this.epochs);
        this.epochs += 1L;
        double sum = 0.0;
        if (batch == 1) {
            for (int done = 0; done < examples; done++) {
                sum += (double) single(x, y, shuffled[done], rateFrom
                        + (rateTo - rateFrom) * ((float) done / (float) examples));
            }
        } else {
            if (this.batchx.length < Math.min(batch, examples) * 64) {
                this.batchx = new float[Math.min(batch, examples) * 64];
            }
            if (this.batchy.length < Math.min(batch, examples)) {
                this.batchy = new int[Math.min(batch, examples)];
            }
            int taken = 0;
            while (taken < examples) {
                int n = Math.min(batch, examples - taken);
                for (int place = 0; place < n; place++) {
                    System.arraycopy(x, shuffled[taken + place] * 64, this.batchx, place * 64, 64);
                    System.arraycopy(y, shuffled[taken + place], this.batchy, place, 1);
                }
                sum += (double) n * (double) batch(n, this.batchx, this.batchy, 0,
                        rateFrom + (rateTo - rateFrom) * ((float) taken / (float) examples));
                taken += n;
            }
        }
        return (float) (sum / (double) examples);
    }

    /**
     * One pass over all examples, in the order in which they lie, in steps of {@code batch} examples; the rate
     * changes linearly from {@code rateFrom} to {@code rateTo}. Returns the mean loss.
     */
    public float epochInOrder(int examples, float[] x, int[] y, int batch, float rateFrom, float rateTo) {
        Arguments.checkPositive("examples of epochInOrder", examples);
        Arguments.checkLength("x of epochInOrder", x.length, examples * 64);
        Arguments.checkLength("y of epochInOrder", y.length, examples);
        Arguments.checkIndices("y of epochInOrder, an index below 10", y, 0, examples, 10);
        Arguments.checkPositive("batch of epochInOrder", batch);
        double sum = 0.0;
        if (batch == 1) {
            for (int done = 0; done < examples; done++) {
                sum += (double) single(x, y, done, rateFrom + (rateTo - rateFrom) * ((float) done / (float) examples));
            }
        } else {
            int taken = 0;
            while (taken < examples) {
                int n = Math.min(batch, examples - taken);
                sum += (double) n * (double) batch(n, x, y, taken, rateFrom
                        + (rateTo - rateFrom) * ((float) taken / (float) examples));
                taken += n;
            }
        }
        return (float) (sum / (double) examples);
    }

    /** Ends the threads of this model now. The model stays as it is, and the next large step begins others. */
    public void close() {
    }

    /**
     * Shares each training step that is large enough among at most {@code threads} threads, the caller's and daemon
     * threads of the model's own, which end when none was needed for a second. Unsaid, it is the system property
     * {@code nablac.threads}, or as many as there are processors. The bits do not depend on it. Not to be called
     * during a step.
     */
    public void threads(int threads) {
        Arguments.checkThreads(threads);
    }

    /**
     * Shares each training step that is large enough among at most {@code threads} threads, the caller's and some
     * of {@code executor}, which are given back when none was needed for a second; no step waits for the executor
     * to begin. Unsaid, it is the system property {@code nablac.threads}, or as many as there are processors. The
     * bits do not depend on it. Not to be called during a step.
     */
    public void threads(int threads, Executor executor) {
        Arguments.checkThreads(threads);
        Objects.requireNonNull(executor, "executor");
    }

    private void list_0(String[] names, int[][] shapes, Object[] arrays) {
        names[0] = "a";
        shapes[0] = new int[] {64, 10};
        arrays[0] = this.p_a;
        names[1] = "b";
        shapes[1] = new int[] {10};
        arrays[1] = this.p_b;
    }

    /** e^x */
    private static float expF32(float x) {
        float c = x < -104.0f ? -104.0f : x;
        float c2 = c > 89.0f ? 89.0f : c;
        float t = Math.fma(c2, 1.442695f, 1.2583166E7f);
        float n = t - 1.2583166E7f;
        float r = Math.fma(n, 1.9046542E-9f, Math.fma(n, -0.6931472f, c2));
        float q = Math.fma(Math.fma(Math.fma(Math.fma(0.0013840147f, r, 0.00836728f), r, 0.041667733f), r, 0.16666538f),
                r, 0.49999997f);
        float z = Math.fma(r * r, q, r);
        int v = Float.floatToRawIntBits(t);
        int h = v >>> 1;
        float s1 = Float.intBitsToFloat(h << 23);
        float s2 = Float.intBitsToFloat((v - h) << 23);
        float e = Math.fma(z, s2, s2) * s1;
        return e;
    }

    /** log x, natural */
    private static float logF32(float x) {
        boolean m = x < 1.1754944E-38f;
        float v = m ? x * 1.6777216E7f : x;
        float o = m ? 8388759.0f : 8388735.0f;
        int j = Float.floatToRawIntBits(v) + 4913933;
        int l = j >>> 23;
        float g = Float.intBitsToFloat((j & 8388607) + 1060439283);
        float k = Float.intBitsToFloat(l | 1258291200) - o;
        float f = g - 1.0f;
        float s = f / (f + 2.0f);
        float w = s * s;
        float h = f * f * 0.5f;
        float y = Math.fma(w, Math.fma(Math.fma(0.29870695f, w, 0.39977586f), w, 0.66666776f), h);
        float a = Math.fma(k, 0.6931472f, f + (Math.fma(s, y, k * -1.9046542E-9f) - h));
        return x > 0.0f ? (x < Float.POSITIVE_INFINITY ? a : x) : x == 0.0f ? Float.NEGATIVE_INFINITY : Float.NaN;
    }

    /**
     * The checks that a generated method makes of its arguments on entry. Each throws {@link IllegalArgumentException}
     * with one message: which argument, where in it, what was found and what was expected.
     */
    private static final class Arguments {
        /** The longest array that every JVM can make. */
        static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;
        /** Threads of one model. */
        static final int MOST_THREADS = 1024;

        private Arguments() {
        }

        /** An array must have exactly {@code expected} elements; {@code name} says which: {@code x of logits}. */
        public static void checkLength(String name, int actual, int expected) {
            if (actual != expected) {
                throw new IllegalArgumentException(name + ": the array has " + actual + " elements, expected "
                        + expected + "; pass an array of that length, or the sizes that belong to this one");
            }
        }

        /** A size, such as that of a batch, must be at least 1. */
        public static void checkPositive(String name, int size) {
            if (size <= 0) {
                throw new IllegalArgumentException(name + ": the size is " + size + ", expected at least 1");
            }
        }

        /** How many threads a step may run on, of those that there can be. */
        public static int checkThreads(int threads) {
            if (threads <= 0) {
                throw new IllegalArgumentException("threads: " + threads + ", expected at least 1");
            }
            return Math.min(threads, MOST_THREADS);
        }

        /** A shape must be of positive sizes whose product is the length of an array; that length. */
        public static int checkElements(String name, int[] shape) {
            long elements = 1;
            for (int axis = 0; axis < shape.length; axis++) {
                if (shape[axis] <= 0) {
                    throw new IllegalArgumentException(name + ": the size of axis " + axis + " is " + shape[axis]
                            + ", expected at least 1");
                }
                elements *= shape[axis];
                if (elements > MAX_ELEMENTS) {
                    throw new IllegalArgumentException(name + ": the sizes up to axis " + axis + " make " + elements
                            + " elements, expected at most " + MAX_ELEMENTS
                            + ", as an array holds; choose smaller ones");
                }
            }
            return (int) elements;
        }

        /** Values of a parameter must be finite; {@code name} says which: {@code values of setU}. */
        public static void checkNumbers(String name, float[] values) {
            for (int k = 0; k < values.length; k++) {
                if (!Float.isFinite(values[k])) {
                    throw noNumber(name, k, Float.toString(values[k]));
                }
            }
        }

        /** Values of a parameter must be finite. */
        public static void checkNumbers(String name, double[] values) {
            for (int k = 0; k < values.length; k++) {
                if (!Double.isFinite(values[k])) {
                    throw noNumber(name, k, Double.toString(values[k]));
                }
            }
        }

        static IllegalArgumentException noNumber(String name, int position, String found) {
            return new IllegalArgumentException(name + ": element " + position + " is " + found
                    + ", expected a finite number");
        }

        /**
         * Each of the {@code count} values from {@code offset} on must be an index below {@code bound}: in [0, bound).
         *
         * @param what names the array: {@code i of score, an index into rows}
         */
        public static void checkIndices(String what, int[] values, int offset, int count, int bound) {
            if (offset < 0 || count < 0 || offset > values.length - count) {
                throw new IllegalArgumentException(what + ": elements " + offset + " to " + ((long) offset + count)
                        + " (exclusive) are asked for, but the array has " + values.length);
            }
            for (int k = offset; k < offset + count; k++) {
                // one comparison for both ends: a negative int is large as an unsigned one
                if (Integer.compareUnsigned(values[k], bound) >= 0) {
                    throw wrongIndex(what, k, values[k], bound);
                }
            }
        }

        static IllegalArgumentException wrongIndex(String what, int position, int found, int bound) {
            return new IllegalArgumentException(what + ": element " + position + " is " + found
                    + ", expected at least 0 and less than " + bound);
        }
    }

    /**
     * Random numbers from a counter: the bits are a function of (seed, step, stream, index) and of nothing else, so
     * that any number can be had at any time, in any order, on any thread.
     *
     * <p>All arithmetic is that of {@code long}, modulo 2⁶⁴; {@code >>>} shifts zeros in. With
     * G = 0x9e3779b97f4a7c15 (2⁶⁴ divided by the golden ratio, made odd):
     * <pre>{@code
     * mix(z):  z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9
     *          z = (z ^ (z >>> 27)) * 0x94d049bb133111eb
     *          z ^ (z >>> 31)
     *
     * randomBits(seed, step, stream, index):
     *          h = mix(seed + G)
     *          h = mix((h ^ stream) + G)        stream sign-extended to 64 bits
     *          h = mix((h ^ step) + G)
     *          mix(h + mix(h ^ index))
     * }</pre>
     * {@code mix} is a bijection: the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
     * number generators", OOPSLA 2014) with the constants of David Stafford's variant 13. For given (seed, step,
     * stream) the map from index to bits is therefore a bijection as well. The key h occurs twice in the last line, so
     * that two sequences whose keys differ in few bits are not permutations of each other. In a loop over the index the
     * first three lines are invariant and a number costs four multiplications. Not for cryptography.
     */
    private static final class CounterRandom {
        static final long RANDOM_GAMMA = 0x9e3779b97f4a7c15L;
        static final long RANDOM_FACTOR_1 = 0xbf58476d1ce4e5b9L;
        static final long RANDOM_FACTOR_2 = 0x94d049bb133111ebL;

        /** The stream of {@link #shuffle}; the streams of a model count from 0. */
        static final int SHUFFLE_STREAM = -1;

        private CounterRandom() {
        }

        /** 64 random bits of the counter (seed, step, stream, index); the equation is at the top of the class. */
        public static long randomBits(long seed, long step, int stream, long index) {
            return keyedBits(streamKey(seed, step, stream), index);
        }

        /** What all numbers of one stream in one step have in common. */
        static long streamKey(long seed, long step, int stream) {
            long key = mixBits(seed + RANDOM_GAMMA);
            key = mixBits((key ^ stream) + RANDOM_GAMMA);
            return mixBits((key ^ step) + RANDOM_GAMMA);
        }

        static long keyedBits(long key, long index) {
            return mixBits(key + mixBits(key ^ index));
        }

        /** The bijection {@code mix}. */
        static long mixBits(long z) {
            z = (z ^ (z >>> 30)) * RANDOM_FACTOR_1;
            z = (z ^ (z >>> 27)) * RANDOM_FACTOR_2;
            return z ^ (z >>> 31);
        }

        /** The highest 24 bits as k·2⁻²⁴ in [0, 1), exactly. */
        public static float uniformFloat(long bits) {
            return (bits >>> 40) * 0x1.0p-24f;
        }

        /** The highest 53 bits as k·2⁻⁵³ in [0, 1), exactly. */
        public static double uniformDouble(long bits) {
            return (bits >>> 11) * 0x1.0p-53;
        }

        /**
         * Permutes {@code order} in place, each permutation being equally likely over the seeds: Fisher and Yates from
         * the last element down. The draws are numbered from 0 over the whole shuffle, the rejected ones too.
         *
         * @param draws is overwritten; as many numbers as it holds are drawn side by side, one at the least
         */
        public static void shuffle(int[] order, long[] draws, long seed, long epoch) {
            long key = streamKey(seed, epoch, SHUFFLE_STREAM);
            long draw = 0;
            int last = order.length - 1;
            while (last > 0) {
                int count = Math.min(draws.length, last);
                keyedHighBits(key, draw, count, draws);
                int taken = swaps(order, last, draws, count);
                last -= taken;
                draw += taken;
                if (taken < count) {
                    draw = acceptedDraw(key, draw, last + 1);
                    swap(order, last, (int) (drawProduct(key, draw, last + 1) >>> 32));
                    last--;
                    draw++;
                }
            }
        }

        /** Swaps {@code last} and those before it with what was drawn, up to a draw that may be rejected; how many. */
        static int swaps(int[] order, int last, long[] draws, int count) {
            for (int k = 0; k < count; k++) {
                int bound = last - k + 1;
                long product = draws[k] * bound;
                if (Integer.compareUnsigned((int) product, bound) < 0) {        // else it is not below 2³² mod n either
                    return k;
                }
                swap(order, last - k, (int) (product >>> 32));
            }
            return count;
        }

        private static void swap(int[] order, int last, int chosen) {
            int swapped = order[chosen];
            order[chosen] = order[last];
            order[last] = swapped;
        }

        /**
         * The high 32 bits of the numbers from {@code draw} on. HotSpot makes vectors of loops as short as these; of one
         * that held all of it, or that went on to the swap, it makes none.
         */
        static void keyedHighBits(long key, long draw, int count, long[] bits) {
            for (int k = 0; k < count; k++) {
                bits[k] = draw + k;
            }
            for (int k = 0; k < count; k++) {
                bits[k] = key + mixBits(key ^ bits[k]);
            }
            for (int k = 0; k < count; k++) {
                bits[k] = mixBits(bits[k]) >>> 32;
            }
        }

        /**
         * The first draw, from a given one on, whose r·n / 2³² is an index below n without bias: those whose
         * r·n mod 2³² lies below 2³² mod n are rejected (Lemire, "Fast random integer generation in an
         * interval", 2019).
         */
        static long acceptedDraw(long key, long draw, int bound) {
            int rejected = Integer.remainderUnsigned(-bound, bound);
            while (Integer.compareUnsigned((int) drawProduct(key, draw, bound), rejected) < 0) {
                draw++;
            }
            return draw;
        }

        /** r·n, with r the high 32 bits of the number {@code draw} of the stream with this key, and n the bound. */
        static long drawProduct(long key, long draw, int bound) {
            return (keyedBits(key, draw) >>> 32) * bound;
        }
    }

    /**
     * Weights on disk in the safetensors format: 8 bytes, the length of the header as a little-endian number; the
     * header, a JSON object; the data of all tensors, little-endian, row by row.
     *
     * <p>{@link #openHeader} checks a whole header once; the other methods take the text that it returned. Arrays are
     * {@code float[]}, {@code double[]}, {@code int[]} or {@code long[]}, of dtype F32, F64, I32 or I64, or for F32 what
     * a {@code FloatBuffer} has room for. Whatever is
     * wrong with a file is an {@link IOException} that names the file, the tensor, what was found, what was expected
     * and the cure, and is found before anything of the size that the file claims is allocated.
     *
     * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
     */
    private static final class Safetensors {
        /** The limit of the format's own implementation. */
        static final long MAX_HEADER_BYTES = 100_000_000;

        /** Bytes read or written at once. */
        static final int CHUNK_BYTES = 8 << 20;

        private Safetensors() {
        }

        /**
         * Writes tensors so that {@code file} is at every moment the old file or the new one, whole: a temporary file
         * in the same folder is written, forced to the disk and moved over it.
         *
         * @param shapes the sizes of each tensor; {@code {}} for a scalar
         * @param arrays the elements of each tensor, row by row
         * @param metadata key, value, key, value, …
         * @throws IllegalArgumentException if the arguments do not fit each other
         * @throws IOException if the file cannot be written; nothing that was there is harmed,
         *     the temporary file is gone
         */
        public static void saveTensors(Path file, String[] names, int[][] shapes, Object[] arrays, String[] metadata)
                throws IOException {
            TensorWriter.replaceTensors(file, names, shapes, arrays, metadata);
        }

        /** The text of a file's header, every check of the format passed. */
        public static String openHeader(Path file) throws IOException {
            try (FileChannel channel = openTensors(file)) {
                long size = channel.size();
                long length = headerLength(file, channel, size);
                // a header in memory, names and keys taken apart, is at most some 20 times as long as in the file
                if (length > Runtime.getRuntime().maxMemory() / 32) {
                    throw new IOException(file + ": the header has " + length + " bytes, which needs more memory than "
                            + (Runtime.getRuntime().maxMemory() >> 20) + " MB: give java more by -Xmx");
                }
                ByteBuffer bytes = ByteBuffer.allocate((int) length);
                readFully(file, channel, bytes, Long.BYTES, "the header");
                if (bytes.get(0) != '{') {
                    throw HeaderText.headerFault(file, "the header", "begins with byte " + (bytes.get(0) & 0xff)
                            + ", expected a brace");
                }
                String header;
                try {
                    header = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
                } catch (CharacterCodingException malformed) {
                    throw HeaderText.headerFault(file, "the header", "byte " + bytes.position()
                            + " of it is not UTF-8, expected text");
                }
                TensorHeader.checkHeader(file, header, size - Long.BYTES - length);
                return header;
            }
        }

        /** The value of a key of {@code __metadata__} in a checked header, else the fallback. */
        public static String metadataValue(Path file, String header, String key, String fallback) throws IOException {
            int[] at = {0};
            return TensorHeader.headerSeek(file, header, TensorHeader.METADATA_KEY, at)
                    ? TensorHeader.headerMetadata(file, header, at, key, fallback)
                    : fallback;
        }

        /** Metadata, such as the hash of a graph, must have one value: else the weights belong to another model. */
        public static void checkMetadata(Path file, String header, String key, String expected) throws IOException {
            String found = metadataValue(file, header, key, "");
            if (!found.equals(expected)) {
                throw new IOException(file + ": metadata " + HeaderText.quoteName(key) + " is "
                        + (found.isEmpty() ? "missing" : HeaderText.quoteName(found)) + ", expected "
                        + HeaderText.quoteName(expected) + ". The weights belong to another model or another version"
                        + " of it: load them with the class that saved them, or train this one");
            }
        }

        /** Metadata that is a whole number, such as a counter or a size. */
        public static long metadataNumber(Path file, String header, String key) throws IOException {
            String found = metadataValue(file, header, key, "");
            try {
                return Long.parseLong(found);
            } catch (NumberFormatException e) {
                throw new IOException(file + ": metadata " + HeaderText.quoteName(key) + " is "
                        + (found.isEmpty() ? "missing" : HeaderText.quoteName(found)) + ", expected a whole number."
                        + " The file was not saved by this class, or it is damaged: take another copy");
            }
        }

        /**
         * The tensors of a checked header must be exactly those named; the message lists the missing and the unknown.
         */
        public static void checkNames(Path file, String header, String[] names) throws IOException {
            LinkedHashSet<String> unknown = new LinkedHashSet<String>(
                    Arrays.asList(TensorHeader.headerNames(file, header)));
            LinkedHashSet<String> missing = new LinkedHashSet<String>(Arrays.asList(names));
            missing.removeAll(unknown);
            unknown.removeAll(new HashSet<String>(Arrays.asList(names)));
            if (!missing.isEmpty() || !unknown.isEmpty()) {
                throw new IOException(file + ": its tensors are not those of the model: missing "
                        + HeaderText.quoteNames(missing.toArray(new String[0])) + "; unknown "
                        + HeaderText.quoteNames(unknown.toArray(new String[0]))
                        + ". Load the weights with the class that saved them, or train this one");
            }
        }

        /** The shape of a tensor of a checked header. */
        public static int[] tensorShape(Path file, String header, String name) throws IOException {
            long[] entry = new long[TensorHeader.ENTRY_LENGTH];
            TensorHeader.findEntry(file, header, name, entry);
            int[] shape = new int[(int) entry[TensorHeader.ENTRY_RANK]];
            for (int axis = 0; axis < shape.length; axis++) {
                long size = entry[TensorHeader.ENTRY_SHAPE + axis];
                if (size > Integer.MAX_VALUE) {
                    throw new IOException(file + ": tensor " + HeaderText.quoteName(name)
                            + ": axis " + axis + " has size " + size
                            + ", expected at most " + Integer.MAX_VALUE + ": use a smaller table");
                }
                shape[axis] = (int) size;
            }
            return shape;
        }

        /**
         * The shape of a tensor of a checked header, which must be the expected one; −1 expects any size of at least 1,
         * for a named size that this tensor tells:
         * {@code int rows = matchShape(file, header, "u", new int[] {-1, 16})[0];}.
         */
        public static int[] matchShape(Path file, String header, String name, int[] expected) throws IOException {
            int[] shape = tensorShape(file, header, name);
            boolean fits = shape.length == expected.length;
            for (int axis = 0; fits && axis < shape.length; axis++) {
                fits = expected[axis] == -1 ? shape[axis] >= 1 : shape[axis] == expected[axis];
            }
            if (!fits) {
                throw new IOException(file + ": tensor " + HeaderText.quoteName(name) + " has shape "
                        + Arrays.toString(shape) + ", expected " + Arrays.toString(expected).replace("-1", "any")
                        + ". Load the weights with the class that saved them, or train this one");
            }
            return shape;
        }

        /** Reads a tensor of dtype F32. */
        public static void readTensor(Path file, String header, String name, float[] into) throws IOException {
            fillTensor(file, header, name, into);
        }

        /** Reads a tensor of dtype F64. */
        public static void readTensor(Path file, String header, String name, double[] into) throws IOException {
            fillTensor(file, header, name, into);
        }

        /** Reads a tensor of dtype I32. */
        public static void readTensor(Path file, String header, String name, int[] into) throws IOException {
            fillTensor(file, header, name, into);
        }

        /** Reads a tensor of dtype I64. */
        public static void readTensor(Path file, String header, String name, long[] into) throws IOException {
            fillTensor(file, header, name, into);
        }

        /** Weights must be finite. */
        public static void checkFinite(Path file, String name, float[] values) throws IOException {
            for (int k = 0; k < values.length; k++) {
                if (!Float.isFinite(values[k])) {
                    throw notFinite(file, name, k, Float.toString(values[k]));
                }
            }
        }

        /** Weights must be finite. */
        public static void checkFinite(Path file, String name, double[] values) throws IOException {
            for (int k = 0; k < values.length; k++) {
                if (!Double.isFinite(values[k])) {
                    throw notFinite(file, name, k, Double.toString(values[k]));
                }
            }
        }

        static IOException notFinite(Path file, String name, int position, String found) {
            return new IOException(file + ": tensor " + HeaderText.quoteName(name) + ": element " + position + " is "
                    + found + ", expected a finite number. The training that saved it diverged: take an earlier"
                    + " file, or train again with a smaller rate");
        }

        /** Fills an array with the elements of a tensor, which must be as many and of its dtype. */
        static void fillTensor(Path file, String header, String name, Object into) throws IOException {
            long[] entry = new long[TensorHeader.ENTRY_LENGTH];
            String dtype = TensorHeader.findEntry(file, header, name, entry);
            String expected = TensorWriter.arrayDtype(into);
            int length = TensorWriter.arrayLength(into);
            int width = TensorHeader.dtypeBytes(expected);
            long bytes = entry[TensorHeader.ENTRY_END] - entry[TensorHeader.ENTRY_BEGIN];
            if (!dtype.equals(expected) || bytes != (long) length * width) {
                throw new IOException(file + ": tensor " + HeaderText.quoteName(name) + " is " + dtype
                        + TensorHeader.shapeText(entry) + ", expected " + length + " elements of " + expected
                        + ". Load the weights with the class that saved them, or train this one");
            }
            try (FileChannel channel = openTensors(file)) {
                long begin = Long.BYTES + headerLength(file, channel, channel.size());
                if (begin - Long.BYTES != header.getBytes(StandardCharsets.UTF_8).length) {
                    throw new IOException(file + ": changed while it was read: load it again");
                }
                begin += entry[TensorHeader.ENTRY_BEGIN];
                ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK_BYTES, bytes))
                        .order(ByteOrder.LITTLE_ENDIAN);
                int count;
                for (int done = 0; done < length; done += count) {
                    count = Math.min(length - done, CHUNK_BYTES / width);
                    chunk.clear().limit(count * width);
                    readFully(file, channel, chunk, begin + (long) done * width,
                            "tensor " + HeaderText.quoteName(name));
                    takeChunk(chunk, into, done, count);
                }
            }
        }

        /** Moves elements from a chunk to an array. */
        static void takeChunk(ByteBuffer chunk, Object into, int offset, int count) {
            if (into instanceof FloatBuffer table) {
                table.slice(offset, count).put(chunk.asFloatBuffer());
            } else if (into instanceof float[] floats) {
                chunk.asFloatBuffer().get(floats, offset, count);
            } else if (into instanceof double[] doubles) {
                chunk.asDoubleBuffer().get(doubles, offset, count);
            } else if (into instanceof int[] ints) {
                chunk.asIntBuffer().get(ints, offset, count);
            } else {
                chunk.asLongBuffer().get((long[]) into, offset, count);
            }
        }

        /** Reads the first eight bytes: the length of the header, which must lie within the file. */
        static long headerLength(Path file, FileChannel channel, long size) throws IOException {
            if (size < Long.BYTES + 2) {
                throw HeaderText.headerFault(file, "the file", "has " + size + " bytes, expected at least 10");
            }
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            readFully(file, channel, bytes, 0, "the length of the header");
            long length = bytes.getLong();
            long limit = Math.min(MAX_HEADER_BYTES, size - Long.BYTES);
            if (length < 2 || length > limit) {
                throw HeaderText.headerFault(file, "the first eight bytes", "give the header a length of "
                        + Long.toUnsignedString(length) + ", expected 2 to " + limit
                        + " in a file of " + size + " bytes");
            }
            return length;
        }

        /** Fills a buffer from a position of the file and flips it. */
        static void readFully(Path file, FileChannel channel, ByteBuffer into, long position, String what)
                throws IOException {
            int first = into.position();
            while (into.hasRemaining()) {
                int read;
                try {
                    read = channel.read(into, position + into.position() - first);
                } catch (IOException failed) {
                    throw new IOException(file + ": cannot be read: " + TensorWriter.reason(failed)
                            + ". Copy it to another disk and try again", failed);
                }
                if (read < 0) {
                    throw HeaderText.headerFault(file, what, "the file ends " + into.remaining() + " bytes too early");
                }
            }
            into.flip();
        }

        /** Opens a file for reading. */
        static FileChannel openTensors(Path file) throws IOException {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException(file + ": is no file of weights but a folder or a device:"
                        + " give the path of a file");
            }
            try {
                return FileChannel.open(file, StandardOpenOption.READ);
            } catch (NoSuchFileException absent) {
                throw new IOException(file + ": there is no such file: check the path, or save weights there first",
                        absent);
            } catch (IOException failed) {
                throw new IOException(file + ": cannot be opened: " + TensorWriter.reason(failed)
                        + ". Check that you may read it", failed);
            }
        }
    }

    /**
     * The header of a safetensors file: one JSON object of a fixed form, read strictly and without recursion.
     * <pre>{@code
     * {"__metadata__": {"key": "value"}, "u": {"dtype": "F32", "shape": [5, 16], "data_offsets": [0, 320]}}
     * }</pre>
     * An <em>entry</em> is the object of one tensor. It is read into a {@code long[ENTRY_LENGTH]}: first byte, one past
     * the last, rank, sizes. A position {@code at} is an array of one int, since reading moves it. All that is wrong is
     * an {@link IOException} which names the file, the place, what was found and what was expected.
     *
     * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
     */
    private static final class TensorHeader {
        static final String METADATA_KEY = "__metadata__";
        static final int MAX_RANK = 64;
        static final int ENTRY_BEGIN = 0;
        static final int ENTRY_END = 1;
        static final int ENTRY_RANK = 2;
        static final int ENTRY_SHAPE = 3;
        static final int ENTRY_LENGTH = ENTRY_SHAPE + MAX_RANK;

        private TensorHeader() {
        }

        /**
         * Checks all that the format asks for: the grammar, no key twice, for each tensor a known dtype and a shape
         * that needs as many bytes as its offsets hold, and the ranges of all tensors filling the {@code dataLength}
         * bytes after the header without hole or overlap.
         */
        static void checkHeader(Path file, String header, long dataLength) throws IOException {
            HashSet<String> names = new HashSet<String>();
            long[] ranges = new long[32];
            long[] entry = new long[ENTRY_LENGTH];
            int tensors = 0;
            int[] at = {0};
            boolean more = HeaderText.headerOpens(file, header, at, '{', '}', "the header");
            while (more) {
                String name = HeaderText.headerKey(file, header, at, "the header");
                if (!names.add(name)) {
                    throw HeaderText.headerFault(file, "tensor " + HeaderText.quoteName(name),
                            "occurs twice, expected each name once");
                }
                if (name.equals(METADATA_KEY)) {
                    headerMetadata(file, header, at, "", "");
                } else {
                    String dtype = headerEntry(file, header, at, name, entry);
                    checkEntry(file, name, dtype, entry, dataLength);
                    if (2 * tensors == ranges.length) {
                        ranges = Arrays.copyOf(ranges, 2 * ranges.length);
                    }
                    ranges[2 * tensors] = entry[ENTRY_BEGIN];
                    ranges[2 * tensors + 1] = entry[ENTRY_END];
                    tensors++;
                }
                more = HeaderText.headerContinues(file, header, at, '}', "the header");
            }
            for (int i = at[0]; i < header.length(); i++) {
                if (header.charAt(i) != ' ') {
                    throw HeaderText.headerFault(file, "the header", "after its last brace found "
                            + HeaderText.foundAt(header, i) + ", expected nothing but spaces");
                }
            }
            checkCoverage(file, header, ranges, tensors, dataLength);
        }

        /** An entry's offsets lie in the data and hold exactly the bytes that its dtype and shape need. */
        static void checkEntry(Path file, String name, String dtype, long[] entry, long dataLength) throws IOException {
            String where = "tensor " + HeaderText.quoteName(name);
            int bytes = dtypeBytes(dtype);
            if (bytes == 0) {
                throw HeaderText.headerFault(file, where, "the dtype is " + HeaderText.quoteName(dtype)
                        + ", expected one of the format with whole bytes, such as \"F32\"");
            }
            long begin = entry[ENTRY_BEGIN];
            long end = entry[ENTRY_END];
            if (begin > end || end > dataLength) {
                throw HeaderText.headerFault(file, where, "data_offsets are [" + begin + ", " + end
                        + "], expected a range within the " + dataLength + " bytes of data after the header");
            }
            long needed = bytes;
            for (int axis = 0; axis < entry[ENTRY_RANK]; axis++) {
                long size = entry[ENTRY_SHAPE + axis];
                if (size != 0 && needed > Long.MAX_VALUE / size) {
                    throw HeaderText.headerFault(file, where, "the shape " + shapeText(entry)
                            + " has more than 2^63 bytes, expected one that fits the file");
                }
                needed *= size;
            }
            if (needed != end - begin) {
                throw HeaderText.headerFault(file, where, "data_offsets [" + begin + ", " + end
                        + "] hold " + (end - begin) + " bytes, expected " + needed
                        + " for shape " + shapeText(entry) + " of " + dtype);
            }
        }

        /**
         * The ranges (begin, end of the first, begin, end of the second, …) fill [0, dataLength)
         * without hole or overlap.
         *
         * <p>Sort the begins b and the ends e of the ranges that are not empty. The number of ranges over a byte x is
         * #{b ≤ x} − #{e ≤ x}, which is 1 everywhere if and only if b₀ = 0, b₍ᵢ₊₁₎ = eᵢ, and the last end is
         * dataLength. An empty range must lie on a border.
         */
        static void checkCoverage(Path file, String header, long[] ranges, int tensors, long dataLength)
                throws IOException {
            long[] begins = new long[tensors];
            long[] ends = new long[tensors];
            int filled = 0;
            for (int t = 0; t < tensors; t++) {
                if (ranges[2 * t] < ranges[2 * t + 1]) {
                    begins[filled] = ranges[2 * t];
                    ends[filled++] = ranges[2 * t + 1];
                }
            }
            Arrays.sort(begins, 0, filled);
            Arrays.sort(ends, 0, filled);
            long covered = 0;
            for (int i = 0; i < filled; i++) {
                if (begins[i] != covered) {
                    String problem = begins[i] > covered
                            ? "bytes " + covered + " to " + begins[i] + " of the data belong to no tensor"
                            : "its data begins at byte " + begins[i] + ", inside that of another tensor";
                    String where = "tensor " + HeaderText.quoteName(nameAtByte(file, header, begins[i]));
                    throw HeaderText.headerFault(file, where, problem + ", expected ranges without hole or overlap");
                }
                covered = ends[i];
            }
            if (covered != dataLength) {
                throw HeaderText.headerFault(file, "the data", "the tensors hold " + covered + " bytes, but "
                        + dataLength + " follow the header, expected no byte too many");
            }
            for (int t = 0; t < tensors; t++) {
                long begin = ranges[2 * t];
                boolean empty = begin == ranges[2 * t + 1];
                if (empty && begin != dataLength && Arrays.binarySearch(begins, 0, filled, begin) < 0) {
                    throw HeaderText.headerFault(file, "an empty tensor", "its data begins at byte " + begin
                            + ", inside that of another tensor, expected ranges without overlap");
                }
            }
        }

        /** The names of all tensors, in the order of the header. */
        static String[] headerNames(Path file, String header) throws IOException {
            ArrayList<String> names = new ArrayList<String>();
            long[] skipped = new long[ENTRY_LENGTH];
            int[] at = {0};
            boolean more = HeaderText.headerOpens(file, header, at, '{', '}', "the header");
            while (more) {
                String name = HeaderText.headerKey(file, header, at, "the header");
                if (headerValue(file, header, at, name, skipped)) {
                    names.add(name);
                }
                more = HeaderText.headerContinues(file, header, at, '}', "the header");
            }
            return names.toArray(new String[0]);
        }

        /** The name of the tensor (the last one in the header) whose data is not empty and begins at a byte. */
        static String nameAtByte(Path file, String header, long begin) throws IOException {
            long[] entry = new long[ENTRY_LENGTH];
            String found = "";
            int[] at = {0};
            boolean more = HeaderText.headerOpens(file, header, at, '{', '}', "the header");
            while (more) {
                String name = HeaderText.headerKey(file, header, at, "the header");
                if (headerValue(file, header, at, name, entry)
                        && entry[ENTRY_BEGIN] == begin && entry[ENTRY_END] > begin) {
                    found = name;
                }
                more = HeaderText.headerContinues(file, header, at, '}', "the header");
            }
            return found;
        }

        /** Reads the entry of a named tensor; its dtype. */
        static String findEntry(Path file, String header, String name, long[] entry) throws IOException {
            int[] at = {0};
            if (name.equals(METADATA_KEY) || !headerSeek(file, header, name, at)) {
                throw new IOException(file + ": has no tensor " + HeaderText.quoteName(name) + ", expected one of "
                        + HeaderText.quoteNames(headerNames(file, header)) + ". Load the weights with the class that"
                        + " saved them");
            }
            return headerEntry(file, header, at, name, entry);
        }

        /** Moves to the value of a key of the header; false if there is no such key. */
        static boolean headerSeek(Path file, String header, String key, int[] at) throws IOException {
            long[] skipped = new long[ENTRY_LENGTH];
            at[0] = 0;
            boolean more = HeaderText.headerOpens(file, header, at, '{', '}', "the header");
            while (more) {
                String name = HeaderText.headerKey(file, header, at, "the header");
                if (name.equals(key)) {
                    return true;
                }
                headerValue(file, header, at, name, skipped);
                more = HeaderText.headerContinues(file, header, at, '}', "the header");
            }
            return false;
        }

        /** Reads the value of a key of the header; true if it is a tensor, false if it is the metadata. */
        static boolean headerValue(Path file, String header, int[] at, String name, long[] entry) throws IOException {
            if (name.equals(METADATA_KEY)) {
                headerMetadata(file, header, at, "", "");
                return false;
            }
            headerEntry(file, header, at, name, entry);
            return true;
        }

        /**
         * Reads the object of {@code __metadata__}, strings to strings; the value of {@code key}, else the fallback.
         */
        static String headerMetadata(Path file, String header, int[] at, String key, String fallback)
                throws IOException {
            HashSet<String> keys = new HashSet<String>();
            String value = fallback;
            boolean more = HeaderText.headerOpens(file, header, at, '{', '}', METADATA_KEY);
            while (more) {
                String name = HeaderText.headerKey(file, header, at, METADATA_KEY);
                if (!keys.add(name)) {
                    throw HeaderText.headerFault(file, METADATA_KEY, "the key " + HeaderText.quoteName(name)
                            + " occurs twice, expected each key once");
                }
                String where = METADATA_KEY + ", key " + HeaderText.quoteName(name);
                String text = HeaderText.headerString(file, header, at, where);
                if (name.equals(key)) {
                    value = text;
                }
                more = HeaderText.headerContinues(file, header, at, '}', METADATA_KEY);
            }
            return value;
        }

        /** Reads the entry of a tensor into {@code entry}; its dtype. */
        static String headerEntry(Path file, String header, int[] at, String name, long[] entry) throws IOException {
            String where = "tensor " + HeaderText.quoteName(name);
            String dtype = "";
            boolean hasDtype = false;
            int rank = -1;
            int offsets = -1;
            boolean more = HeaderText.headerOpens(file, header, at, '{', '}', where);
            while (more) {
                String key = HeaderText.headerKey(file, header, at, where);
                boolean twice;
                if (key.equals("dtype")) {
                    twice = hasDtype;
                    hasDtype = true;
                    dtype = HeaderText.headerString(file, header, at, where + ", dtype");
                } else if (key.equals("shape")) {
                    twice = rank >= 0;
                    rank = HeaderText.headerNumbers(file, header, at, where + ", shape", entry, ENTRY_SHAPE, MAX_RANK);
                } else if (key.equals("data_offsets")) {
                    twice = offsets >= 0;
                    offsets = HeaderText.headerNumbers(file, header, at, where + ", data_offsets",
                            entry, ENTRY_BEGIN, 2);
                } else {
                    throw HeaderText.headerFault(file, where, "found the key " + HeaderText.quoteName(key)
                            + ", expected dtype, shape and data_offsets alone");
                }
                if (twice) {
                    throw HeaderText.headerFault(file, where, "the key " + key + " occurs twice, expected it once");
                }
                more = HeaderText.headerContinues(file, header, at, '}', where);
            }
            if (!hasDtype || rank < 0 || offsets < 0) {
                throw HeaderText.headerFault(file, where, "has no "
                        + (!hasDtype ? "dtype" : rank < 0 ? "shape" : "data_offsets") + ", expected each of the three");
            }
            if (offsets != 2) {
                throw HeaderText.headerFault(file, where, "data_offsets hold " + offsets + " numbers, expected 2");
            }
            entry[ENTRY_RANK] = rank;
            return dtype;
        }

        /** The sizes of an entry as {@code [5, 16]}. */
        static String shapeText(long[] entry) {
            return Arrays.toString(Arrays.copyOfRange(entry, ENTRY_SHAPE, ENTRY_SHAPE + (int) entry[ENTRY_RANK]));
        }

        /** The bytes of one element; 0 for what is no dtype of the format, or none of whole bytes. */
        static int dtypeBytes(String dtype) {
            switch (dtype) {
                case "BOOL": case "U8": case "I8": case "F8_E5M2": case "F8_E4M3": case "F8_E8M0":
                    return 1;
                case "I16": case "U16": case "F16": case "BF16":
                    return 2;
                case "I32": case "U32": case "F32":
                    return 4;
                case "I64": case "U64": case "F64": case "C64":
                    return 8;
                default:
                    return 0;
            }
        }
    }

    /**
     * Writes a safetensors file. The header is padded with spaces to a multiple of 8 bytes and tensors of 8-byte
     * elements come first, so that every tensor is aligned for whoever maps the file into memory. The same
     * arguments give the same bytes.
     */
    private static final class TensorWriter {
        private TensorWriter() {
        }

        /** What {@link Safetensors#saveTensors} does. */
        static void replaceTensors(Path file, String[] names, int[][] shapes, Object[] arrays, String[] metadata)
                throws IOException {
            checkTensors(names, shapes, arrays, metadata);
            int[] order = alignedOrder(arrays);
            byte[] header = headerBytes(file, order, names, shapes, arrays, metadata);
            if (Files.isDirectory(file)) {
                throw new IOException(file + ": is a folder: give the path of a file in it");
            }
            // a link stays a link: what it points to is replaced
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path folder = target.resolveSibling("");
            if (!Files.isDirectory(folder)) {
                throw new IOException(file + ": " + folder
                        + (Files.exists(folder) ? " is not a folder" : " does not exist")
                        + ": create that folder, or choose another");
            }
            Path temporary = folder.resolve(".weights-" + Long.toHexString(System.nanoTime()) + ".tmp");
            boolean moved = false;
            try {
                writeTensors(temporary, header, order, arrays);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                moved = true;
            } catch (AccessDeniedException denied) {
                throw new IOException(file + ": cannot be written: no permission to create files in " + folder
                        + ". What was there is unchanged; choose another folder", denied);
            } catch (AtomicMoveNotSupportedException unsupported) {
                throw new IOException(file + ": cannot be written: the file system of " + folder
                        + " cannot replace a file in one step. What was there is unchanged; choose another folder",
                        unsupported);
            } catch (IOException failed) {
                throw new IOException(file + ": cannot be written: " + reason(failed)
                        + ". What was there is unchanged; free space, or choose another folder", failed);
            } finally {
                if (!moved) {
                    deleteQuietly(temporary);
                }
            }
            forceFolder(folder);
        }

        /** The arguments of a save must fit each other. */
        static void checkTensors(String[] names, int[][] shapes, Object[] arrays, String[] metadata) {
            if (names.length != shapes.length || names.length != arrays.length || metadata.length % 2 != 0) {
                throw new IllegalArgumentException(names.length + " names, " + shapes.length
                        + " shapes, " + arrays.length + " arrays, " + metadata.length
                        + " keys and values: expected as many shapes and arrays as names"
                        + " and as many values as keys");
            }
            HashSet<String> seen = new HashSet<String>();
            for (int t = 0; t < names.length; t++) {
                checkWord("tensor name", names[t], seen);
                if (names[t].equals(TensorHeader.METADATA_KEY)) {
                    throw new IllegalArgumentException("tensor name " + names[t] + " is reserved, expected another");
                }
                if (shapes[t].length > TensorHeader.MAX_RANK) {
                    throw new IllegalArgumentException("tensor " + names[t] + " has " + shapes[t].length
                            + " axes, expected at most " + TensorHeader.MAX_RANK);
                }
                long elements = 1;
                for (int axis = 0; axis < shapes[t].length; axis++) {
                    int size = shapes[t][axis];
                    // beyond the length of any array it stays there: −1 fits none
                    elements = size < 0 || elements < 0 || elements * size > Integer.MAX_VALUE ? -1 : elements * size;
                }
                if (elements != arrayLength(arrays[t])) {
                    throw new IllegalArgumentException("tensor " + names[t] + " of shape " + Arrays.toString(shapes[t])
                            + " has an array of " + arrayLength(arrays[t])
                            + " elements, expected as many as the shape");
                }
            }
            seen.clear();
            for (int k = 0; k < metadata.length; k += 2) {
                checkWord("metadata key", metadata[k], seen);
                checkWord("metadata value", metadata[k + 1], new HashSet<String>());
            }
        }

        /** A name must have a UTF-8 form and be new. */
        static void checkWord(String what, String word, HashSet<String> seen) {
            if (!HeaderText.isWellFormed(word) || !seen.add(word)) {
                throw new IllegalArgumentException(what + " " + HeaderText.quoteName(word)
                        + " occurs twice or holds half a surrogate pair, expected distinct names of whole characters");
            }
        }

        /** The positions of the tensors in the order in which they are written: 8-byte elements, then 4-byte ones. */
        static int[] alignedOrder(Object[] arrays) {
            int[] order = new int[arrays.length];
            int filled = 0;
            for (int width = 8; width >= 4; width -= 4) {
                for (int t = 0; t < arrays.length; t++) {
                    if (TensorHeader.dtypeBytes(arrayDtype(arrays[t])) == width) {
                        order[filled++] = t;
                    }
                }
            }
            return order;
        }

        /** The first eight bytes and the header. */
        static byte[] headerBytes(Path file, int[] order, String[] names, int[][] shapes, Object[] arrays,
                String[] metadata) throws IOException {
            StringBuilder text = new StringBuilder("{");
            if (metadata.length > 0) {
                appendJson(text, TensorHeader.METADATA_KEY);
                for (int k = 0; k < metadata.length; k += 2) {
                    text.append(k == 0 ? ":{" : ",");
                    appendJson(text, metadata[k]);
                    text.append(':');
                    appendJson(text, metadata[k + 1]);
                }
                text.append('}');
            }
            long begin = 0;
            for (int k = 0; k < order.length; k++) {
                int t = order[k];
                String dtype = arrayDtype(arrays[t]);
                long end = begin + (long) arrayLength(arrays[t]) * TensorHeader.dtypeBytes(dtype);
                text.append(text.length() == 1 ? "" : ",");
                appendJson(text, names[t]);
                text.append(":{\"dtype\":\"").append(dtype);
                text.append("\",\"shape\":").append(Arrays.toString(shapes[t]).replace(" ", ""));
                text.append(",\"data_offsets\":[").append(begin).append(',').append(end).append("]}");
                begin = end;
            }
            byte[] json = text.append('}').toString().getBytes(StandardCharsets.UTF_8);
            int length = json.length + 7 & ~7;
            if (length > Safetensors.MAX_HEADER_BYTES) {
                throw new IOException(file + ": the names and metadata take " + length + " bytes, expected at most "
                        + Safetensors.MAX_HEADER_BYTES + ": save fewer tensors or less metadata");
            }
            byte[] bytes = new byte[Long.BYTES + length];
            Arrays.fill(bytes, (byte) ' ');
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(json);
            return bytes;
        }

        /** Appends a string of JSON. */
        static void appendJson(StringBuilder text, String word) {
            text.append('"');
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (c == '"' || c == '\\') {
                    text.append('\\').append(c);
                } else if (c < ' ') {
                    text.append(String.format("\\u%04x", (int) c));
                } else {
                    text.append(c);
                }
            }
            text.append('"');
        }

        /** Writes a new file and forces it to the disk. */
        static void writeTensors(Path temporary, byte[] header, int[] order, Object[] arrays) throws IOException {
            long largest = header.length;
            for (int t = 0; t < arrays.length; t++) {
                largest = Math.max(largest,
                        (long) arrayLength(arrays[t]) * TensorHeader.dtypeBytes(arrayDtype(arrays[t])));
            }
            ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(Safetensors.CHUNK_BYTES, largest))
                    .order(ByteOrder.LITTLE_ENDIAN);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE)) {
                writeFully(channel, ByteBuffer.wrap(header));
                for (int k = 0; k < order.length; k++) {
                    Object array = arrays[order[k]];
                    int length = arrayLength(array);
                    int width = TensorHeader.dtypeBytes(arrayDtype(array));
                    int count;
                    for (int done = 0; done < length; done += count) {
                        count = Math.min(length - done, Safetensors.CHUNK_BYTES / width);
                        putChunk(chunk.clear().limit(count * width), array, done, count);
                        writeFully(channel, chunk);
                    }
                }
                channel.force(true);
            }
        }

        /** Moves elements from an array to a chunk, whose position stays at its beginning. */
        static void putChunk(ByteBuffer chunk, Object array, int offset, int count) {
            if (array instanceof FloatBuffer table) {
                chunk.asFloatBuffer().put(table.slice(offset, count));
            } else if (array instanceof float[] floats) {
                chunk.asFloatBuffer().put(floats, offset, count);
            } else if (array instanceof double[] doubles) {
                chunk.asDoubleBuffer().put(doubles, offset, count);
            } else if (array instanceof int[] ints) {
                chunk.asIntBuffer().put(ints, offset, count);
            } else {
                chunk.asLongBuffer().put((long[]) array, offset, count);
            }
        }

        static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /**
         * Forces a folder, so that the move in it survives a loss of power, where a folder can be opened (not Windows).
         */
        static void forceFolder(Path folder) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException unsupported) {
                // the file is whole either way; only the moment at which its name is on the disk is the system's
            }
        }

        /** Deletes a temporary file while another exception is on its way, which says more than a failure to delete. */
        static void deleteQuietly(Path temporary) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException left) {
                // its name begins with a dot and ends in .tmp; no reader takes it for weights
            }
        }

        /** What the system says of a failure, without the file. */
        static String reason(IOException failed) {
            String said = failed instanceof FileSystemException of ? of.getReason() : failed.getMessage();
            return said != null ? said
                    : failed instanceof NoSuchFileException ? "there is no such file or folder"
                    : "the system does not say why";
        }

        /** The dtype of an array's elements. */
        static String arrayDtype(Object array) {
            if (array instanceof float[] || array instanceof FloatBuffer) {
                return "F32";
            } else if (array instanceof double[]) {
                return "F64";
            } else if (array instanceof int[]) {
                return "I32";
            } else if (array instanceof long[]) {
                return "I64";
            }
            throw new IllegalArgumentException("an array of weights is a " + array.getClass().getSimpleName()
                    + ", expected float[], double[], int[], long[] or FloatBuffer");
        }

        static int arrayLength(Object array) {
            arrayDtype(array);
            return array instanceof FloatBuffer table ? table.capacity() : Array.getLength(array);
        }
    }

    /**
     * The words of a safetensors header: the part of JSON (RFC 8259) that it is made of, read
     * strictly, and the messages.
     *
     * <p>A position {@code at} is an array of one int; every method skips blanks, reads one thing and moves {@code at}
     * behind it. {@code where} names the place for the message.
     */
    private static final class HeaderText {
        /** A name from a file is shown up to this many characters. */
        static final int MAX_QUOTED = 80;

        /** A list of names is shown up to this many. */
        static final int MAX_LISTED = 20;

        private HeaderText() {
        }

        /**
         * Reads the bracket that opens an object or a list, and the closing one if nothing lies between: then false.
         */
        static boolean headerOpens(Path file, String header, int[] at, char open, char close, String where)
                throws IOException {
            headerExpect(file, header, at, open, where);
            if (headerPeek(header, at) == close) {
                at[0]++;
                return false;
            }
            return true;
        }

        /** Reads what follows a member: true for a comma, false for the closing bracket. */
        static boolean headerContinues(Path file, String header, int[] at, char close, String where)
                throws IOException {
            if (headerPeek(header, at) == ',') {
                at[0]++;
                return true;
            }
            headerExpect(file, header, at, close, where);
            return false;
        }

        /** Reads one given character. */
        static void headerExpect(Path file, String header, int[] at, char expected, String where) throws IOException {
            if (headerPeek(header, at) != expected) {
                throw headerFault(file, where, "found " + foundAt(header, at[0]) + ", expected '" + expected + "'");
            }
            at[0]++;
        }

        /** The next character that is not blank, or 0 at the end; a 0 in the text is never expected. */
        static char headerPeek(String header, int[] at) {
            int i = at[0];
            while (i < header.length()) {
                char c = header.charAt(i);
                if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                    break;
                }
                i++;
            }
            at[0] = i;
            return i < header.length() ? header.charAt(i) : 0;
        }

        /** Reads the key of a member and its colon. */
        static String headerKey(Path file, String header, int[] at, String where) throws IOException {
            String key = headerString(file, header, at, where);
            headerExpect(file, header, at, ':', where);
            return key;
        }

        /** Reads a string. */
        static String headerString(Path file, String header, int[] at, String where) throws IOException {
            if (headerPeek(header, at) != '"') {
                throw headerFault(file, where, "found " + foundAt(header, at[0]) + ", expected a string in quotes");
            }
            StringBuilder text = new StringBuilder();
            int i = at[0] + 1;
            while (true) {
                char c = i < header.length() ? header.charAt(i) : 0;
                if (c == '"') {
                    break;
                }
                if (c < ' ') {
                    throw headerFault(file, where, "found " + foundAt(header, i)
                            + " within a string, expected its end");
                }
                if (c == '\\') {
                    i = headerEscape(file, header, i + 1, text, where);
                } else {
                    text.append(c);
                    i++;
                }
            }
            at[0] = i + 1;
            if (!isWellFormed(text)) {
                throw headerFault(file, where, "found half of a surrogate pair in a string that ends at character " + i
                        + " of the header, expected both halves");
            }
            return text.toString();
        }

        /** Reads what follows a backslash at {@code i} into {@code text}; the position behind it. */
        static int headerEscape(Path file, String header, int i, StringBuilder text, String where) throws IOException {
            char c = i < header.length() ? header.charAt(i) : 0;
            int plain = "\"\\/bfnrt".indexOf(c);
            if (plain >= 0) {
                text.append("\"\\/\b\f\n\r\t".charAt(plain));
                return i + 1;
            }
            int code = 0;
            for (int k = 1; k <= 4; k++) {
                char digit = i + k < header.length() ? header.charAt(i + k) : 0;
                int value = digit < 128 ? Character.digit(digit, 16) : -1;
                if (c != 'u' || value < 0) {
                    throw headerFault(file, where, "found " + foundAt(header, c == 'u' ? i + k : i)
                            + " after a backslash, expected an escape of JSON");
                }
                code = code * 16 + value;
            }
            text.append((char) code);
            return i + 5;
        }

        /** Whether every surrogate has its other half, so that the text has a UTF-8 form. */
        static boolean isWellFormed(CharSequence text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                        return false;
                    }
                    i++;
                }
            }
            return true;
        }

        /** Reads a list of at most {@code limit} whole numbers into {@code into} from {@code offset} on; how many. */
        static int headerNumbers(Path file, String header, int[] at, String where, long[] into, int offset, int limit)
                throws IOException {
            int count = 0;
            boolean more = headerOpens(file, header, at, '[', ']', where);
            while (more) {
                if (count == limit) {
                    throw headerFault(file, where, "has more than " + limit + " numbers, expected at most as many");
                }
                into[offset + count++] = headerNumber(file, header, at, where);
                more = headerContinues(file, header, at, ']', where);
            }
            return count;
        }

        /** Reads a number: 0, or digits of which the first is not 0, below 2⁶³. */
        static long headerNumber(Path file, String header, int[] at, String where) throws IOException {
            headerPeek(header, at);
            int start = at[0];
            int i = start;
            long value = 0;
            while (i < header.length() && header.charAt(i) >= '0' && header.charAt(i) <= '9') {
                int digit = header.charAt(i) - '0';
                if (value > (Long.MAX_VALUE - digit) / 10) {
                    throw headerFault(file, where, "found the number " + header.substring(start, i + 1)
                            + "…, expected one below 2^63");
                }
                value = value * 10 + digit;
                i++;
            }
            if (i == start || i > start + 1 && header.charAt(start) == '0') {
                throw headerFault(file, where, "found " + foundAt(header, start)
                        + ", expected a whole number of at least 0 without leading zeros");
            }
            at[0] = i;
            return value;
        }

        /** What stands at a position, for a message. */
        static String foundAt(String header, int position) {
            if (position >= header.length()) {
                return "the end of the header";
            }
            return quoteName(header.substring(position, position + 1)) + " at character " + position + " of the header";
        }

        /** A name in quotes for a message: cut if it is long, all that a terminal might obey as {@code \\u} escapes. */
        static String quoteName(String name) {
            StringBuilder quoted = new StringBuilder("\"");
            for (int i = 0; i < name.length() && i < MAX_QUOTED; i++) {
                char c = name.charAt(i);
                boolean hidden = c < ' ' || c >= 0x7f && c < 0xa0 || Character.getType(c) == Character.FORMAT;
                quoted.append(hidden ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
            return quoted.append(name.length() > MAX_QUOTED ? "…\"" : "\"").toString();
        }

        /** Names in quotes for a message; of many, the first. */
        static String quoteNames(String[] names) {
            StringBuilder list = new StringBuilder(names.length == 0 ? "none" : "");
            for (int k = 0; k < names.length && k < MAX_LISTED; k++) {
                list.append(k == 0 ? "" : ", ").append(quoteName(names[k]));
            }
            return list.append(names.length > MAX_LISTED ? " and " + (names.length - MAX_LISTED) + " more" : "")
                    .toString();
        }

        /** The exception for a file that is not as the format asks. */
        static IOException headerFault(Path file, String where, String problem) {
            return new IOException(file + ": " + where + ": " + problem
                    + ". The file is damaged or is not safetensors: take a whole copy of it, or save the weights anew");
        }
    }

    /**
     * Which form of its kernels a model runs: for scalars, or for vectors of 128, 256 or 512 bits, which are classes
     * beside it, named after it. The system property {@code nablac.lanes} says {@code auto} (if it is not set),
     * {@code scalar}, or one of these widths. All forms compute the same bits.
     */
    private static final class LaneChoice {
        /** The newest Java that the lanes were tested with: the Vector API still incubates, so another may differ. */
        private static final int NEWEST_TESTED_JAVA = 25;
        /**
         * The first Java that is known to keep vectors of two lengths in registers, as the form for 512 bits has them; 17
         * makes objects of them, and is then slower than with scalars.
         */
        private static final int FIRST_JAVA_FOR_512 = 25;
        private static final String SCALAR_BECAUSE = ": scalar, since ";

        private LaneChoice() {
        }

        /**
         * Chooses once, when the class of the model is initialised, and logs one line to {@code org.nablac} that says which
         * form and why: at level DEBUG, so that by default nothing is seen; at INFO if vectors could be and this Java is
         * too new for them; at WARNING if {@code nablac.lanes} asks for what cannot be, or vectors fail.
         *
         * @param model binary name of the class
         * @return lanes of 32 bits in a vector: 4, 8 or 16; 0 for scalars
         */
        public static int chooseLanes(String model) {
            return chooseLanes(model, Runtime.version().feature());
        }

        /** The same on a Java of this version. */
        static int chooseLanes(String model, int java) {
            String wanted = System.getProperty("nablac.lanes", "auto");
            boolean automatic = wanted.equals("auto");
            if (wanted.equals("scalar")) {
                return logLanes(model + ": scalar, as nablac.lanes says", System.Logger.Level.DEBUG, 0);
            }
            if (!automatic && !wanted.equals("128") && !wanted.equals("256") && !wanted.equals("512")) {
                return logLanes(model + SCALAR_BECAUSE + "nablac.lanes is '" + wanted
                        + "', not auto, scalar, 128, 256 or 512", System.Logger.Level.WARNING, 0);
            }
            System.Logger.Level level = automatic ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
            String obstacle = lanesObstacle(automatic);
            if (!obstacle.isEmpty()) {
                return logLanes(model + SCALAR_BECAUSE + obstacle, level, 0);
            }
            if (automatic && java > NEWEST_TESTED_JAVA) {
                return logLanes(model + SCALAR_BECAUSE + "Java " + java + " is newer than " + NEWEST_TESTED_JAVA
                        + ", the last that vectors were tested with; -Dnablac.lanes=256 would take them, or 128, or 512",
                        System.Logger.Level.INFO, 0);
            }
            try {
                int bits = automatic ? preferredBits(model, java) : Integer.parseInt(wanted);
                if (bits < 128) {
                    return logLanes(model + SCALAR_BECAUSE + "there are no vectors of 128 bits", level, 0);
                }
                Object same = Class.forName(model + "$Lanes" + bits).getDeclaredMethod("agrees").invoke(null);
                if (!Boolean.TRUE.equals(same)) {
                    return logLanes(model + SCALAR_BECAUSE + "the " + bits + "-bit form computes other bits here",
                            System.Logger.Level.WARNING, 0);
                }
                return logLanes(model + ": vectors of " + bits + " bits", System.Logger.Level.DEBUG, bits / 32);
            } catch (ClassNotFoundException e) {
                return logLanes(model + SCALAR_BECAUSE + "no class " + e.getMessage() + " is beside it", level, 0);
            } catch (InvocationTargetException e) {
                return logLanes(model + SCALAR_BECAUSE + "vectors failed: " + e.getCause(),
                        System.Logger.Level.WARNING, 0);
            } catch (ReflectiveOperationException e) {
                return logLanes(model + SCALAR_BECAUSE + "of " + e, level, 0);
            } catch (LinkageError e) {
                return logLanes(model + SCALAR_BECAUSE + "of " + e, level, 0);
            }
        }

        /** Why there cannot be lanes or, where they are not asked for, should not be; empty if there can. */
        private static String lanesObstacle(boolean automatic) {
            ModuleLayer boot = ModuleLayer.boot();
            if (boot.findModule("jdk.incubator.vector").isEmpty()) {
                return "the module jdk.incubator.vector is missing; start Java with --add-modules jdk.incubator.vector";
            }
            // without C2 each vector is an object. -Xint and -XX:TieredStopAtLevel=1 say so in java.vm.info.
            String info = System.getProperty("java.vm.info", "");
            String machine = System.getProperty("java.vm.name", "");
            boolean hasC2 = machine.contains("Server VM") && !info.contains("interpreted")
                    && !info.contains("emulated-client");
            if (automatic && !hasC2) {
                return machine + " (" + info + ") runs without the C2 compiler";
            }
            if (automatic && (boot.findModule("jdk.internal.vm.ci").isPresent() || machine.contains("GraalVM"))) {
                return "another compiler may stand in for C2";
            }
            return "";
        }

        /**
         * Bits of the vectors that this machine prefers, as one of the classes for lanes says: to ask the Vector API by
         * reflection takes longer. At most 512, or what this Java is good for.
         */
        private static int preferredBits(String model, int java) throws ReflectiveOperationException {
            Class<?> any;
            try {
                any = Class.forName(model + "$Lanes512");
            } catch (ClassNotFoundException e) {
                any = Class.forName(model + "$Lanes128");
            }
            int most = java < FIRST_JAVA_FOR_512 ? 256 : 512;
            return Math.min(most, (Integer) any.getDeclaredMethod("preferredBits").invoke(null));
        }

        private static int logLanes(String message, System.Logger.Level level, int lanes) {
            System.getLogger("org.nablac").log(level, message);
            return lanes;
        }
    }
}
