package org.nablac.cli;

import java.util.ArrayList;
import java.util.List;
import org.nablac.compile.Options;

/** Command lines that are wrong, and what is said of them; {@code ~/} stands for the folder of {@link WrongFiles}. */
final class WrongInputs {
    private static final String SIGNS = "examples/SignMatrix.java --data ~/signs.txt --epochs 1";
    private static final String RIGHT = "~/Right.java --data ~/four.csv";
    private final List<WrongInput> all = new ArrayList<>();

    /**
     * @param words of the command line
     * @param said all of it must be in the message
     */
    record WrongInput(String name, int exitCode, List<String> words, List<String> said) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<WrongInput> all() {
        WrongInputs inputs = new WrongInputs();
        WrongModels.all().forEach(inputs::model);
        inputs.usage();
        inputs.options();
        inputs.output();
        inputs.models();
        inputs.text();
        inputs.idx();
        inputs.weights();
        return inputs.all;
    }

    private void model(WrongModels.WrongModel m) {
        String name = m.name() + ".java";
        all.add(new WrongInput("model: " + m.name(), ExitCode.WRONG_INPUT,
                List.of("compile", "~/model/" + name, "-d", "~/out"),
                m.said().stream().map(part -> part.replace("~:", name + ":")).toList()));
    }

    private void usage() {
        usage("no command", "",
                "Missing: what to do, as train, compile or inspect",
                "nablac --help shows how");
        usage("a command that is not there", "trian ~/Right.java",
                "Unmatched arguments from index 0: 'trian', '~/Right.java'",
                "Did you mean: nablac train?",
                "nablac --help shows how");
        usage("an option that is not there", "train " + RIGHT + " --epoch 3",
                "Unknown options: '--epoch', '3'",
                "Possible solutions: --epochs",
                "nablac train --help shows how");
        usage("no model", "train --data ~/four.csv",
                "Missing required parameter: 'MODEL.java'",
                "nablac train --help shows how");
        usage("a number that is none", "train " + RIGHT + " --epochs many",
                "Invalid value for option '--epochs': 'many' is not a whole number",
                "nablac train --help shows how");
        usage("a rate that is no number", "train " + RIGHT + " --rate fast",
                "Invalid value for option '--rate': 'fast' is not a number",
                "nablac train --help shows how");
        usage("a define without a value", "train " + RIGHT + " --define RANK",
                "the value of '--define' (NAME=VALUE) is NAME=VALUE, not RANK",
                "nablac train --help shows how");
        usage("a setting that is no number", "train " + RIGHT + " --setting momentum=big",
                "Invalid value for option '--setting' (NAME=VALUE): 'big' is not a number",
                "nablac train --help shows how");
        usage("compile without a folder", "compile ~/Right.java",
                "Missing required option: '--directory=DIR'",
                "nablac compile --help shows how");
    }

