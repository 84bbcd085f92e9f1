package org.nablac.tensor;

import java.util.Collection;
import java.util.Comparator;

/** What the author may have meant. */
public final class Spelling {
    private Spelling() {
    }

    /** {@code ; did you mean matmul?} for the nearest of {@code known}, or nothing if none is near. */
    public static String hint(String word, Collection<String> known) {
        int limit = Math.max(1, word.length() / 3);
        return known.stream().filter(k -> !k.equals(word) && distance(word, k) <= limit)
                .min(Comparator.comparingInt((String k) -> distance(word, k)).thenComparing(Comparator.naturalOrder()))
                .map(k -> "; did you mean " + k + "?").orElse("");
    }

    /**
     * Insertions, deletions, substitutions and exchanges of neighbours (optimal string alignment); case costs nothing.
     */
    static int distance(String left, String right) {
        String a = left.toLowerCase(java.util.Locale.ROOT);
        String b = right.toLowerCase(java.util.Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
