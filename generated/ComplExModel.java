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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The compiled form of the model in ComplEx.java. Methods of the model may be called by several threads at once as
 * long as none of them trains; each call of them computes on its caller's thread.
 */
public final class ComplExModel {
    private final int size_entities;
    private final int size_relations;
    private final float[] p_eRe;
    private final float[] p_eIm;
    private final float[] p_wRe;
    private final float[] p_wIm;
    private final float[] p_eReAccumulator;
    private final float[] p_eImAccumulator;
    private final float[] p_wReAccumulator;
    private final float[] p_wImAccumulator;
    private final long seed;
    private long steps;
    private long epochs;
    private int[] order;
    private long[] draws;
    private int[] batchh;
    private int[] batchr;
    private int[] batcht;
    private float[][] lossSpare;
    private AtomicBoolean lossInUse;
    private float[][] scoresSpare;
    private AtomicBoolean scoresInUse;
    private float[][] stepFloats;
    private int[][] stepInts;
    private int stepMostN;
    private float[][] singleFloats;
    private boolean singleReady;

    /** rows entities: element mul %7 & element mul %9 & element broadcast %175 & copy broadcast %175 */
    private static void initial_0(int first, int last, int entities, long seed, long step, int stream, int stream_2,
            float[] e_re, float[] e_im, float[] e_re_accumulator, float[] e_im_accumulator) {
        for (int i = first; i < last; i++) {
            int at = i * 100; // ComplEx.java:48
            for (int j = 0; j < 100; j++) {
                float value = normalF32(randomBits(seed, step, stream, (long) i * (long) 100 + (long) j)) * 0.1f;
                float value_2 = 0.1f * normalF32(randomBits(seed, step, stream_2, (long) i * (long) 100 + (long) j));
                e_re[at + j] = value;
                e_im[at + j] = value_2;
                e_re_accumulator[at + j] = 0.0f;
                e_im_accumulator[at + j] = 0.0f;
            }
        }
    }

    /** rows relations: element mul %12 & element mul %14 & element broadcast %195 & copy broadcast %195 */
    private static void initial_1(int first, int last, int relations, long seed, long step, int stream, int stream_2,
            float[] w_re, float[] w_im, float[] w_re_accumulator, float[] w_im_accumulator) {
        for (int i = first; i < last; i++) {
            int at = i * 100; // ComplEx.java:48
            for (int j = 0; j < 100; j++) {
                float value = normalF32(randomBits(seed, step, stream, (long) i * (long) 100 + (long) j)) * 0.1f;
                float value_2 = 0.1f * normalF32(randomBits(seed, step, stream_2, (long) i * (long) 100 + (long) j));
                w_re[at + j] = value;
                w_im[at + j] = value_2;
                w_re_accumulator[at + j] = 0.0f;
                w_im_accumulator[at + j] = 0.0f;
            }
        }
    }

    private void initialRun0() {
        initial_0(0, this.size_entities, this.size_entities, this.seed, this.steps, 0, 1, this.p_eRe, this.p_eIm,
                this.p_eReAccumulator, this.p_eImAccumulator);
        initial_1(0, this.size_relations, this.size_relations, this.seed, this.steps, 2, 3, this.p_wRe, this.p_wIm,
                this.p_wReAccumulator, this.p_wImAccumulator);
    }

    private ComplExModel(long seed, int entities, int relations, boolean fresh) {
        Arguments.checkPositive("entities", entities);
        this.size_entities = entities;
        Arguments.checkPositive("relations", relations);
        this.size_relations = relations;
        this.seed = seed;
        this.p_eRe = new float[Arguments.checkElements("e.re", new int[] {this.size_entities, 100})];
        this.p_eIm = new float[Arguments.checkElements("e.im", new int[] {this.size_entities, 100})];
        this.p_wRe = new float[Arguments.checkElements("w.re", new int[] {this.size_relations, 100})];
        this.p_wIm = new float[Arguments.checkElements("w.im", new int[] {this.size_relations, 100})];
        this.p_eReAccumulator = new float[Arguments.checkElements("e.re.accumulator",
                new int[] {this.size_entities, 100})];
        this.p_eImAccumulator = new float[Arguments.checkElements("e.im.accumulator",
                new int[] {this.size_entities, 100})];
        this.p_wReAccumulator = new float[Arguments.checkElements("w.re.accumulator",
                new int[] {this.size_relations, 100})];
        this.p_wImAccumulator = new float[Arguments.checkElements("w.im.accumulator",
                new int[] {this.size_relations, 100})];
        if (fresh) {
            initialRun0();
        }
        this.order = new int[0];
        this.draws = new long[0];
        this.batchh = new int[0];
        this.batchr = new int[0];
        this.batcht = new int[0];
        this.lossSpare = new float[0][];
        this.lossInUse = new AtomicBoolean();
        this.scoresSpare = new float[0][];
        this.scoresInUse = new AtomicBoolean();
    }

    /** A new model; its random numbers follow from {@code seed} alone. */
    public static ComplExModel create(long seed, int entities, int relations) {
        return new ComplExModel(seed, entities, relations, true);
    }

    /** Reads what {@link #save} wrote; a file that is damaged, or of another model, is refused. */
    public static ComplExModel load(Path file) throws IOException {
        String header = Safetensors.openHeader(file);
        Safetensors.checkMetadata(file, header, "nablac.graph",
                "7cd95464a494dfbe1fd4c842756e7eac26d4a3a4bc15700aac7a238a5d8c93b9");
        ComplExModel model = new ComplExModel(Safetensors.metadataNumber(file, header, "nablac.seed"),
                (int) Safetensors.metadataNumber(file, header, "nablac.size.entities"),
                (int) Safetensors.metadataNumber(file, header, "nablac.size.relations"), false);
        Safetensors.matchShape(file, header, "e.re", new int[] {model.size_entities, 100});
        Safetensors.readTensor(file, header, "e.re", model.p_eRe);
        Safetensors.checkFinite(file, "e.re", model.p_eRe);
        Safetensors.matchShape(file, header, "e.im", new int[] {model.size_entities, 100});
        Safetensors.readTensor(file, header, "e.im", model.p_eIm);
        Safetensors.checkFinite(file, "e.im", model.p_eIm);
        Safetensors.matchShape(file, header, "w.re", new int[] {model.size_relations, 100});
        Safetensors.readTensor(file, header, "w.re", model.p_wRe);
        Safetensors.checkFinite(file, "w.re", model.p_wRe);
        Safetensors.matchShape(file, header, "w.im", new int[] {model.size_relations, 100});
        Safetensors.readTensor(file, header, "w.im", model.p_wIm);
        Safetensors.checkFinite(file, "w.im", model.p_wIm);
        if (Safetensors.metadataValue(file, header, "nablac.optimizer", "").equals("adagrad {}")) {
            Safetensors.matchShape(file, header, "e.re.accumulator", new int[] {model.size_entities, 100});
            Safetensors.readTensor(file, header, "e.re.accumulator", model.p_eReAccumulator);
            Safetensors.checkFinite(file, "e.re.accumulator", model.p_eReAccumulator);
            Safetensors.matchShape(file, header, "e.im.accumulator", new int[] {model.size_entities, 100});
            Safetensors.readTensor(file, header, "e.im.accumulator", model.p_eImAccumulator);
            Safetensors.checkFinite(file, "e.im.accumulator", model.p_eImAccumulator);
            Safetensors.matchShape(file, header, "w.re.accumulator", new int[] {model.size_relations, 100});
            Safetensors.readTensor(file, header, "w.re.accumulator", model.p_wReAccumulator);
            Safetensors.checkFinite(file, "w.re.accumulator", model.p_wReAccumulator);
            Safetensors.matchShape(file, header, "w.im.accumulator", new int[] {model.size_relations, 100});
            Safetensors.readTensor(file, header, "w.im.accumulator", model.p_wImAccumulator);
            Safetensors.checkFinite(file, "w.im.accumulator", model.p_wImAccumulator);
        }
        model.steps = Safetensors.metadataNumber(file, header, "nablac.steps");
        model.epochs = Safetensors.metadataNumber(file, header, "nablac.epochs");
        return model;
    }

    /**
     * Writes parameters, optimiser state and counters as safetensors; whatever was there is replaced at once or not
     * at all.
     */
    public void save(Path file) throws IOException {
        String[] names = new String[8];
        int[][] shapes = new int[8][];
        Object[] arrays = new Object[8];
        list_0(names, shapes, arrays);
        Safetensors.saveTensors(file, names, shapes, arrays, new String[] {"nablac.graph",
                "7cd95464a494dfbe1fd4c842756e7eac26d4a3a4bc15700aac7a238a5d8c93b9", "nablac.optimizer", "adagrad {}",
                "nablac.size.entities", Integer.toString(this.size_entities), "nablac.size.relations",
                Integer.toString(this.size_relations), "nablac.seed", Long.toString(this.seed), "nablac.steps",
                Long.toString(this.steps), "nablac.epochs", Long.toString(this.epochs)});
    }

    /** The size entities. */
    public int entities() {
        return this.size_entities;
    }

    /** The size relations. */
    public int relations() {
        return this.size_relations;
    }

    /** A copy of the values of e.re [entities, 100], row-major. */
    public float[] eRe() {
        return Arrays.copyOfRange(this.p_eRe, 0, this.p_eRe.length);
    }

    /** Sets e.re [entities, 100] to these finite numbers, row-major. */
    public void setERe(float[] values) {
        Arguments.checkLength("values of setERe", values.length, this.p_eRe.length);
        Arguments.checkNumbers("values of setERe", values);
        System.arraycopy(values, 0, this.p_eRe, 0, values.length);
    }

    /** A copy of the values of e.im [entities, 100], row-major. */
    public float[] eIm() {
        return Arrays.copyOfRange(this.p_eIm, 0, this.p_eIm.length);
    }

    /** Sets e.im [entities, 100] to these finite numbers, row-major. */
    public void setEIm(float[] values) {
        Arguments.checkLength("values of setEIm", values.length, this.p_eIm.length);
        Arguments.checkNumbers("values of setEIm", values);
        System.arraycopy(values, 0, this.p_eIm, 0, values.length);
    }

    /** A copy of the values of w.re [relations, 100], row-major. */
    public float[] wRe() {
        return Arrays.copyOfRange(this.p_wRe, 0, this.p_wRe.length);
    }

    /** Sets w.re [relations, 100] to these finite numbers, row-major. */
    public void setWRe(float[] values) {
        Arguments.checkLength("values of setWRe", values.length, this.p_wRe.length);
        Arguments.checkNumbers("values of setWRe", values);
        System.arraycopy(values, 0, this.p_wRe, 0, values.length);
    }

    /** A copy of the values of w.im [relations, 100], row-major. */
    public float[] wIm() {
        return Arrays.copyOfRange(this.p_wIm, 0, this.p_wIm.length);
    }

    /** Sets w.im [relations, 100] to these finite numbers, row-major. */
    public void setWIm(float[] values) {
        Arguments.checkLength("values of setWIm", values.length, this.p_wIm.length);
        Arguments.checkNumbers("values of setWIm", values);
        System.arraycopy(values, 0, this.p_wIm, 0, values.length);
    }

    /** How many training steps were taken. */
    public long steps() {
        return this.steps;
    }

    private float[][] newLossFloats(int n) {
        return new float[][] {new float[256], new float[100 * n], new float[100 * n], new float[n],
                new float[4 * this.size_entities], new float[Math.min(Math.max((8388608 / this.size_entities) & -16,
                16), n) * this.size_entities], new float[this.size_entities], new float[3216], new float[6144],
                new float[100688], new float[53264], new float[384], new float[256], new float[n], new float[n],
                new float[1]};
    }