    private void options() {
        wrong("epochs below one", "train " + RIGHT + " --epochs -1",
                "epochs is -1, it must be at least 1");
        wrong("an empty batch", "train " + RIGHT + " --batch 0",
                "batch is 0, it must be at least 1");
        wrong("no threads", "train " + RIGHT + " --threads 0",
                "the threads are 0, they must be at least 1");
        usage("threads that are no number", "train " + RIGHT + " --threads all",
                "Invalid value for option '--threads': 'all' is not a whole number",
                "nablac train --help shows how");
        usage("a rate that is not a number", "train " + RIGHT + " --rate nan",
                "Invalid value for option '--rate': 'nan' is not a number",
                "nablac train --help shows how");
        wrong("a rate that is NaN", "train " + RIGHT + " --rate NaN",
                "rate is NaN, it must be a positive number, as 0.1");
        wrong("a rate below zero", "train " + RIGHT + " --rate -0.1",
                "rate is -0.1, it must be a positive number, as 0.1");
        wrong("an optimizer with a typing error", "train " + RIGHT + " --optimizer adan",
                "there is no optimizer 'adan'; did you mean adam? (there are sgd, momentum, nesterov, adagrad,"
                        + " rmsprop, adam, adamw)");
        wrong("a setting of another optimizer", "train " + RIGHT + " --setting momentum=0.9",
                "optimizer sgd has no setting 'momentum' (it has weightDecay, clipValue, clipNorm)");
        wrong("a setting out of its range", "train " + RIGHT + " --optimizer adam --setting beta1=1.5",
                "optimizer adam: beta1 is 1.5; it is at least 0.0 and below 1.0, 0.9 if nothing is said");
        wrong("a schedule that is not there", "train " + RIGHT + " --schedule falling",
                "'falling' is not a schedule of the rate; write constant, linear, linear(0.1), step(0.1, 3),"
                        + " exponential(0.01), cosine, cosine(0.1), each after warmup(0.05) if wanted");
        wrong("a warm-up below zero", "train " + RIGHT + " --warmup -3",
                "warmup is -3, it must be at least 0");
        wrong("a constant with a typing error", "train " + SIGNS + " --define RANG=3",
                "--define RANG: SignMatrix has no such constant; did you mean RANK? (its constants are RANK, REG,"
                        + " START)");
        wrong("a constant of another type", "train " + SIGNS + " --define RANK=wide",
                "examples/SignMatrix.java:", ": error: --define RANK=wide: RANK is of type int");
        wrong("a rank of zero", "train " + SIGNS + " --define RANK=0",
                "examples/SignMatrix.java:", ": error: a size is positive, given is 0");
        wrong("a rank below zero", "train " + SIGNS + " --define RANK=-4",
                "examples/SignMatrix.java:", ": error: a size is positive, given is -4");
        wrong("more memory than there is",
                "train examples/Mlp.java --data digits --define PIXELS=64 --define HIDDEN=2000000000",
                "Mlp.java:", ": the parameter f.0.a [64, 2000000000] has 128000000000 elements, an array holds at"
                        + " most 2147483639: choose smaller sizes");
        wrong("more memory than there is, as a product",
                "train examples/SignMatrix.java --data ~/signs.txt --define RANK=2000000000",
                "u: the sizes up to axis 1 make 14000000000 elements, expected at most 2147483639, as an array"
                        + " holds; choose smaller ones");
        wrong("no memory for wide layers", "compile examples/Cp.java -d ~/out --memory 0",
                "--memory is 0 MB, it must be at least 1; " + Options.ROOM / 1024 / 1024 + " if unsaid");
        wrong("no memory for wide layers, in a bench", "bench examples/Cp.java --memory 0",
                "--memory is 0 MB, it must be at least 1; " + Options.ROOM / 1024 / 1024 + " if unsaid");
        wrong("a pass that is not there", "compile examples/Cp.java -d ~/out --without cleen",
                "the pass cleen is not there; those that can be switched off are [stabilise, clean, finish, contract,"
                        + " row-sums]");
        wrong("layers without end", "compile examples/Mlp.java -d ~/out --define LAYERS=2000000000",
                "examples/Mlp.java:", ": error: the length of an array is an int from 0 to 100000, given is"
                        + " 2000000000");
        wrong("a rate far too high", "train " + SIGNS + " --rate 1e30 --save ~/signs.safetensors",
                "epoch 1: the loss is NaN; nothing was kept. A lower rate helps, now it is 1.00e+30: --rate"
                        + " 1.00e+29");
        wrong("the label column is not there", "train " + RIGHT + " --label kind",
                "~/four.csv, line 1, column 1: no column is named 'kind'; the first line is a, b, c, d, class;"
                        + " give the label column's name or its number, 1 to 5");
    }

    private void output() {
        wrong("weights into a missing folder", "train " + RIGHT + " --save ~/none/w.safetensors",
                "--save ~/none/w.safetensors: there is no folder ~/none; make it first");
        wrong("weights into a folder's place", "train " + RIGHT + " --save ~/empty",
                "--save ~/empty: is a folder; name a file in it");
        wrong("weights where nobody may write", "train " + RIGHT + " --epochs 1 --save /proc/w.safetensors",
                "/proc/w.safetensors: cannot be written: there is no such file or folder. What was there is"
                        + " unchanged; free space, or choose another folder");
        wrong("weights over the data", "train " + RIGHT + " --epochs 1 --save ~/four.csv",
                "--save ~/four.csv: this file holds something else than weights and is not replaced; name another,"
                        + " or remove it first");
        wrong("a log into a missing folder", "train " + RIGHT + " --log ~/none/log.csv",
                "--log ~/none/log.csv: there is no folder ~/none; make it first");
        wrong("a log where nobody may write", "train " + RIGHT + " --epochs 1 --log /proc/log.csv",
                "--log /proc/log.csv: cannot be written; free space, or choose another folder");
        wrong("a class into a file's place", "compile ~/Right.java -d ~/four.csv",
                "~/four.csv/WrongModel.class was not written: ~/four.csv: is a file, and a folder is needed; what"
                        + " was there is unchanged, choose another folder");
        wrong("a class where nobody may write", "compile ~/Right.java -d /proc/out",
                "/proc/out/WrongModel.class was not written: /proc/out: there is no such file or folder; what was"
                        + " there is unchanged, choose another folder");
    }

