package org.nablac.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files made to deceive: each is an IOException with one message, never anything else. */
class SafetensorsHostileTest {
    @TempDir
    private Path folder;

    /** Headers before 8 bytes of data, in which ' stands for the quote; and what the message must say. */
    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '¬', textBlock = """
        [] ¦ begins with byte 91, expected a brace
        x{} ¦ begins with byte 120, expected a brace
        {{} ¦ found "{" at character 1 of the header, expected a string
        {} ¦ the tensors hold 0 bytes, but 8 follow the header
        {   ¦ give the header a length of 1, expected 2 to 9
        {'u' ¦ found the end of the header, expected ':'
        {'u':T ¦ found the end of the header, expected '}'
        {'u':T} x ¦ after its last brace found "x"
        {'u':T}{} ¦ after its last brace found "{"
        {'u':T,} ¦ found "}" at character 54 of the header, expected a string
        {'u' T} ¦ expected ':'
        {u:T} ¦ expected a string
        {'u':T,'u':T} ¦ tensor "u": occurs twice
        {'u':T,'\\u0075':T} ¦ tensor "u": occurs twice
        {'__metadata__':{},'__metadata__':{},'u':T} ¦ tensor "__metadata__": occurs twice
        {'__metadata__':{'a':'1','a':'2'},'u':T} ¦ __metadata__: the key "a" occurs twice
        {'__metadata__':{'a':1},'u':T} ¦ __metadata__, key "a": found "1"
        {'__metadata__':{'a':{'b':'c'}},'u':T} ¦ expected a string
        {'__metadata__':null,'u':T} ¦ __metadata__: found "n"
        {'__metadata__':['a'],'u':T} ¦ __metadata__: found "["
        {'u':[]} ¦ tensor "u": found "["
        {'u':{}} ¦ tensor "u": has no dtype
        {'u':{'dtype':'F32','shape':[2]}} ¦ tensor "u": has no data_offsets
        {'u':{'dtype':'F32','data_offsets':[0,8]}} ¦ tensor "u": has no shape
        {'u':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} ¦ the key dtype occurs twice
        {'u':{'dtype':'F32','shape':[2],'shape':[2],'data_offsets':[0,8]}} ¦ the key shape occurs twice
        {'u':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'data_offsets':[0,8]}} ¦ data_offsets occurs twice
        {'u':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}} ¦ found the key "x"
        {'u':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}} ¦ the dtype is "F33"
        {'u':{'dtype':'f32','shape':[2],'data_offsets':[0,8]}} ¦ the dtype is "f32"
        {'u':{'dtype':'','shape':[2],'data_offsets':[0,8]}} ¦ the dtype is ""
        {'u':{'dtype':1,'shape':[2],'data_offsets':[0,8]}} ¦ tensor "u", dtype: found "1"
        {'u':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} ¦ hold 8 bytes, expected 12 for shape [3] of F32
        {'u':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}} ¦ hold 8 bytes, expected 16 for shape [2] of F64
        {'u':{'dtype':'F32','shape':[],'data_offsets':[0,8]}} ¦ hold 8 bytes, expected 4 for shape [] of F32
        {'u':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} ¦ found "-" at character 29 of the header
        {'u':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} ¦ found "." at character 30 of the header, expected ']'
        {'u':{'dtype':'F32','shape':[2e0],'data_offsets':[0,8]}} ¦ found "e"
        {'u':{'dtype':'F32','shape':[02],'data_offsets':[0,8]}} ¦ without leading zeros
        {'u':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}} ¦ expected a whole number
        {'u':{'dtype':'F32','shape':[true],'data_offsets':[0,8]}} ¦ expected a whole number
        {'u':{'dtype':'F32','shape':[2,],'data_offsets':[0,8]}} ¦ expected a whole number
        {'u':{'dtype':'F32','shape':[[2]],'data_offsets':[0,8]}} ¦ expected a whole number
        {'u':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} ¦ tensor "u", shape: found "2"
        {'u':{'dtype':'F32','shape':[4611686018427387906],'data_offsets':[0,8]}} ¦ more than 2^63 bytes
        {'u':{'dtype':'F32','shape':[4294967296,4294967296,2],'data_offsets':[0,8]}} ¦ more than 2^63 bytes
        {'u':{'dtype':'F32','shape':[18446744073709551618],'data_offsets':[0,8]}} ¦ expected one below 2^63
        {'u':{'dtype':'F32','shape':[2],'data_offsets':[0]}} ¦ data_offsets hold 1 numbers, expected 2
        {'u':{'dtype':'F32','shape':[2],'data_offsets':[0,4,8]}} ¦ has more than 2 numbers
        {'u':{'dtype':'F32','shape':[2],'data_offsets':[]}} ¦ data_offsets hold 0 numbers
        {'u':{'dtype':'F32','shape':[2],'data_offsets':[0.0,8]}} ¦ found "."
        {'u':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}} ¦ found "-"
        {'u':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} ¦ data_offsets are [8, 0], expected a range within the 8
        {'u':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}} ¦ data_offsets are [8, 16], expected a range
        {'u':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} ¦ tensor "u": bytes 0 to 4 of the data belong to no
        {'u':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} ¦ the tensors hold 4 bytes, but 8 follow
        {'u':T,'v':T} ¦ inside that of another tensor
        {'u':T,'v':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} ¦ tensor "v": its data begins at byte 4
        {'u':T,'v':{'dtype':'F32','shape':[0],'data_offsets':[4,4]}} ¦ an empty tensor: its data begins at byte 4
        {'a\\qb':T} ¦ expected an escape of JSON
        {'a\\u12g4':T} ¦ expected an escape of JSON
        {'\\ud800':T} ¦ half of a surrogate pair
        {'\\udc00\\ud800':T} ¦ half of a surrogate pair
        {'u':T,'v ¦ within a string, expected its end
        {'u\\ ¦ expected an escape of JSON
        {'u':nan} ¦ tensor "u": found "n"
        """)
    void aLyingHeaderIsRefused(String header, String message) throws IOException {
        String tensor = "{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";
        refused(file(header.strip().replace("T", tensor).replace('\'', '"'), 8), message.strip());
    }

    @Test
    void theSoundFormOfThoseHeadersIsRead() throws IOException {
        String tensor = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        Safetensors.openHeader(write(file("{\"u\":" + tensor + "}", 8)));
        Safetensors.openHeader(write(file("{\n\t\"u\" : " + tensor.replace(",", " ,\r\n ") + " }    ", 8)));
        Path file = write(file("{\"\\ud83d\\ude00\\u00e9\\/\":" + tensor + ",\"__metadata__\":{\"k\":\"v\"},"
                + "\"e\":{\"data_offsets\":[8,8],\"shape\":[7,0],\"dtype\":\"BF16\"}}", 8));
        String header = Safetensors.openHeader(file);
        Safetensors.checkNames(file, header, new String[] {"\ud83d\ude00é/", "e"});
        assertEquals("v", Safetensors.metadataValue(file, header, "k", ""));
    }

    @Test
    void tensorsInAnyOrderOfTheHeaderAreRead() throws IOException {
        Path file = write(file("{\"b\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 8));
        String header = Safetensors.openHeader(file);
        int[] a = new int[1];
        int[] b = new int[1];
        Safetensors.readTensor(file, header, "a", a);
        Safetensors.readTensor(file, header, "b", b);
        assertEquals(0x03020100, a[0]);
        assertEquals(0x07060504, b[0]);
    }

    @Test
    void aFileCutAtAnyByteIsRefused() throws IOException {
        byte[] whole = sound();
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length), "");
        }
        refused(Arrays.copyOf(whole, whole.length + 1), "the tensors hold 32 bytes, but 33 follow the header");
        Safetensors.openHeader(write(whole));
    }

    /** Whatever byte is changed to whatever: the file is read, or refused by an IOException with its name. */
    @Test
    void aFileWithDamagedBytesIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] whole = sound();
        long seed = 20260101;
        Random random = new Random(seed);
        int refusals = 0;
        Path file = folder.resolve("damaged");
        for (int trial = 0; trial < 3000; trial++) {
            byte[] damaged = whole.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                damaged[random.nextInt(whole.length)] = random.nextBoolean() ? (byte) random.nextInt(256)
                        : (byte) "{}[]\",:\\0123456789 ".charAt(random.nextInt(19));
            }
            Files.write(file, damaged);
            try {
                String header = Safetensors.openHeader(file);
                Safetensors.readTensor(file, header, "u", new float[6]);
            } catch (IOException refusal) {
                refusals++;
                assertTrue(refusal.getMessage().startsWith(file + ": "), () -> "seed " + seed + ": " + refusal);
            } catch (RuntimeException | Error other) {
                throw new AssertionError("seed " + seed + ", trial " + trial + ", file "
                        + new String(damaged, StandardCharsets.ISO_8859_1), other);
            }
        }
        assertTrue(refusals > 1500, "seed " + seed + ": only " + refusals + " refused");
    }

    @Test
    void aHeaderLengthThatLiesIsRefusedBeforeAnythingOfItsSizeIsMade() throws IOException {
        for (long length : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, 1L << 40, Integer.MAX_VALUE, 100_000_001,
                1000, 1, 0}) {
            byte[] file = file("{\"u\":1}", 8);
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            refused(file, "a length of " + Long.toUnsignedString(length) + ", expected 2 to 15 in a file");
        }
    }

    @Test
    void aHeaderBeyondTheLimitOfTheFormatIsRefused() throws IOException {
        Path file = folder.resolve("wide");
        try (var out = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(100_000_001).array());
            out.setLength(200_000_000);
        }
        IOException thrown = assertThrows(IOException.class, () -> Safetensors.openHeader(file));
        assertTrue(thrown.getMessage().contains("expected 2 to 100000000"), thrown::getMessage);
    }

    /** Opens a file in a process of little memory; its output is the message. */
    static final class Opener {
        public static void main(String[] arguments) {
            try {
                System.out.println(Safetensors.openHeader(Path.of(arguments[0])).length());
            } catch (IOException refusal) {
                System.out.println(refusal.getMessage());
            }
        }
    }

    @Test
    void aHeaderThatFillsTheMemoryIsRefusedBeforeItDoes() throws Exception {
        String refusal = openIn32Megabytes(1 << 22);
        assertTrue(refusal.matches(".*the header has 4194[0-9]{3} bytes, which needs more memory than [0-9]+ MB:"
                + " give java more by -Xmx"), refusal);
        String length = openIn32Megabytes(950_000);
        assertTrue(length.matches("949[0-9]{3}"), length);
    }

    /** The header is as many short keys of metadata as there is room for: what takes most memory a byte. */
    private String openIn32Megabytes(int length) throws Exception {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"\":\"\"");
        for (int k = 0; header.length() < length - 20; k++) {
            header.append(",\"").append(Integer.toString(k, 36)).append("\":\"\"");
        }
        Path file = write(file(header.append("}}").toString(), 0));
        String classes = Path.of("target", "classes") + System.getProperty("path.separator")
                + Path.of("target", "test-classes");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classes, Opener.class.getName(),
                file.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void deepNestingIsRefusedWithoutRecursion() throws IOException {
        refused(file("{\"u\":" + "[".repeat(1_000_000), 8), "found \"[\"");
        refused(file("{\"u\":" + "{\"a\":".repeat(1_000_000), 8), "found the key \"a\"");
        refused(file("{\"u\":{\"shape\":" + "[".repeat(1_000_000), 8), "expected a whole number");
        refused(file("{\"u\":{\"shape\":[" + "1,".repeat(1_000_000), 8), "has more than 64 numbers");
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        int[][] malformed = {{0xff}, {0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xf4, 0x90, 0x80, 0x80}, {0xe2, 0x88}};
        for (int[] bad : malformed) {
            byte[] file = file("{\"uuuu\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
            for (int k = 0; k < bad.length; k++) {
                file[10 + k] = (byte) bad[k];
            }
            refused(file, "is not UTF-8");
        }
        refused(file("{\"u\u0000\":1}", 8), "found \"\\u0000\" at character 3 of the header within a string");
        refused(file("\ufeff{}", 0), "begins with byte 239, expected a brace");
    }

    @Test
    void aNameThatWouldCommandATerminalIsShownEscapedAndCut() throws IOException {
        byte[] file = file("{\"\u007f\u009b\u202e" + "x".repeat(1000) + "\":[]}", 8);
        refused(file, "tensor \"\\u007f\\u009b\\u202e" + "x".repeat(77) + "…\": found");
    }

    @Test
    void aShapeBeyondTheIndicesOfJavaIsRefused() throws IOException {
        Path file = write(file("{\"u\":{\"dtype\":\"F32\",\"shape\":[0,4294967296],\"data_offsets\":[0,0]}}", 0));
        String header = Safetensors.openHeader(file);
        IOException thrown = assertThrows(IOException.class, () -> Safetensors.tensorShape(file, header, "u"));
        assertTrue(thrown.getMessage().contains("axis 1 has size 4294967296, expected at most 2147483647"),
                thrown::getMessage);
    }

    private static byte[] sound() throws IOException {
        String json = "{\"__metadata__\":{\"nablac.graph\":\"ab\\u0041\"},"
                + "\"s\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[24,32]},"
                + "\"u\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}";
        return file(json, 32);
    }

    /** A file of a header and of data bytes 0, 1, 2, … */
    private static byte[] file(String header, int data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
        out.write(json);
        for (int k = 0; k < data; k++) {
            out.write(k);
        }
        return out.toByteArray();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("hostile"), bytes);
    }

    private void refused(byte[] bytes, String part) throws IOException {
        Path file = write(bytes);
        IOException thrown = assertThrows(IOException.class, () -> Safetensors.openHeader(file));
        assertTrue(thrown.getMessage().startsWith(file + ": ") && thrown.getMessage().contains(part)
                && thrown.getMessage().contains("take a whole copy"), thrown::getMessage);
    }
}