    /** rows N: element sub %24 & element fma %501 & fold sum %507 */
    private static void loss_0(int first, int last, float[] scratch, int[] h, float[] e_re, int[] r, float[] w_re,
            float[] e_im, float[] w_im, int[] t, float[] slot0, float[] slot1, float[] slot2) {
        for (int i = first; i < last; i++) {
            for (int lane = 0; lane < 16; lane++) { // ComplEx.java:61
                scratch[lane] = 0.0f;
            }
            int hAt = h[i];
            int at = hAt * 100;
            int rAt = r[i];
            int at_2 = rAt * 100;
            int tAt = t[i];
            int at_3 = tAt * 100;
            int at_4 = i * 100;
            for (int j = 0; j < 100; j++) {
                float e_reAt = e_re[at + j];
                float gather = w_re[at_2 + j];
                float e_imAt = e_im[at + j];
                float gather_2 = w_im[at_2 + j];
                float value = e_reAt * gather - e_imAt * gather_2;
                float value_2 = Math.fma(e_reAt, gather_2, gather * e_imAt);
                float e_reAt_2 = e_re[at_3 + j];
                float e_imAt_2 = e_im[at_3 + j];
                float add = e_reAt_2 * e_reAt_2 + e_imAt_2 * e_imAt_2;
                float add_2 = e_reAt * e_reAt + e_imAt * e_imAt;
                float add_3 = gather * gather + gather_2 * gather_2;
                float value_3 = Math.fma(add, (float) Math.sqrt(add),
                        Math.fma(add_2, (float) Math.sqrt(add_2), add_3 * (float) Math.sqrt(add_3)));
                slot0[at_4 + j] = value;
                slot1[at_4 + j] = value_2;
                int lane_2 = j & 15;
                scratch[lane_2] += value_3;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            slot2[i] = sum;
        }
    }

    /** rows N: product matmul %502 */
    private static void loss_1(int blockFirst, int blockLast, float[] scratch, int first, int last, float[] slot1,
            float[] e_im, int entities, float[] slot3, float[] scratch_2) {
        int end = last - 3; // ComplEx.java:32
        int start = first + ((last - first) & -4);
        for (int i = blockFirst; i < blockLast - 3; i += 4) {
            int at = i * 100;
            int at_2 = (i + 1) * 100;
            int at_3 = (i + 2) * 100;
            int at_4 = (i + 3) * 100;
            for (int j = first; j < end; j += 4) {
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
                int at_5 = j * 100;
                int at_6 = (j + 1) * 100;
                int at_7 = (j + 2) * 100;
                int at_8 = (j + 3) * 100;
                for (int k = 0; k < 100; k++) {
                    float a = slot1[at + k];
                    float a_2 = slot1[at_2 + k];
                    float a_3 = slot1[at_3 + k];
                    float a_4 = slot1[at_4 + k];
                    float b = e_im[at_5 + k];
                    float b_2 = e_im[at_6 + k];
                    float b_3 = e_im[at_7 + k];
                    float b_4 = e_im[at_8 + k];
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
                scratch[entities + j] = sum_5;
                scratch[entities + (j + 1)] = sum_6;
                scratch[entities + (j + 2)] = sum_7;
                scratch[entities + (j + 3)] = sum_8;
                scratch[2 * entities + j] = sum_9;
                scratch[2 * entities + (j + 1)] = sum_10;
                scratch[2 * entities + (j + 2)] = sum_11;
                scratch[2 * entities + (j + 3)] = sum_12;
                scratch[3 * entities + j] = sum_13;
                scratch[3 * entities + (j + 1)] = sum_14;
                scratch[3 * entities + (j + 2)] = sum_15;
                scratch[3 * entities + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < last; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                int at_9 = j_2 * 100;
                for (int k_2 = 0; k_2 < 100; k_2++) {
                    float a_5 = slot1[at + k_2];
                    float a_6 = slot1[at_2 + k_2];
                    float a_7 = slot1[at_3 + k_2];
                    float a_8 = slot1[at_4 + k_2];
                    float b_5 = e_im[at_9 + k_2];
                    sum_17 = Math.fma(a_5, b_5, sum_17);
                    sum_18 = Math.fma(a_6, b_5, sum_18);
                    sum_19 = Math.fma(a_7, b_5, sum_19);
                    sum_20 = Math.fma(a_8, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[entities + j_2] = sum_18;
                scratch[2 * entities + j_2] = sum_19;
                scratch[3 * entities + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_10 = r * entities;
                int held = row - blockFirst;
                int at_11 = held * entities;
                for (int j_3 = first; j_3 < last; j_3++) {
                    slot3[at_11 + j_3] = scratch[at_10 + j_3];
                }
            }
        }
        int end_2 = last - 7;
        int start_2 = first + ((last - first) & -8);
        for (int i_2 = blockFirst + ((blockLast - blockFirst) & -4); i_2 < blockLast; i_2++) {
            int at_12 = i_2 * 100;
            for (int j_4 = first; j_4 < end_2; j_4 += 8) {
                float sum_21 = 0.0f;
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                int at_13 = j_4 * 100;
                int at_14 = (j_4 + 1) * 100;
                int at_15 = (j_4 + 2) * 100;
                int at_16 = (j_4 + 3) * 100;
                int at_17 = (j_4 + 4) * 100;
                int at_18 = (j_4 + 5) * 100;
                int at_19 = (j_4 + 6) * 100;
                int at_20 = (j_4 + 7) * 100;
                for (int k_3 = 0; k_3 < 100; k_3++) {
                    float a_9 = slot1[at_12 + k_3];
                    float b_6 = e_im[at_13 + k_3];
                    float b_7 = e_im[at_14 + k_3];
                    float b_8 = e_im[at_15 + k_3];
                    float b_9 = e_im[at_16 + k_3];
                    float b_10 = e_im[at_17 + k_3];
                    float b_11 = e_im[at_18 + k_3];
                    float b_12 = e_im[at_19 + k_3];
                    float b_13 = e_im[at_20 + k_3];
                    sum_21 = Math.fma(a_9, b_6, sum_21);
                    sum_22 = Math.fma(a_9, b_7, sum_22);
                    sum_23 = Math.fma(a_9, b_8, sum_23);
                    sum_24 = Math.fma(a_9, b_9, sum_24);
                    sum_25 = Math.fma(a_9, b_10, sum_25);
                    sum_26 = Math.fma(a_9, b_11, sum_26);
                    sum_27 = Math.fma(a_9, b_12, sum_27);
                    sum_28 = Math.fma(a_9, b_13, sum_28);
                }
                scratch_2[j_4] = sum_21;
                scratch_2[j_4 + 1] = sum_22;
                scratch_2[j_4 + 2] = sum_23;
                scratch_2[j_4 + 3] = sum_24;
                scratch_2[j_4 + 4] = sum_25;
                scratch_2[j_4 + 5] = sum_26;
                scratch_2[j_4 + 6] = sum_27;
                scratch_2[j_4 + 7] = sum_28;
            }
            for (int j_5 = start_2; j_5 < last; j_5++) {
                float sum_29 = 0.0f;
                int at_21 = j_5 * 100;
                for (int k_4 = 0; k_4 < 100; k_4++) {
                    float a_10 = slot1[at_12 + k_4];
                    float b_14 = e_im[at_21 + k_4];
                    sum_29 = Math.fma(a_10, b_14, sum_29);
                }
                scratch_2[j_5] = sum_29;
            }
            int held_2 = i_2 - blockFirst;
            int at_22 = held_2 * entities;
            for (int j_6 = first; j_6 < last; j_6++) {
                slot3[at_22 + j_6] = scratch_2[j_6];
            }
        }
    }

    /** rows N: product add %503 of %62 */
    private static void loss_2(int blockFirst, int blockLast, float[] scratch, int first, int last, float[] slot0,
            float[] e_re, int entities, float[] slot3, float[] scratch_2) {
        int end = last - 3; // ComplEx.java:32
        int start = first + ((last - first) & -4);
        for (int i = blockFirst; i < blockLast - 3; i += 4) {
            int at = i * 100;
            int at_2 = (i + 1) * 100;
            int at_3 = (i + 2) * 100;
            int at_4 = (i + 3) * 100;
            for (int j = first; j < end; j += 4) {
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
                int at_5 = j * 100;
                int at_6 = (j + 1) * 100;
                int at_7 = (j + 2) * 100;
                int at_8 = (j + 3) * 100;
                for (int k = 0; k < 100; k++) {
                    float a = slot0[at + k];
                    float a_2 = slot0[at_2 + k];
                    float a_3 = slot0[at_3 + k];
                    float a_4 = slot0[at_4 + k];
                    float b = e_re[at_5 + k];
                    float b_2 = e_re[at_6 + k];
                    float b_3 = e_re[at_7 + k];
                    float b_4 = e_re[at_8 + k];
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
                scratch[entities + j] = sum_5;
                scratch[entities + (j + 1)] = sum_6;
                scratch[entities + (j + 2)] = sum_7;
                scratch[entities + (j + 3)] = sum_8;
                scratch[2 * entities + j] = sum_9;
                scratch[2 * entities + (j + 1)] = sum_10;
                scratch[2 * entities + (j + 2)] = sum_11;
                scratch[2 * entities + (j + 3)] = sum_12;
                scratch[3 * entities + j] = sum_13;
                scratch[3 * entities + (j + 1)] = sum_14;
                scratch[3 * entities + (j + 2)] = sum_15;
                scratch[3 * entities + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < last; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                int at_9 = j_2 * 100;
                for (int k_2 = 0; k_2 < 100; k_2++) {
                    float a_5 = slot0[at + k_2];
                    float a_6 = slot0[at_2 + k_2];
                    float a_7 = slot0[at_3 + k_2];
                    float a_8 = slot0[at_4 + k_2];
                    float b_5 = e_re[at_9 + k_2];
                    sum_17 = Math.fma(a_5, b_5, sum_17);
                    sum_18 = Math.fma(a_6, b_5, sum_18);
                    sum_19 = Math.fma(a_7, b_5, sum_19);
                    sum_20 = Math.fma(a_8, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[entities + j_2] = sum_18;
                scratch[2 * entities + j_2] = sum_19;
                scratch[3 * entities + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_10 = r * entities;
                int held = row - blockFirst;
                int at_11 = held * entities;
                for (int j_3 = first; j_3 < last; j_3++) {
                    float sum_21 = scratch[at_10 + j_3];
                    float add = sum_21 + slot3[at_11 + j_3];
                    slot3[at_11 + j_3] = add;
                }
            }
        }
        int end_2 = last - 7;
        int start_2 = first + ((last - first) & -8);
        for (int i_2 = blockFirst + ((blockLast - blockFirst) & -4); i_2 < blockLast; i_2++) {
            int at_12 = i_2 * 100;
            for (int j_4 = first; j_4 < end_2; j_4 += 8) {
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                float sum_29 = 0.0f;
                int at_13 = j_4 * 100;
                int at_14 = (j_4 + 1) * 100;
                int at_15 = (j_4 + 2) * 100;
                int at_16 = (j_4 + 3) * 100;
                int at_17 = (j_4 + 4) * 100;
                int at_18 = (j_4 + 5) * 100;
                int at_19 = (j_4 + 6) * 100;
                int at_20 = (j_4 + 7) * 100;
                for (int k_3 = 0; k_3 < 100; k_3++) {
                    float a_9 = slot0[at_12 + k_3];
                    float b_6 = e_re[at_13 + k_3];
                    float b_7 = e_re[at_14 + k_3];
                    float b_8 = e_re[at_15 + k_3];
                    float b_9 = e_re[at_16 + k_3];
                    float b_10 = e_re[at_17 + k_3];
                    float b_11 = e_re[at_18 + k_3];
                    float b_12 = e_re[at_19 + k_3];
                    float b_13 = e_re[at_20 + k_3];
                    sum_22 = Math.fma(a_9, b_6, sum_22);
                    sum_23 = Math.fma(a_9, b_7, sum_23);
                    sum_24 = Math.fma(a_9, b_8, sum_24);
                    sum_25 = Math.fma(a_9, b_9, sum_25);
                    sum_26 = Math.fma(a_9, b_10, sum_26);
                    sum_27 = Math.fma(a_9, b_11, sum_27);
                    sum_28 = Math.fma(a_9, b_12, sum_28);
                    sum_29 = Math.fma(a_9, b_13, sum_29);
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
            for (int j_5 = start_2; j_5 < last; j_5++) {
                float sum_30 = 0.0f;
                int at_21 = j_5 * 100;
                for (int k_4 = 0; k_4 < 100; k_4++) {
                    float a_10 = slot0[at_12 + k_4];
                    float b_14 = e_re[at_21 + k_4];
                    sum_30 = Math.fma(a_10, b_14, sum_30);
                }
                scratch_2[j_5] = sum_30;
            }
            int held_2 = i_2 - blockFirst;
            int at_22 = held_2 * entities;
            for (int j_6 = first; j_6 < last; j_6++) {
                float sum_31 = scratch_2[j_6];
                float add_2 = sum_31 + slot3[at_22 + j_6];
                slot3[at_22 + j_6] = add_2;
            }
        }
    }

    /** rows N: fold maxOver %518; fold sum %525 & fold sum %528 */
    private static void loss_3(int first, int last, int entities, float[] slot3, int blockFirst, int blockLast,
            float[] scratch, float[] scratch_2, int[] t, float[] slot4, float[] slot5) {
        for (int i = first; i < last; i++) {
            float best = Float.NEGATIVE_INFINITY; // ComplEx.java:40
            int held = i - blockFirst;
            int at = held * entities;
            for (int j = 0; j < entities; j++) {
                float addAt = slot3[at + j];
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
            int tAt = t[i];
            for (int j_2 = 0; j_2 < entities; j_2++) {
                float addAt_2 = slot3[at + j_2];
                float sub = addAt_2 - select;
                float value = expF32(sub);
                float value_2 = j_2 == tAt ? sub : 0.0f;
                int lane_3 = j_2 & 15;
                scratch[lane_3] += value;
                int lane_4 = j_2 & 15;
                scratch_2[lane_4] += value_2;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            slot4[i] = sum;
            float sum_2 = scratch_2[0] + scratch_2[8] + (scratch_2[4] + scratch_2[12])
                    + (scratch_2[2] + scratch_2[10] + (scratch_2[6] + scratch_2[14]))
                    + (scratch_2[1] + scratch_2[9] + (scratch_2[5] + scratch_2[13])
                    + (scratch_2[3] + scratch_2[11] + (scratch_2[7] + scratch_2[15])));
            slot5[i] = sum_2;
        }
    }

    /** rows 1: fold sum %535; element div %536 */
    private static void loss_4(float[] scratch, int n, float[] slot2, float[] slot4, float[] slot5, float[] out) {
        for (int lane = 0; lane < 16; lane++) { // ComplEx.java:40
            scratch[lane] = 0.0f;
        }
        for (int j = 0; j < n; j++) {
            int lane_2 = j & 15;
            scratch[lane_2] += Math.fma(0.01f, slot2[j], logF32(slot4[j]) - slot5[j]);
        }
        float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
        out[0] = sum / (float) n;
    }

    private void lossRun0(int n, int[] h, int[] r, int[] t, float[][] lossFloats) {
        loss_0(0, n, lossFloats[0], h, this.p_eRe, r, this.p_wRe, this.p_eIm, this.p_wIm, t, lossFloats[1],
                lossFloats[2], lossFloats[3]);
    }

    private void lossRun1(int n, int[] h, int[] r, int[] t, float[][] lossFloats) {
        int most = Math.max((8388608 / this.size_entities) & -16, 16);
        int count = (n + most - 1) / most;
        int height = ((n + count - 1) / count + 15) & -16;
        int blockFirst = 0;
        while (blockFirst < n) {
            int blockLast = Math.min(blockFirst + height, n);
            loss_1(blockFirst, blockLast, lossFloats[4], 0, this.size_entities, lossFloats[2], this.p_eIm,
                    this.size_entities, lossFloats[5], lossFloats[6]);
            loss_2(blockFirst, blockLast, lossFloats[4], 0, this.size_entities, lossFloats[1], this.p_eRe,
                    this.size_entities, lossFloats[5], lossFloats[6]);
            loss_3(blockFirst, blockLast, this.size_entities, lossFloats[5], blockFirst, blockLast, lossFloats[0],
                    lossFloats[12], t, lossFloats[13], lossFloats[14]);
            blockFirst = blockLast;
        }
    }

    private void lossRun2(int n, int[] h, int[] r, int[] t, float[][] lossFloats) {
        loss_4(lossFloats[0], n, lossFloats[3], lossFloats[13], lossFloats[14], lossFloats[15]);
    }

    /** Computes loss [], row-major. */
    public float loss(int n, int[] h, int[] r, int[] t) {
        Arguments.checkPositive("n of loss", n);
        Arguments.checkLength("h of loss", h.length, n);
        Arguments.checkIndices("h of loss, an index below entities", h, 0, n, this.size_entities);
        Arguments.checkLength("r of loss", r.length, n);
        Arguments.checkIndices("r of loss, an index below relations", r, 0, n, this.size_relations);
        Arguments.checkLength("t of loss", t.length, n);
        Arguments.checkIndices("t of loss, an index below entities", t, 0, n, this.size_entities);
        boolean isFirst = this.lossInUse.compareAndSet(false, true);
        float[][] lossFloats = isFirst ? this.lossSpare : new float[0][];
        if (lossFloats.length == 0) {
            lossFloats = newLossFloats(n);
        } else {
            lossFloats[1] = new float[100 * n];
            lossFloats[2] = new float[100 * n];
            lossFloats[3] = new float[n];
            lossFloats[4] = new float[4 * this.size_entities];
            lossFloats[5] = new float[Math.min(Math.max((8388608 / this.size_entities) & -16, 16), n)
                    * this.size_entities];
            lossFloats[6] = new float[this.size_entities];
            lossFloats[13] = new float[n];
            lossFloats[14] = new float[n];
            lossFloats[15] = new float[1];
        }
        lossRun0(n, h, r, t, lossFloats);
        lossRun1(n, h, r, t, lossFloats);
        lossRun2(n, h, r, t, lossFloats);
        float computed = lossFloats[15][0];
        if (isFirst) {
            lossFloats[1] = lossFloats[0];
            lossFloats[2] = lossFloats[0];
            lossFloats[3] = lossFloats[0];
            lossFloats[4] = lossFloats[0];
            lossFloats[5] = lossFloats[0];
            lossFloats[6] = lossFloats[0];
            lossFloats[13] = lossFloats[0];
            lossFloats[14] = lossFloats[0];
            lossFloats[15] = lossFloats[0];
            this.lossSpare = lossFloats;
            this.lossInUse.set(false);
        }
        return computed;
    }

    private float[][] newScoresFloats(int n) {
        return new float[][] {new float[100 * n], new float[100 * n], new float[4 * this.size_entities],
                new float[Math.min(Math.max((8388608 / this.size_entities) & -16, 16), n) * this.size_entities],
                new float[this.size_entities], new float[3216], new float[6144], new float[100688], new float[53264],
                new float[384], new float[n * this.size_entities]};
    }

    /** rows N: element sub %24 & element fma %501 */
    private static void scores_0(int first, int last, int[] h, float[] e_re, int[] r, float[] w_re, float[] e_im,
            float[] w_im, float[] slot0, float[] slot1) {
        for (int i = first; i < last; i++) {
            int hAt = h[i]; // ComplEx.java:61
            int at = hAt * 100;
            int rAt = r[i];
            int at_2 = rAt * 100;
            int at_3 = i * 100;
            for (int j = 0; j < 100; j++) {
                float e_reAt = e_re[at + j];
                float gather = w_re[at_2 + j];
                float e_imAt = e_im[at + j];
                float gather_2 = w_im[at_2 + j];
                float value = e_reAt * gather - e_imAt * gather_2;
                float value_2 = Math.fma(e_reAt, gather_2, gather * e_imAt);
                slot0[at_3 + j] = value;
                slot1[at_3 + j] = value_2;
            }
        }
    }

    /** rows N: product matmul %502 */
    private static void scores_1(int blockFirst, int blockLast, float[] scratch, int first, int last, float[] slot1,
            float[] e_im, int entities, float[] slot2, float[] scratch_2) {
        int end = last - 3; // ComplEx.java:32
        int start = first + ((last - first) & -4);
        for (int i = blockFirst; i < blockLast - 3; i += 4) {
            int at = i * 100;
            int at_2 = (i + 1) * 100;
            int at_3 = (i + 2) * 100;
            int at_4 = (i + 3) * 100;
            for (int j = first; j < end; j += 4) {
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
                int at_5 = j * 100;
                int at_6 = (j + 1) * 100;
                int at_7 = (j + 2) * 100;
                int at_8 = (j + 3) * 100;
                for (int k = 0; k < 100; k++) {
                    float a = slot1[at + k];
                    float a_2 = slot1[at_2 + k];
                    float a_3 = slot1[at_3 + k];
                    float a_4 = slot1[at_4 + k];
                    float b = e_im[at_5 + k];
                    float b_2 = e_im[at_6 + k];
                    float b_3 = e_im[at_7 + k];
                    float b_4 = e_im[at_8 + k];
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
                scratch[entities + j] = sum_5;
                scratch[entities + (j + 1)] = sum_6;
                scratch[entities + (j + 2)] = sum_7;
                scratch[entities + (j + 3)] = sum_8;
                scratch[2 * entities + j] = sum_9;
                scratch[2 * entities + (j + 1)] = sum_10;
                scratch[2 * entities + (j + 2)] = sum_11;
                scratch[2 * entities + (j + 3)] = sum_12;
                scratch[3 * entities + j] = sum_13;
                scratch[3 * entities + (j + 1)] = sum_14;
                scratch[3 * entities + (j + 2)] = sum_15;
                scratch[3 * entities + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < last; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                int at_9 = j_2 * 100;
                for (int k_2 = 0; k_2 < 100; k_2++) {
                    float a_5 = slot1[at + k_2];
                    float a_6 = slot1[at_2 + k_2];
                    float a_7 = slot1[at_3 + k_2];
                    float a_8 = slot1[at_4 + k_2];
                    float b_5 = e_im[at_9 + k_2];
                    sum_17 = Math.fma(a_5, b_5, sum_17);
                    sum_18 = Math.fma(a_6, b_5, sum_18);
                    sum_19 = Math.fma(a_7, b_5, sum_19);
                    sum_20 = Math.fma(a_8, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[entities + j_2] = sum_18;
                scratch[2 * entities + j_2] = sum_19;
                scratch[3 * entities + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_10 = r * entities;
                int held = row - blockFirst;
                int at_11 = held * entities;
                for (int j_3 = first; j_3 < last; j_3++) {
                    slot2[at_11 + j_3] = scratch[at_10 + j_3];
                }
            }
        }
        int end_2 = last - 7;
        int start_2 = first + ((last - first) & -8);
        for (int i_2 = blockFirst + ((blockLast - blockFirst) & -4); i_2 < blockLast; i_2++) {
            int at_12 = i_2 * 100;
            for (int j_4 = first; j_4 < end_2; j_4 += 8) {
                float sum_21 = 0.0f;
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                int at_13 = j_4 * 100;
                int at_14 = (j_4 + 1) * 100;
                int at_15 = (j_4 + 2) * 100;
                int at_16 = (j_4 + 3) * 100;
                int at_17 = (j_4 + 4) * 100;
                int at_18 = (j_4 + 5) * 100;
                int at_19 = (j_4 + 6) * 100;
                int at_20 = (j_4 + 7) * 100;
                for (int k_3 = 0; k_3 < 100; k_3++) {
                    float a_9 = slot1[at_12 + k_3];
                    float b_6 = e_im[at_13 + k_3];
                    float b_7 = e_im[at_14 + k_3];
                    float b_8 = e_im[at_15 + k_3];
                    float b_9 = e_im[at_16 + k_3];
                    float b_10 = e_im[at_17 + k_3];
                    float b_11 = e_im[at_18 + k_3];
                    float b_12 = e_im[at_19 + k_3];
                    float b_13 = e_im[at_20 + k_3];
                    sum_21 = Math.fma(a_9, b_6, sum_21);
                    sum_22 = Math.fma(a_9, b_7, sum_22);
                    sum_23 = Math.fma(a_9, b_8, sum_23);
                    sum_24 = Math.fma(a_9, b_9, sum_24);
                    sum_25 = Math.fma(a_9, b_10, sum_25);
                    sum_26 = Math.fma(a_9, b_11, sum_26);
                    sum_27 = Math.fma(a_9, b_12, sum_27);
                    sum_28 = Math.fma(a_9, b_13, sum_28);
                }
                scratch_2[j_4] = sum_21;
                scratch_2[j_4 + 1] = sum_22;
                scratch_2[j_4 + 2] = sum_23;
                scratch_2[j_4 + 3] = sum_24;
                scratch_2[j_4 + 4] = sum_25;
                scratch_2[j_4 + 5] = sum_26;
                scratch_2[j_4 + 6] = sum_27;
                scratch_2[j_4 + 7] = sum_28;
            }
            for (int j_5 = start_2; j_5 < last; j_5++) {
                float sum_29 = 0.0f;
                int at_21 = j_5 * 100;
                for (int k_4 = 0; k_4 < 100; k_4++) {
                    float a_10 = slot1[at_12 + k_4];
                    float b_14 = e_im[at_21 + k_4];
                    sum_29 = Math.fma(a_10, b_14, sum_29);
                }
                scratch_2[j_5] = sum_29;
            }
            int held_2 = i_2 - blockFirst;
            int at_22 = held_2 * entities;
            for (int j_6 = first; j_6 < last; j_6++) {
                slot2[at_22 + j_6] = scratch_2[j_6];
            }
        }
    }

    /** rows N: product add %503 of %62 */
    private static void scores_2(int blockFirst, int blockLast, float[] scratch, int first, int last, float[] slot0,
            float[] e_re, int entities, float[] slot2, float[] out, float[] scratch_2) {
        int end = last - 3; // ComplEx.java:32
        int start = first + ((last - first) & -4);
        for (int i = blockFirst; i < blockLast - 3; i += 4) {
            int at = i * 100;
            int at_2 = (i + 1) * 100;
            int at_3 = (i + 2) * 100;
            int at_4 = (i + 3) * 100;
            for (int j = first; j < end; j += 4) {
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
                int at_5 = j * 100;
                int at_6 = (j + 1) * 100;
                int at_7 = (j + 2) * 100;
                int at_8 = (j + 3) * 100;
                for (int k = 0; k < 100; k++) {
                    float a = slot0[at + k];
                    float a_2 = slot0[at_2 + k];
                    float a_3 = slot0[at_3 + k];
                    float a_4 = slot0[at_4 + k];
                    float b = e_re[at_5 + k];
                    float b_2 = e_re[at_6 + k];
                    float b_3 = e_re[at_7 + k];
                    float b_4 = e_re[at_8 + k];
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
                scratch[entities + j] = sum_5;
                scratch[entities + (j + 1)] = sum_6;
                scratch[entities + (j + 2)] = sum_7;
                scratch[entities + (j + 3)] = sum_8;
                scratch[2 * entities + j] = sum_9;
                scratch[2 * entities + (j + 1)] = sum_10;
                scratch[2 * entities + (j + 2)] = sum_11;
                scratch[2 * entities + (j + 3)] = sum_12;
                scratch[3 * entities + j] = sum_13;
                scratch[3 * entities + (j + 1)] = sum_14;
                scratch[3 * entities + (j + 2)] = sum_15;
                scratch[3 * entities + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < last; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                int at_9 = j_2 * 100;
                for (int k_2 = 0; k_2 < 100; k_2++) {
                    float a_5 = slot0[at + k_2];
                    float a_6 = slot0[at_2 + k_2];
                    float a_7 = slot0[at_3 + k_2];
                    float a_8 = slot0[at_4 + k_2];
                    float b_5 = e_re[at_9 + k_2];
                    sum_17 = Math.fma(a_5, b_5, sum_17);
                    sum_18 = Math.fma(a_6, b_5, sum_18);
                    sum_19 = Math.fma(a_7, b_5, sum_19);
                    sum_20 = Math.fma(a_8, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[entities + j_2] = sum_18;
                scratch[2 * entities + j_2] = sum_19;
                scratch[3 * entities + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_10 = r * entities;
                int held = row - blockFirst;
                int at_11 = held * entities;
                int at_12 = row * entities;
                for (int j_3 = first; j_3 < last; j_3++) {
                    float sum_21 = scratch[at_10 + j_3];
                    out[at_12 + j_3] = sum_21 + slot2[at_11 + j_3];
                }
            }
        }
        int end_2 = last - 7;
        int start_2 = first + ((last - first) & -8);
        for (int i_2 = blockFirst + ((blockLast - blockFirst) & -4); i_2 < blockLast; i_2++) {
            int at_13 = i_2 * 100;
            for (int j_4 = first; j_4 < end_2; j_4 += 8) {
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                float sum_29 = 0.0f;
                int at_14 = j_4 * 100;
                int at_15 = (j_4 + 1) * 100;
                int at_16 = (j_4 + 2) * 100;
                int at_17 = (j_4 + 3) * 100;
                int at_18 = (j_4 + 4) * 100;
                int at_19 = (j_4 + 5) * 100;
                int at_20 = (j_4 + 6) * 100;
                int at_21 = (j_4 + 7) * 100;
                for (int k_3 = 0; k_3 < 100; k_3++) {
                    float a_9 = slot0[at_13 + k_3];
                    float b_6 = e_re[at_14 + k_3];
                    float b_7 = e_re[at_15 + k_3];
                    float b_8 = e_re[at_16 + k_3];
                    float b_9 = e_re[at_17 + k_3];
                    float b_10 = e_re[at_18 + k_3];
                    float b_11 = e_re[at_19 + k_3];
                    float b_12 = e_re[at_20 + k_3];
                    float b_13 = e_re[at_21 + k_3];
                    sum_22 = Math.fma(a_9, b_6, sum_22);
                    sum_23 = Math.fma(a_9, b_7, sum_23);
                    sum_24 = Math.fma(a_9, b_8, sum_24);
                    sum_25 = Math.fma(a_9, b_9, sum_25);
                    sum_26 = Math.fma(a_9, b_10, sum_26);
                    sum_27 = Math.fma(a_9, b_11, sum_27);
                    sum_28 = Math.fma(a_9, b_12, sum_28);
                    sum_29 = Math.fma(a_9, b_13, sum_29);
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
            for (int j_5 = start_2; j_5 < last; j_5++) {
                float sum_30 = 0.0f;
                int at_22 = j_5 * 100;
                for (int k_4 = 0; k_4 < 100; k_4++) {
                    float a_10 = slot0[at_13 + k_4];
                    float b_14 = e_re[at_22 + k_4];
                    sum_30 = Math.fma(a_10, b_14, sum_30);
                }
                scratch_2[j_5] = sum_30;
            }
            int held_2 = i_2 - blockFirst;
            int at_23 = held_2 * entities;
            int at_24 = i_2 * entities;
            for (int j_6 = first; j_6 < last; j_6++) {
                float sum_31 = scratch_2[j_6];
                out[at_24 + j_6] = sum_31 + slot2[at_23 + j_6];
            }
        }
    }

    private void scoresRun0(int n, int[] h, int[] r, float[][] scoresFloats) {
        scores_0(0, n, h, this.p_eRe, r, this.p_wRe, this.p_eIm, this.p_wIm, scoresFloats[0], scoresFloats[1]);
    }

    private void scoresRun1(int n, int[] h, int[] r, float[][] scoresFloats) {
        int most = Math.max((8388608 / this.size_entities) & -16, 16);
        int count = (n + most - 1) / most;
        int height = ((n + count - 1) / count + 15) & -16;
        int blockFirst = 0;
        while (blockFirst < n) {
            int blockLast = Math.min(blockFirst + height, n);
            scores_1(blockFirst, blockLast, scoresFloats[2], 0, this.size_entities, scoresFloats[1], this.p_eIm,
                    this.size_entities, scoresFloats[3], scoresFloats[4]);
            scores_2(blockFirst, blockLast, scoresFloats[2], 0, this.size_entities, scoresFloats[0], this.p_eRe,
                    this.size_entities, scoresFloats[3], scoresFloats[10], scoresFloats[4]);
            blockFirst = blockLast;
        }
    }

    /** Computes scores [N, entities], row-major. */
    public float[] scores(int n, int[] h, int[] r) {
        Arguments.checkPositive("n of scores", n);
        Arguments.checkLength("h of scores", h.length, n);
        Arguments.checkIndices("h of scores, an index below entities", h, 0, n, this.size_entities);
        Arguments.checkLength("r of scores", r.length, n);
        Arguments.checkIndices("r of scores, an index below relations", r, 0, n, this.size_relations);
        boolean isFirst = this.scoresInUse.compareAndSet(false, true);
        float[][] scoresFloats = isFirst ? this.scoresSpare : new float[0][];
        if (scoresFloats.length == 0) {
            scoresFloats = newScoresFloats(n);
        } else {
            scoresFloats[0] = new float[100 * n];
            scoresFloats[1] = new float[100 * n];
            scoresFloats[2] = new float[4 * this.size_entities];
            scoresFloats[3] = new float[Math.min(Math.max((8388608 / this.size_entities) & -16, 16), n)
                    * this.size_entities];
            scoresFloats[4] = new float[this.size_entities];
            scoresFloats[10] = new float[n * this.size_entities];
        }
        scoresRun0(n, h, r, scoresFloats);
        scoresRun1(n, h, r, scoresFloats);
        float[] computed = scoresFloats[10];
        if (isFirst) {
            scoresFloats[0] = scoresFloats[5];
            scoresFloats[1] = scoresFloats[5];
            scoresFloats[2] = scoresFloats[5];
            scoresFloats[3] = scoresFloats[5];
            scoresFloats[4] = scoresFloats[5];
            scoresFloats[10] = scoresFloats[5];
            this.scoresSpare = scoresFloats;
            this.scoresInUse.set(false);
        }
        return computed;
    }

    private float[][] newStepFloats(int n) {
        return new float[][] {new float[256], new float[100 * n], new float[100], new float[100], new float[100],
                new float[100], new float[100], new float[100], new float[100 * n], new float[100 * n],
                new float[100 * n], new float[100 * n], new float[100 * n], new float[100 * n], new float[n],
                new float[4 * this.size_entities], new float[Math.min(Math.max((8388608 / this.size_entities) & -16,
                16), n) * this.size_entities], new float[this.size_entities], new float[3216], new float[6144],
                new float[100688], new float[53264], new float[384], new float[256], new float[this.size_entities],
                new float[n], new float[n], new float[400], new float[100 * n], new float[100], new float[1344],
                new float[32 * this.size_entities + 16], new float[66576], new float[52016],
                new float[100 * this.size_entities], new float[32 * n + 16], new float[100 * n],
                new float[100 * this.size_entities], new float[1]};
    }

    private int[][] newStepInts(int n) {
        return new int[][] {new int[this.size_relations], new int[n]};
    }

    /**
     * rows N: element sub %24 & element add %36 & element sqrt %37 & element add %42 & element sqrt %43 & element
     * add %51 & element sqrt %52 & element fma %501 & fold sum %507 & element fma %509 & element fma %512 & element
     * fma %515 & fill addRows %568 & fill addRows %569
     */
    private static void step_0(int first, int last, float[] scratch, int[] h, int example, float[] e_re, int[] r,
            float[] w_re, float[] e_im, float[] w_im, int[] t, int n, float[] slot0, float[] slot1, float[] slot2,
            float[] slot3, float[] slot4, float[] slot5, float[] slot6, float[] slot7, float[] slot9, float[] slot10,
            float[] slot11, float[] slot12, float[] slot13, float[] slot8) {
        float sizeOf = (float) n;
        float reciprocal = 1.0f / sizeOf;
        float mul = reciprocal * 0.015f;
        for (int i = first; i < last; i++) {
            for (int lane = 0; lane < 16; lane++) { // ComplEx.java:61
                scratch[lane] = 0.0f;
            }
            int hAt = h[example + i];
            int at = hAt * 100;
            int rAt = r[example + i];
            int at_2 = rAt * 100;
            int tAt = t[example + i];
            int at_3 = tAt * 100;
            int at_4 = i * 100;
            for (int j = 0; j < 100; j++) {
                float e_reAt = e_re[at + j];
                float w_reAt = w_re[at_2 + j];
                float e_imAt = e_im[at + j];
                float w_imAt = w_im[at_2 + j];
                float sub = e_reAt * w_reAt - e_imAt * w_imAt;
                float add = e_reAt * e_reAt + e_imAt * e_imAt;
                float sqrt = (float) Math.sqrt(add);
                float add_2 = w_reAt * w_reAt + w_imAt * w_imAt;
                float sqrt_2 = (float) Math.sqrt(add_2);
                float e_reAt_2 = e_re[at_3 + j];
                float e_imAt_2 = e_im[at_3 + j];
                float add_3 = e_reAt_2 * e_reAt_2 + e_imAt_2 * e_imAt_2;
                float sqrt_3 = (float) Math.sqrt(add_3);
                float fma = Math.fma(e_reAt, w_imAt, w_reAt * e_imAt);
                float value = Math.fma(add_3, sqrt_3, Math.fma(add, sqrt, add_2 * sqrt_2));
                float fma_2 = Math.fma(sqrt_3, mul, sqrt_3 * mul);
                float fma_3 = Math.fma(sqrt_2, mul, sqrt_2 * mul);
                float fma_4 = Math.fma(sqrt, mul, sqrt * mul);
                slot0[at_4 + j] = sub;
                slot1[j] = add;
                slot2[j] = sqrt;
                slot3[j] = add_2;
                slot4[j] = sqrt_2;
                slot5[j] = add_3;
                slot6[j] = sqrt_3;
                slot7[at_4 + j] = fma;
                int lane_2 = j & 15;
                scratch[lane_2] += value;
                slot9[at_4 + j] = fma_2;
                slot10[at_4 + j] = fma_3;
                slot11[at_4 + j] = fma_4;
                slot12[at_4 + j] = 0.0f;
                slot13[at_4 + j] = 0.0f;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            slot8[i] = sum;
        }
    }

    /** rows N: lead firstOccurrence %165 */
    private static void step_1(int[] marks, int n, int[] r, int example, int[] slot14) {
        for (int i = 0; i < n; i++) { // ComplEx.java:48
            int rAt = r[example + i];
            int row = rAt;
            if (row < 0) {
                slot14[i] = -1;
            } else {
                int mark = marks[row];
                if (mark == 0) {
                    marks[row] = i + 1;
                    slot14[i] = i;
                } else {
                    slot14[i] = mark - 1;
                }
            }
        }
        for (int i_2 = 0; i_2 < n; i_2++) {
            int rAt_2 = r[example + i_2];
            int row_2 = rAt_2;
            if (row_2 >= 0) {
                marks[row_2] = 0;
            }
        }
    }

    /** rows N: product matmul %502 */
    private static void step_2(int blockFirst, int blockLast, float[] scratch, int first, int last, float[] slot7,
            float[] e_im, int entities, float[] slot15, float[] scratch_2) {
        int end = last - 3; // ComplEx.java:32
        int start = first + ((last - first) & -4);
        for (int i = blockFirst; i < blockLast - 3; i += 4) {
            int at = i * 100;
            int at_2 = (i + 1) * 100;
            int at_3 = (i + 2) * 100;
            int at_4 = (i + 3) * 100;
            for (int j = first; j < end; j += 4) {
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
                int at_5 = j * 100;
                int at_6 = (j + 1) * 100;
                int at_7 = (j + 2) * 100;
                int at_8 = (j + 3) * 100;
                for (int k = 0; k < 100; k++) {
                    float a = slot7[at + k];
                    float a_2 = slot7[at_2 + k];
                    float a_3 = slot7[at_3 + k];
                    float a_4 = slot7[at_4 + k];
                    float b = e_im[at_5 + k];
                    float b_2 = e_im[at_6 + k];
                    float b_3 = e_im[at_7 + k];
                    float b_4 = e_im[at_8 + k];
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
                scratch[entities + j] = sum_5;
                scratch[entities + (j + 1)] = sum_6;
                scratch[entities + (j + 2)] = sum_7;
                scratch[entities + (j + 3)] = sum_8;
                scratch[2 * entities + j] = sum_9;
                scratch[2 * entities + (j + 1)] = sum_10;
                scratch[2 * entities + (j + 2)] = sum_11;
                scratch[2 * entities + (j + 3)] = sum_12;
                scratch[3 * entities + j] = sum_13;
                scratch[3 * entities + (j + 1)] = sum_14;
                scratch[3 * entities + (j + 2)] = sum_15;
                scratch[3 * entities + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < last; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                int at_9 = j_2 * 100;
                for (int k_2 = 0; k_2 < 100; k_2++) {
                    float a_5 = slot7[at + k_2];
                    float a_6 = slot7[at_2 + k_2];
                    float a_7 = slot7[at_3 + k_2];
                    float a_8 = slot7[at_4 + k_2];
                    float b_5 = e_im[at_9 + k_2];
                    sum_17 = Math.fma(a_5, b_5, sum_17);
                    sum_18 = Math.fma(a_6, b_5, sum_18);
                    sum_19 = Math.fma(a_7, b_5, sum_19);
                    sum_20 = Math.fma(a_8, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[entities + j_2] = sum_18;
                scratch[2 * entities + j_2] = sum_19;
                scratch[3 * entities + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_10 = r * entities;
                int held = row - blockFirst;
                int at_11 = held * entities;
                for (int j_3 = first; j_3 < last; j_3++) {
                    slot15[at_11 + j_3] = scratch[at_10 + j_3];
                }
            }
        }
        int end_2 = last - 7;
        int start_2 = first + ((last - first) & -8);
        for (int i_2 = blockFirst + ((blockLast - blockFirst) & -4); i_2 < blockLast; i_2++) {
            int at_12 = i_2 * 100;
            for (int j_4 = first; j_4 < end_2; j_4 += 8) {
                float sum_21 = 0.0f;
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                int at_13 = j_4 * 100;
                int at_14 = (j_4 + 1) * 100;
                int at_15 = (j_4 + 2) * 100;
                int at_16 = (j_4 + 3) * 100;
                int at_17 = (j_4 + 4) * 100;
                int at_18 = (j_4 + 5) * 100;
                int at_19 = (j_4 + 6) * 100;
                int at_20 = (j_4 + 7) * 100;
                for (int k_3 = 0; k_3 < 100; k_3++) {
                    float a_9 = slot7[at_12 + k_3];
                    float b_6 = e_im[at_13 + k_3];
                    float b_7 = e_im[at_14 + k_3];
                    float b_8 = e_im[at_15 + k_3];
                    float b_9 = e_im[at_16 + k_3];
                    float b_10 = e_im[at_17 + k_3];
                    float b_11 = e_im[at_18 + k_3];
                    float b_12 = e_im[at_19 + k_3];
                    float b_13 = e_im[at_20 + k_3];
                    sum_21 = Math.fma(a_9, b_6, sum_21);
                    sum_22 = Math.fma(a_9, b_7, sum_22);
                    sum_23 = Math.fma(a_9, b_8, sum_23);
                    sum_24 = Math.fma(a_9, b_9, sum_24);
                    sum_25 = Math.fma(a_9, b_10, sum_25);
                    sum_26 = Math.fma(a_9, b_11, sum_26);
                    sum_27 = Math.fma(a_9, b_12, sum_27);
                    sum_28 = Math.fma(a_9, b_13, sum_28);
                }
                scratch_2[j_4] = sum_21;
                scratch_2[j_4 + 1] = sum_22;
                scratch_2[j_4 + 2] = sum_23;
                scratch_2[j_4 + 3] = sum_24;
                scratch_2[j_4 + 4] = sum_25;
                scratch_2[j_4 + 5] = sum_26;
                scratch_2[j_4 + 6] = sum_27;
                scratch_2[j_4 + 7] = sum_28;
            }
            for (int j_5 = start_2; j_5 < last; j_5++) {
                float sum_29 = 0.0f;
                int at_21 = j_5 * 100;
                for (int k_4 = 0; k_4 < 100; k_4++) {
                    float a_10 = slot7[at_12 + k_4];
                    float b_14 = e_im[at_21 + k_4];
                    sum_29 = Math.fma(a_10, b_14, sum_29);
                }
                scratch_2[j_5] = sum_29;
            }
            int held_2 = i_2 - blockFirst;
            int at_22 = held_2 * entities;
            for (int j_6 = first; j_6 < last; j_6++) {
                slot15[at_22 + j_6] = scratch_2[j_6];
            }
        }
    }

    /** rows N: product add %503 of %62 */
    private static void step_3(int blockFirst, int blockLast, float[] scratch, int first, int last, float[] slot0,
            float[] e_re, int entities, float[] slot15, float[] scratch_2) {
        int end = last - 3; // ComplEx.java:32
        int start = first + ((last - first) & -4);
        for (int i = blockFirst; i < blockLast - 3; i += 4) {
            int at = i * 100;
            int at_2 = (i + 1) * 100;
            int at_3 = (i + 2) * 100;
            int at_4 = (i + 3) * 100;
            for (int j = first; j < end; j += 4) {
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
                int at_5 = j * 100;
                int at_6 = (j + 1) * 100;
                int at_7 = (j + 2) * 100;
                int at_8 = (j + 3) * 100;
                for (int k = 0; k < 100; k++) {
                    float a = slot0[at + k];
                    float a_2 = slot0[at_2 + k];
                    float a_3 = slot0[at_3 + k];
                    float a_4 = slot0[at_4 + k];
                    float b = e_re[at_5 + k];
                    float b_2 = e_re[at_6 + k];
                    float b_3 = e_re[at_7 + k];
                    float b_4 = e_re[at_8 + k];
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
                scratch[entities + j] = sum_5;
                scratch[entities + (j + 1)] = sum_6;
                scratch[entities + (j + 2)] = sum_7;
                scratch[entities + (j + 3)] = sum_8;
                scratch[2 * entities + j] = sum_9;
                scratch[2 * entities + (j + 1)] = sum_10;
                scratch[2 * entities + (j + 2)] = sum_11;
                scratch[2 * entities + (j + 3)] = sum_12;
                scratch[3 * entities + j] = sum_13;
                scratch[3 * entities + (j + 1)] = sum_14;
                scratch[3 * entities + (j + 2)] = sum_15;
                scratch[3 * entities + (j + 3)] = sum_16;
            }
            for (int j_2 = start; j_2 < last; j_2++) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                int at_9 = j_2 * 100;
                for (int k_2 = 0; k_2 < 100; k_2++) {
                    float a_5 = slot0[at + k_2];
                    float a_6 = slot0[at_2 + k_2];
                    float a_7 = slot0[at_3 + k_2];
                    float a_8 = slot0[at_4 + k_2];
                    float b_5 = e_re[at_9 + k_2];
                    sum_17 = Math.fma(a_5, b_5, sum_17);
                    sum_18 = Math.fma(a_6, b_5, sum_18);
                    sum_19 = Math.fma(a_7, b_5, sum_19);
                    sum_20 = Math.fma(a_8, b_5, sum_20);
                }
                scratch[j_2] = sum_17;
                scratch[entities + j_2] = sum_18;
                scratch[2 * entities + j_2] = sum_19;
                scratch[3 * entities + j_2] = sum_20;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_10 = r * entities;
                int held = row - blockFirst;
                int at_11 = held * entities;
                for (int j_3 = first; j_3 < last; j_3++) {
                    float sum_21 = scratch[at_10 + j_3];
                    float add = sum_21 + slot15[at_11 + j_3];
                    slot15[at_11 + j_3] = add;
                }
            }
        }
        int end_2 = last - 7;
        int start_2 = first + ((last - first) & -8);
        for (int i_2 = blockFirst + ((blockLast - blockFirst) & -4); i_2 < blockLast; i_2++) {
            int at_12 = i_2 * 100;
            for (int j_4 = first; j_4 < end_2; j_4 += 8) {
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                float sum_25 = 0.0f;
                float sum_26 = 0.0f;
                float sum_27 = 0.0f;
                float sum_28 = 0.0f;
                float sum_29 = 0.0f;
                int at_13 = j_4 * 100;
                int at_14 = (j_4 + 1) * 100;
                int at_15 = (j_4 + 2) * 100;
                int at_16 = (j_4 + 3) * 100;
                int at_17 = (j_4 + 4) * 100;
                int at_18 = (j_4 + 5) * 100;
                int at_19 = (j_4 + 6) * 100;
                int at_20 = (j_4 + 7) * 100;
                for (int k_3 = 0; k_3 < 100; k_3++) {
                    float a_9 = slot0[at_12 + k_3];
                    float b_6 = e_re[at_13 + k_3];
                    float b_7 = e_re[at_14 + k_3];
                    float b_8 = e_re[at_15 + k_3];
                    float b_9 = e_re[at_16 + k_3];
                    float b_10 = e_re[at_17 + k_3];
                    float b_11 = e_re[at_18 + k_3];
                    float b_12 = e_re[at_19 + k_3];
                    float b_13 = e_re[at_20 + k_3];
                    sum_22 = Math.fma(a_9, b_6, sum_22);
                    sum_23 = Math.fma(a_9, b_7, sum_23);
                    sum_24 = Math.fma(a_9, b_8, sum_24);
                    sum_25 = Math.fma(a_9, b_9, sum_25);
                    sum_26 = Math.fma(a_9, b_10, sum_26);
                    sum_27 = Math.fma(a_9, b_11, sum_27);
                    sum_28 = Math.fma(a_9, b_12, sum_28);
                    sum_29 = Math.fma(a_9, b_13, sum_29);
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
            for (int j_5 = start_2; j_5 < last; j_5++) {
                float sum_30 = 0.0f;
                int at_21 = j_5 * 100;
                for (int k_4 = 0; k_4 < 100; k_4++) {
                    float a_10 = slot0[at_12 + k_4];
                    float b_14 = e_re[at_21 + k_4];
                    sum_30 = Math.fma(a_10, b_14, sum_30);
                }
                scratch_2[j_5] = sum_30;
            }
            int held_2 = i_2 - blockFirst;
            int at_22 = held_2 * entities;
            for (int j_6 = first; j_6 < last; j_6++) {
                float sum_31 = scratch_2[j_6];
                float add_2 = sum_31 + slot15[at_22 + j_6];
                slot15[at_22 + j_6] = add_2;
            }
        }
    }

    /** rows N: fold maxOver %518; element exp %524 & fold sum %525 & fold sum %528; element mul %537 */
    private static void step_4(int first, int last, int entities, float[] slot15, int blockFirst, int blockLast,
            float[] scratch, float[] scratch_2, int[] t, int example, float[] slot16, float[] slot17, float[] slot18,
            int n) {
        float sizeOf = (float) n;
        float reciprocal = 1.0f / sizeOf;
        for (int i = first; i < last; i++) {
            float best = Float.NEGATIVE_INFINITY; // ComplEx.java:40
            int held = i - blockFirst;
            int at = held * entities;
            for (int j = 0; j < entities; j++) {
                float addAt = slot15[at + j];
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
            int tAt = t[example + i];
            for (int j_2 = 0; j_2 < entities; j_2++) {
                float addAt_2 = slot15[at + j_2];
                float sub = addAt_2 - select;
                float exp = expF32(sub);
                boolean equal = j_2 == tAt;
                float value = equal ? sub : 0.0f;
                slot16[j_2] = exp;
                int lane_3 = j_2 & 15;
                scratch[lane_3] += exp;
                int lane_4 = j_2 & 15;
                scratch_2[lane_4] += value;
            }
            float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                    + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                    + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                    + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
            slot17[i] = sum;
            float sum_2 = scratch_2[0] + scratch_2[8] + (scratch_2[4] + scratch_2[12])
                    + (scratch_2[2] + scratch_2[10] + (scratch_2[6] + scratch_2[14]))
                    + (scratch_2[1] + scratch_2[9] + (scratch_2[5] + scratch_2[13])
                    + (scratch_2[3] + scratch_2[11] + (scratch_2[7] + scratch_2[15])));
            slot18[i] = sum_2;
            float sumAt = slot17[i];
            for (int j_3 = 0; j_3 < entities; j_3++) {
                float expAt = slot16[j_3];
                boolean equal_2 = j_3 == tAt;
                float mul = reciprocal * (expAt / sumAt - (equal_2 ? 1.0f : 0.0f));
                slot15[at + j_3] = mul;
            }
        }
    }

    /** rows N: product matmul %538 */
    private static void step_5(int first, int last, float[] scratch, int entities, float[] slot15, int blockFirst,
            int blockLast, float[] e_im, float[] slot19, float[] scratch_2) {
        for (int i = first; i < last - 3; i += 4) { // ComplEx.java:32
            int held = i - blockFirst;
            int at = held * entities;
            int held_2 = i + 1 - blockFirst;
            int at_2 = held_2 * entities;
            int held_3 = i + 2 - blockFirst;
            int at_3 = held_3 * entities;
            int held_4 = i + 3 - blockFirst;
            int at_4 = held_4 * entities;
            for (int j = 0; j < 97; j += 4) {
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
                for (int k = 0; k < entities; k++) {
                    float a = slot15[at + k];
                    float a_2 = slot15[at_2 + k];
                    float a_3 = slot15[at_3 + k];
                    float a_4 = slot15[at_4 + k];
                    float b = e_im[k * 100 + j];
                    float b_2 = e_im[k * 100 + (j + 1)];
                    float b_3 = e_im[k * 100 + (j + 2)];
                    float b_4 = e_im[k * 100 + (j + 3)];
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
                scratch[100 + j] = sum_5;
                scratch[100 + (j + 1)] = sum_6;
                scratch[100 + (j + 2)] = sum_7;
                scratch[100 + (j + 3)] = sum_8;
                scratch[200 + j] = sum_9;
                scratch[200 + (j + 1)] = sum_10;
                scratch[200 + (j + 2)] = sum_11;
                scratch[200 + (j + 3)] = sum_12;
                scratch[300 + j] = sum_13;
                scratch[300 + (j + 1)] = sum_14;
                scratch[300 + (j + 2)] = sum_15;
                scratch[300 + (j + 3)] = sum_16;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_5 = r * 100;
                int at_6 = row * 100;
                for (int j_2 = 0; j_2 < 100; j_2++) {
                    slot19[at_6 + j_2] = scratch[at_5 + j_2];
                }
            }
        }
        int start = 100 & -8;
        for (int i_2 = first + ((last - first) & -4); i_2 < last; i_2++) {
            int held_5 = i_2 - blockFirst;
            int at_7 = held_5 * entities;
            for (int j_3 = 0; j_3 < 93; j_3 += 8) {
                float sum_17 = 0.0f;
                float sum_18 = 0.0f;
                float sum_19 = 0.0f;
                float sum_20 = 0.0f;
                float sum_21 = 0.0f;
                float sum_22 = 0.0f;
                float sum_23 = 0.0f;
                float sum_24 = 0.0f;
                for (int k_2 = 0; k_2 < entities; k_2++) {
                    float a_5 = slot15[at_7 + k_2];
                    float b_5 = e_im[k_2 * 100 + j_3];
                    float b_6 = e_im[k_2 * 100 + (j_3 + 1)];
                    float b_7 = e_im[k_2 * 100 + (j_3 + 2)];
                    float b_8 = e_im[k_2 * 100 + (j_3 + 3)];
                    float b_9 = e_im[k_2 * 100 + (j_3 + 4)];
                    float b_10 = e_im[k_2 * 100 + (j_3 + 5)];
                    float b_11 = e_im[k_2 * 100 + (j_3 + 6)];
                    float b_12 = e_im[k_2 * 100 + (j_3 + 7)];
                    sum_17 = Math.fma(a_5, b_5, sum_17);
                    sum_18 = Math.fma(a_5, b_6, sum_18);
                    sum_19 = Math.fma(a_5, b_7, sum_19);
                    sum_20 = Math.fma(a_5, b_8, sum_20);
                    sum_21 = Math.fma(a_5, b_9, sum_21);
                    sum_22 = Math.fma(a_5, b_10, sum_22);
                    sum_23 = Math.fma(a_5, b_11, sum_23);
                    sum_24 = Math.fma(a_5, b_12, sum_24);
                }
                scratch_2[j_3] = sum_17;
                scratch_2[j_3 + 1] = sum_18;
                scratch_2[j_3 + 2] = sum_19;
                scratch_2[j_3 + 3] = sum_20;
                scratch_2[j_3 + 4] = sum_21;
                scratch_2[j_3 + 5] = sum_22;
                scratch_2[j_3 + 6] = sum_23;
                scratch_2[j_3 + 7] = sum_24;
            }
            for (int j_4 = start; j_4 < 100; j_4++) {
                float sum_25 = 0.0f;
                for (int k_3 = 0; k_3 < entities; k_3++) {
                    float a_6 = slot15[at_7 + k_3];
                    float b_13 = e_im[k_3 * 100 + j_4];
                    sum_25 = Math.fma(a_6, b_13, sum_25);
                }
                scratch_2[j_4] = sum_25;
            }
            int at_8 = i_2 * 100;
            for (int j_5 = 0; j_5 < 100; j_5++) {
                slot19[at_8 + j_5] = scratch_2[j_5];
            }
        }
    }

    /** rows entities: product matmul %539 */
    private static void step_6(int first, int last, float[] scratch, float[] slot20, int blockFirst, int blockLast,
            float[] slot15, int entities, float[] slot7, float[] scratch_2) {
        for (int i = first; i < last - 3; i += 4) { // ComplEx.java:32
            int at = i * 100;
            int at_2 = (i + 1) * 100;
            int at_3 = (i + 2) * 100;
            int at_4 = (i + 3) * 100;
            for (int j = 0; j < 97; j += 4) {
                float sum = slot20[at + j];
                float sum_2 = slot20[at + (j + 1)];
                float sum_3 = slot20[at + (j + 2)];
                float sum_4 = slot20[at + (j + 3)];
                float sum_5 = slot20[at_2 + j];
                float sum_6 = slot20[at_2 + (j + 1)];
                float sum_7 = slot20[at_2 + (j + 2)];
                float sum_8 = slot20[at_2 + (j + 3)];
                float sum_9 = slot20[at_3 + j];
                float sum_10 = slot20[at_3 + (j + 1)];
                float sum_11 = slot20[at_3 + (j + 2)];
                float sum_12 = slot20[at_3 + (j + 3)];
                float sum_13 = slot20[at_4 + j];
                float sum_14 = slot20[at_4 + (j + 1)];
                float sum_15 = slot20[at_4 + (j + 2)];
                float sum_16 = slot20[at_4 + (j + 3)];
                for (int k = blockFirst; k < blockLast; k++) {
                    float a = slot15[(k - blockFirst) * entities + i];
                    float a_2 = slot15[(k - blockFirst) * entities + (i + 1)];
                    float a_3 = slot15[(k - blockFirst) * entities + (i + 2)];
                    float a_4 = slot15[(k - blockFirst) * entities + (i + 3)];
                    float b = slot7[k * 100 + j];
                    float b_2 = slot7[k * 100 + (j + 1)];
                    float b_3 = slot7[k * 100 + (j + 2)];
                    float b_4 = slot7[k * 100 + (j + 3)];
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
                scratch[100 + j] = sum_5;
                scratch[100 + (j + 1)] = sum_6;
                scratch[100 + (j + 2)] = sum_7;
                scratch[100 + (j + 3)] = sum_8;
                scratch[200 + j] = sum_9;
                scratch[200 + (j + 1)] = sum_10;
                scratch[200 + (j + 2)] = sum_11;
                scratch[200 + (j + 3)] = sum_12;
                scratch[300 + j] = sum_13;
                scratch[300 + (j + 1)] = sum_14;
                scratch[300 + (j + 2)] = sum_15;
                scratch[300 + (j + 3)] = sum_16;
            }
            for (int r = 0; r < 4; r++) {
                int row = i + r;
                int at_5 = r * 100;
                int at_6 = row * 100;
                for (int j_2 = 0; j_2 < 100; j_2++) {
                    slot20[at_6 + j_2] = scratch[at_5 + j_2];
                }
            }
        }
        int start = 100 & -8;
        for (int i_2 = first + ((last - first) & -4); i_2 < last; i_2++) {
            int at_7 = i_2 * 100;
            for (int j_3 = 0; j_3 < 93; j_3 += 8) {
                float sum_17 = slot20[at_7 + j_3];
                float sum_18 = slot20[at_7 + (j_3 + 1)];
                float sum_19 = slot20[at_7 + (j_3 + 2)];
                float sum_20 = slot20[at_7 + (j_3 + 3)];
                float sum_21 = slot20[at_7 + (j_3 + 4)];
                float sum_22 = slot20[at_7 + (j_3 + 5)];
                float sum_23 = slot20[at_7 + (j_3 + 6)];
                float sum_24 = slot20[at_7 + (j_3 + 7)];
                for (int k_2 = blockFirst; k_2 < blockLast; k_2++) {
                    float a_5 = slot15[(k_2 - blockFirst) * entities + i_2];
                    float b_5 = slot7[k_2 * 100 + j_3];
                    float b_6 = slot7[k_2 * 100 + (j_3 + 1)];
                    float b_7 = slot7[k_2 * 100 + (j_3 + 2)];
                    float b_8 = slot7[k_2 * 100 + (j_3 + 3)];
                    float b_9 = slot7[k_2 * 100 + (j_3 + 4)];
                    float b_10 = slot7[k_2 * 100 + (j_3 + 5)];
                    float b_11 = slot7[k_2 * 100 + (j_3 + 6)];
                    float b_12 = slot7[k_2 * 100 + (j_3 + 7)];
                    sum_17 = Math.fma(a_5, b_5, sum_17);
                    sum_18 = Math.fma(a_5, b_6, sum_18);
                    sum_19 = Math.fma(a_5, b_7, sum_19);
                    sum_20 = Math.fma(a_5, b_8, sum_20);
                    sum_21 = Math.fma(a_5, b_9, sum_21);
                    sum_22 = Math.fma(a_5, b_10, sum_22);
                    sum_23 = Math.fma(a_5, b_11, sum_23);
                    sum_24 = Math.fma(a_5, b_12, sum_24);
                }
                scratch_2[j_3] = sum_17;
                scratch_2[j_3 + 1] = sum_18;
                scratch_2[j_3 + 2] = sum_19;
                scratch_2[j_3 + 3] = sum_20;
                scratch_2[j_3 + 4] = sum_21;
                scratch_2[j_3 + 5] = sum_22;
                scratch_2[j_3 + 6] = sum_23;
                scratch_2[j_3 + 7] = sum_24;
            }
            for (int j_4 = start; j_4 < 100; j_4++) {
                float sum_25 = slot20[at_7 + j_4];
                for (int k_3 = blockFirst; k_3 < blockLast; k_3++) {
                    float a_6 = slot15[(k_3 - blockFirst) * entities + i_2];
                    float b_13 = slot7[k_3 * 100 + j_4];
                    sum_25 = Math.fma(a_6, b_13, sum_25);
                }
                scratch_2[j_4] = sum_25;
            }
            for (int j_5 = 0; j_5 < 100; j_5++) {
                slot20[at_7 + j_5] = scratch_2[j_5];
            }
        }
    }

    /** rows 1: fold sum %535; element div %536 */
    private static void step_9(float[] scratch, int n, float[] slot8, float[] slot17, float[] slot18, float[] out) {
        for (int lane = 0; lane < 16; lane++) { // ComplEx.java:40
            scratch[lane] = 0.0f;
        }
        for (int j = 0; j < n; j++) {
            float sumAt = slot17[j];
            int lane_2 = j & 15;
            scratch[lane_2] += Math.fma(0.01f, slot8[j], logF32(sumAt) - slot18[j]);
        }
        float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
        float sizeOf = (float) n;
        out[0] = sum / sizeOf;
    }

    /** rows N: scatter addRows %564 & scatter addRows %566 & scatter addRows %568 & scatter addRows %569 */
    private static void step_10(int n, int[] t, int example, float[] e_re, float[] slot9, float[] e_im, int[] h,
            float[] slot21, int[] r, float[] w_re, float[] slot10, float[] slot19, int[] slot14, float[] w_im,
            float[] slot22, float[] slot20, float[] slot12, float[] slot13) {
        for (int i = 0; i < n; i++) {
            int tAt = t[example + i]; // ComplEx.java:48
            int at = tAt * 100;
            int at_2 = i * 100;
            int hAt = h[example + i];
            int at_3 = hAt * 100;
            int rAt = r[example + i];
            int at_4 = rAt * 100;
            int firstOccurrenceAt = slot14[i];
            int at_5 = firstOccurrenceAt * 100;
            for (int j = 0; j < 100; j++) {
                float e_reAt = e_re[at + j];
                float fmaAt = slot9[at_2 + j];
                float value = e_reAt * fmaAt;
                float e_imAt = e_im[at + j];
                float value_2 = e_imAt * fmaAt;
                float e_reAt_2 = e_re[at_3 + j];
                float matmulAt = slot21[at_2 + j];
                float w_reAt = w_re[at_4 + j];
                float fmaAt_2 = slot10[at_2 + j];
                float e_imAt_2 = e_im[at_3 + j];
                float matmulAt_2 = slot19[at_2 + j];
                float value_3 = Math.fma(e_reAt_2, matmulAt, Math.fma(w_reAt, fmaAt_2, e_imAt_2 * matmulAt_2));
                float w_imAt = w_im[at_4 + j];
                float value_4 = Math.fma(w_imAt, fmaAt_2, e_reAt_2 * matmulAt_2) - e_imAt_2 * matmulAt;
                slot22[at + j] += value;
                slot20[at + j] += value_2;
                if (firstOccurrenceAt >= 0) {
                    slot12[at_5 + j] += value_3;
                }
                if (firstOccurrenceAt >= 0) {
                    slot13[at_5 + j] += value_4;
                }
            }
        }
    }

    /**
     * rows N: scatter addRows %565 & scatter addRows %567 & element add %589 & element fma %596 & element add %600
     * & element fma %606
     */
    private static void step_11(int n, int[] r, int example, float[] w_re, float[] slot21, int[] h, float[] e_re,
            float[] slot11, float[] w_im, float[] slot19, float[] e_im, int[] slot14, float[] w_re_accumulator,
            float[] slot12, float rate, float[] w_im_accumulator, float[] slot13, float[] slot22, float[] slot20) {
        float neg = -rate;
        for (int i = 0; i < n; i++) {
            int rAt = r[example + i]; // ComplEx.java:48
            int at = rAt * 100;
            int at_2 = i * 100;
            int hAt = h[example + i];
            int at_3 = hAt * 100;
            int firstOccurrenceAt = slot14[i];
            boolean equal = firstOccurrenceAt == i;
            int select = equal ? rAt : -1;
            int at_4 = select * 100;
            for (int j = 0; j < 100; j++) {
                float w_reAt = w_re[at + j];
                float matmulAt = slot21[at_2 + j];
                float e_reAt = e_re[at_3 + j];
                float fmaAt = slot11[at_2 + j];
                float w_imAt = w_im[at + j];
                float matmulAt_2 = slot19[at_2 + j];
                float value = Math.fma(w_reAt, matmulAt, Math.fma(e_reAt, fmaAt, w_imAt * matmulAt_2));
                float e_imAt = e_im[at_3 + j];
                float value_2 = Math.fma(e_imAt, fmaAt, w_reAt * matmulAt_2) - w_imAt * matmulAt;
                float addRowsAt = slot12[at_2 + j];
                float add = (select < 0 ? 0.0f : w_re_accumulator[at_4 + j]) + addRowsAt * addRowsAt;
                float value_3 = Math.fma(addRowsAt / (1.0E-10f + (float) Math.sqrt(add)), neg,
                        select < 0 ? 0.0f : w_re[at_4 + j]);
                float addRowsAt_2 = slot13[at_2 + j];
                float add_2 = (select < 0 ? 0.0f : w_im_accumulator[at_4 + j]) + addRowsAt_2 * addRowsAt_2;
                float value_4 = Math.fma(addRowsAt_2 / (1.0E-10f + (float) Math.sqrt(add_2)), neg,
                        select < 0 ? 0.0f : w_im[at_4 + j]);
                slot22[at_3 + j] += value;
                slot20[at_3 + j] += value_2;
                slot11[at_2 + j] = add;
                slot12[at_2 + j] = value_3;
                slot13[at_2 + j] = add_2;
                slot19[at_2 + j] = value_4;
            }
        }
    }

    /** rows entities: element add %571 & element fma %579 & element add %581 & element fma %587 */
    private static void step_12(int first, int last, float[] e_re_accumulator, float[] slot22, float rate, float[] e_re,
            float[] e_im_accumulator, float[] slot20, float[] e_im) {
        float neg = -rate;
        for (int i = first; i < last; i++) {
            int at = i * 100; // ComplEx.java:48
            for (int j = 0; j < 100; j++) {
                float e_re_accumulatorAt = e_re_accumulator[at + j];
                float addRowsAt = slot22[at + j];
                float value = e_re_accumulatorAt + addRowsAt * addRowsAt;
                float e_reAt = e_re[at + j];
                float value_2 = Math.fma(addRowsAt / (1.0E-10f + (float) Math.sqrt(value)), neg, e_reAt);
                float e_im_accumulatorAt = e_im_accumulator[at + j];
                float addRowsAt_2 = slot20[at + j];
                float value_3 = e_im_accumulatorAt + addRowsAt_2 * addRowsAt_2;
                float e_imAt = e_im[at + j];
                float value_4 = Math.fma(addRowsAt_2 / (1.0E-10f + (float) Math.sqrt(value_3)), neg, e_imAt);
                e_re_accumulator[at + j] = value;
                e_re[at + j] = value_2;
                e_im_accumulator[at + j] = value_3;
                e_im[at + j] = value_4;
            }
        }
    }

    /** rows N: scatter setRows %597 & scatter setRows %598 & scatter setRows %607 & scatter setRows %608 */
    private static void step_13(int n, float[] slot12, int[] slot14, int[] r, int example, float[] slot11,
            float[] slot19, float[] slot13, float[] w_re, float[] w_re_accumulator, float[] w_im,
            float[] w_im_accumulator) {
        for (int i = 0; i < n; i++) {
            int at = i * 100; // ComplEx.java:48
            int firstOccurrenceAt = slot14[i];
            boolean equal = firstOccurrenceAt == i;
            int rAt = r[example + i];
            int select = equal ? rAt : -1;
            int at_2 = select * 100;
            for (int j = 0; j < 100; j++) {
                float value = slot12[at + j];
                float addAt = slot11[at + j];
                float value_2 = slot19[at + j];
                float addAt_2 = slot13[at + j];
                if (select >= 0) {
                    w_re[at_2 + j] = value;
                }
                if (select >= 0) {
                    w_re_accumulator[at_2 + j] = addAt;
                }
                if (select >= 0) {
                    w_im[at_2 + j] = value_2;
                }
                if (select >= 0) {
                    w_im_accumulator[at_2 + j] = addAt_2;
                }
            }
        }
    }

    private void stepRun0(int n, int[] h, int[] r, int[] t, int example, float rate, float[][] stepFloats,
            int[][] stepInts) {
        step_0(0, n, stepFloats[0], h, example, this.p_eRe, r, this.p_wRe, this.p_eIm, this.p_wIm, t, n, stepFloats[1],
                stepFloats[2], stepFloats[3], stepFloats[4], stepFloats[5], stepFloats[6], stepFloats[7], stepFloats[8],
                stepFloats[9], stepFloats[10], stepFloats[11], stepFloats[12], stepFloats[13], stepFloats[14]);
        step_1(stepInts[0], n, r, example, stepInts[1]);
    }

    private void stepRun1(int n, int[] h, int[] r, int[] t, int example, float rate, float[][] stepFloats,
            int[][] stepInts) {
        Arrays.fill(stepFloats[34], 0, 100 * this.size_entities, 0.0f);
        Arrays.fill(stepFloats[37], 0, 100 * this.size_entities, 0.0f);
        int most = Math.max((8388608 / this.size_entities) & -16, 16);
        int count = (n + most - 1) / most;
        int height = ((n + count - 1) / count + 15) & -16;
        int blockFirst = 0;
        while (blockFirst < n) {
            int blockLast = Math.min(blockFirst + height, n);
            step_2(blockFirst, blockLast, stepFloats[15], 0, this.size_entities, stepFloats[8], this.p_eIm,
                    this.size_entities, stepFloats[16], stepFloats[17]);
            step_3(blockFirst, blockLast, stepFloats[15], 0, this.size_entities, stepFloats[1], this.p_eRe,
                    this.size_entities, stepFloats[16], stepFloats[17]);
            step_4(blockFirst, blockLast, this.size_entities, stepFloats[16], blockFirst, blockLast, stepFloats[0],
                    stepFloats[23], t, example, stepFloats[24], stepFloats[25], stepFloats[26], n);
            step_5(blockFirst, blockLast, stepFloats[27], this.size_entities, stepFloats[16], blockFirst, blockLast,
                    this.p_eIm, stepFloats[28], stepFloats[29]);
            step_6(0, this.size_entities, stepFloats[27], stepFloats[34], blockFirst, blockLast, stepFloats[16],
                    this.size_entities, stepFloats[8], stepFloats[29]);
            step_5(blockFirst, blockLast, stepFloats[27], this.size_entities, stepFloats[16], blockFirst, blockLast,
                    this.p_eRe, stepFloats[36], stepFloats[29]);
            step_6(0, this.size_entities, stepFloats[27], stepFloats[37], blockFirst, blockLast, stepFloats[16],
                    this.size_entities, stepFloats[1], stepFloats[29]);
            blockFirst = blockLast;
        }
    }

    private void stepRun2(int n, int[] h, int[] r, int[] t, int example, float rate, float[][] stepFloats,
            int[][] stepInts) {
        step_9(stepFloats[0], n, stepFloats[14], stepFloats[25], stepFloats[26], stepFloats[38]);
        step_10(n, t, example, this.p_eRe, stepFloats[9], this.p_eIm, h, stepFloats[36], r, this.p_wRe, stepFloats[10],
                stepFloats[28], stepInts[1], this.p_wIm, stepFloats[37], stepFloats[34], stepFloats[12],
                stepFloats[13]);
        step_11(n, r, example, this.p_wRe, stepFloats[36], h, this.p_eRe, stepFloats[11], this.p_wIm, stepFloats[28],
                this.p_eIm, stepInts[1], this.p_wReAccumulator, stepFloats[12], rate, this.p_wImAccumulator,
                stepFloats[13], stepFloats[37], stepFloats[34]);
        step_12(0, this.size_entities, this.p_eReAccumulator, stepFloats[37], rate, this.p_eRe, this.p_eImAccumulator,
                stepFloats[34], this.p_eIm);
        step_13(n, stepFloats[12], stepInts[1], r, example, stepFloats[11], stepFloats[28], stepFloats[13], this.p_wRe,
                this.p_wReAccumulator, this.p_wIm, this.p_wImAccumulator);
    }

    private float[][] newSingleFloats() {
        return new float[][] {new float[256], new float[100], new float[100], new float[100], new float[100],
                new float[100], new float[100], new float[100], new float[100], new float[100], new float[100],
                new float[100], new float[1], new float[this.size_entities], new float[this.size_entities],
                new float[256], new float[1], new float[100], new float[1344], new float[32 * this.size_entities + 16],
                new float[100 * this.size_entities], new float[100 * this.size_entities]};
    }

    /**
     * rows 1: element sub %618 & element add %624 & element add %627 & element add %632 & element sqrt %758 &
     * element sqrt %764 & element sqrt %773 & element fma %1055 & fold sum %1061 & element fma %1065 & element fma
     * %1068 & element fma %1071
     */
    private static void single_0(float[] scratch, int[] h, int example, float[] e_re, int[] r, float[] w_re,
            float[] e_im, float[] w_im, int[] t, float[] slot0, float[] slot1, float[] slot2, float[] slot3,
            float[] slot4, float[] slot5, float[] slot6, float[] slot7, float[] slot9, float[] slot10, float[] slot11,
            float[] slot8) {
        for (int lane = 0; lane < 16; lane++) { // ComplEx.java:61
            scratch[lane] = 0.0f;
        }
        int hAt = h[example];
        int at = hAt * 100;
        int rAt = r[example];
        int at_2 = rAt * 100;
        int tAt = t[example];
        int at_3 = tAt * 100;
        for (int j = 0; j < 100; j++) {
            float e_reAt = e_re[at + j];
            float w_reAt = w_re[at_2 + j];
            float e_imAt = e_im[at + j];
            float w_imAt = w_im[at_2 + j];
            float sub = e_reAt * w_reAt - e_imAt * w_imAt;
            float add = e_reAt * e_reAt + e_imAt * e_imAt;
            float add_2 = w_reAt * w_reAt + w_imAt * w_imAt;
            float e_reAt_2 = e_re[at_3 + j];
            float e_imAt_2 = e_im[at_3 + j];
            float add_3 = e_reAt_2 * e_reAt_2 + e_imAt_2 * e_imAt_2;
            float sqrt = (float) Math.sqrt(add);
            float sqrt_2 = (float) Math.sqrt(add_2);
            float sqrt_3 = (float) Math.sqrt(add_3);
            float fma = Math.fma(e_reAt, w_imAt, w_reAt * e_imAt);
            float value = Math.fma(add_3, sqrt_3, Math.fma(add, sqrt, add_2 * sqrt_2));
            float fma_2 = Math.fma(sqrt_3, 0.015f, sqrt_3 * 0.015f);
            float fma_3 = Math.fma(sqrt_2, 0.015f, sqrt_2 * 0.015f);
            float fma_4 = Math.fma(sqrt, 0.015f, sqrt * 0.015f);
            slot0[j] = sub;
            slot1[j] = add;
            slot2[j] = add_2;
            slot3[j] = add_3;
            slot4[j] = sqrt;
            slot5[j] = sqrt_2;
            slot6[j] = sqrt_3;
            slot7[j] = fma;
            int lane_2 = j & 15;
            scratch[lane_2] += value;
            slot9[j] = fma_2;
            slot10[j] = fma_3;
            slot11[j] = fma_4;
        }
        float sum = scratch[0] + scratch[8] + (scratch[4] + scratch[12])
                + (scratch[2] + scratch[10] + (scratch[6] + scratch[14]))
                + (scratch[1] + scratch[9] + (scratch[5] + scratch[13])
                + (scratch[3] + scratch[11] + (scratch[7] + scratch[15])));
        slot8[0] = sum;
    }

    /** rows 1: product matmul %1056 */
    private static void single_1(float[] scratch, int first, int last, float[] slot7, float[] e_im, int entities,
            float[] slot12) {
        for (int j = first; j < last - 7; j += 8) { // ComplEx.java:32
            float sum = 0.0f;
            float sum_2 = 0.0f;
            float sum_3 = 0.0f;
            float sum_4 = 0.0f;
            float sum_5 = 0.0f;
            float sum_6 = 0.0f;
            float sum_7 = 0.0f;
            float sum_8 = 0.0f;
            int at = j * 100;
            int at_2 = (j + 1) * 100;
            int at_3 = (j + 2) * 100;
            int at_4 = (j + 3) * 100;
            int at_5 = (j + 4) * 100;
            int at_6 = (j + 5) * 100;
            int at_7 = (j + 6) * 100;
            int at_8 = (j + 7) * 100;
            for (int k = 0; k < 100; k++) {
                float a = slot7[k];
                float b = e_im[at + k];
                float b_2 = e_im[at_2 + k];
                float b_3 = e_im[at_3 + k];
                float b_4 = e_im[at_4 + k];
                float b_5 = e_im[at_5 + k];
                float b_6 = e_im[at_6 + k];
                float b_7 = e_im[at_7 + k];
                float b_8 = e_im[at_8 + k];
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
        for (int j_2 = first + ((last - first) & -8); j_2 < last; j_2++) {
            float sum_9 = 0.0f;
            int at_9 = j_2 * 100;
            for (int k_2 = 0; k_2 < 100; k_2++) {
                float a_2 = slot7[k_2];
                float b_9 = e_im[at_9 + k_2];
                sum_9 = Math.fma(a_2, b_9, sum_9);
            }
            scratch[j_2] = sum_9;
        }
        for (int j_3 = first; j_3 < last; j_3++) {
            slot12[j_3] = scratch[j_3];
        }
    }

    /** rows 1: product add %1057 of %634 */
    private static void single_2(float[] scratch, int first, int last, float[] slot0, float[] e_re, int entities,
            float[] slot12) {
        for (int j = first; j < last - 7; j += 8) { // ComplEx.java:32
            float sum = 0.0f;
            float sum_2 = 0.0f;
            float sum_3 = 0.0f;
            float sum_4 = 0.0f;
            float sum_5 = 0.0f;
            float sum_6 = 0.0f;
            float sum_7 = 0.0f;
            float sum_8 = 0.0f;
            int at = j * 100;
            int at_2 = (j + 1) * 100;
            int at_3 = (j + 2) * 100;
            int at_4 = (j + 3) * 100;
            int at_5 = (j + 4) * 100;
            int at_6 = (j + 5) * 100;
            int at_7 = (j + 6) * 100;
            int at_8 = (j + 7) * 100;
            for (int k = 0; k < 100; k++) {
                float a = slot0[k];
                float b = e_re[at + k];
                float b_2 = e_re[at_2 + k];
                float b_3 = e_re[at_3 + k];
                float b_4 = e_re[at_4 + k];
                float b_5 = e_re[at_5 + k];
                float b_6 = e_re[at_6 + k];
                float b_7 = e_re[at_7 + k];
                float b_8 = e_re[at_8 + k];
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
        for (int j_2 = first + ((last - first) & -8); j_2 < last; j_2++) {
            float sum_9 = 0.0f;
            int at_9 = j_2 * 100;
            for (int k_2 = 0; k_2 < 100; k_2++) {
                float a_2 = slot0[k_2];
                float b_9 = e_re[at_9 + k_2];
                sum_9 = Math.fma(a_2, b_9, sum_9);
            }
            scratch[j_2] = sum_9;
        }
        for (int j_3 = first; j_3 < last; j_3++) {
            float sum_10 = scratch[j_3];
            float add = sum_10 + slot12[j_3];
            slot12[j_3] = add;
        }
    }

    /**
     * rows 1: fold maxOver %1074; element exp %1080 & fold sum %1081 & fold sum %1084; element sub %1088; element
     * reshape %1091
     */
    private static void single_3(int entities, float[] slot12, float[] scratch, float[] scratch_2, int[] t, int example,
            float[] slot8, float[] out) {
        float best = Float.NEGATIVE_INFINITY; // ComplEx.java:40
        for (int j = 0; j < entities; j++) {
            float addAt = slot12[j];
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
        int tAt = t[example];
        for (int j_2 = 0; j_2 < entities; j_2++) {
            float addAt_2 = slot12[j_2];
            float sub = addAt_2 - select;
            float exp = expF32(sub);
            boolean equal = j_2 == tAt;
            float value = equal ? sub : 0.0f;
            slot12[j_2] = exp;
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
        for (int j_3 = 0; j_3 < entities; j_3++) {
            float expAt = slot12[j_3];
            boolean equal_2 = j_3 == tAt;
            float sub_2 = expAt / sum - (equal_2 ? 1.0f : 0.0f);
            slot12[j_3] = sub_2;
        }
        out[0] = Math.fma(0.01f, slot8[0], logF32(sum) - sum_2);
    }

    /** rows 1: product matmul %1092 */
    private static void single_4(float[] scratch, int entities, float[] slot12, float[] e_im, float[] slot1) {
        for (int j = 0; j < 93; j += 8) { // ComplEx.java:32
            float sum = 0.0f;
            float sum_2 = 0.0f;
            float sum_3 = 0.0f;
            float sum_4 = 0.0f;
            float sum_5 = 0.0f;
            float sum_6 = 0.0f;
            float sum_7 = 0.0f;
            float sum_8 = 0.0f;
            for (int k = 0; k < entities; k++) {
                float a = slot12[k];
                float b = e_im[k * 100 + j];
                float b_2 = e_im[k * 100 + (j + 1)];
                float b_3 = e_im[k * 100 + (j + 2)];
                float b_4 = e_im[k * 100 + (j + 3)];
                float b_5 = e_im[k * 100 + (j + 4)];
                float b_6 = e_im[k * 100 + (j + 5)];
                float b_7 = e_im[k * 100 + (j + 6)];
                float b_8 = e_im[k * 100 + (j + 7)];
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
        for (int j_2 = 100 & -8; j_2 < 100; j_2++) {
            float sum_9 = 0.0f;
            for (int k_2 = 0; k_2 < entities; k_2++) {
                float a_2 = slot12[k_2];
                float b_9 = e_im[k_2 * 100 + j_2];
                sum_9 = Math.fma(a_2, b_9, sum_9);
            }
            scratch[j_2] = sum_9;
        }
        for (int j_3 = 0; j_3 < 100; j_3++) {
            slot1[j_3] = scratch[j_3];
        }
    }

    /**
     * rows 1: element sub %1106 & element fma %1115 & element add %1141 & scatter setRows %1150 & element add %1152
     * & scatter setRows %1160
     */
    private static void single_6(int[] r, int example, float[] w_im, float[] slot10, int[] h, float[] e_re,
            float[] slot1, float[] e_im, float[] slot2, float[] w_re, float[] w_re_accumulator,
            float[] w_im_accumulator, float[] slot3, float[] slot4, float[] slot5) {
        int rAt = r[example]; // ComplEx.java:53
        int at = rAt * 100;
        int hAt = h[example];
        int at_2 = hAt * 100;
        for (int j = 0; j < 100; j++) {
            float w_imAt = w_im[at + j];
            float fmaAt = slot10[j];
            float e_reAt = e_re[at_2 + j];
            float matmulAt = slot1[j];
            float e_imAt = e_im[at_2 + j];
            float matmulAt_2 = slot2[j];
            float sub = Math.fma(w_imAt, fmaAt, e_reAt * matmulAt) - e_imAt * matmulAt_2;
            float w_reAt = w_re[at + j];
            float fma = Math.fma(e_reAt, matmulAt_2, Math.fma(w_reAt, fmaAt, e_imAt * matmulAt));
            float w_re_accumulatorAt = w_re_accumulator[at + j];
            float add = w_re_accumulatorAt + fma * fma;
            float w_im_accumulatorAt = w_im_accumulator[at + j];
            float add_2 = w_im_accumulatorAt + sub * sub;
            slot10[j] = sub;
            slot3[j] = fma;
            slot4[j] = add;
            w_re_accumulator[at + j] = add;
            slot5[j] = add_2;
            w_im_accumulator[at + j] = add_2;
        }
    }

    /** rows entities: fill addRows %1120 & fill addRows %1122 */
    private static void single_7(int first, int last, float[] slot0, int entities, float[] slot12, float[] slot7,
            float[] slot13, float[] slot14) {
        for (int i = first; i < last; i++) {
            float subAt_2 = slot12[i]; // ComplEx.java:48
            int at = i * 100;
            for (int j = 0; j < 100; j++) {
                float subAt = slot0[j];
                float value = subAt * subAt_2;
                float fmaAt = slot7[j];
                float value_2 = fmaAt * subAt_2;
                slot13[at + j] = value;
                slot14[at + j] = value_2;
            }
        }
    }

    /**
     * rows 1: scatter addRows %1120 & scatter addRows %1121 & scatter addRows %1122 & scatter addRows %1123 &
     * scatter setRows %1149 & scatter setRows %1159
     */
    private static void single_8(int[] t, int example, float[] e_re, float[] slot9, int[] r, float[] w_re,
            float[] slot2, int[] h, float[] slot11, float[] w_im, float[] slot1, float[] e_im, float[] slot3,
            float[] slot4, float rate, float[] slot10, float[] slot5, float[] slot13, float[] slot14) {
        int tAt = t[example]; // ComplEx.java:48
        int at = tAt * 100;
        int rAt = r[example];
        int at_2 = rAt * 100;
        int hAt = h[example];
        int at_3 = hAt * 100;
        float neg = -rate;
        for (int j = 0; j < 100; j++) {
            float e_reAt = e_re[at + j];
            float fmaAt = slot9[j];
            float value = e_reAt * fmaAt;
            float w_reAt = w_re[at_2 + j];
            float matmulAt = slot2[j];
            float e_reAt_2 = e_re[at_3 + j];
            float fmaAt_2 = slot11[j];
            float w_imAt = w_im[at_2 + j];
            float matmulAt_2 = slot1[j];
            float value_2 = Math.fma(w_reAt, matmulAt, Math.fma(e_reAt_2, fmaAt_2, w_imAt * matmulAt_2));
            float e_imAt = e_im[at + j];
            float value_3 = e_imAt * fmaAt;
            float e_imAt_2 = e_im[at_3 + j];
            float value_4 = Math.fma(e_imAt_2, fmaAt_2, w_reAt * matmulAt_2) - w_imAt * matmulAt;
            float fmaAt_3 = slot3[j];
            float addAt = slot4[j];
            float value_5 = Math.fma(fmaAt_3 / (1.0E-10f + (float) Math.sqrt(addAt)), neg, w_reAt);
            float subAt = slot10[j];
            float addAt_2 = slot5[j];
            float value_6 = Math.fma(subAt / (1.0E-10f + (float) Math.sqrt(addAt_2)), neg, w_imAt);
            slot13[at + j] += value;
            slot13[at_3 + j] += value_2;
            slot14[at + j] += value_3;
            slot14[at_3 + j] += value_4;
            w_re[at_2 + j] = value_5;
            w_im[at_2 + j] = value_6;
        }
    }

    /** rows entities: element add %1125 & element fma %1131 & element add %1133 & element fma %1139 */
    private static void single_9(int first, int last, float[] e_re_accumulator, float[] slot13, float rate,
            float[] e_re, float[] e_im_accumulator, float[] slot14, float[] e_im) {
        float neg = -rate;
        for (int i = first; i < last; i++) {
            int at = i * 100; // ComplEx.java:48
            for (int j = 0; j < 100; j++) {
                float e_re_accumulatorAt = e_re_accumulator[at + j];
                float addRowsAt = slot13[at + j];
                float value = e_re_accumulatorAt + addRowsAt * addRowsAt;
                float e_reAt = e_re[at + j];
                float value_2 = Math.fma(addRowsAt / (1.0E-10f + (float) Math.sqrt(value)), neg, e_reAt);
                float e_im_accumulatorAt = e_im_accumulator[at + j];
                float addRowsAt_2 = slot14[at + j];
                float value_3 = e_im_accumulatorAt + addRowsAt_2 * addRowsAt_2;
                float e_imAt = e_im[at + j];
                float value_4 = Math.fma(addRowsAt_2 / (1.0E-10f + (float) Math.sqrt(value_3)), neg, e_imAt);
                e_re_accumulator[at + j] = value;
                e_re[at + j] = value_2;
                e_im_accumulator[at + j] = value_3;
                e_im[at + j] = value_4;
            }
        }
    }

    private void singleRun0(int[] h, int[] r, int[] t, int example, float rate, float[][] singleFloats) {
        single_0(singleFloats[0], h, example, this.p_eRe, r, this.p_wRe, this.p_eIm, this.p_wIm, t, singleFloats[1],
                singleFloats[2], singleFloats[3], singleFloats[4], singleFloats[5], singleFloats[6], singleFloats[7],
                singleFloats[8], singleFloats[9], singleFloats[10], singleFloats[11], singleFloats[12]);
        single_1(singleFloats[13], 0, this.size_entities, singleFloats[8], this.p_eIm, this.size_entities,
                singleFloats[14]);
        single_2(singleFloats[13], 0, this.size_entities, singleFloats[1], this.p_eRe, this.size_entities,
                singleFloats[14]);
        single_3(this.size_entities, singleFloats[14], singleFloats[0], singleFloats[15], t, example, singleFloats[12],
                singleFloats[16]);
        single_4(singleFloats[17], this.size_entities, singleFloats[14], this.p_eIm, singleFloats[2]);
        single_4(singleFloats[17], this.size_entities, singleFloats[14], this.p_eRe, singleFloats[3]);
        single_6(r, example, this.p_wIm, singleFloats[10], h, this.p_eRe, singleFloats[2], this.p_eIm, singleFloats[3],
                this.p_wRe, this.p_wReAccumulator, this.p_wImAccumulator, singleFloats[4], singleFloats[5],
                singleFloats[6]);
        single_7(0, this.size_entities, singleFloats[1], this.size_entities, singleFloats[14], singleFloats[8],
                singleFloats[20], singleFloats[21]);
        single_8(t, example, this.p_eRe, singleFloats[9], r, this.p_wRe, singleFloats[3], h, singleFloats[11],
                this.p_wIm, singleFloats[2], this.p_eIm, singleFloats[4], singleFloats[5], rate, singleFloats[10],
                singleFloats[6], singleFloats[20], singleFloats[21]);
        single_9(0, this.size_entities, this.p_eReAccumulator, singleFloats[20], rate, this.p_eRe,
                this.p_eImAccumulator, singleFloats[21], this.p_eIm);
    }

    private float batch(int n, int[] h, int[] r, int[] t, int example, float rate) {
        if (n > this.stepMostN) {
            this.stepFloats = newStepFloats(n);
            this.stepInts = newStepInts(n);
            this.stepMostN = n;
        }
        float[][] stepFloats = this.stepFloats;
        int[][] stepInts = this.stepInts;
        this.steps += 1L;
        stepRun0(n, h, r, t, example, rate, stepFloats, stepInts);
        stepRun1(n, h, r, t, example, rate, stepFloats, stepInts);
        stepRun2(n, h, r, t, example, rate, stepFloats, stepInts);
        return stepFloats[38][0];
    }

    private float single(int[] h, int[] r, int[] t, int example, float rate) {
        if (!this.singleReady) {
            this.singleFloats = newSingleFloats();
            this.singleReady = true;
        }
        float[][] singleFloats = this.singleFloats;
        this.steps += 1L;
        singleRun0(h, r, t, example, rate, singleFloats);
        return singleFloats[16][0];
    }

    /** One training step: forward, backward and update. Returns the loss before the update. */
    public float step(int n, int[] h, int[] r, int[] t, float rate) {
        Arguments.checkPositive("n of step", n);
        Arguments.checkLength("h of step", h.length, n);
        Arguments.checkIndices("h of step, an index below entities", h, 0, n, this.size_entities);
        Arguments.checkLength("r of step", r.length, n);
        Arguments.checkIndices("r of step, an index below relations", r, 0, n, this.size_relations);
        Arguments.checkLength("t of step", t.length, n);
        Arguments.checkIndices("t of step, an index below entities", t, 0, n, this.size_entities);
        if (n == 1) {
            return single(h, r, t, 0, rate);
        }
        return batch(n, h, r, t, 0, rate);
    }

    /**
     * One pass over all examples, shuffled by the seed and the number of the epoch, in steps of {@code batch}
     * examples; the rate changes linearly from {@code rateFrom} to {@code rateTo}. Returns the mean loss.
     */
    public float epoch(int examples, int[] h, int[] r, int[] t, int batch, float rateFrom, float rateTo) {
        Arguments.checkPositive("examples of epoch", examples);
        Arguments.checkLength("h of epoch", h.length, examples);
        Arguments.checkIndices("h of epoch, an index below entities", h, 0, examples, this.size_entities);
        Arguments.checkLength("r of epoch", r.length, examples);
        Arguments.checkIndices("r of epoch, an index below relations", r, 0, examples, this.size_relations);
        Arguments.checkLength("t of epoch", t.length, examples);
        Arguments.checkIndices("t of epoch, an index below entities", t, 0, examples, this.size_entities);
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
                sum += (double) single(h, r, t, shuffled[done], rateFrom
                        + (rateTo - rateFrom) * ((float) done / (float) examples));
            }
        } else {
            if (this.batchh.length < Math.min(batch, examples)) {
                this.batchh = new int[Math.min(batch, examples)];
            }
            if (this.batchr.length < Math.min(batch, examples)) {
                this.batchr = new int[Math.min(batch, examples)];
            }
            if (this.batcht.length < Math.min(batch, examples)) {
                this.batcht = new int[Math.min(batch, examples)];
            }
            int taken = 0;
            while (taken < examples) {
                int n = Math.min(batch, examples - taken);
                for (int place = 0; place < n; place++) {
                    System.arraycopy(h, shuffled[taken + place], this.batchh, place, 1);
                    System.arraycopy(r, shuffled[taken + place], this.batchr, place, 1);
                    System.arraycopy(t, shuffled[taken + place], this.batcht, place, 1);
                }
                sum += (double) n * (double) batch(n, this.batchh, this.batchr, this.batcht, 0,
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
    public float epochInOrder(int examples, int[] h, int[] r, int[] t, int batch, float rateFrom, float rateTo) {
        Arguments.checkPositive("examples of epochInOrder", examples);
        Arguments.checkLength("h of epochInOrder", h.length, examples);
        Arguments.checkIndices("h of epochInOrder, an index below entities", h, 0, examples, this.size_entities);
        Arguments.checkLength("r of epochInOrder", r.length, examples);
        Arguments.checkIndices("r of epochInOrder, an index below relations", r, 0, examples, this.size_relations);
        Arguments.checkLength("t of epochInOrder", t.length, examples);
        Arguments.checkIndices("t of epochInOrder, an index below entities", t, 0, examples, this.size_entities);
        Arguments.checkPositive("batch of epochInOrder", batch);
        double sum = 0.0;
        if (batch == 1) {
            for (int done = 0; done < examples; done++) {
                sum += (double) single(h, r, t, done, rateFrom + (rateTo - rateFrom)
                        * ((float) done / (float) examples));
            }
        } else {
            int taken = 0;
            while (taken < examples) {
                int n = Math.min(batch, examples - taken);
                sum += (double) n * (double) batch(n, h, r, t, taken,
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
        names[0] = "e.re";
        shapes[0] = new int[] {this.size_entities, 100};
        arrays[0] = this.p_eRe;
        names[1] = "e.im";
        shapes[1] = new int[] {this.size_entities, 100};
        arrays[1] = this.p_eIm;
        names[2] = "w.re";
        shapes[2] = new int[] {this.size_relations, 100};
        arrays[2] = this.p_wRe;
        names[3] = "w.im";
        shapes[3] = new int[] {this.size_relations, 100};
        arrays[3] = this.p_wIm;
        names[4] = "e.re.accumulator";
        shapes[4] = new int[] {this.size_entities, 100};
        arrays[4] = this.p_eReAccumulator;
        names[5] = "e.im.accumulator";
        shapes[5] = new int[] {this.size_entities, 100};
        arrays[5] = this.p_eImAccumulator;
        names[6] = "w.re.accumulator";
        shapes[6] = new int[] {this.size_relations, 100};
        arrays[6] = this.p_wReAccumulator;
        names[7] = "w.im.accumulator";
        shapes[7] = new int[] {this.size_relations, 100};
        arrays[7] = this.p_wImAccumulator;
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