    private void models() {
        wrong("a model that is not there", "train ~/Wrong.java --data digits",
                "~/Wrong.java: there is no such file; give the Java source of a model, as examples/SignMatrix.java");
        wrong("a folder as a model", "inspect ~/empty",
                "~/empty: is a folder; give the Java source of a model, as examples/SignMatrix.java");
        wrong("a binary file as a model", "inspect ~/binary.txt",
                "~/binary.txt is not text in UTF-8; give the Java source of a model, saved as UTF-8");
        wrong("a model that is no Java", "check ~/four.csv",
                "~/four.csv:1: error: this is not Java: after this \",\" cannot follow");
        wrong("a model without a loss", "train ~/NoLoss.java --data ~/four.csv",
                "NoLoss.java: no method has @Loss, so there is nothing to train; write it before the method whose"
                        + " scalar is to become small");
        wrong("a model without a prediction", "train ~/NoPrediction.java --data ~/four.csv",
                "NoPrediction.java: no method predicts; loss(x f32[N, 4], y i32[N]) asks for a public method of"
                        + " (x) alone, with the same shapes, that returns the score of each class, [N, classes], or the"
                        + " class, int32 [N]");
    }

    private void text() {
        wrong("no data", "train ~/Right.java",
                "no data: give --data FOLDER, --data NAME of a bundled set (digits), or --train FILE");
        wrong("data that are not there", "train ~/Right.java --data digist",
                "--data digist: there is no such folder or file; did you mean digits? (the bundled sets are"
                        + " digits, zoo, umls, kinships, nations)");
        wrong("data twice", "train " + RIGHT + " --train ~/four.csv",
                "--data names all files: leave out --train, --valid and --test, or leave out --data");
        wrong("a training file that is not there", "train ~/Right.java --train ~/none.csv",
                "~/none.csv: cannot be read: there is no such file");
        wrong("bundled data of another kind", "train examples/SignMatrix.java --data umls",
                "--data umls: holds triples, but the model learns from signs of a matrix; of the bundled sets, zoo"
                        + " would do");
        wrong("data of another kind", "train examples/SignMatrix.java --data ~/four.csv",
                "~/four.csv, line 1, column 7: 5 fields separated by commas, which line 1 chose; expected 3, row"
                        + " column sign, as: 12 7 -1");
        wrong("features that do not match", "train ~/Right.java --data ~/five.csv",
                "Right.java: the size of x f32[N, 4] in loss is 4, but the data have 5 features an example; if a"
                        + " constant NAME of the model says so, --define NAME=5 makes it fit");
        wrong("features that do not match a constant", "train examples/Mlp.java --data digits",
                "Mlp.java: the size of x f32[N, 784] in loss is 784, but the data have 64 features an example;"
                        + " --define PIXELS=64 makes the model fit");
        wrong("more classes than the model has", "train ~/Right.java --data ~/classes.csv",
                "Right.java: the number of classes in logits f32[N, 3] is 3, but the data have 5 classes; if a"
                        + " constant NAME of the model says so, --define NAME=5 makes it fit");
        wrong("an empty file", "train examples/SignMatrix.java --data ~/empty.txt",
                "~/empty.txt: holds no signs; a line is row column sign, as: 12 7 -1");
        wrong("an empty folder", "train examples/SignMatrix.java --data ~/empty",
                "~/empty: no file for training; found: no data file. Expected signs of a matrix in files such as"
                        + " train.txt, valid.txt, test.txt, or votes-train.edgelist and votes-test.edgelist; or name"
                        + " them: --train F --valid F --test F");
        wrong("a folder in place of a file", "train examples/SignMatrix.java --train ~/empty",
                "~/empty is a folder; expected a file");
        wrong("a binary file as data", "train examples/SignMatrix.java --data ~/binary.txt",
                "~/binary.txt, line 1, column 1: not UTF-8 (byte 0xca); save the file as UTF-8");
        wrong("a sign that is none", "train examples/SignMatrix.java --data ~/sign.txt",
                "~/sign.txt, line 2, column 5: '0' is not a sign; expected 1 or -1; for minus write -1, and leave"
                        + " an unknown entry out");
        wrong("a missing column", "train examples/SignMatrix.java --data ~/columns.txt",
                "~/columns.txt, line 2, column 1: 2 fields separated by blanks, which line 1 chose; expected 3,"
                        + " row column sign, as: 12 7 -1");
        wrong("mixed line ends", "train examples/SignMatrix.java --data ~/mixed.txt",
                "~/mixed.txt, line 2, column 7: this line ends with LF, the lines before it with CR LF; write the"
                        + " file with one kind of line end");
        wrong("an unknown entity",
                "evaluate examples/Cp.java -D RANK=4 --weights ~/triples.safetensors --train ~/triples.txt"
                        + " --test ~/unknown.txt",
                "~/triples.safetensors: a [entities, 4] has 8 elements, for these data (3 entities, 2 relations) it"
                        + " has 12: the weights were trained on other data");
        wrong("half a triple", "train examples/Cp.java --data ~/pair.txt",
                "~/pair.txt, line 1, column 1: 2 fields between tabs; expected 3, head TAB relation TAB tail");
        wrong("a word for a number", "train ~/Right.java --data ~/number.csv",
                "~/number.csv, line 3, column 2 (b): 'two'; expected a finite number; the label is the last"
                        + " column, unless told");
        wrong("a short line", "train ~/Right.java --data ~/ragged.csv",
                "~/ragged.csv, line 3, column 4: 4 fields; the first line has 5");
        wrong("a value that is NaN", "train ~/Right.java --data ~/nan.csv",
                "~/nan.csv, line 3, column 2 (b): 'NaN'; expected a finite number; the label is the last column,"
                        + " unless told");
        wrong("a file that is not UTF-8", "train ~/Right.java --data ~/latin.csv",
                "~/latin.csv, line 2, column 9: not UTF-8 (byte 0xe9); save the file as UTF-8");
    }

