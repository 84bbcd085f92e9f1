package org.nablac.data.metrics;

import java.util.Arrays;
import java.util.List;
import org.nablac.data.Split;
import org.nablac.data.Triples;

/**
 * All true triples, (h, r, t) also as (t, r + R, h), so that each query (left, relation) gives its true answers at
 * once: sorted numbers (left·2R + relation)·E + answer, E entities, R relations. 16 bytes a triple.
 */
public final class KnownTriples {
    private final int entities;
    private final int relations;
    private final long[] keys;

    private KnownTriples(int entities, int relations, long[] keys) {
        this.entities = entities;
        this.relations = relations;
        this.keys = keys;
    }

    /** Those of train, valid and test. */
    public static KnownTriples of(Split<Triples> split) {
        return of(List.of(split.train(), split.valid(), split.test()));
    }

    /**
     * @param parts with the same vocabularies, not doubled by {@link Triples#reciprocal}; at least one
     * @throws ArithmeticException if 2·R·E² exceeds 2⁶³
     */
    public static KnownTriples of(List<Triples> parts) {
        int entities = parts.getFirst().entities();
        int relations = parts.getFirst().relations();
        Math.multiplyExact(Math.multiplyExact(2L * relations, (long) entities), (long) entities);
        long[] keys = new long[2 * parts.stream().mapToInt(Triples::size).sum()];
        KnownTriples known = new KnownTriples(entities, relations, keys);
        int at = 0;
        for (Triples part : parts) {
            if (part.entities() != entities || part.relations() != relations) {
                throw new IllegalArgumentException("parts with different vocabularies");
            }
            for (int k = 0; k < part.size(); k++) {
                keys[at++] = known.key(part.head()[k], part.relation()[k], part.tail()[k]);
                keys[at++] = known.key(part.tail()[k], part.relation()[k] + relations, part.head()[k]);
            }
        }
        Arrays.sort(keys);
        return known;
    }

    public int entities() {
        return entities;
    }

    /** R: a head query asks relation r + R. */
    public int relations() {
        return relations;
    }

    /** The index of the first answer of a query, for {@link #answer}. */
    int from(int left, int relation) {
        return at(key(left, relation, 0));
    }

    /** The index after the last answer of a query. */
    int to(int left, int relation) {
        return at(key(left, relation, 0) + entities);
    }

    /** Answers are in ascending order; one may repeat. */
    int answer(int index) {
        return (int) (keys[index] % entities);
    }

    private long key(int left, int relation, int answer) {
        return (left * 2L * relations + relation) * entities + answer;
    }

    /** The index of the first key that is at least this. */
    private int at(long key) {
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
