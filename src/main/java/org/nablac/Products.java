package org.nablac;

import java.util.ArrayList;
import java.util.List;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.op.MatMul;
import org.nablac.op.Reshape;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/** Matrix products of tensors of any rank, from those of equal batch axes. */
final class Products {
    private Products() {
    }

    static Node matmul(Node x, Node y) {
        int p = x.shape().rank();
        int q = y.shape().rank();
        if (p == 0 || q == 0) {
            throw new ShapeError("matmul", "takes matrices", x.shape() + " by " + y.shape()
                    + "; a scalar multiplies with times");
        }
        Dim inner = x.shape().dim(p - 1);
        Dim other = y.shape().dim(Math.max(0, q - 2));
        if (!inner.equals(other)) {
            throw new ShapeError("matmul", "inner dimensions differ",
                    inner + " is not " + other + "; " + y.shape().with(Math.max(0, q - 2), inner) + " would fit");
        }
        if (p == 1) {
            return dropAxis(matmul(Reshape.reshape(x, Shape.of(Dim.ONE, inner)), y), Math.max(0, q - 2));
        }
        if (q == 1) {
            return dropAxis(matmul(x, Reshape.reshape(y, Shape.of(inner, Dim.ONE))), p - 1);
        }
        if (p > 2 && q == 2) {
            return flattened(x, y);
        }
        Shape batch = Broadcasting.common("matmul", batch(x.shape()), batch(y.shape()));
        return MatMul.matmul(Broadcasting.to("matmul", x, joined(batch, x.shape())),
                Broadcasting.to("matmul", y, joined(batch, y.shape())));
    }

    /**
     * One matrix for every batch is one product with more rows: {@code [B, n, k] · [k, m]} is
     * {@code [B·n, k] · [k, m]}.
     */
    private static Node flattened(Node x, Node y) {
        int last = x.shape().rank() - 1;
        Dim rows = x.shape().without(List.of(last)).count();
        Node product = MatMul.matmul(Reshape.reshape(x, Shape.of(rows, x.shape().dim(last))), y);
        return Reshape.reshape(product, x.shape().with(last, y.shape().dim(1)));
    }

    private static Node dropAxis(Node x, int axis) {
        return Reshape.reshape(x, x.shape().without(List.of(axis)));
    }

    private static Shape batch(Shape s) {
        return new Shape(s.dims().subList(0, s.rank() - 2));
    }

    private static Shape joined(Shape batch, Shape matrix) {
        List<Dim> dims = new ArrayList<>(batch.dims());
        dims.addAll(matrix.dims().subList(matrix.rank() - 2, matrix.rank()));
        return new Shape(dims);
    }
}
