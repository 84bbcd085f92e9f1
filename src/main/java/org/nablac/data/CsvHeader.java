package org.nablac.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.csv.CSVRecord;
import org.nablac.tensor.UserError;

/**
 * What the first line of a CSV file says of its columns.
 *
 * @param present whether it is a header, and no example
 * @param names   of all columns, or empty
 * @param width   number of columns, at least 2
 * @param label   which column is the label, from 0
 */
record CsvHeader(boolean present, List<String> names, int width, int label) {

    /** @param error makes the error of a text that begins with the number of a column */
    static CsvHeader of(CSVRecord first, Optional<String> labelColumn, Function<String, UserError> error) {
        List<String> texts = CsvFile.texts(first);
        int width = texts.size();
        if (width < 2) {
            throw error.apply("1: 1 field; expected numbers and a label, separated by commas");
        }
        int label = label(texts, labelColumn, error);
        boolean named = labelColumn.isPresent() && !isColumnNumber(labelColumn.get(), width);
        int numbers = 0;
        int word = -1;
        for (int k = 0; k < width; k++) {
            if (k != label) {
                boolean number = CsvColumns.isNumber(texts.get(k));
                numbers += number ? 1 : 0;
                word = !number && word < 0 ? k : word;
            }
        }
        if (word < 0 && !named) {
            return new CsvHeader(false, List.of(), width, label);
        }
        if (numbers > 0 && !named) {
            throw error.apply((word + 1) + ": '" + texts.get(word)
                    + "' is not a number, though others of this line are; expected numbers, or a header without any");
        }
        checkNames(texts, error);
        return new CsvHeader(true, texts, width, label);
    }

    private static boolean isColumnNumber(String text, int width) {
        return text.matches("\\d{1,9}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= width;
    }

    private static int label(List<String> texts, Optional<String> labelColumn, Function<String, UserError> error) {
        if (labelColumn.isEmpty()) {
            return texts.size() - 1;
        }
        String wanted = labelColumn.get();
        if (texts.contains(wanted) && !isColumnNumber(wanted, texts.size())) {
            return texts.indexOf(wanted);
        }
        if (isColumnNumber(wanted, texts.size())) {
            return Integer.parseInt(wanted) - 1;
        }
        throw error.apply("1: no column is named '" + wanted + "'; the first line is " + CsvColumns.some(texts)
                + "; give the label column's name or its number, 1 to " + texts.size());
    }

    private static void checkNames(List<String> names, Function<String, UserError> error) {
        Set<String> seen = new HashSet<>();
        for (int k = 0; k < names.size(); k++) {
            if (names.get(k).isEmpty()) {
                throw error.apply((k + 1) + ": the header has no name for this column; name it, or drop it if it"
                        + " numbers the lines");
            }
            if (!seen.add(names.get(k))) {
                throw error.apply((k + 1) + ": a second column named '" + names.get(k) + "'");
            }
        }
    }

    /** Names of all columns but the label; empty without a header. */
    List<String> featureNames() {
        List<String> features = new ArrayList<>(names);
        if (present) {
            features.remove(label);
        }
        return features;
    }

    /** A column from 0 as errors name it: {@code 3 (petal width)}. */
    String column(int k) {
        return present ? (k + 1) + " (" + names.get(k) + ")" : Integer.toString(k + 1);
    }
}
