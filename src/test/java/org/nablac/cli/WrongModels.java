package org.nablac.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Models that are wrong: what stands in a small classifier in place of its logits, or the whole text, and what is said
 * of it. In the classifier x is [N, 4], y are labels [N], a is [4, 3], b is [3]; the logits stand in line 6. In what is
 * said ~ stands for the file.
 */
final class WrongModels {
    static final String RIGHT = "x.matmul(a).plus(b)";
    private static final String CLASSIFIER = """
            import static org.nablac.Nablac.*;
            import org.nablac.*;
            @Model(epochs = 1) public class Wrong {
                final Tensor a = parameter(4, 3).normal(0.1), b = parameter(3);
                public Tensor logits(@Shape("N, 4") Tensor x) {
                    return LOGITS;
                }
                @Loss public Tensor loss(@Shape("N, 4") Tensor x, @Labels("N") Tensor y) {
                    return crossEntropy(logits(x), y).mean();
                }
            }
            """;

    private final List<WrongModel> all = new ArrayList<>();

    /**
     * @param name what is wrong, in words
     * @param text of the file
     * @param said all of it must be in the message
     */
    record WrongModel(String name, String text, List<String> said) {
    }

    static List<WrongModel> all() {
        WrongModels models = new WrongModels();
        models.shapes();
        models.values();
        models.names();
        models.java();
        models.losses();
        return models.all;
    }

    static String classifier(String logits) {
        return CLASSIFIER.replace("LOGITS", logits);
    }

    private void shapes() {
        logits("elementwise", "x.matmul(a).plus(x)",
                "~:6: error: plus: shapes do not meet",
                "[N, 3] and [N, 4], counted from the right: 3 is not 4");
        logits("inner dimensions of a product", "x.matmul(a.transpose())",
                "~:6: error: matmul: inner dimensions differ",
                "4 is not 3; [4, 4] would fit");
        logits("a sum over an axis that is not there", "x.matmul(a).plus(b).sum(2)",
                "~:6: error: sum: no such axis",
                "[N, 3] has 2 axes, named is 2");
        logits("an arg max over an axis that is not there", "x.argMax(5)",
                "~:6: error: argMax: no such axis",
                "[N, 4] has 2 axes, named is 5");
        logits("a reshape to another number of elements", "x.reshape(5, 3)",
                "~:6: error: reshape: element counts differ",
                "[N, 4] has 4*N elements, [5, 3] has 15; [4*N] would fit");
        logits("a transpose that names an axis twice", "x.matmul(a).transpose(0, 0)",
                "~:6: error: transpose: not an order of the axes",
                "[0, 0] does not name each of the axes [0, 1] of [N, 3] once");
        logits("a slice beyond the end", "x.slice(1, 2, 3)",
                "~:6: error: slice: reaches beyond the axis",
                "[2, 5) does not lie within [0, 4), axis 1 of [N, 4]");
        logits("parts that do not fit side by side", "concat(0, x, a.transpose(), b)",
                "~:6: error: concat: dimensions beside axis 0 differ",
                "[3] does not join [N, 4]; [n, 4] would fit");
        logits("a broadcast to fewer axes", "x.matmul(a).broadcastTo(3)",
                "~:6: error: broadcastTo: shapes do not meet",
                "[N, 3] does not repeat to [3]");
        logits("rows by numbers that are no indices", "a.rows(x)",
                "~:6: error: rows: an index is i32",
                "given is f32[N, 4]; declare it with @Index or @Labels");
        logits("a row product of different lengths", "dot(x, b)",
                "~:6: error: dot: shapes do not meet",
                "[N, 4] and [3], counted from the right: 4 is not 3");
        logits("cross entropy of a vector", "crossEntropy(b, x)",
                "~:6: error: crossEntropy: an index is i32",
                "given is f32[N, 4]; declare it with @Index or @Labels");
        logits("a condition that is a number", "select(x, x, x).matmul(a)",
                "~:6: error: select: the condition is not a truth value",
                "given is f32; compare it");
        logits("arithmetic with a condition", "x.less(0).plus(x).matmul(a)",
                "~:6: error: plus: dtypes differ",
                "f32 is not bool; nothing is widened silently, convert one");
        logits("softmax of a scalar", "softmax(x.sum()).plus(b)",
                "~:6: error: softmax: no such axis",
                "[] has 0 axes, named is -1");
    }

    private void values() {
        logits("a dropout of more than everything", "x.dropout(1.5).matmul(a)",
                "~:6: error: dropout: the rate is a share in [0, 1), not 1.5");
        logits("a clip whose ends are turned round", "x.clip(2, 1).matmul(a)",
                "~:6: error: clip: no interval",
                "[2.0, 1.0] is empty; give the lower bound first");
        logits("a size below one", "parameter(0, 3)",
                "~:6: error: a size is positive, given is 0");
        whole("a shape that does not parse", CLASSIFIER.replaceFirst("N, 4", "N,, 4").replace("LOGITS", RIGHT),
                "~:5: error: the shape \"N,, 4\" has the size 0; a size is positive");
        logits("a parameter in a method", "x.matmul(parameter(4, 3))",
                "~:6: error: parameter(…) inside of a method: make parameters where the class is made, in a field"
                        + " or a constructor");
        whole("more elements than an array holds", CLASSIFIER.replace("4, 3", "4, 2000000000")
                .replace("parameter(3)", "parameter(2000000000)").replace("LOGITS", RIGHT),
                "~:4: the parameter a [4, 2000000000] has 8000000000 elements, an array holds at most 2147483639:"
                        + " choose smaller sizes");
    }

