package org.nablac.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Facts (head, relation, tail) of a knowledge graph.
 *
 * @param head          [size], each in 0 … entities() - 1
 * @param relation      [size], each in 0 … relations() - 1
 * @param tail          [size], each in 0 … entities() - 1
 * @param entityNames   heads and tails, in order of first appearance
 * @param relationNames relations, in order of first appearance
 */
public record Triples(int[] head, int[] relation, int[] tail, Vocabulary entityNames, Vocabulary relationNames)
        implements Dataset {

    public Triples {
        if (head.length != relation.length || head.length != tail.length) {
            throw new IllegalArgumentException("heads, relations and tails differ in number");
        }
        for (int k = 0; k < head.length; k++) {
            Objects.checkIndex(head[k], entityNames.size());
            Objects.checkIndex(relation[k], relationNames.size());
            Objects.checkIndex(tail[k], entityNames.size());
        }
    }

    @Override
    public int size() {
        return head.length;
    }

    public int entities() {
        return entityNames.size();
    }

    public int relations() {
        return relationNames.size();
    }

    /**
     * Twice as many triples over twice as many relations: first each (h, r, t) in order, then each (t, r + R, h), where
     * R is {@link #relations()} of this set (Lacroix, Usunier, Obozinski, ICML 2018). Relation r + R is named
     * {@code NAME (reversed)}. For training only: the ranking asks a head query as (t, r + R) by itself.
     */
    public Triples reciprocal() {
        int n = size();
        int[] heads = Arrays.copyOf(head, Math.multiplyExact(2, n));
        int[] relations = Arrays.copyOf(relation, 2 * n);
        int[] tails = Arrays.copyOf(tail, 2 * n);
        for (int k = 0; k < n; k++) {
            heads[n + k] = tail[k];
            relations[n + k] = relation[k] + relations();
            tails[n + k] = head[k];
        }
        List<String> names = new ArrayList<>(relationNames.names());
        relationNames.names().forEach(name -> names.add(name + " (reversed)"));
        return new Triples(heads, relations, tails, entityNames, Vocabulary.numbered(names));
    }

    @Override
    public Triples select(int[] numbers) {
        return new Triples(Chosen.at(head, numbers), Chosen.at(relation, numbers), Chosen.at(tail, numbers),
                entityNames, relationNames);
    }

    @Override
    public Kind kind() {
        return Kind.TRIPLES;
    }

    @Override
    public String noun() {
        return "triples";
    }

    @Override
    public String describeSizes() {
        return entities() + " entities, " + relations() + " relations";
    }
}
