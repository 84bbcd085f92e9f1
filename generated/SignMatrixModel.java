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
 * The compiled form of the model in SignMatrix.java. Methods of the model may be called by several threads at once
 * as long as none of them trains; each call of them computes on its caller's thread.
 */
public final class SignMatrixModel {
    private final int size_rows;
    private final int size_columns;
    private final float[] p_u;
    private final float[] p_v;
    private final float[] p_b;
    private final float[] p_c;
    private final float[] p_mu;
    private final long seed;
    private long steps;
    private long epochs;
    private int[] order;
    private long[] draws;
    private int[] batchi;
    private int[] batchj;
    private float[] batchsign;
    private float[][] stepFloats;
    private int stepMostN;
    private float[][] singleFloats;
    private boolean singleReady;

    /** rows rows: element mul %8 */
    private static void initial_0(int first, int last, int rows, long seed, long step, int stream, float[] u) {
        for (int i = first; i < last; i++) {
            int at = i * 16; // SignMatrix.java:30
            for (int j = 0; j < 16; j++) {
                u[at + j + 12] = normalF32(randomBits(seed, step, stream, (long) i * (long) 16 + (long) j)) * 0.1f;
            }
        }
    }

    /** rows columns: element mul %11 */
    private static void initial_1(int first, int last, int columns, long seed, long step, int stream, float[] v) {
        for (int i = first; i < last; i++) {
            int at = i * 16; // SignMatrix.java:30
            for (int j = 0; j < 16; j++) {
                v[at + j + 12] = normalF32(randomBits(seed, step, stream, (long) i * (long) 16 + (long) j)) * 0.1f;
            }
        }
    }

    /** rows 1: element constant %12 */
    private static void initial_2(float[] mu) {
        mu[0] = 0.0f; // SignMatrix.java:31
    }

    /** rows rows: element broadcast %13 */
    private static void initial_3(int first, int last, float[] mu, float[] b) {
        float constantAt = mu[0];
        for (int i = first; i < last; i++) {
            b[i] = constantAt; // SignMatrix.java:31
        }
    }

    /** rows columns: element broadcast %14 */
    private static void initial_4(int first, int last, float[] mu, float[] c) {
        float constantAt = mu[0];
        for (int i = first; i < last; i++) {
            c[i] = constantAt; // SignMatrix.java:31
        }
    }

    private void initialRun0() {
        initial_0(0, this.size_rows, this.size_rows, this.seed, this.steps, 0, this.p_u);
        initial_1(0, this.size_columns, this.size_columns, this.seed, this.steps, 1, this.p_v);
        initial_2(this.p_mu);
        initial_3(0, this.size_rows, this.p_mu, this.p_b);
        initial_4(0, this.size_columns, this.p_mu, this.p_c);
    }

    private SignMatrixModel(long seed, int rows, int columns, boolean fresh) {
        Arguments.checkPositive("rows", rows);
        this.size_rows = rows;
        Arguments.checkPositive("columns", columns);
        this.size_columns = columns;
        this.seed = seed;
        this.p_u = Tables.newTable("u", new int[] {this.size_rows, 16});
        this.p_v = Tables.newTable("v", new int[] {this.size_columns, 16});
        this.p_b = new float[Arguments.checkElements("b", new int[] {this.size_rows})];
        this.p_c = new float[Arguments.checkElements("c", new int[] {this.size_columns})];
        this.p_mu = new float[1];
        if (fresh) {
            initialRun0();
        }
        this.order = new int[0];
        this.draws = new long[0];
        this.batchi = new int[0];
        this.batchj = new int[0];
        this.batchsign = new float[0];
    }

    /** A new model; its random numbers follow from {@code seed} alone. */
    public static SignMatrixModel create(long seed, int rows, int columns) {
        return new SignMatrixModel(seed, rows, columns, true);
    }

    /** Reads what {@link #save} wrote; a file that is damaged, or of another model, is refused. */
    public static SignMatrixModel load(Path file) throws IOException {
        String header = Safetensors.openHeader(file);
        Safetensors.checkMetadata(file, header, "nablac.graph",
                "9158d9fd548cae3724a29eb9f7daf825227faf7f9ac31bc8ebf5e77057d8b6bc");
        SignMatrixModel model = new SignMatrixModel(Safetensors.metadataNumber(file, header, "nablac.seed"),
                (int) Safetensors.metadataNumber(file, header, "nablac.size.rows"),
                (int) Safetensors.metadataNumber(file, header, "nablac.size.columns"), false);
        Safetensors.matchShape(file, header, "u", new int[] {model.size_rows, 16});
        Tables.readTable(file, header, "u", model.p_u, 16 * model.size_rows);
        Safetensors.matchShape(file, header, "v", new int[] {model.size_columns, 16});
        Tables.readTable(file, header, "v", model.p_v, 16 * model.size_columns);
        Safetensors.matchShape(file, header, "b", new int[] {model.size_rows});
        Safetensors.readTensor(file, header, "b", model.p_b);
        Safetensors.checkFinite(file, "b", model.p_b);
        Safetensors.matchShape(file, header, "c", new int[] {model.size_columns});
        Safetensors.readTensor(file, header, "c", model.p_c);
        Safetensors.checkFinite(file, "c", model.p_c);
        Safetensors.matchShape(file, header, "mu", new int[] {});
        Safetensors.readTensor(file, header, "mu", model.p_mu);
        Safetensors.checkFinite(file, "mu", model.p_mu);
        model.steps = Safetensors.metadataNumber(file, header, "nablac.steps");
        model.epochs = Safetensors.metadataNumber(file, header, "nablac.epochs");
        return model;
    }

