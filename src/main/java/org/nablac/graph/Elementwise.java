package org.nablac.graph;

import java.util.List;
import org.nablac.code.Expr;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** Each output element is a function of the elements of the inputs at the same place; all shapes are equal. */
public non-sealed interface Elementwise extends Op {

    /** The output's dtype. @throws ShapeError if the inputs' dtypes do not fit */
    DType dtype(List<DType> inputs);

    /** What one element computes, in the types of {@code x}. */
    Expr element(List<Expr> x);

    /** The same by the plain definition in doubles. */
    double value(double... x);

    /** As how many operations an element counts, be it an addition or a logarithm. */
    default int operations() {
        return 1;
    }

    @Override
    default TensorType type(List<TensorType> inputs) {
        TensorType first = inputs.get(0);
        for (int i = 0; i < inputs.size(); i++) {
            if (!inputs.get(i).shape().equals(first.shape())) {
                throw new ShapeError(name(), "shapes differ",
                        first.shape() + " is not " + inputs.get(i).shape() + "; broadcast one to the other");
            }
            if (!inputs.get(i).isDense()) {
                throw new ShapeError(name(), "takes dense tensors", "operand " + (i + 1) + " is row-sparse");
            }
        }
        return new TensorType(dtype(inputs.stream().map(TensorType::dtype).toList()), first.shape());
    }

    @Override
    default HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        DType dtype = dtype(inputs.stream().map(HostArray::dtype).toList());
        double[] out = new double[inputs.get(0).count()];
        double[] x = new double[inputs.size()];
        for (int e = 0; e < out.length; e++) {
            for (int i = 0; i < x.length; i++) {
                x[i] = inputs.get(i).data()[e];
            }
            double y = value(x);
            out[e] = dtype == DType.I32 ? (int) (long) y : y;
        }
        return new HostArray(dtype, inputs.get(0).shape(), out);
    }
}
