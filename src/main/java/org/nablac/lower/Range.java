package org.nablac.lower;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Contract;
import org.nablac.graph.Node;
import org.nablac.schedule.Effort;
import org.nablac.schedule.Kernel;
import org.nablac.schedule.Schedule;
import org.nablac.schedule.Work;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/**
 * What a kernel loops over outermost, where the turns of that loop write different elements and none reads what another
 * writes. A call does the part from {@link Argument.First} to {@link Argument.Last}: wherever {@code 0 … extent} is
 * cut, the calls for its parts, in any order or at the same time, do together what one call for all of it does. No sum
 * is cut.
 *
 * @param axis of the output that is looped over
 * @param extent of that axis
 * @param unit parts that begin and end at its multiples are fast
 * @param parts for each thread: several, so that one that comes late takes fewer, where a part begins with little
 * @param operations about how many all of the kernel takes
 */
public record Range(int axis, Dim extent, int unit, int parts, Dim operations) {
    /** Operations of a kernel of constant size that is not worth parts. */
    private static final long FEW = 1 << 17;
    /** Turns of a loop over elements that lanes do at once. */
    private static final int TURNS = 16;
    /** Parts for each thread. */
    private static final int SEVERAL = 8;
    /** Elements of a right operand from which on packing it, as each part does for itself, is much. */
    private static final int MUCH = 1 << 17;
    /** Rows of a tile, about. */
    private static final int TILE_ROWS = 8;
    /** Columns of two or three tiles. */
    private static final int TILE_COLUMNS = 96;
    /**
     * Columns of several tiles, since each part packs the left operand for itself; hence also one part a thread. A part
     * does the tiles that begin in it.
     */
    private static final int COLUMNS_UNIT = 128;
    /** Tiles across a product from which on its columns are cut, so that each part packs its own only. */
    private static final int MANY = 3;

    static Optional<Range> of(Schedule schedule, Kernel kernel) {
        List<Work> works = kernel.works();
        Dim operations = Effort.of(schedule, kernel);
        if (operations.isConstant() && operations.constant() < FEW) {
            return Optional.empty();
        }
        if (works.get(0) instanceof Work.Product p) {
            return product(p, operations);
        }
        boolean isApart = works.stream().noneMatch(w -> w instanceof Work.Scatter || w instanceof Work.Lead);
        return isApart && !kernel.rows().is(1)
                ? Optional.of(new Range(0, kernel.rows(), TURNS, SEVERAL, operations)) : Optional.empty();
    }

    /** Matrices if there are many, else columns if they are many, else rows. */
    private static Optional<Range> product(Work.Product work, Dim operations) {
        Shape shape = work.product().shape();
        int rank = shape.rank();
        if (rank > 2 && isAtLeast(shape.dim(0), TURNS)) {
            return Optional.of(new Range(0, shape.dim(0), 1, SEVERAL, operations));
        }
        boolean fewRows = !isAtLeast(shape.dim(rank - 2), 2 * TILE_ROWS);
        if (isAtLeast(shape.dim(rank - 1), fewRows ? 2 * TILE_COLUMNS : MANY * TILE_COLUMNS)) {
            return Optional.of(new Range(rank - 1, shape.dim(rank - 1), COLUMNS_UNIT, 1, operations));
        }
        Node left = work.product().input(0);
        Dim terms = left.shape().dim(rank - (((Contract) work.product().op()).transposeLeft() ? 2 : 1));
        boolean packsMuch = PackedProducts.isWorthIt(shape.dim(rank - 2), shape.dim(rank - 1), terms)
                && Effort.usual(terms.times(shape.dim(rank - 1))) >= MUCH;
        return fewRows ? Optional.empty() : Optional.of(new Range(rank - 2, shape.dim(rank - 2), TILE_ROWS,
                packsMuch ? 1 : SEVERAL, operations));
    }

    private static boolean isAtLeast(Dim d, int least) {
        return !d.isConstant() || d.constant() >= least;
    }
}
