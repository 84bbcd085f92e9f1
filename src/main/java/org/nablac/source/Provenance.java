package org.nablac.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nablac.Blueprint;
import org.nablac.Tensor;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;

/** Where tensors come from, in words, and what a refused call is told about them. */
final class Provenance {
    private final Blueprint blueprint;
    private final Map<Node, String> words = new HashMap<>();
    private final Map<Node, String> parameters = new HashMap<>();

    Provenance(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    /** An operand of a call: how the source writes it. */
    record Operand(String text, Tensor value) {
    }

    /** Inputs belong to the method that is being read; the last that says so holds. */
    void input(Tensor input, String method, int line) {
        words.put(input.node(), "input of " + method + ", line " + line);
    }

    /** Results belong to whoever made them first. */
    void made(Tensor result, String by, Frame frame, com.github.javaparser.ast.Node at) {
        if (result instanceof org.nablac.Parameter) {
            parameters.putIfAbsent(result.node(), frame.outermost(at));
        } else {
            words.putIfAbsent(result.node(), "made by " + by + ", "
                    + Frame.place(frame, at, frame.type().file().text().path()));
        }
    }

    private String of(Node node) {
        String place = parameters.get(node);
        return place != null ? blueprint.nameOf(node).orElse("a parameter") + ", made at " + place
                : words.getOrDefault(node, "");
    }

    /** One line for each operand, in columns. */
    List<String> table(List<Operand> operands) {
        int text = operands.stream().mapToInt(o -> shorten(o.text).length()).max().orElse(0);
        int type = operands.stream().mapToInt(o -> type(o.value).length()).max().orElse(0);
        return operands.stream().map(o -> (pad(shorten(o.text), text) + " : " + pad(type(o.value), type) + "  "
                + of(o.value.node())).stripTrailing()).toList();
    }

    /** The shape; with the dtype if that is not the one of the model. */
    private String type(Tensor t) {
        return t.type().dtype() == blueprint.dtype() ? t.shape().toString() : t.type().toString();
    }

    private static String shorten(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 32 ? line : line.substring(0, 31) + "…";
    }

    private static String pad(String s, int width) {
        return s + " ".repeat(width - s.length());
    }

    /** Parameters, as {@code first.a [784, 128]}, that {@code fits} accepts in the place of {@code refused}. */
    List<String> fitting(Tensor refused, Function<Tensor, Boolean> fits) {
        if (!parameters.containsKey(refused.node())) {
            return List.of();
        }
        return blueprint.parameters().stream().filter(p -> p.node() != refused.node())
                .filter(p -> blueprint.nameOf(p.node()).isPresent() && fits.apply(p))
                .map(p -> blueprint.nameOf(p.node()).orElseThrow() + " " + p.shape()).toList();
    }

    /** The facts of an error, and what would fit: parameters that do, if there are some. */
    static String advice(ShapeError wrong, List<String> fitting) {
        if (fitting.isEmpty()) {
            return wrong.advice();
        }
        int cut = wrong.advice().lastIndexOf("; ");
        String facts = cut < 0 ? wrong.advice() : wrong.advice().substring(0, cut);
        List<String> some = fitting.subList(0, Math.min(4, fitting.size()));
        return facts + "; " + String.join(" or ", some) + " would fit";
    }
}
