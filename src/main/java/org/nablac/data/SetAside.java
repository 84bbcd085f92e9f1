package org.nablac.data;

import java.util.Arrays;
import java.util.Optional;
import org.nablac.tensor.UserError;

/** Takes what is missing of a split from its training data: first for testing, then a tenth for validation. */
final class SetAside {
    private SetAside() {
    }

    /**
     * @param where   the file of the training data, as errors name it
     * @param oneInTest 10: a tenth is for testing, 5: a fifth
     */
    @SuppressWarnings("unchecked")                           // select gives the kind it is called on
    static <D extends Dataset> Split<D> complete(D train, Optional<D> valid, Optional<D> test, String where, long seed,
            int oneInTest) {
        D most = train;
        D testing;
        D validating;
        String note = "";
        if (test.isPresent()) {
            testing = test.get();
        } else {
            Parts parts = chosen(oneInTest, most, where, "test", seed);
            testing = (D) most.select(parts.few());
            most = (D) most.select(parts.most());
            note += ", one in " + oneInTest + " set aside for testing";
        }
        if (valid.isPresent()) {
            validating = valid.get();
        } else {
            Parts parts = chosen(10, most, where, "validation", seed);
            validating = (D) most.select(parts.few());
            most = (D) most.select(parts.most());
            note += ", one in 10 set aside for validation";
        }
        return new Split<>(most, validating, testing, where + note + (note.isEmpty() ? "" : " (seed " + seed + ")"));
    }

    /** Numbers of examples in ascending order: most of them, and the few that were set aside. */
    private record Parts(int[] most, int[] few) {
    }

    private static Parts chosen(int oneIn, Dataset from, String where, String role, long seed) {
        if (from.size() < 2) {
            throw new UserError(where + ": only " + from.size() + " of its " + from.noun()
                    + " left, too few to set some aside; give a " + role + " file");
        }
        int[] order = Chosen.permutation(from.size(), seed);
        return switch (from) {
            case Examples e -> ofEachClass(oneIn, e, order);
            case Signs s -> first(oneIn, order);
            case Triples t -> first(oneIn, order);
        };
    }

    /** The first of the order, one in so many and at least one, and the rest. */
    private static Parts first(int oneIn, int[] order) {
        int small = Math.max(1, order.length / oneIn);
        return new Parts(sorted(order, small, order.length), sorted(order, 0, small));
    }

    /** As {@link #first}, but one in so many of each class, rounded, which may be none of a small class. */
    private static Parts ofEachClass(int oneIn, Examples from, int[] order) {
        int[] left = new int[from.classes()];
        for (int label : from.labels()) {
            left[label]++;
        }
        for (int label = 0; label < left.length; label++) {
            left[label] = Math.round(left[label] / (float) oneIn);
        }
        int[] few = new int[order.length];
        int[] most = new int[order.length];
        int fewSize = 0;
        int mostSize = 0;
        for (int k : order) {
            if (left[from.labels()[k]]-- > 0) {
                few[fewSize++] = k;
            } else {
                most[mostSize++] = k;
            }
        }
        return fewSize == 0 ? first(oneIn, order) : new Parts(sorted(most, 0, mostSize), sorted(few, 0, fewSize));
    }

    private static int[] sorted(int[] numbers, int from, int to) {
        int[] part = Arrays.copyOfRange(numbers, from, to);
        Arrays.sort(part);
        return part;
    }
}
