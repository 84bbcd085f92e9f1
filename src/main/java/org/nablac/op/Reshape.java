package org.nablac.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** The same elements in the same row-major order, under another shape of equal count. */
public record Reshape(Shape shape) implements Move.Pull {

    /** {@code x} as {@code shape}; x itself if that is its shape already. */
    public static Node reshape(Node x, Shape shape) {
        return x.shape().equals(shape) ? x : x.arena().node(new Reshape(shape), x);
    }

    @Override
    public String name() {
        return "reshape";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType x = inputs.get(0);
        Axes.dense(name(), x);
        Dim from = x.shape().count();
        Dim to = shape.count();
        if (!from.equals(to)) {
            throw new ShapeError(name(), "element counts differ",
                    x.shape() + " has " + from + " elements, " + shape + " has " + to + fitting(from));
        }
        return x.with(shape);
    }

    /** {@code "; [N, 784] would fit"}: this shape with one axis changed so that it has {@code count} elements. */
    private String fitting(Dim count) {
        for (int a = shape.rank() - 1; a >= 0; a--) {
            Optional<Dim> dim = quotient(count, Axes.count(shape, Axes.others(shape.rank(), List.of(a))));
            if (dim.isPresent()) {
                return "; " + shape.with(a, dim.get()) + " would fit";
            }
        }
        return "; [" + count + "] would fit";
    }

    /** {@code a / b} if both have one term and it goes into the other. */
    private static Optional<Dim> quotient(Dim a, Dim b) {
        if (a.terms().size() != 1 || b.terms().size() != 1) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>(a.terms().get(0).getKey());
        long number = a.terms().get(0).getValue();
        long divisor = b.terms().get(0).getValue();
        if (number % divisor != 0 || !b.terms().get(0).getKey().stream().allMatch(names::remove)) {
            return Optional.empty();
        }
        return Optional.of(names.stream().map(Dim::named).reduce(Dim.of(number / divisor), Dim::times));
    }

    /**
     * Cuts both shapes where their leading dimensions have the same product; between two cuts the flat index of the
     * output's axes is split along the input's, and an axis that stands alone on both sides passes through.
     */
    @Override
    public List<Expr> source(TensorType input, TensorType output, Function<Dim, Expr> size, List<Expr> index) {
        List<Dim> in = input.shape().dims();
        List<Dim> out = output.shape().dims();
        List<Expr> source = new ArrayList<>();
        int i = 0;
        int o = 0;
        while (i < in.size() || o < out.size()) {
            int[] cut = nextCut(in, i, out, o);
            Expr flat = Code.c(0);
            for (int a = o; a < cut[1]; a++) {
                flat = out.get(a).is(1) ? flat : Code.add(Code.mul(flat, size.apply(out.get(a))), index.get(a));
            }
            source.addAll(split(flat, in.subList(i, cut[0]), size));
            i = cut[0];
            o = cut[1];
        }
        return source;
    }

    /** The nearest (i', o') after (i, o) with Π in[i..i') = Π out[o..o'); the ends of both are such a place. */
    private static int[] nextCut(List<Dim> in, int i, List<Dim> out, int o) {
        for (int steps = 1; steps < in.size() - i + out.size() - o; steps++) {
            for (int more = Math.min(steps, in.size() - i); more >= Math.max(0, steps - (out.size() - o)); more--) {
                Dim left = new Shape(in.subList(i, i + more)).count();
                Dim right = new Shape(out.subList(o, o + steps - more)).count();
                if (left.equals(right)) {
                    return new int[] {i + more, o + steps - more};
                }
            }
        }
        return new int[] {in.size(), out.size()};
    }

    /** The index along each of {@code dims} of element number {@code flat} of their row-major product. */
    private static List<Expr> split(Expr flat, List<Dim> dims, Function<Dim, Expr> size) {
        List<Expr> index = new ArrayList<>();
        Expr rest = flat;
        long wide = dims.stream().filter(d -> !d.is(1)).count();
        for (int a = dims.size() - 1; a >= 0; a--) {
            if (dims.get(a).is(1)) {
                index.add(0, Code.c(0));
            } else if (--wide == 0) {
                index.add(0, rest);
            } else {
                index.add(0, Code.rem(rest, size.apply(dims.get(a))));
                rest = Code.div(rest, size.apply(dims.get(a)));
            }
        }
        return index;
    }

    // dx = dy in the shape of x
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(reshape(cotangent, node.input(0).shape())));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        return new HostArray(x.dtype(), shape.values(evaluation.sizes()), x.data());
    }

    @Override
    public String doc() {
        return "y has the elements of x in the same row-major order under another shape";
    }
}