    private void idx() {
        wrong("a truncated idx file", "train ~/Right.java --train ~/cut-images-idx3-ubyte",
                "~/cut-images-idx3-ubyte, byte 33: the file ends, but its header says 6 x 2 x 2 values and so 40"
                        + " bytes; fetch it again");
        wrong("an idx file that is too long", "train ~/Right.java --train ~/long-images-idx3-ubyte",
                "~/long-images-idx3-ubyte, byte 40: more bytes follow the 6 x 2 x 2 values that the header says;"
                        + " the header or the file is wrong");
        wrong("an idx file that lies about its size", "train ~/Right.java --train ~/lying-images-idx3-ubyte",
                "~/lying-images-idx3-ubyte, byte 4: the header says 2000000000 x 2 x 2 values, more than a file of"
                        + " this length can hold; it is wrong, fetch the file again");
        wrong("fewer labels than images", "train ~/Right.java --train ~/labels-images-idx3-ubyte",
                "~/labels-images-idx3-ubyte holds 6 images, but ~/labels-labels-idx1-ubyte holds 5 labels (both at"
                        + " byte 4); these files do not belong together");
        wrong("an idx file of another kind", "train ~/Right.java --train ~/magic-images-idx3-ubyte",
                "~/magic-images-idx3-ubyte, byte 0: the magic number is 0x00000809; expected 0x00000803 for images"
                        + " of unsigned bytes; is this the right file?");
        wrong("an idx file that is not packed", "train ~/Right.java --train ~/notgz-images-idx3-ubyte.gz",
                "~/notgz-images-idx3-ubyte.gz, byte 0: the magic number is 0x74686973; expected 0x00000803 for"
                        + " images of unsigned bytes; is this the right file?");
    }