    /**
     * Writes parameters, optimiser state and counters as safetensors; whatever was there is replaced at once or not
     * at all.
     */
    public void save(Path file) throws IOException {
        String[] names = new String[5];
        int[][] shapes = new int[5][];
        Object[] arrays = new Object[5];
        list_0(names, shapes, arrays);
        Safetensors.saveTensors(file, names, shapes, arrays, new String[] {"nablac.graph",
                "9158d9fd548cae3724a29eb9f7daf825227faf7f9ac31bc8ebf5e77057d8b6bc", "nablac.optimizer", "sgd {}",
                "nablac.size.rows", Integer.toString(this.size_rows), "nablac.size.columns",
                Integer.toString(this.size_columns), "nablac.seed", Long.toString(this.seed), "nablac.steps",
                Long.toString(this.steps), "nablac.epochs", Long.toString(this.epochs)});
    }

    /** The size rows. */
    public int rows() {
        return this.size_rows;
    }

    /** The size columns. */
    public int columns() {
        return this.size_columns;
    }

    /** A copy of the values of u [rows, 16], row-major. */
    public float[] u() {
        return Arrays.copyOfRange(this.p_u, 12, 16 * this.size_rows + 12);
    }

    /** Sets u [rows, 16] to these finite numbers, row-major. */
    public void setU(float[] values) {
        Arguments.checkLength("values of setU", values.length, 16 * this.size_rows);
        Arguments.checkNumbers("values of setU", values);
        System.arraycopy(values, 0, this.p_u, 12, values.length);
    }

    /** A copy of the values of v [columns, 16], row-major. */
    public float[] v() {
        return Arrays.copyOfRange(this.p_v, 12, 16 * this.size_columns + 12);
    }

    /** Sets v [columns, 16] to these finite numbers, row-major. */
    public void setV(float[] values) {
        Arguments.checkLength("values of setV", values.length, 16 * this.size_columns);
        Arguments.checkNumbers("values of setV", values);
        System.arraycopy(values, 0, this.p_v, 12, values.length);
    }

    /** A copy of the values of b [rows], row-major. */
    public float[] b() {
        return Arrays.copyOfRange(this.p_b, 0, this.p_b.length);
    }

    /** Sets b [rows] to these finite numbers, row-major. */
    public void setB(float[] values) {
        Arguments.checkLength("values of setB", values.length, this.p_b.length);
        Arguments.checkNumbers("values of setB", values);
        System.arraycopy(values, 0, this.p_b, 0, values.length);
    }

    /** A copy of the values of c [columns], row-major. */
    public float[] c() {
        return Arrays.copyOfRange(this.p_c, 0, this.p_c.length);
    }

    /** Sets c [columns] to these finite numbers, row-major. */
    public void setC(float[] values) {
        Arguments.checkLength("values of setC", values.length, this.p_c.length);
        Arguments.checkNumbers("values of setC", values);
        System.arraycopy(values, 0, this.p_c, 0, values.length);
    }

    /** A copy of the values of mu [], row-major. */
    public float[] mu() {
        return Arrays.copyOfRange(this.p_mu, 0, this.p_mu.length);
    }

    /** Sets mu [] to these finite numbers, row-major. */
    public void setMu(float[] values) {
        Arguments.checkLength("values of setMu", values.length, this.p_mu.length);
        Arguments.checkNumbers("values of setMu", values);
        System.arraycopy(values, 0, this.p_mu, 0, values.length);
    }

    /** How many training steps were taken. */
    public long steps() {
        return this.steps;
    }

    private float[][] newLossFloats(int n) {
        return new float[][] {new float[256], new float[256], new float[n], new float[n], new float[1]};
    }

