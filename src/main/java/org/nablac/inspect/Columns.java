package org.nablac.inspect;

import java.util.List;

/** Lines of cells, aligned to the left. */
public final class Columns {
    private static final String INDENT = "  ";
    private static final int WIDEST = 44;

    private Columns() {
    }

    /** Each row a line; a cell wider than others pushes the rest of its line. */
    public static String text(List<String[]> rows) {
        int columns = rows.stream().mapToInt(r -> r.length).max().orElse(0);
        int[] width = new int[columns];
        for (String[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                width[c] = Math.max(width[c], Math.min(WIDEST, row[c].length()));
            }
        }
        StringBuilder s = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(INDENT);
            for (int c = 0; c < row.length; c++) {
                if (width[c] > 0) {
                    line.append(row[c]).append(" ".repeat(Math.max(0, width[c] - row[c].length()) + 2));
                }
            }
            s.append(line.toString().stripTrailing()).append('\n');
        }
        return s.toString();
    }
}
