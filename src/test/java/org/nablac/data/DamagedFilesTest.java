package org.nablac.data;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.tensor.UserError;

/** Whatever the bytes are, a file is read or refused by its name; no other exception comes out. */
class DamagedFilesTest {
    private static final int ROUNDS = 400;

    @TempDir
    Path folder;

    private void damage(String name, byte[] whole, Kind kind) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Path file = Wrong.write(folder, name, damaged(whole, new Random(seed)));
            try {
                Data.read(file, kind, Options.DEFAULT);
            } catch (UserError e) {
                assertTrue(e.getMessage().contains(name), e.getMessage());
            } catch (RuntimeException | Error e) {
                fail(name + ", seed " + seed + ": " + e, e);
            }
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int k = random.nextInt(4); k >= 0 && bytes.length > 0; k--) {
            String likely = "\t\r\n ,;\"-+01eE\u0000";
            bytes[random.nextInt(bytes.length)] = random.nextBoolean() ? (byte) random.nextInt(256)
                    : (byte) likely.charAt(random.nextInt(likely.length()));
        }
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void triples() {
        damage("facts.txt", utf8("anna\tknows\tbert\r\nbert\tlikes\tanna\r\ncaf\u00e9\tknows\tanna\r\n"), Kind.TRIPLES);
        damage("facts.txt.gz", Wrong.packed(utf8("anna\tknows\tbert\nbert\tlikes\tanna\n".repeat(9))), Kind.TRIPLES);
    }

    @Test
    void signs() {
        damage("signs.txt", utf8("2 3 4\n1 2 1\n2 3 -1\n2 1 +1\n1 1 -1.0\n"), Kind.SIGNS);
        damage("signs.csv", utf8("row,column,sign\na,x,1\nb,x,-1\nb,y,1\n"), Kind.SIGNS);
    }

    @Test
    void csv() {
        damage("table.csv", utf8("height,width,kind\n1.5,2e3,a\n\"2.5\",-4,b\n3,5,a\n4,4,b\n"), Kind.EXAMPLES);
        damage("table.csv.gz", Wrong.packed(utf8("1.5,2e3,7\n2,1,8\n".repeat(9))), Kind.EXAMPLES);
    }

    @Test
    void imagesAndLabels() throws IOException {
        byte[] images = new byte[16 + 10 * 6];
        images[2] = 8;
        images[3] = 3;
        images[7] = 10;
        images[11] = 2;
        images[15] = 3;
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 10, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
        Path beside = Wrong.write(folder, "labels-idx1-ubyte", labels);
        damage("images-idx3-ubyte", images, Kind.EXAMPLES);
        Files.delete(beside);
        Wrong.write(folder, "labels-idx1-ubyte", Wrong.packed(labels));
        damage("images-idx3-ubyte", Wrong.packed(images), Kind.EXAMPLES);
    }
}