    /** rows N: fold sum %96 & fold sum %144 */
    private static void loss_0(int first, int last, float[] scratch, float[] scratch_2, int[] i_2, float[] u, int[] j_2,
            float[] v, float[] slot0, float[] slot1) {
        for (int i = first; i < last; i++) {
            for (int lane = 0; lane < 16; lane++) { // SignMatrix.java:47
                scratch[lane] = 0.0f;
            }
            for (int lane_2 = 0; lane_2 < 16; lane_2++) {
                scratch_2[lane_2] = 0.0f;
            }
            int iAt = i_2[i];
            int at = iAt * 16;
            int jAt = j_2[i];
            int at_2 = jAt * 16;
            for (int j = 0; j < 16; j++) {
                float gather = u[at + j + 12];
                float gather_2 = v[at_2 + j + 12];
                float value = gather * gather + gather_2 * gather_2;
                float value_2 = gather * gather_2;
                int lane_3 = j & 15;
                scratch[lane_3] += value;
                int lane_4 = j & 15;
                scratch_2[lane_4] += value_2;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            slot0[i] = sum;
            float sum_2 = scratch_2[0] + scratch_2[8] + (scratch_2[4] + scratch_2[12])
                    + (scratch_2[2] + scratch_2[10] + (scratch_2[6] + scratch_2[14]))
                    + (scratch_2[1] + scratch_2[9] + (scratch_2[5] + scratch_2[13])
                    + (scratch_2[3] + scratch_2[11] + (scratch_2[7] + scratch_2[15])));
            slot1[i] = sum_2;
        }
    }

    /** rows 1: fold sum %185; element div %186 */
    private static void loss_1(float[] scratch, int n, int[] j_2, float[] c, int[] i, float[] b, float[] slot0,
            float[] sign, float[] mu, float[] slot1, float[] out) {
        for (int lane = 0; lane < 16; lane++) { // SignMatrix.java:49
            scratch[lane] = 0.0f;
        }
        float muAt = mu[0];
        for (int j = 0; j < n; j++) {
            int jAt = j_2[j];
            float gather = c[jAt];
            int iAt = i[j];
            float gather_2 = b[iAt];
            int lane_2 = j & 15;
            scratch[lane_2] += Math.fma(0.015f, gather * gather + (gather_2 * gather_2 + slot0[j]),
                    softplusF32(-(sign[j] * (muAt + (gather + (gather_2 + slot1[j]))))));
        }
        float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
        out[0] = sum / (float) n;
    }

    private void lossRun0(int n, int[] i, int[] j, float[] sign, float[][] lossFloats) {
        loss_0(0, n, lossFloats[0], lossFloats[1], i, this.p_u, j, this.p_v, lossFloats[2], lossFloats[3]);
        loss_1(lossFloats[0], n, j, this.p_c, i, this.p_b, lossFloats[2], sign, this.p_mu, lossFloats[3],
                lossFloats[4]);
    }

    /** Computes loss [], row-major. */
    public float loss(int n, int[] i, int[] j, float[] sign) {
        Arguments.checkPositive("n of loss", n);
        Arguments.checkLength("i of loss", i.length, n);
        Arguments.checkIndices("i of loss, an index below rows", i, 0, n, this.size_rows);
        Arguments.checkLength("j of loss", j.length, n);
        Arguments.checkIndices("j of loss, an index below columns", j, 0, n, this.size_columns);
        Arguments.checkLength("sign of loss", sign.length, n);
        float[][] lossFloats = newLossFloats(n);
        lossRun0(n, i, j, sign, lossFloats);
        return lossFloats[4][0];
    }

    private float[][] newProbabilityFloats(int n) {
        return new float[][] {new float[256], new float[n]};
    }

    /** rows N: fold sum %144; element sigmoid %366 */
    private static void probability_0(int first, int last, float[] scratch, int[] i_2, float[] u, int[] j_2, float[] v,
            float[] mu, float[] c, float[] b, float[] out) {
        float muAt = mu[0];
        for (int i = first; i < last; i++) {
            for (int lane = 0; lane < 16; lane++) { // SignMatrix.java:35
                scratch[lane] = 0.0f;
            }
            int iAt = i_2[i];
            int at = iAt * 16;
            int jAt = j_2[i];
            int at_2 = jAt * 16;
            for (int j = 0; j < 16; j++) {
                int lane_2 = j & 15;
                scratch[lane_2] += u[at + j + 12] * v[at_2 + j + 12];
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            out[i] = sigmoidF32(muAt + (c[jAt] + (b[iAt] + sum))); // SignMatrix.java:40
        }
    }

    private void probabilityRun0(int n, int[] i, int[] j, float[][] probabilityFloats) {
        probability_0(0, n, probabilityFloats[0], i, this.p_u, j, this.p_v, this.p_mu, this.p_c, this.p_b,
                probabilityFloats[1]);
    }

    /** Computes probability [N], row-major. */
    public float[] probability(int n, int[] i, int[] j) {
        Arguments.checkPositive("n of probability", n);
        Arguments.checkLength("i of probability", i.length, n);
        Arguments.checkIndices("i of probability, an index below rows", i, 0, n, this.size_rows);
        Arguments.checkLength("j of probability", j.length, n);
        Arguments.checkIndices("j of probability, an index below columns", j, 0, n, this.size_columns);
        float[][] probabilityFloats = newProbabilityFloats(n);
        probabilityRun0(n, i, j, probabilityFloats);
        return probabilityFloats[1];
    }

    private float[][] newScoreFloats(int n) {
        return new float[][] {new float[256], new float[n]};
    }

    /** rows N: fold sum %144; element add %147 */
    private static void score_0(int first, int last, float[] scratch, int[] i_2, float[] u, int[] j_2, float[] v,
            float[] mu, float[] c, float[] b, float[] out) {
        float muAt = mu[0];
        for (int i = first; i < last; i++) {
            for (int lane = 0; lane < 16; lane++) { // SignMatrix.java:35
                scratch[lane] = 0.0f;
            }
            int iAt = i_2[i];
            int at = iAt * 16;
            int jAt = j_2[i];
            int at_2 = jAt * 16;
            for (int j = 0; j < 16; j++) {
                int lane_2 = j & 15;
                scratch[lane_2] += u[at + j + 12] * v[at_2 + j + 12];
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            out[i] = muAt + (c[jAt] + (b[iAt] + sum));
        }
    }

    private void scoreRun0(int n, int[] i, int[] j, float[][] scoreFloats) {
        score_0(0, n, scoreFloats[0], i, this.p_u, j, this.p_v, this.p_mu, this.p_c, this.p_b, scoreFloats[1]);
    }

    /** Computes score [N], row-major. */
    public float[] score(int n, int[] i, int[] j) {
        Arguments.checkPositive("n of score", n);
        Arguments.checkLength("i of score", i.length, n);
        Arguments.checkIndices("i of score, an index below rows", i, 0, n, this.size_rows);
        Arguments.checkLength("j of score", j.length, n);
        Arguments.checkIndices("j of score, an index below columns", j, 0, n, this.size_columns);
        float[][] scoreFloats = newScoreFloats(n);
        scoreRun0(n, i, j, scoreFloats);
        return scoreFloats[1];
    }

    private float[][] newStepFloats(int n) {
        return new float[][] {new float[256], new float[256], new float[n], new float[n], new float[n], new float[n],
                new float[n], new float[16 * n], new float[16 * n], new float[1]};
    }

    /**
     * rows N: fold sum %96 & fold sum %144; element neg %149 & element mul %157 & element neg %158 & element mul
     * %197 & element mul %199; element mul %193 & element mul %195
     */
    private static void step_0(int first, int last, float[] scratch, float[] scratch_2, int[] i_2, int example,
            float[] u, int[] j_2, float[] v, float[] slot0, float[] sign, float[] mu, float[] c, float[] b, int n,
            float rate, float[] slot1, float[] slot2, float[] slot3, float[] slot4, float[] slot5, float[] slot6) {
        float muAt = mu[0];
        float sizeOf = (float) n;
        float reciprocal = 1.0f / sizeOf;
        float neg_3 = -rate;
        float mul_2 = 0.015f * reciprocal;
        float fma = Math.fma(0.015f, reciprocal, mul_2);
        for (int i = first; i < last; i++) {
            for (int lane = 0; lane < 16; lane++) { // SignMatrix.java:47
                scratch[lane] = 0.0f;
            }
            for (int lane_2 = 0; lane_2 < 16; lane_2++) {
                scratch_2[lane_2] = 0.0f;
            }
            int iAt = i_2[example + i];
            int at = iAt * 16;
            int jAt = j_2[example + i];
            int at_2 = jAt * 16;
            for (int j = 0; j < 16; j++) {
                float uAt = u[at + j + 12];
                float vAt = v[at_2 + j + 12];
                float value = uAt * uAt + vAt * vAt;
                float value_2 = uAt * vAt;
                int lane_3 = j & 15;
                scratch[lane_3] += value;
                int lane_4 = j & 15;
                scratch_2[lane_4] += value_2;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            slot0[i] = sum;
            float sum_2 = scratch_2[0] + scratch_2[8] + (scratch_2[4] + scratch_2[12])
                    + (scratch_2[2] + scratch_2[10] + (scratch_2[6] + scratch_2[14]))
                    + (scratch_2[1] + scratch_2[9] + (scratch_2[5] + scratch_2[13])
                    + (scratch_2[3] + scratch_2[11] + (scratch_2[7] + scratch_2[15])));
            float signAt = sign[example + i]; // SignMatrix.java:46
            float cAt = c[jAt];
            float bAt = b[iAt];
            float neg = -(signAt * (muAt + (cAt + (bAt + sum_2))));
            float mul = signAt * (reciprocal * sigmoidF32(neg));
            float neg_2 = -mul;
            float value_3 = neg_3 * (bAt * fma - mul);
            float value_4 = neg_3 * (cAt * fma - mul);
            slot1[i] = neg;
            slot2[i] = neg_2;
            slot3[i] = value_3;
            slot4[i] = value_4;
            int at_3 = i * 16; // SignMatrix.java:30
            for (int j_3 = 0; j_3 < 16; j_3++) {
                float vAt_2 = v[at_2 + j_3 + 12];
                float uAt_2 = u[at + j_3 + 12];
                float value_5 = neg_3 * Math.fma(vAt_2, neg_2, uAt_2 * fma);
                float value_6 = neg_3 * Math.fma(uAt_2, neg_2, vAt_2 * fma);
                slot5[at_3 + j_3] = value_5;
                slot6[at_3 + j_3] = value_6;
            }
        }
    }

    /** rows 1: fold sum %159 & fold sum %185; element sub %176 & element div %186 */
    private static void step_1(float[] scratch, float[] scratch_2, int n, float[] slot2, int[] j_2, int example,
            float[] c, int[] i, float[] b, float[] slot0, float[] slot1, float[] mu, float rate, float[] out) {
        for (int lane = 0; lane < 16; lane++) { // SignMatrix.java:35
            scratch[lane] = 0.0f;
        }
        for (int lane_2 = 0; lane_2 < 16; lane_2++) {
            scratch_2[lane_2] = 0.0f;
        }
        for (int j = 0; j < n; j++) {
            float negAt = slot2[j];
            int jAt = j_2[example + j];
            float cAt = c[jAt];
            int iAt = i[example + j];
            float bAt = b[iAt];
            float negAt_2 = slot1[j];
            float value = Math.fma(0.015f, cAt * cAt + (bAt * bAt + slot0[j]), softplusF32(negAt_2));
            int lane_3 = j & 15;
            scratch[lane_3] += negAt;
            int lane_4 = j & 15;
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
        float muAt = mu[0]; // SignMatrix.java:31
        float value_2 = muAt - rate * sum;
        float sizeOf = (float) n;
        float value_3 = sum_2 / sizeOf;
        mu[0] = value_2;
        out[0] = value_3;
    }

    /** rows N: scatter addRows %194 & scatter addRows %196; scatter addRows %198 & scatter addRows %200 */
    private static void step_2(int n, float[] slot5, int[] i_2, int example, float[] slot6, int[] j_2, float[] u,
            float[] v, float[] slot3, float[] slot4, float[] b, float[] c) {
        for (int i = 0; i < n; i++) {
            int at = i * 16; // SignMatrix.java:30
            int iAt = i_2[example + i];
            int jAt = j_2[example + i];
            int at_2 = iAt * 16;
            int at_3 = jAt * 16;
            for (int j = 0; j < 16; j++) {
                float value = slot5[at + j];
                float value_2 = slot6[at + j];
                u[at_2 + j + 12] += value;
                v[at_3 + j + 12] += value_2;
            }
            float value_3 = slot3[i]; // SignMatrix.java:31
            float value_4 = slot4[i];
            b[iAt] += value_3;
            c[jAt] += value_4;
        }
    }

    private void stepRun0(int n, int[] i, int[] j, float[] sign, int example, float rate, float[][] stepFloats) {
        step_0(0, n, stepFloats[0], stepFloats[1], i, example, this.p_u, j, this.p_v, stepFloats[2], sign, this.p_mu,
                this.p_c, this.p_b, n, rate, stepFloats[3], stepFloats[4], stepFloats[5], stepFloats[6], stepFloats[7],
                stepFloats[8]);
        step_1(stepFloats[0], stepFloats[1], n, stepFloats[4], j, example, this.p_c, i, this.p_b, stepFloats[2],
                stepFloats[3], this.p_mu, rate, stepFloats[9]);
        step_2(n, stepFloats[7], i, example, stepFloats[8], j, this.p_u, this.p_v, stepFloats[5], stepFloats[6],
                this.p_b, this.p_c);
    }

    private float[][] newSingleFloats() {
        return new float[][] {new float[256], new float[256], new float[1], new float[1]};
    }

    /**
     * rows 1: fold sum %269 & fold sum %324; element neg %329 & element mul %336 & element neg %337; element sub
     * %355 & element reshape %365 & scatter addRows %351 & scatter addRows %353; scatter addRows %362 & scatter
     * addRows %364
     */
    private static void single_0(float[] scratch, float[] scratch_2, int[] i, int example, float[] u, int[] j_2,
            float[] v, float[] sign, float[] mu, float[] c, float[] b, float rate, float[] out) {
        for (int lane = 0; lane < 16; lane++) { // SignMatrix.java:47
            scratch[lane] = 0.0f;
        }
        for (int lane_2 = 0; lane_2 < 16; lane_2++) {
            scratch_2[lane_2] = 0.0f;
        }
        int iAt = i[example];
        int at = iAt * 16;
        int jAt = j_2[example];
        int at_2 = jAt * 16;
        for (int j = 0; j < 16; j++) {
            float uAt = u[at + j + 12];
            float vAt = v[at_2 + j + 12];
            float value = uAt * uAt + vAt * vAt;
            float value_2 = uAt * vAt;
            int lane_3 = j & 15;
            scratch[lane_3] += value;
            int lane_4 = j & 15;
            scratch_2[lane_4] += value_2;
        }
        float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
        float sum_2 = scratch_2[0] + scratch_2[8] + (scratch_2[4] + scratch_2[12])
                + (scratch_2[2] + scratch_2[10] + (scratch_2[6] + scratch_2[14]))
                + (scratch_2[1] + scratch_2[9] + (scratch_2[5] + scratch_2[13])
                + (scratch_2[3] + scratch_2[11] + (scratch_2[7] + scratch_2[15])));
        float signAt = sign[example]; // SignMatrix.java:46
        float muAt = mu[0];
        float cAt = c[jAt];
        float bAt = b[iAt];
        float neg = -(signAt * (muAt + (cAt + (bAt + sum_2))));
        float mul = signAt * sigmoidF32(neg);
        float neg_2 = -mul;
        float value_3 = muAt - rate * neg_2; // SignMatrix.java:31
        float value_4 = Math.fma(0.015f, cAt * cAt + (bAt * bAt + sum), softplusF32(neg));
        float neg_3 = -rate;
        float value_5 = neg_3 * (bAt * 0.03f - mul);
        float value_6 = neg_3 * (cAt * 0.03f - mul);
        mu[0] = value_3;
        out[0] = value_4;
        b[iAt] += value_5;
        c[jAt] += value_6;
        for (int j_3 = 0; j_3 < 16; j_3++) { // SignMatrix.java:30
            float uAt_2 = u[at + j_3 + 12];
            float vAt_2 = v[at_2 + j_3 + 12];
            float value_7 = neg_3 * Math.fma(uAt_2, 0.03f, vAt_2 * neg_2);
            float value_8 = neg_3 * Math.fma(vAt_2, 0.03f, uAt_2 * neg_2);
            u[at + j_3 + 12] += value_7;
            v[at_2 + j_3 + 12] += value_8;
        }
    }

    private void singleRun0(int[] i, int[] j, float[] sign, int example, float rate, float[][] singleFloats) {
        single_0(singleFloats[0], singleFloats[1], i, example, this.p_u, j, this.p_v, sign, this.p_mu, this.p_c,
                this.p_b, rate, singleFloats[2]);
    }

    /**
     * for each example: rows 1: fold sum %269 & fold sum %324; element neg %329 & element mul %336 & element neg
     * %337; element sub %355 & element reshape %365 & scatter addRows %351 & scatter addRows %353; scatter addRows
     * %362 & scatter addRows %364
     */
    private static double singles(float[] scratch, float[] scratch_2, int[] i, float[] u, int[] j_2, float[] v,
            float[] sign, float[] mu, float[] c, float[] b, float[] out, int done, int until, double sum_3, int base,
            float rateFrom, float rateTo, int examples, float[] nowhere) {
        float touched = 0.0f;
        for (int ahead = done; ahead < until; ahead++) {
            int example_2 = ahead - base;
            int iAt_2 = i[example_2];
            int at_4 = iAt_2 * 16;
            int jAt_2 = j_2[example_2];
            int at_2_2 = jAt_2 * 16;
            touched += u[at_4 + 12] + u[at_4 + 27] + v[at_2_2 + 12] + v[at_2_2 + 27];
        }
        nowhere[0] = touched;
        for (int at_3 = done; at_3 < until; at_3++) {
            int example = at_3 - base;
            float rate = rateFrom + (rateTo - rateFrom) * ((float) at_3 / (float) examples);
            for (int lane = 0; lane < 16; lane++) { // SignMatrix.java:47
                scratch[lane] = 0.0f;
            }
            for (int lane_2 = 0; lane_2 < 16; lane_2++) {
                scratch_2[lane_2] = 0.0f;
            }
            int iAt = i[example];
            int at = iAt * 16;
            int jAt = j_2[example];
            int at_2 = jAt * 16;
            for (int j = 0; j < 16; j++) {
                float uAt = u[at + j + 12];
                float vAt = v[at_2 + j + 12];
                float value = uAt * uAt + vAt * vAt;
                float value_2 = uAt * vAt;
                int lane_3 = j & 15;
                scratch[lane_3] += value;
                int lane_4 = j & 15;
                scratch_2[lane_4] += value_2;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            float sum_2 = scratch_2[0] + scratch_2[8] + (scratch_2[4] + scratch_2[12])
                    + (scratch_2[2] + scratch_2[10] + (scratch_2[6] + scratch_2[14]))
                    + (scratch_2[1] + scratch_2[9] + (scratch_2[5] + scratch_2[13])
                    + (scratch_2[3] + scratch_2[11] + (scratch_2[7] + scratch_2[15])));
            float signAt = sign[example]; // SignMatrix.java:46
            float muAt = mu[0];
            float cAt = c[jAt];
            float bAt = b[iAt];
            float neg = -(signAt * (muAt + (cAt + (bAt + sum_2))));
            float mul = signAt * sigmoidF32(neg);
            float neg_2 = -mul;
            float value_3 = muAt - rate * neg_2; // SignMatrix.java:31
            float value_4 = Math.fma(0.015f, cAt * cAt + (bAt * bAt + sum), softplusF32(neg));
            float neg_3 = -rate;
            float value_5 = neg_3 * (bAt * 0.03f - mul);
            float value_6 = neg_3 * (cAt * 0.03f - mul);
            mu[0] = value_3;
            out[0] = value_4;
            b[iAt] += value_5;
            c[jAt] += value_6;
            for (int j_3 = 0; j_3 < 16; j_3++) { // SignMatrix.java:30
                float uAt_2 = u[at + j_3 + 12];
                float vAt_2 = v[at_2 + j_3 + 12];
                float value_7 = neg_3 * Math.fma(uAt_2, 0.03f, vAt_2 * neg_2);
                float value_8 = neg_3 * Math.fma(vAt_2, 0.03f, uAt_2 * neg_2);
                u[at + j_3 + 12] += value_7;
                v[at_2 + j_3 + 12] += value_8;
            }
            sum_3 += (double) out[0];
        }
        return sum_3;
    }

    private float batch(int n, int[] i, int[] j, float[] sign, int example, float rate) {
        if (n > this.stepMostN) {
            this.stepFloats = newStepFloats(n);
            this.stepMostN = n;
        }
        float[][] stepFloats = this.stepFloats;
        this.steps += 1L;
        stepRun0(n, i, j, sign, example, rate, stepFloats);
        return stepFloats[9][0];
    }

    private float single(int[] i, int[] j, float[] sign, int example, float rate) {
        if (!this.singleReady) {
            this.singleFloats = newSingleFloats();
            this.singleReady = true;
        }
        float[][] singleFloats = this.singleFloats;
        this.steps += 1L;
        singleRun0(i, j, sign, example, rate, singleFloats);
        return singleFloats[2][0];
    }

    /** One training step: forward, backward and update. Returns the loss before the update. */
    public float step(int n, int[] i, int[] j, float[] sign, float rate) {
        Arguments.checkPositive("n of step", n);
        Arguments.checkLength("i of step", i.length, n);
        Arguments.checkIndices("i of step, an index below rows", i, 0, n, this.size_rows);
        Arguments.checkLength("j of step", j.length, n);
        Arguments.checkIndices("j of step, an index below columns", j, 0, n, this.size_columns);
        Arguments.checkLength("sign of step", sign.length, n);
        if (n == 1) {
            return single(i, j, sign, 0, rate);
        }
        return batch(n, i, j, sign, 0, rate);
    }

    private static void copyInOrder(int[] from, int[] order, int first, int count, int[] to) {
        for (int place = 0; place < count; place++) {
            to[place] = from[order[first + place]];
        }
    }

    private static void copyInOrder(float[] from, int[] order, int first, int count, float[] to) {
        for (int place = 0; place < count; place++) {
            to[place] = from[order[first + place]];
        }
    }

    /**
     * One pass over all examples, shuffled by the seed and the number of the epoch, in steps of {@code batch}
     * examples; the rate changes linearly from {@code rateFrom} to {@code rateTo}. Returns the mean loss.
     */
    public float epoch(int examples, int[] i, int[] j, float[] sign, int batch, float rateFrom, float rateTo) {
        Arguments.checkPositive("examples of epoch", examples);
        Arguments.checkLength("i of epoch", i.length, examples);
        Arguments.checkIndices("i of epoch, an index below rows", i, 0, examples, this.size_rows);
        Arguments.checkLength("j of epoch", j.length, examples);
        Arguments.checkIndices("j of epoch, an index below columns", j, 0, examples, this.size_columns);
        Arguments.checkLength("sign of epoch", sign.length, examples);
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
            if (!this.singleReady) {
                this.singleFloats = newSingleFloats();
                this.singleReady = true;
            }
            float[][] singleFloats = this.singleFloats;
            int done = 0;
            int base = 0;
            if (this.batchi.length < Math.min(examples, 1048576)) {
                this.batchi = new int[Math.min(examples, 1048576)];
            }
            if (this.batchj.length < Math.min(examples, 1048576)) {
                this.batchj = new int[Math.min(examples, 1048576)];
            }
            if (this.batchsign.length < Math.min(examples, 1048576)) {
                this.batchsign = new float[Math.min(examples, 1048576)];
            }
            while (done < examples) {
                if ((done & 1048575) == 0) {
                    base = done;
                    copyInOrder(i, shuffled, done, Math.min(examples - done, 1048576), this.batchi);
                    copyInOrder(j, shuffled, done, Math.min(examples - done, 1048576), this.batchj);
                    copyInOrder(sign, shuffled, done, Math.min(examples - done, 1048576), this.batchsign);
                }
                int until = done + Math.min(examples - done, 64);
                sum = singles(singleFloats[0], singleFloats[1], this.batchi, this.p_u, this.batchj, this.p_v,
                        this.batchsign, this.p_mu, this.p_c, this.p_b, singleFloats[2], done, until, sum, base,
                        rateFrom, rateTo, examples, singleFloats[3]);
                this.steps += (long) (until - done);
                done = until;
            }
        } else {
            if (this.batchi.length < Math.min(batch, examples)) {
                this.batchi = new int[Math.min(batch, examples)];
            }
            if (this.batchj.length < Math.min(batch, examples)) {
                this.batchj = new int[Math.min(batch, examples)];
            }
            if (this.batchsign.length < Math.min(batch, examples)) {
                this.batchsign = new float[Math.min(batch, examples)];
            }
            int taken = 0;
            while (taken < examples) {
                int n = Math.min(batch, examples - taken);
                for (int place = 0; place < n; place++) {
                    System.arraycopy(i, shuffled[taken + place], this.batchi, place, 1);
                    System.arraycopy(j, shuffled[taken + place], this.batchj, place, 1);
                    System.arraycopy(sign, shuffled[taken + place], this.batchsign, place, 1);
                }
                sum += (double) n * (double) batch(n, this.batchi, this.batchj, this.batchsign, 0,
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
    public float epochInOrder(int examples, int[] i, int[] j, float[] sign, int batch, float rateFrom, float rateTo) {
        Arguments.checkPositive("examples of epochInOrder", examples);
        Arguments.checkLength("i of epochInOrder", i.length, examples);
        Arguments.checkIndices("i of epochInOrder, an index below rows", i, 0, examples, this.size_rows);
        Arguments.checkLength("j of epochInOrder", j.length, examples);
        Arguments.checkIndices("j of epochInOrder, an index below columns", j, 0, examples, this.size_columns);
        Arguments.checkLength("sign of epochInOrder", sign.length, examples);
        Arguments.checkPositive("batch of epochInOrder", batch);
        double sum = 0.0;
        if (batch == 1) {
            if (!this.singleReady) {
                this.singleFloats = newSingleFloats();
                this.singleReady = true;
            }
            float[][] singleFloats = this.singleFloats;
            int done = 0;
            int base = 0;
            while (done < examples) {
                int until = done + Math.min(examples - done, 64);
                sum = singles(singleFloats[0], singleFloats[1], i, this.p_u, j, this.p_v, sign, this.p_mu, this.p_c,
                        this.p_b, singleFloats[2], done, until, sum, base, rateFrom, rateTo, examples, singleFloats[3]);
                this.steps += (long) (until - done);
                done = until;
            }
        } else {
            int taken = 0;
            while (taken < examples) {
                int n = Math.min(batch, examples - taken);
                sum += (double) n * (double) batch(n, i, j, sign, taken,
                        rateFrom + (rateTo - rateFrom) * ((float) taken / (float) examples));
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

    /** standard normal, from 64 random bits */
    private static float normalF32(long bits) {
        float u = (float) (bits >>> 40) * 5.9604645E-8f;
        float q = u - 0.5f + 2.9802322E-8f;
        float a = Math.fma(q * -4.0f, q, 1.0f);
        int j = Float.floatToRawIntBits(a) + 4913933;
        int l = j >>> 23;
        float g = Float.intBitsToFloat((j & 8388607) + 1060439283);
        float k = Float.intBitsToFloat(l | 1258291200) - 8388735.0f;
        float f = g - 1.0f;
        float s = f / (f + 2.0f);
        float w = s * s;
        float h = f * f * 0.5f;
        float y = Math.fma(w, Math.fma(Math.fma(0.29870695f, w, 0.39977586f), w, 0.66666776f), h);
        float a2 = Math.fma(k, 0.6931472f, f + (Math.fma(s, y, k * -1.9046542E-9f) - h));
        float w2 = a2 * -1.0f;
        float r = (float) Math.sqrt(w2);
        float d = w2 - 2.5f;
        float p = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(-2.4864615E-8f, d,
                6.571186E-8f), d, 1.3185261E-6f), d, -9.794007E-6f), d, -1.4038448E-5f), d, 6.1757135E-4f), d,
                -0.0035432891f), d, -0.011815434f), d, 0.69760406f), d, 4.246627f);
        float d2 = r - 3.0f;
        float p2 = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(-4.678802E-4f, d2,
                2.4352959E-4f), d2, 0.0036775582f), d2, -0.010352399f), d2, 0.016296841f), d2, -0.021567633f), d2,
                0.02668797f), d2, 2.8331625f), d2, 8.012869f);
        float z = q * (w2 < 5.0f ? p : p2);
        return z;
    }

    /** 64 random bits of the counter (seed, step, stream, index) */
    private static long randomBits(long seed, long step, int stream, long index) {
        long z = seed + -7046029254386353131L;
        long z2 = (z ^ (z >>> 30)) * -4658895280553007687L;
        long z3 = (z2 ^ (z2 >>> 27)) * -7723592293110705685L;
        long z4 = z3 ^ (z3 >>> 31);
        long z5 = (z4 ^ (long) stream) + -7046029254386353131L;
        long z6 = (z5 ^ (z5 >>> 30)) * -4658895280553007687L;
        long z7 = (z6 ^ (z6 >>> 27)) * -7723592293110705685L;
        long z8 = z7 ^ (z7 >>> 31);
        long z9 = (z8 ^ step) + -7046029254386353131L;
        long z10 = (z9 ^ (z9 >>> 30)) * -4658895280553007687L;
        long z11 = (z10 ^ (z10 >>> 27)) * -7723592293110705685L;
        long z12 = z11 ^ (z11 >>> 31);
        long z13 = z12 ^ index;
        long z14 = (z13 ^ (z13 >>> 30)) * -4658895280553007687L;
        long z15 = (z14 ^ (z14 >>> 27)) * -7723592293110705685L;
        long z16 = z15 ^ (z15 >>> 31);
        long z17 = z12 + z16;
        long z18 = (z17 ^ (z17 >>> 30)) * -4658895280553007687L;
        long z19 = (z18 ^ (z18 >>> 27)) * -7723592293110705685L;
        long z20 = z19 ^ (z19 >>> 31);
        return z20;
    }

    private void list_0(String[] names, int[][] shapes, Object[] arrays) {
        names[0] = "u";
        shapes[0] = new int[] {this.size_rows, 16};
        arrays[0] = Tables.tableValues(this.p_u, 16 * this.size_rows);
        names[1] = "v";
        shapes[1] = new int[] {this.size_columns, 16};
        arrays[1] = Tables.tableValues(this.p_v, 16 * this.size_columns);
        names[2] = "b";
        shapes[2] = new int[] {this.size_rows};
        arrays[2] = this.p_b;
        names[3] = "c";
        shapes[3] = new int[] {this.size_columns};
        arrays[3] = this.p_c;
        names[4] = "mu";
        shapes[4] = new int[] {};
        arrays[4] = this.p_mu;
    }

    /** log(1 + e^x) */
    private static float softplusF32(float x) {
        float a = -Math.abs(x);
        float c = a < -104.0f ? -104.0f : a;
        float t = Math.fma(c, 1.442695f, 1.2583166E7f);
        float n = t - 1.2583166E7f;
        float rh = Math.fma(n, -0.6931472f, c);
        float rl = Math.fma(n, 1.9046542E-9f, 0.0f);
        float r = rh + rl;
        float q = Math.fma(Math.fma(Math.fma(Math.fma(0.0013840147f, r, 0.00836728f), r, 0.041667733f), r, 0.16666538f),
                r, 0.49999997f);
        float z = Math.fma(r * r, q, rl) + rh;
        int v = Float.floatToRawIntBits(t);
        int h = v >>> 1;
        float s1 = Float.intBitsToFloat(h << 23);
        float s2 = Float.intBitsToFloat((v - h) << 23);
        float e = Math.fma(z, s2, s2) * s1;
        int u = Float.floatToRawIntBits(x);
        int m = u >> 31;
        float s = e / (e + 2.0f);
        float w = s * s;
        float h2 = e * e * 0.5f;
        float y = Math.fma(w, Math.fma(Math.fma(Math.fma(Math.fma(0.24243593f, w, 0.21444148f), w, 0.28615203f), w,
                0.3999895f), w, 0.66666675f), h2);
        float u2 = e + (Math.fma(s, y, -h2) + Float.intBitsToFloat(u & (m ^ -1)));
        return u2;
    }

    /** 1/(1 + e^-x) */
    private static float sigmoidF32(float x) {
        float c = x < -104.0f ? -104.0f : x;
        float c2 = c > 104.0f ? 104.0f : c;
        float m = -c2;
        float t = Math.fma(m, 1.442695f, 1.2583166E7f);
        float n = t - 1.2583166E7f;
        float r = Math.fma(n, 1.9046542E-9f, Math.fma(n, -0.6931472f, m));
        float q = Math.fma(Math.fma(Math.fma(Math.fma(0.0013840147f, r, 0.00836728f), r, 0.041667733f), r, 0.16666538f),
                r, 0.49999997f);
        float z = Math.fma(r * r, q, r);
        int v = Float.floatToRawIntBits(t);
        int h = v >>> 1;
        float s1 = Float.intBitsToFloat(h << 23);
        float s2 = Float.intBitsToFloat((v - h) << 23);
        float i = Float.intBitsToFloat(2130706432 - Float.floatToRawIntBits(s1));
        float d = s2 + i;
        float l = s2 - d + i;
        return i / (d + Math.fma(z, s2, l));
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

    /**
     * Tables whose rows are to begin where lines of the cache do. The elements of a Java array begin 16 bytes behind its
     * own beginning, and an array that G1 gives memory of its own, since it is half as long as a region or longer, begins
     * where that does: the first row lies {@link #MARGIN} elements behind the array's first. What follows the last row is
     * there to make the array long enough.
     */
    private static final class Tables {
        /** Floats of a table's array before the first of the table: with 16 bytes they are a line of 64. */
        public static final int MARGIN = 12;
        /** How many times as long as its table an array may be at the most. */
        static final int TIMES_LONGER = 8;
        /** G1 divides the heap into about so many regions, a power of two of bytes each, */
        static final int REGIONS = 2048;
        /** of no fewer bytes than this */
        static final int SMALLEST_REGION = 1 << 20;
        /** and no more. */
        static final int LARGEST_REGION = 32 << 20;

        private Tables() {
        }

        /** An array for a table of this shape. */
        public static float[] newTable(String name, int[] shape) {
            int elements = Arguments.checkElements(name, shape);
            if (elements > Arguments.MAX_ELEMENTS - MARGIN) {
                throw new IllegalArgumentException(name + ": the sizes make " + elements + " elements, expected at most "
                        + (Arguments.MAX_ELEMENTS - MARGIN) + ", as the array of a table holds; choose smaller ones");
            }
            // half a region at the least, whether G1 takes the next larger power of two or the next smaller
            long half = Math.max(SMALLEST_REGION / 2, Math.min(LARGEST_REGION / 2,
                    Long.highestOneBit(Runtime.getRuntime().maxMemory() / REGIONS))) / Float.BYTES;
            return new float[half > (long) TIMES_LONGER * elements ? MARGIN + elements
                    : (int) Math.max(MARGIN + elements, half)];
        }

        /** The {@code elements} elements of a table, as they are saved. */
        public static FloatBuffer tableValues(float[] array, int elements) {
            return FloatBuffer.wrap(array, MARGIN, elements).slice();
        }

        /** Reads a tensor of dtype F32, finite numbers all, into a table. */
        public static void readTable(Path file, String header, String name, float[] array, int elements)
                throws IOException {
            Safetensors.fillTensor(file, header, name, tableValues(array, elements));
            for (int k = 0; k < elements; k++) {
                if (!Float.isFinite(array[MARGIN + k])) {
                    throw Safetensors.notFinite(file, name, k, Float.toString(array[MARGIN + k]));
                }
            }
        }
    }
}
