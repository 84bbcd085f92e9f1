package org.nablac.testing;

import java.util.Arrays;
import java.util.Optional;
import org.nablac.graph.Node;
import org.nablac.op.Constant;
import org.nablac.op.Sub;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/**
 * What a caller gives for an argument. Indices that a caller gives are rows of the table; −1, which is no row, is only
 * ever computed: it is given as 0, and 1 is subtracted.
 *
 * @param bound of the input, zero for none
 */
record Given(HostArray value, Dim bound, boolean isShifted) {

    static Given of(TensorType type, HostArray wanted, Optional<Dim> bound) {
        if (bound.isEmpty() || Arrays.stream(wanted.data()).allMatch(v -> v >= 0)) {
            return new Given(wanted, bound.orElse(Dim.ZERO), false);
        }
        double[] shifted = Arrays.stream(wanted.data()).map(v -> v + 1).toArray();
        return new Given(new HostArray(type.dtype(), wanted.shape(), shifted), bound.get().plus(Dim.ONE), true);
    }

    /** The argument that {@code input} makes. */
    Node argument(Node input) {
        return isShifted ? Sub.sub(input, Constant.constantLike(input, 1)) : input;
    }
}
