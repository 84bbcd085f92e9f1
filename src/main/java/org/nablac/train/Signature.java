package org.nablac.train;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nablac.data.Kind;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.op.Input;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

/**
 * What a model learns from, and how it is asked, told from the inputs of its methods:
 *
 * <table>
 * <caption>B is the batch, the same named size in all inputs</caption>
 * <tr><td>loss(floats [B, …], labels [B])</td><td>prediction(floats [B, …]) = scores [B, C] or classes [B]</td></tr>
 * <tr><td>loss(index [B], index [B], sign [B])</td><td>prediction(index [B], index [B]) = scores [B]</td></tr>
 * <tr><td>loss(index [B], index [B], index [B])</td><td>prediction(index [B], index [B]) = scores [B, E]</td></tr>
 * </table>
 *
 * @param batch      the name of B in the loss
 * @param prediction the method that is asked; its own name of B may be another one
 */
public record Signature(Model model, Kind kind, Model.Method loss, String batch, Model.Method prediction) {
    private static final List<String> PREFERRED = List.of("logits", "scores", "score");

    /** @throws UserError if the model has no loss, or none of the forms above */
    public static Signature of(Model model) {
        Model.Method loss = model.methods().stream().filter(Model.Method::isLoss).findFirst().orElseThrow(
                () -> new UserError(model.sourceFile() + ": no method has @Loss, so there is nothing to train;"
                        + " write it before the method whose scalar is to become small"));
        String batch = batch(model, loss).orElseThrow(() -> unknown(model, loss));
        Kind kind = kind(loss).orElseThrow(() -> unknown(model, loss));
        List<Model.Method> asked = model.methods().stream().filter(m -> predicts(model, kind, loss, batch, m)).toList();
        return new Signature(model, kind, loss, batch,
                chosen(asked).orElseThrow(() -> noPrediction(model, kind, loss)));
    }

    /** The name of B in the inputs of the prediction. */
    public String predictionBatch() {
        return batch(model, prediction).orElseThrow();
    }

    private static Optional<Model.Method> chosen(List<Model.Method> asked) {
        return PREFERRED.stream().flatMap(n -> asked.stream().filter(m -> m.name().equals(n))).findFirst()
                .or(() -> asked.stream().findFirst());
    }

    /** The one named size that is the first axis of every input and is not bound when a model is created. */
    private static Optional<String> batch(Model model, Model.Method method) {
        if (method.inputs().isEmpty() || method.inputs().stream().anyMatch(i -> i.type().rank() == 0)) {
            return Optional.empty();
        }
        Set<Dim> first = method.inputs().stream().map(i -> i.type().dim(0)).collect(Collectors.toSet());
        Dim dim = first.iterator().next();
        return first.size() == 1 && dim.names().size() == 1 && dim.equals(Dim.named(dim.names().iterator().next()))
                && !model.dims().contains(dim.toString()) ? Optional.of(dim.toString()) : Optional.empty();
    }

    private static Optional<Kind> kind(Model.Method loss) {
        List<Node> in = loss.inputs();
        if (in.size() == 2 && in.get(0).type().dtype().isFloat() && in.get(0).type().rank() >= 2 && isInts(in.get(1))) {
            return Optional.of(Kind.EXAMPLES);
        }
        if (in.size() != 3 || !isInts(in.get(0)) || !isInts(in.get(1)) || in.get(2).type().rank() != 1) {
            return Optional.empty();
        }
        return in.get(2).type().dtype().isFloat() ? Optional.of(Kind.SIGNS)
                : isInts(in.get(2)) ? Optional.of(Kind.TRIPLES) : Optional.empty();
    }

    private static boolean isInts(Node n) {
        return n.type().dtype() == DType.I32 && n.type().rank() == 1;
    }

    /** Whether {@code m} takes what the loss takes, but for the answer, and gives scores of answers. */
    private static boolean predicts(Model model, Kind kind, Model.Method loss, String batch, Model.Method m) {
        int asked = loss.inputs().size() - 1;
        Optional<String> own = batch(model, m);
        if (m.isLoss() || m.inputs().size() != asked || own.isEmpty()) {
            return false;
        }
        Dim lossBatch = Dim.named(batch);
        for (int i = 0; i < asked; i++) {
            TensorType type = m.inputs().get(i).type();
            if (!type.with(type.shape().bind(own.get(), lossBatch)).equals(loss.inputs().get(i).type())
                    || !input(m.inputs().get(i)).bound().equals(input(loss.inputs().get(i)).bound())) {
                return false;
            }
        }
        TensorType out = m.output().type();
        boolean isBatch = out.rank() > 0 && out.dim(0).equals(Dim.named(own.get()));
        return isBatch && switch (kind) {
            case EXAMPLES -> out.rank() == 2 && out.dtype().isFloat() || out.rank() == 1 && out.dtype() == DType.I32;
            case SIGNS -> out.rank() == 1 && out.dtype().isFloat();
            case TRIPLES -> out.rank() == 2 && out.dtype().isFloat();
        };
    }

    static Input input(Node n) {
        return (Input) n.op();
    }

    private static UserError unknown(Model model, Model.Method loss) {
        return new UserError(model.sourceFile() + ": " + shown(loss)
                + " is not a loss that train knows data for. Known are"
                + "\n    loss(@Shape(\"N, 784\") x, @Labels(\"N\") y)"
                + "                              examples and their classes"
                + "\n    loss(@Index(\"N, rows\") i, @Index(\"N, columns\") j, @Shape(\"N\") sign)    signs of a matrix"
                + "\n    loss(@Index(\"N, entities\") h, @Index(\"N, relations\") r, "
                + "@Index(\"N, entities\") t)    triples"
                + "\nwhere N is one size that each call binds. The compiled class trains any loss: nablac compile");
    }

    private static UserError noPrediction(Model model, Kind kind, Model.Method loss) {
        String inputs = loss.inputs().subList(0, loss.inputs().size() - 1).stream()
                .map(i -> input(i).label()).collect(Collectors.joining(", "));
        String gives = switch (kind) {
            case EXAMPLES -> "the score of each class, [N, classes], or the class, int32 [N]";
            case SIGNS -> "a score of each pair, [N]";
            case TRIPLES -> "the score of each entity, [N, entities]";
        };
        return new UserError(model.sourceFile() + ": no method predicts; " + shown(loss)
                + " asks for a public method of ("
                + inputs + ") alone, with the same shapes, that returns " + gives);
    }

    private static String shown(Model.Method m) {
        return m.name() + m.inputs().stream().map(i -> input(i).label() + " " + i.type())
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