    private void weights() {
        for (String command : List.of("evaluate " + RIGHT + " --weights ",
                "train " + RIGHT + " --save ~/right.safetensors --resume ")) {
            String by = command.startsWith("train") ? " to resume from" : "";
            wrong("weights that are not there" + by, command + "~/none.safetensors",
                "~/none.safetensors: there is no such file; weights are what train --save keeps");
            wrong("a folder as weights" + by, command + "~/empty",
                "~/empty: is a folder; weights are what train --save keeps");
            wrong("no bytes as weights" + by, command + "~/empty.safetensors",
                "~/empty.safetensors: the file: has 0 bytes, expected at least 10. The file is damaged or is not"
                        + " safetensors: take a whole copy of it, or save the weights anew");
            wrong("weights cut short" + by, command + "~/cut.safetensors",
                "~/cut.safetensors: tensor \"b.meanSquare\": data_offsets are [176, 188], expected a range within"
                        + " the 183 bytes of data after the header. The file is damaged or is not safetensors: take a"
                        + " whole copy of it, or save the weights anew");
            wrong("weights cut in their header" + by, command + "~/head.safetensors",
                "~/head.safetensors: the first eight bytes: give the header a length of 696, expected 2 to 32 in a"
                        + " file of 40 bytes. The file is damaged or is not safetensors: take a whole copy of it, or"
                        + " save the weights anew");
            wrong("weights whose header lies about its size" + by, command + "~/lying.safetensors",
                "~/lying.safetensors: the first eight bytes: give the header a length of 4611686018427387903,"
                        + " expected 2 to 884 in a file of 892 bytes. The file is damaged or is not safetensors: take a"
                        + " whole copy of it, or save the weights anew");
            wrong("NaN in weights" + by, command + "~/nan.safetensors",
                "~/nan.safetensors: tensor \"a\": element 2 is NaN, expected a finite number. The training that"
                        + " saved it diverged: take an earlier file, or train again with a smaller rate");
            wrong("weights of another program" + by, command + "~/foreign.safetensors",
                "~/foreign.safetensors: metadata \"nablac.graph\" is missing, expected",
                ". The weights belong to another model or another version of it: load them with the class that"
                        + " saved them, or train this one");
            wrong("weights that are text" + by, command + "~/pickle.safetensors",
                "~/pickle.safetensors: the first eight bytes: give the header a length of 2338328219631577204,"
                        + " expected 2 to 52 in a file of 60 bytes. The file is damaged or is not safetensors: take a"
                        + " whole copy of it, or save the weights anew");
            wrong("weights of another model" + by, command + "~/signs.safetensors",
                "~/signs.safetensors: metadata \"nablac.graph\" is",
                ", expected",
                ". The weights belong to another model or another version of it: load them with the class that"
                        + " saved them, or train this one");
        }
        wrong("weights of another rank",
                "evaluate " + SIGNS.replace(" --epochs 1", "") + " --define RANK=3 --weights ~/signs.safetensors",
                "~/signs.safetensors: metadata \"nablac.graph\" is",
                ", expected",
                ". The weights belong to another model or another version of it: load them with the class that"
                        + " saved them, or train this one");
        wrong("weights of another rank to resume from",
                "train " + SIGNS + " --define RANK=3 --resume ~/signs.safetensors",
                "~/signs.safetensors: metadata \"nablac.graph\" is",
                ", expected",
                ". The weights belong to another model or another version of it: load them with the class that"
                        + " saved them, or train this one");
        wrong("weights of other data",
                "evaluate examples/SignMatrix.java --data ~/more.txt --weights ~/signs.safetensors",
                "~/signs.safetensors: u [rows, ", " elements, for these data (14 rows, 5 columns) it has ",
                "the weights were trained on other data");
    }

    private void usage(String name, String words, String... said) {
        add(name, ExitCode.USAGE, words, said);
    }

    private void wrong(String name, String words, String... said) {
        add(name, ExitCode.WRONG_INPUT, words, said);
    }

    private void add(String name, int exitCode, String words, String... said) {
        all.add(new WrongInput(name, exitCode, words.isEmpty() ? List.of() : List.of(words.split(" ")), List.of(said)));
    }
}
