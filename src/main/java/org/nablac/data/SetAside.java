package org.nablac.data;

import java.util.Arrays;
import java.util.Optional;
import org.nablac.tensor.UserError;

/** Takes what is missing of a split from its training data: a tenth for testing, then a tenth for validation. */
final class SetAside {
    private SetAside() {
    }

    /** @param where the file of the training data, as errors name it */
    @SuppressWarnings("unchecked")                           // select gives the kind it is called on
    static <D extends Dataset> Split<D> complete(D train, Optional<D> valid, Optional<D> test, String where, long seed) {
        D most = train;
        D testing;
        D validating;
        String note = "";
        if (test.isPresent()) {
            testing = test.get();
        } else {
            Parts parts = tenth(most, where, "test", seed);
            testing = (D) most.select(parts.tenth());
            most = (D) most.select(parts.most());
            note += ", a tenth set aside for testing";
        }
        if (valid.isPresent()) {
            validating = valid.get();
        } else {
            Parts parts = tenth(most, where, "validation", seed);
            validating = (D) most.select(parts.tenth());
            most = (D) most.select(parts.most());
            note += ", a tenth set aside for validation";
        }
        return new Split<>(most, validating, testing, where + note + (note.isEmpty() ? "" : " (seed " + seed + ")"));
    }

    /** Numbers of examples in ascending order: most of them, and the tenth that was set aside. */
    record Parts(int[] most, int[] tenth) {
    }

    private static Parts tenth(Dataset from, String where, String role, long seed) {
        if (from.size() < 2) {
            throw new UserError(where + ": " + from.size() + " of its " + from.noun() + " left, too few to set some aside; give a "
                    + role + " file");
        }
        int[] order = Chosen.permutation(from.size(), seed);
        return switch (from) {
            case Examples e -> ofEachClass(e, order);
            case Signs s -> first(order);
            case Triples t -> first(order);
        };
    }

    /** The first tenth of the order, at least one, and the rest. */
    private static Parts first(int[] order) {
        int small = Math.max(1, order.length / 10);
        return new Parts(sorted(order, small, order.length), sorted(order, 0, small));
    }

    /** As {@link #first}, but a tenth of each class, rounded; of a class of fewer than five, nothing. */
    private static Parts ofEachClass(Examples from, int[] order) {
        int[] left = new int[from.classes()];
        for (int label : from.labels()) {
            left[label]++;
        }
        for (int label = 0; label < left.length; label++) {
            left[label] = Math.round(left[label] / 10f);
        }
        int[] tenth = new int[order.length];
        int[] most = new int[order.length];
        int tenthSize = 0;
        int mostSize = 0;
        for (int k : order) {
            if (left[from.labels()[k]]-- > 0) {
                tenth[tenthSize++] = k;
            } else {
                most[mostSize++] = k;
            }
        }
        return tenthSize == 0 ? first(order) : new Parts(sorted(most, 0, mostSize), sorted(tenth, 0, tenthSize));
    }

    private static int[] sorted(int[] numbers, int from, int to) {
        int[] part = Arrays.copyOfRange(numbers, from, to);
        Arrays.sort(part);
        return part;
    }
}
