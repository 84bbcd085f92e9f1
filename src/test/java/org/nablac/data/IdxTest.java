package org.nablac.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    @TempDir
    Path folder;

    /** Header words, then this many bytes 0, 1, 2, … modulo a number. */
    private static byte[] idx(int count, int modulo, int... header) {
        ByteBuffer out = ByteBuffer.allocate(4 * header.length + count);
        for (int word : header) {
            out.putInt(word);
        }
        for (int k = 0; k < count; k++) {
            out.put((byte) (k % modulo));
        }
        return out.array();
    }

    private void four(byte[] trainImages, byte[] trainLabels, byte[] testImages, byte[] testLabels) {
        Wrong.write(folder, "train-images-idx3-ubyte", trainImages);
        Wrong.write(folder, "train-labels-idx1-ubyte", trainLabels);
        Wrong.write(folder, "t10k-images-idx3-ubyte.gz", Wrong.packed(testImages));
        Wrong.write(folder, "t10k-labels-idx1-ubyte.gz", Wrong.packed(testLabels));
    }

    private Split<Examples> read() {
        return Data.read(folder, Kind.EXAMPLES, Options.DEFAULT).as(Examples.class);
    }

    private void wrongTrainImages(byte[] images, String... words) {
        four(images, idx(20, 2, LABELS, 20), idx(60, 256, IMAGES, 10, 2, 3), idx(10, 2, LABELS, 10));
        Wrong.says(this::read, words);
        Wrong.says(this::read, "train-images-idx3-ubyte");
    }

    @Test
    void fourFilesPackedOrNotAreReadAndPixelsLieBetweenZeroAndOne() {
        four(idx(120, 256, IMAGES, 20, 2, 3), idx(20, 2, LABELS, 20), idx(600, 256, IMAGES, 100, 2, 3),
                idx(100, 2, LABELS, 100));
        Split<Examples> split = read();
        assertEquals(100, split.test().size());
        assertEquals(6, split.test().featureCount());
        assertEquals(2, split.test().classes());
        assertEquals(1f, split.test().features()[255]);
        assertEquals(7 / 255f, split.test().features()[7]);
        assertEquals(1, split.test().labels()[99]);
        assertEquals(18, split.train().size());
        assertEquals(2, split.valid().size());
        assertEquals(1, Arrays.stream(split.valid().labels()).sum(), "one of each class");
        assertEquals("6 features (divided by 255), 2 classes; examples: 18 train, 2 valid, 100 test", split.describe());
    }

    @Test
    void aTruncatedFileIsRefusedAtTheByteWhereItEnds() {
        byte[] whole = idx(120, 256, IMAGES, 20, 2, 3);
        wrongTrainImages(Arrays.copyOf(whole, 100), "byte 100", "ends", "20 x 2 x 3 values", "136 bytes",
                "fetch it again");
        wrongTrainImages(Arrays.copyOf(whole, 10), "byte 8", "inside its header");
        wrongTrainImages(new byte[0], "byte 0", "inside its header");
        byte[] packed = Wrong.packed(whole);
        wrongTrainImages(Arrays.copyOf(packed, packed.length - 20), "gzip packing ends early");
    }

    @Test
    void aHeaderThatLiesIsRefusedBeforeMemoryIsTaken() {
        wrongTrainImages(idx(120, 256, IMAGES, 0x7fffffff, 0x7fffffff, 0x7fffffff), "byte 4",
                "more than a file of this");
        wrongTrainImages(idx(120, 256, IMAGES, 20, 1 << 15, 1 << 15), "byte 4", "20 x 32768 x 32768");
        wrongTrainImages(idx(120, 256, IMAGES, -20, 2, 3), "byte 4", "size -20");
        wrongTrainImages(idx(120, 256, IMAGES, 20, 0, 3), "byte 8", "size 0");
        wrongTrainImages(idx(121, 256, IMAGES, 20, 2, 3), "byte 136", "more bytes follow");
    }

    @Test
    void aWrongMagicIsRefused() {
        wrongTrainImages(idx(120, 256, 0xd03, 20, 2, 3), "byte 0", "0x00000d03", "expected 0x00000803");
        wrongTrainImages(idx(20, 256, LABELS, 20), "byte 0", "0x00000801", "is this the right file?");
        four(idx(120, 256, IMAGES, 20, 2, 3), idx(120, 256, IMAGES, 20, 2, 3), idx(6, 2, IMAGES, 1, 2, 3),
                idx(1, 2, LABELS, 1));
        Wrong.says(this::read, "train-labels-idx1-ubyte, byte 0", "expected 0x00000801");
    }

    @Test
    void labelsThatDoNotBelongToTheImagesAreRefused() {
        four(idx(120, 256, IMAGES, 20, 2, 3), idx(19, 2, LABELS, 19), idx(6, 2, IMAGES, 1, 2, 3), idx(1, 2, LABELS, 1));
        Wrong.says(this::read, "train-images-idx3-ubyte holds 20 images", "train-labels-idx1-ubyte holds 19 labels");
    }

    @Test
    void aTestSetUnlikeTheTrainingSetIsRefused() {
        four(idx(120, 256, IMAGES, 20, 2, 3), idx(20, 2, LABELS, 20), idx(60, 2, IMAGES, 10, 3, 2),
                idx(10, 3, LABELS, 10));
        Wrong.says(this::read, "t10k-labels-idx1-ubyte.gz, byte 10", "unknown label 2", "0 to 1");
        four(idx(120, 256, IMAGES, 20, 2, 3), idx(20, 2, LABELS, 20), idx(40, 2, IMAGES, 10, 2, 2),
                idx(10, 2, LABELS, 10));
        Wrong.says(this::read, "t10k-images-idx3-ubyte.gz, byte 8", "images of 4 pixels", "have 6");
    }

    @Test
    void missingLabelsAreNamed() {
        Path images = Wrong.write(folder, "train-images-idx3-ubyte", idx(120, 256, IMAGES, 20, 2, 3));
        Wrong.says(() -> Data.read(images, Kind.EXAMPLES, Options.DEFAULT), "train-labels-idx1-ubyte", "no such file");
        Path unnamed = Wrong.write(folder, "pictures.idx", idx(120, 256, IMAGES, 20, 2, 3));
        Wrong.says(() -> Data.read(unnamed, Kind.EXAMPLES, Options.DEFAULT), "pictures.idx", "the word images");
    }

    @Test
    void oneMoreSetIsReadLikeTheFirst() {
        four(idx(120, 256, IMAGES, 20, 2, 3), idx(20, 2, LABELS, 20), idx(60, 256, IMAGES, 10, 2, 3),
                idx(10, 2, LABELS, 10));
        Examples again = Data.readLike(folder.resolve("t10k-images-idx3-ubyte.gz"), read().train(), Options.DEFAULT);
        assertArrayEquals(read().test().features(), again.features());
        assertArrayEquals(read().test().labels(), again.labels());
    }
}
