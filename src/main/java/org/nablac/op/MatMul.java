package org.nablac.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nablac.graph.Contract;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/**
 * {@code c[b, i, j] = Σ_k a[b, i, k] · b[b, k, j]}: [..., M, K] · [..., K, N] = [..., M, N] with equal batch axes; a
 * transposed operand is held with its last two axes exchanged.
 */
public record MatMul(boolean transposeLeft, boolean transposeRight) implements Contract {

    /** {@code a · b} of matrices, or of equally many. */
    public static Node matmul(Node a, Node b) {
        return matmul(a, b, false, false);
    }

    /** {@code a · b}, where a flag says that the operand is held transposed. */
    public static Node matmul(Node a, Node b, boolean transposeLeft, boolean transposeRight) {
        return a.arena().node(new MatMul(transposeLeft, transposeRight), a, b);
    }

    @Override
    public String name() {
        return "matmul";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType a = inputs.get(0);
        TensorType b = inputs.get(1);
        matrix(a);
        matrix(b);
        int rank = a.rank();
        Shape batch = new Shape(a.shape().dims().subList(0, rank - 2));
        if (!new Shape(b.shape().dims().subList(0, b.rank() - 2)).equals(batch)) {
            throw new ShapeError(name(), "batch axes differ",
                    "those of " + a.shape() + " are not those of " + b.shape() + "; broadcast one to the other");
        }
        Dim inner = a.dim(transposeLeft ? rank - 2 : rank - 1);
        Dim other = b.dim(transposeRight ? rank - 1 : rank - 2);
        if (!inner.equals(other)) {
            Dim n = Dim.named("n");
            List<Dim> fits = new ArrayList<>(batch.dims());
            fits.addAll(transposeRight ? List.of(n, inner) : List.of(inner, n));
            throw new ShapeError(name(), "inner dimensions differ",
                    inner + " is not " + other + "; " + new Shape(fits) + " would fit on the right");
        }
        List<Dim> out = new ArrayList<>(batch.dims());
        out.add(a.dim(transposeLeft ? rank - 1 : rank - 2));
        out.add(b.dim(transposeRight ? rank - 2 : rank - 1));
        return new TensorType(DTypes.sameFloat(name(), List.of(a.dtype(), b.dtype())), new Shape(out));
    }

    private void matrix(TensorType x) {
        Axes.dense(name(), x);
        if (x.rank() < 2) {
            Dim length = x.rank() == 0 ? Dim.ONE : x.dim(0);
            String axes = x.rank() == 0 ? "no axis" : "one axis";
            throw new ShapeError(name(), "takes matrices", x.shape() + " has " + axes + "; as a row "
                    + Shape.of(Dim.ONE, length) + " or a column " + Shape.of(length, Dim.ONE) + " it is one");
        }
    }

    // c = a·b: da = dc·bᵀ, db = aᵀ·dc; of an operand held transposed, the transpose of that
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node a = node.input(0);
        Node b = node.input(1);
        Node left = transposeLeft
                ? matmul(b, cotangent, transposeRight, true)
                : matmul(cotangent, b, false, !transposeRight);
        Node right = transposeRight
                ? matmul(cotangent, a, true, transposeLeft)
                : matmul(a, cotangent, !transposeLeft, false);
        return List.of(Optional.of(left), Optional.of(right));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray a = inputs.get(0);
        HostArray b = inputs.get(1);
        int rank = a.rank();
        int inner = a.shape()[transposeLeft ? rank - 2 : rank - 1];
        int[] shape = a.shape().clone();
        shape[rank - 2] = a.shape()[transposeLeft ? rank - 1 : rank - 2];
        shape[rank - 1] = b.shape()[transposeRight ? rank - 2 : rank - 1];
        HostArray c = HostArray.zeros(a.dtype(), shape);
        for (int e = 0; e < c.count(); e++) {
            int[] out = Axes.index(shape, e);
            for (int k = 0; k < inner; k++) {
                c.data()[e] += a.at(place(out, out[rank - 2], k, transposeLeft))
                        * b.at(place(out, k, out[rank - 1], transposeRight));
            }
        }
        return c;
    }

    /** The batch of {@code out}, then row and column, exchanged if the matrix is held transposed. */
    private static int[] place(int[] out, int row, int column, boolean transposed) {
        int[] in = out.clone();
        in[in.length - 2] = transposed ? column : row;
        in[in.length - 1] = transposed ? row : column;
        return in;
    }

    @Override
    public String doc() {
        return "c[i, j] = Σ_k a[i, k] · b[k, j]: the matrix product, of each pair of matrices of a batch";
    }
}
