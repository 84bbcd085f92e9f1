package org.nablac.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * Known entries of a matrix of signs. Rows and columns have vocabularies of their own, also where both are the same
 * people. An entry may occur more than once, even with both signs: each line of a file is one observation.
 *
 * @param row         [size], each in 0 … rows() - 1
 * @param column      [size], each in 0 … columns() - 1
 * @param sign        [size], each +1 or -1
 * @param rowNames    the names in the first column of the file
 * @param columnNames the names in the second column of the file
 */
public record Signs(int[] row, int[] column, float[] sign, Vocabulary rowNames, Vocabulary columnNames)
        implements Dataset {

    public Signs {
        if (row.length != column.length || row.length != sign.length) {
            throw new IllegalArgumentException("rows, columns and signs differ in number");
        }
        for (int k = 0; k < row.length; k++) {
            Objects.checkIndex(row[k], rowNames.size());
            Objects.checkIndex(column[k], columnNames.size());
            if (Math.abs(sign[k]) != 1) {
                throw new IllegalArgumentException(sign[k] + " is not a sign");
            }
        }
    }

    @Override
    public int size() {
        return row.length;
    }

    /** Rows of the matrix. */
    public int rows() {
        return rowNames.size();
    }

    /** Columns of the matrix. */
    public int columns() {
        return columnNames.size();
    }

    /** The share of +1 among the signs, in [0, 1]; 0 if there is none. */
    public double shareOfPlus() {
        int plus = 0;
        for (float s : sign) {
            plus += s > 0 ? 1 : 0;
        }
        return size() == 0 ? 0 : (double) plus / size();
    }

    /** These entries, then those of another set with the same vocabularies. */
    public Signs and(Signs other) {
        if (!rowNames.equals(other.rowNames) || !columnNames.equals(other.columnNames)) {
            throw new IllegalArgumentException("sets with different vocabularies");
        }
        int n = size();
        int[] rows = Arrays.copyOf(row, n + other.size());
        int[] columns = Arrays.copyOf(column, n + other.size());
        float[] signs = Arrays.copyOf(sign, n + other.size());
        System.arraycopy(other.row, 0, rows, n, other.size());
        System.arraycopy(other.column, 0, columns, n, other.size());
        System.arraycopy(other.sign, 0, signs, n, other.size());
        return new Signs(rows, columns, signs, rowNames, columnNames);
    }

    @Override
    public Signs select(int[] numbers) {
        return new Signs(Chosen.at(row, numbers), Chosen.at(column, numbers), Chosen.at(sign, numbers), rowNames,
                columnNames);
    }

    @Override
    public Kind kind() {
        return Kind.SIGNS;
    }

    @Override
    public String noun() {
        return "signs";
    }

    @Override
    public String describeSizes() {
        return rows() + " rows, " + columns() + " columns";
    }
}
