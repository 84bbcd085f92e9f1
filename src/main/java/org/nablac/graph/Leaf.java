package org.nablac.graph;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.tensor.Dim;
import org.nablac.tensor.TensorType;

/** A value with no inputs. */
public non-sealed interface Leaf extends Op {

    /** Its type; a leaf has no inputs to infer it from. */
    TensorType type();

    @Override
    default TensorType type(List<TensorType> inputs) {
        return type();
    }

    @Override
    default List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of();
    }

    /** A leaf whose values a caller or the model holds in an array: inputs, parameters, optimiser state. */
    interface Stored extends Leaf {
        /** Unique among the stored leaves of one model, as {@code x} or {@code first.a}. */
        String label();

        /**
         * Whether it lives in the model between calls (parameters and state) and not in the caller's hands (inputs).
         */
        boolean isPersistent();
    }

    /** A leaf whose elements are computed where they are needed. */
    interface Computed extends Leaf {
        /** Its element at {@code index}, one int expression per axis; of the scalar type of its dtype. */
        Expr element(Context context, List<Expr> index);
    }

    /** What a computed element may refer to. */
    interface Context {
        /** The value of a dimension, an int. */
        Expr size(Dim dim);

        /** The seed of the random numbers, a long. */
        Expr seed();

        /** The step counter of the random numbers, a long. */
        Expr step();

        /** The stream of random numbers that has this number, an int. */
        Expr stream(int number);
    }
}
