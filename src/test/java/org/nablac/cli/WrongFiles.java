package org.nablac.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** The files that the wrong command lines name: small right data, wrong data, weights of several models. */
final class WrongFiles {
    private final Path folder;

    private WrongFiles(Path folder) {
        this.folder = folder;
    }

    /** Makes them in an empty folder. */
    static void make(Path folder) throws IOException {
        WrongFiles files = new WrongFiles(folder);
        files.models();
        files.right();
        files.wrongText();
        files.wrongIdx();
        files.weights();
    }

    private void models() throws IOException {
        Files.createDirectory(folder.resolve("model"));
        for (WrongModels.WrongModel m : WrongModels.all()) {
            text("model/" + m.name() + ".java", m.text());
        }
        text("Right.java", WrongModels.classifier(WrongModels.RIGHT));
        text("NoLoss.java", WrongModels.classifier(WrongModels.RIGHT).replace("@Loss ", ""));
        text("NoPrediction.java",
                WrongModels.classifier(WrongModels.RIGHT).replace("public Tensor logits", "Tensor logits"));
    }

    private void right() throws IOException {
        Random random = new Random(4);
        StringBuilder signs = new StringBuilder();
        StringBuilder examples = new StringBuilder("a,b,c,d,class\n");
        for (int k = 0; k < 60; k++) {
            signs.append("r" + k % 7 + " c" + k % 5 + " " + (random.nextBoolean() ? "1" : "-1") + "\n");
            examples.append(random.nextInt(9) + "," + random.nextInt(9) + "," + k % 3 + "," + random.nextInt(9) + ","
                    + "xyz".charAt(k % 3) + "\n");
        }
        text("signs.txt", signs.toString());
        text("more.txt", signs.toString().replace("r6", "r7").replace("r", "s") + signs);
        text("four.csv", examples.toString());
        text("five.csv", examples.toString().replace("a,b", "e,a,b").replaceAll("(?m)^(\\d)", "1,$1"));
        text("classes.csv", examples.toString().replaceFirst("x\n", "v\n").replaceFirst("y\n", "w\n"));
    }

    private void wrongText() throws IOException {
        text("empty.txt", "");
        Files.createDirectory(folder.resolve("empty"));
        text("sign.txt", "r c 1\nr d 0\n");
        text("columns.txt", "r c 1\nr d\n");
        text("mixed.txt", "r c 1\r\nr d -1\n");
        text("unknown.txt", "e1\tlikes\te2\ne9\tlikes\te1\n");
        text("triples.txt", "e1\tlikes\te2\ne2\tlikes\te1\ne2\thates\te1\n");
        text("pair.txt", "e1\tlikes\n");
        text("number.csv", "a,b,c,d,class\n1,2,3,4,x\n1,two,3,4,y\n");
        text("ragged.csv", "a,b,c,d,class\n1,2,3,4,x\n1,2,3,y\n");
        text("nan.csv", "a,b,c,d,class\n1,2,3,4,x\n1,NaN,3,4,y\n");
        Files.write(folder.resolve("latin.csv"),
                "a,b,c,d,class\n1,2,3,4,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("binary.txt"),
                new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 61});
    }

    private void wrongIdx() throws IOException {
        idx("cut", 3, new int[] {6, 2, 2}, 17, 6);
        idx("long", 3, new int[] {6, 2, 2}, 25, 6);
        idx("lying", 3, new int[] {2000000000, 2, 2}, 24, 6);
        idx("labels", 3, new int[] {6, 2, 2}, 24, 5);
        idx("magic", 9, new int[] {6, 2, 2}, 24, 6);
        text("notgz-images-idx3-ubyte.gz", "this is not gzip");
        text("notgz-labels-idx1-ubyte.gz", "this is not gzip");
    }

    /** Images of {@code bytes} values below the header, and {@code count} labels. */
    private void idx(String name, int kind, int[] sizes, int bytes, int count) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + bytes).putInt(0x800 + kind);
        for (int s : sizes) {
            images.putInt(s);
        }
        Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(name + "-labels-idx1-ubyte"),
                ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count).array());
    }

    private void weights() throws IOException {
        train("right.safetensors", "Right.java", "four.csv", "--optimizer", "adam");
        train("signs.safetensors", "examples/SignMatrix.java", "signs.txt");
        train("triples.safetensors", "examples/Cp.java", "triples.txt", "-D", "RANK=4");
        byte[] whole = Files.readAllBytes(folder.resolve("right.safetensors"));
        Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, whole.length - 5));
        Files.write(folder.resolve("head.safetensors"), Arrays.copyOf(whole, 40));
        Files.write(folder.resolve("empty.safetensors"), new byte[0]);
        byte[] lying = whole.clone();
        ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE / 2);
        Files.write(folder.resolve("lying.safetensors"), lying);
        byte[] nan = whole.clone();
        int data = 8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        ByteBuffer.wrap(nan).order(ByteOrder.LITTLE_ENDIAN).putFloat(data + 8, Float.NaN);
        Files.write(folder.resolve("nan.safetensors"), nan);
        byte[] header = "{\"weight\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}   "
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer foreign = ByteBuffer.allocate(16 + header.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(folder.resolve("foreign.safetensors"), foreign.putLong(header.length).put(header).array());
        text("pickle.safetensors", "this is no file of weights at all, and long enough to be one");
    }

    private void train(String to, String model, String data, String... more) {
        Path file = model.startsWith("examples/") ? Path.of(model) : folder.resolve(model);
        Object[] arguments = Stream.concat(Stream.of("train", file, "--data", folder.resolve(data), "--epochs", 1,
                "--save", folder.resolve(to)), Stream.of(more)).toArray();
        CommandLineRun run = CommandLineRun.of(arguments);
        if (run.exitCode() != 0) {
            throw new AssertionError("the fixture " + to + ": " + run.err());
        }
    }

    private void text(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
