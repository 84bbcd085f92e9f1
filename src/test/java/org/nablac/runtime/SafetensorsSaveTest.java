package org.nablac.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A save that fails, or is killed, harms nothing. */
class SafetensorsSaveTest {
    private static final int ELEMENTS = 1 << 20;

    @TempDir
    private Path folder;

    /** Another process that saves: once, or until it is killed; its output is the message of a failure. */
    static final class Saver {
        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            boolean forever = arguments[1].equals("forever");
            float value = 1;
            do {
                try {
                    save(file, value++);
                } catch (IOException failed) {
                    System.out.println(failed.getMessage());
                    return;
                }
                if (value == 2) {
                    System.out.println("saved");
                }
            } while (forever);
        }
    }

    private static void save(Path file, float value) throws IOException {
        float[] values = new float[ELEMENTS];
        Arrays.fill(values, value);
        Safetensors.saveTensors(file, new String[] {"u"}, new int[][] {{ELEMENTS}}, new Object[] {values},
                new String[0]);
    }

    /** The one value that all elements have. */
    private static float load(Path file) throws IOException {
        float[] values = new float[ELEMENTS];
        Safetensors.readTensor(file, Safetensors.openHeader(file), "u", values);
        for (float value : values) {
            assertEquals(values[0], value, "a mixture of two saves");
        }
        return values[0];
    }

    @Test
    void aFullDiskLeavesTheOldFileAndNoTemporaryOne() throws Exception {
        Path file = folder.resolve("weights");
        save(file, 7);
        // a limit on the size of files stands for the full disk: a write fails in the middle of the data
        List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f 512; exec \"$0\" \"$@\""));
        limited.addAll(saver(file, "once"));
        Process process = new ProcessBuilder(limited).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.startsWith(file + ": cannot be written: ")
                && output.contains("What was there is unchanged; free space, or choose another folder"), output);
        assertEquals(7, load(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void aKilledSaveLeavesTheOldFileOrTheNewOneWhole() throws Exception {
        long seed = 17;
        Random random = new Random(seed);
        Path file = folder.resolve("weights");
        for (int round = 0; round < 5; round++) {
            Process process = new ProcessBuilder(saver(file, "forever")).redirectErrorStream(true).start();
            byte[] first = process.getInputStream().readNBytes("saved".length());
            assertEquals("saved", new String(first, StandardCharsets.UTF_8));
            Thread.sleep(random.nextInt(60));
            process.destroyForcibly().waitFor();
            assertTrue(load(file) >= 1, () -> "seed " + seed);
        }
        save(file, 3);
        assertEquals(3, load(file));
    }

    @Test
    void aFolderThatIsMissingOrAFileOrUnwritableIsNamed() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "text");
        refused(plain.resolve("weights"), plain + " is not a folder: create that folder, or choose another");
        refused(folder.resolve("absent").resolve("weights"), "absent does not exist: create that folder");
        refused(folder, "is a folder: give the path of a file in it");
        Path kernel = Path.of("/proc");
        if (Files.isDirectory(kernel)) {
            // not even root can create a file there
            refused(kernel.resolve("weights"), "What was there is unchanged; ");
        }
        assertEquals("text", Files.readString(plain));
        assertEquals(List.of(plain), files());
    }

    @Test
    void aMoveThatFailsLeavesNoTemporaryFile() throws IOException {
        // too long a name for the file system, which says so when the temporary file is to have it
        Path file = folder.resolve("w".repeat(300));
        refused(file, "cannot be written: ");
        assertEquals(List.of(), files());
    }

    @Test
    void whatALinkPointsToIsReplacedAndTheLinkStays() throws IOException {
        Path target = folder.resolve("target");
        save(target, 1);
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        save(link, 2);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(2, load(target));
    }

    @Test
    void aFileInTheCurrentFolderIsWrittenByItsBareName() throws IOException {
        Path file = Path.of("bare-" + System.nanoTime() + ".safetensors");
        try {
            save(file, 4);
            assertEquals(4, load(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Test
    void argumentsThatDoNotFitEachOtherAreRefusedBeforeAnythingIsWritten() throws IOException {
        float[] two = new float[2];
        misused("1 names, 0 shapes, 1 arrays", new String[] {"u"}, new int[0][], new Object[] {two});
        misused("1 keys and values", new String[] {"u"}, new int[][] {{2}}, new Object[] {two}, "key");
        misused("tensor u of shape [3] has an array of 2 elements", new String[] {"u"}, new int[][] {{3}},
                new Object[] {two});
        misused("tensor u of shape [-1, -2] has an array of 2", new String[] {"u"}, new int[][] {{-1, -2}},
                new Object[] {two});
        misused("tensor u of shape [65536, 65536] has", new String[] {"u"}, new int[][] {{65536, 65536}},
                new Object[] {new float[0]});
        misused("has 65 axes, expected at most 64", new String[] {"u"}, new int[][] {new int[65]},
                new Object[] {new float[0]});
        misused("a short[], expected float[]", new String[] {"u"}, new int[][] {{2}}, new Object[] {new short[2]});
        misused("tensor name \"u\" occurs twice", new String[] {"u", "u"}, new int[][] {{2}, {2}},
                new Object[] {two, two});
        misused("\"\ud800\" occurs twice or holds half a surrogate pair", new String[] {"\ud800"}, new int[][] {{2}},
                new Object[] {two});
        misused("__metadata__ is reserved", new String[] {"__metadata__"}, new int[][] {{2}}, new Object[] {two});
        misused("metadata key \"k\" occurs twice", new String[] {"u"}, new int[][] {{2}}, new Object[] {two}, "k", "1",
                "k", "2");
        assertEquals(List.of(), files());
    }

    @Test
    void anyTextIsAKeyAndAValue() throws IOException {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x180; c++) {
            all.append(c);
        }
        String text = all.append("\u2028\ufeff\ud83d\ude00").toString();
        Path file = folder.resolve("text");
        Safetensors.saveTensors(file, new String[] {text}, new int[][] {{1}}, new Object[] {new int[] {5}},
                new String[] {text, text, "", ""});
        String header = Safetensors.openHeader(file);
        assertEquals(text, Safetensors.metadataValue(file, header, text, "none"));
        assertEquals("", Safetensors.metadataValue(file, header, "", "none"));
        int[] read = new int[1];
        Safetensors.readTensor(file, header, text, read);
        assertArrayEquals(new int[] {5}, read);
    }

    private List<String> saver(Path file, String mode) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Path.of("target", "classes") + System.getProperty("path.separator")
                + Path.of("target", "test-classes");
        return List.of(java, "-XX:-UsePerfData", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classes,
                Saver.class.getName(), file.toString(), mode);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static void refused(Path file, String part) {
        IOException thrown = assertThrows(IOException.class, () -> save(file, 1));
        assertTrue(thrown.getMessage().startsWith(file + ": ") && thrown.getMessage().contains(part),
                thrown::getMessage);
        assertFalse(thrown.getMessage().contains("null"), thrown::getMessage);
    }

    private void misused(String part, String[] names, int[][] shapes, Object[] arrays, String... metadata) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class,
                () -> Safetensors.saveTensors(folder.resolve("w"), names, shapes, arrays, metadata));
        assertTrue(thrown.getMessage().contains(part), thrown::getMessage);
    }
}
