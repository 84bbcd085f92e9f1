package org.nablac.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads {@code row column sign}, one entry a line, separated by tabs, commas or blanks, the first line deciding which.
 * The sign is 1, +1 or -1 (1.0, +1.0, -1.0 too). The first line may be a header: three words ({@code row column sign}),
 * or three counts (rows, columns, entries), each at least what the file holds.
 */
final class SignsFile {
    private static final String[] PARTS = {"row", "column", "sign"};
    private static final Pattern WORD = Pattern.compile("[\\p{L}_].*");
    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
    private static final List<String> SAY_A_SIGN = List.of("nan", "inf", "infinity", "plus", "minus", "true", "false",
            "yes", "no", "positive", "negative", "pos", "neg", "p", "n", "yea", "nay");

    private final Names rows;
    private final Names columns;

    SignsFile(Names rows, Names columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** The signs of one file, numbered by the names so far. */
    Part read(Source source) {
        Ints row = new Ints();
        Ints column = new Ints();
        Ints sign = new Ints();
        try (Lines lines = new Lines(source)) {
            Counts counts = Counts.NONE;
            Fields.Separator separator = Fields.Separator.BLANKS;
            while (lines.next()) {
                if (lines.number() == 1) {
                    separator = Fields.Separator.of(lines.text());
                }
                Fields fields = fields(lines, separator);
                if (lines.number() == 1 && COUNT.matcher(fields.text(2)).matches() && sign(fields.text(2)) == 0) {
                    counts = counts(fields, lines);
                } else if (lines.number() > 1 || !isHeader(fields)) {
                    row.add(number(rows, 0, fields, lines));
                    column.add(number(columns, 1, fields, lines));
                    sign.add(checkedSign(fields, lines));
                }
            }
            if (row.size() == 0) {
                throw lines.error("holds no signs; a line is row column sign, as: 12 7 -1");
            }
            counts.check(row.toArray(), column.toArray(), lines);
        }
        return new Part(row.toArray(), column.toArray(), sign.toArray());
    }

    /** Signs whose vocabularies are still growing. */
    record Part(int[] row, int[] column, int[] sign) {
        Signs with(Vocabulary rows, Vocabulary columns) {
            float[] signs = new float[sign.length];
            for (int k = 0; k < signs.length; k++) {
                signs[k] = sign[k];
            }
            return new Signs(row, column, signs, rows, columns);
        }
    }

    private static Fields fields(Lines lines, Fields.Separator separator) {
        Fields fields = Fields.of(lines.text(), separator);
        if (fields.size() != 3) {
            throw lines.error(fields.size() > 3 ? fields.column(3) : 1,
                    fields.count() + " separated by " + separator.noun
                    + ", which line 1 chose; expected 3, row column sign, as: 12 7 -1");
        }
        for (int k = 0; k < 3; k++) {
            if (fields.text(k).isEmpty()) {
                throw lines.error(fields.column(k), "the " + PARTS[k] + " is empty; expected row, column, sign");
            }
        }
        return fields;
    }

    /** +1, -1, or 0 if the text is neither. */
    private static int sign(String text) {
        return switch (text) {
            case "1", "+1", "1.0", "+1.0" -> 1;
            case "-1", "-1.0" -> -1;
            default -> 0;
        };
    }

    private static int checkedSign(Fields fields, Lines lines) {
        int sign = sign(fields.text(2));
        if (sign == 0) {
            String cure = fields.text(2).equals("0") ? "; for minus write -1, and leave an unknown entry out"
                    : "; a rating is made a sign before: above 0 is 1, below is -1";
            throw lines.error(fields.column(2), "'" + fields.text(2) + "' is not a sign; expected 1 or -1" + cure);
        }
        return sign;
    }

    private static boolean isHeader(Fields fields) {
        String third = fields.text(2);
        return WORD.matcher(third).matches() && !SAY_A_SIGN.contains(third.toLowerCase(Locale.ROOT));
    }

    private static int number(Names names, int part, Fields fields, Lines lines) {
        OptionalInt number = names.number(fields.text(part));
        if (number.isEmpty()) {
            throw lines.error(fields.column(part), "unknown " + PARTS[part] + " '" + fields.text(part)
                    + "'; it is none of the " + names.size() + " of the training"
                    + " data, and the model has no parameters for it");
        }
        return number.getAsInt();
    }

    private static Counts counts(Fields fields, Lines lines) {
        for (int k = 0; k < 2; k++) {
            if (!COUNT.matcher(fields.text(k)).matches()) {
                checkedSign(fields, lines);
            }
        }
        if (fields.text(2).equals("0")) {
            checkedSign(fields, lines);
        }
        return new Counts(Long.parseLong(fields.text(0)), Long.parseLong(fields.text(1)),
                Long.parseLong(fields.text(2)));
    }

    /** The first line of a file that begins with its sizes. */
    private record Counts(long rows, long columns, long entries) {
        static final Counts NONE = new Counts(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

        void check(int[] row, int[] column, Lines lines) {
            long rowsHere = Arrays.stream(row).distinct().count();
            long columnsHere = Arrays.stream(column).distinct().count();
            if (entries < row.length || rows < rowsHere || columns < columnsHere) {
                throw lines.error(1, 1, "'" + rows + " " + columns + " " + entries
                        + "' is neither an entry (the third is"
                        + " 1 or -1) nor a header (rows, columns, entries), for the file holds " + rowsHere + " rows, "
                        + columnsHere + " columns and " + row.length + " entries; mend it or delete it");
            }
        }
    }
}
