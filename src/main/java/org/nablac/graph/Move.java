package org.nablac.graph;

import java.util.List;
import java.util.function.Function;
import org.nablac.code.Expr;
import org.nablac.tensor.Dim;
import org.nablac.tensor.TensorType;

/** Elements move, none is computed. */
public non-sealed interface Move extends Op {

    /** One input; output element {@code index} is an input element: reshape, transpose, broadcast, slice. */
    interface Pull extends Move {
        /**
         * Where in the input the output's element comes from.
         *
         * @param size the value of a dimension, an int
         * @param index one int expression per output axis
         * @return one int expression per input axis
         */
        List<Expr> source(TensorType input, TensorType output, Function<Dim, Expr> size, List<Expr> index);
    }

    /** Several inputs, each filling its own region of the output: concat. Together they fill it exactly once. */
    interface Push extends Move {
        /** Where in the output the element {@code index} of input number {@code input} goes. */
        List<Expr> target(List<TensorType> inputs, int input, Function<Dim, Expr> size, List<Expr> index);
    }
}
