package org.nablac.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.nablac.tensor.UserError;

/**
 * The feature columns that a CSV file must have.
 *
 * @param count 0: any
 * @param names empty: any
 */
record CsvColumns(int count, List<String> names) {
    static final CsvColumns ANY = new CsvColumns(0, List.of());
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
    private static final int SHOWN = 12;

    /** @param error makes the error of a text that begins with the number of a column */
    void check(CsvHeader header, Function<String, UserError> error) {
        if (count == 0) {
            return;
        }
        if (header.width() - 1 != count) {
            throw error.apply(header.width() + ": " + header.width() + " columns; the training data has " + (count + 1)
                    + ", the label among them");
        }
        List<String> found = header.featureNames();
        if (names.isEmpty() || found.isEmpty()) {
            return;
        }
        for (int k = 0; k < count; k++) {
            if (!names.get(k).equals(found.get(k))) {
                throw error.apply((header.names().indexOf(found.get(k)) + 1) + ": named '" + found.get(k) + "'; in the"
                        + " training data this feature is '" + names.get(k) + "'; bring the columns into one order");
            }
        }
    }

    /** Whether a text is a number as people write it: digits, a point, an exponent, but not NaN, Infinity or 0x1p3. */
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** The same examples, with their classes in ascending order if all of them are integers. */
    static Examples withOrderedIntegers(Examples read) {
        List<String> names = read.labelNames().names();
        if (!names.stream().allMatch(name -> INTEGER.matcher(name).matches())) {
            return read;
        }
        List<String> ordered = new ArrayList<>(names);
        ordered.sort(Comparator.<String>comparingLong(Long::parseLong).thenComparing(Comparator.naturalOrder()));
        int[] renumbered = new int[names.size()];
        for (int k = 0; k < renumbered.length; k++) {
            renumbered[k] = ordered.indexOf(names.get(k));
        }
        return new Examples(read.features(), read.featureCount(), Chosen.at(renumbered, read.labels()),
                Vocabulary.numbered(ordered), read.featureNames(), read.scaling());
    }

    /** The first few of some texts. */
    static String some(List<String> texts) {
        return String.join(", ", texts.subList(0, Math.min(SHOWN, texts.size()))) + (texts.size() > SHOWN ? ", …" : "");
    }
}