    private void names() {
        logits("an unknown method", "x.matmull(a)",
                "~:6: error: a Tensor has no method matmull; did you mean matmul?");
        logits("an unknown function", "tahn(x).matmul(a)",
                "~:6: error: there is no method tahn; did you mean tanh?");
        logits("an unknown variable", "x.matmul(c)",
                "~:6: error: there is no variable c; did you mean a?");
        logits("an unknown class", "new Densee(4, 3).apply(x)",
                "~:6: error: there is no class Densee; a model is made of Tensors, numbers, and classes of its own"
                        + " file or of files beside it");
        whole("an unknown member of @Model", CLASSIFIER.replace("epochs = 1", "epoch = 1").replace("LOGITS", RIGHT),
                "~:3: error: @Model has no epoch; did you mean epochs? (it has batch, clip, decay, dtype, epochs,"
                        + " momentum, optimizer, rate, schedule, seed, warmup)");
        whole("an unknown optimizer of @Model",
                CLASSIFIER.replace("epochs = 1", "optimizer = \"adan\"").replace("LOGITS", RIGHT),
                "~: @Model: there is no optimizer 'adan'; did you mean adam? (there are sgd, momentum, nesterov,"
                        + " adagrad, rmsprop, adam, adamw)");
        whole("no import of the language",
                CLASSIFIER.replace("import static org.nablac.Nablac.*;", "").replace("LOGITS", RIGHT),
                "~:4: error: there is no method parameter; add 'import static org.nablac.Nablac.*;'");
        whole("a method that the class has already", CLASSIFIER.replace("logits", "step").replace("LOGITS", RIGHT),
                "~: the method step(…) has a name that the class WrongModel needs for itself; give it another");
        whole("an input without its shape",
                CLASSIFIER.replace("@Shape(\"N, 4\") Tensor x, @Labels", "Tensor x, @Labels").replace("LOGITS", RIGHT),
                "~:8: error: the input x of loss needs its shape: write @Shape(\"N, 4\"), @Index(\"N, rows\") or"
                        + " @Labels(\"N\")");
    }

    private void java() {
        whole("a loop without a bound", body("Tensor z = x; while (true) { z = z.plus(1); }"),
                "~:6: error: while: the loop has not ended after 10000 rounds; bound it by a constant");
        whole("a loop that depends on data",
                body("Tensor z = x; for (int k = 0; k < x; k++) { z = z.plus(1); } return z;"),
                "~:6: error: Java has no < of tensors; write x.less(y)");
        whole("a recursion without an end", CLASSIFIER.replace("LOGITS", "logits(x)"),
                "~:6: error: logits: calls are 200 deep; bound the recursion by a constant",
                "in logits(x), called at line 6, 200 times");
        whole("a try", body("try { return x; } finally { }"),
                "~:6: error: try is not understood in a model: nothing fails while it is read; leave it out");
        whole("a class of the Java library", body("new Thread().start(); return x.matmul(a);"),
                "~:6: error: a Thread cannot be made in a model; it is made of Tensors, numbers, and its own classes");
        whole("no semicolon", body("return x.matmul(a)"),
                "~:6: error: this is not Java: after this \"}\" cannot follow; is a ; missing?");
        whole("an index out of an array", body("int[] s = new int[2]; s[2] = 1; return x;"),
                "~:6: error: the index 2 is outside of an array of length 2");
        whole("a division by zero", body("int k = 1 / 0; return x;"),
                "~:6: error: division by zero");
        whole("an array of absurd size", body("int[] s = new int[2000000000]; return x.matmul(a);"),
                "~:6: error: the length of an array is an int from 0 to 100000, given is 2000000000");
        whole("nothing", "",
                "~: there is no class with @Model; write it before the class that holds the parameters");
        whole("no model", "class A { }",
                "~: there is no class with @Model; write it before the class that holds the parameters");
        whole("two models", "import org.nablac.*; @Model class A { } @Model class B { }",
                "~: there are several models, A, B; keep one of them in the file, or name the file like the one"
                        + " you mean: A.java");
        whole("a model without methods", "import org.nablac.*; @Model class A { }",
                "~:1: error: the model A has no method: declare one as 'public Tensor score(@Shape(\"N, 4\")"
                        + " Tensor x)'");
        whole("bytes that are no text", "\u0000\u0001\u0002\u0000PK\u0003\u0004",
                "~:1: error: this is not Java: no word begins like this");
    }

    private void losses() {
        whole("a loss that is no scalar", CLASSIFIER.replace(".mean()", "").replace("LOGITS", RIGHT),
                "~:8: error: loss is f32[N], a loss is a float scalar: end it with .mean() or .sum()");
        whole("a loss of whole numbers",
                CLASSIFIER.replace("crossEntropy(logits(x), y).mean()", "y.sum()").replace("LOGITS", RIGHT),
                "~:9: error: sum: takes floats",
                "given is i32[N]");
        logits("a parameter with no path to the loss", "x.matmul(a)",
                "b at ~:4 has no path to the loss mean at ~:9: training could not change it; use it, or leave it"
                        + " out");
        whole("two losses", CLASSIFIER.replace("LOGITS", RIGHT).replace("@Loss public",
                "@Loss public Tensor other(@Shape(\"N, 4\") Tensor x) { return logits(x).sum(); }\n    @Loss public"),
                "~:8: error: two losses, loss and other: training makes one scalar small, add them in one method");
    }

    private static String body(String statements) {
        return CLASSIFIER.replace("return LOGITS;", statements);
    }

    private void logits(String name, String logits, String... said) {
        whole(name, classifier(logits), said);
    }

    private void whole(String name, String text, String... said) {
        all.add(new WrongModel(name, text, List.of(said)));
    }
}
