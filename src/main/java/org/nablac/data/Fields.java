package org.nablac.data;

import java.util.ArrayList;
import java.util.List;

/** The fields of a line, and the column in which each begins. */
record Fields(List<String> texts, List<Integer> columns) {

    /** What separates the fields of a file; decided by its first line, then the same for all. */
    enum Separator {
        TAB("tabs"), COMMA("commas"), BLANKS("blanks");

        final String noun;

        Separator(String noun) {
            this.noun = noun;
        }

        /** A tab if there is one, or else a comma, or else blanks. */
        static Separator of(String line) {
            return line.indexOf('\t') >= 0 ? TAB : line.indexOf(',') >= 0 ? COMMA : BLANKS;
        }
    }

    /** Each field without the blanks around it; between tabs or commas a field may be empty. */
    static Fields of(String line, Separator separator) {
        List<String> texts = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        int from = 0;
        while (from <= line.length()) {
            int to = end(line, from, separator);
            int first = from;
            while (first < to && line.charAt(first) == ' ') {
                first++;
            }
            String text = line.substring(first, to).strip();
            if (separator != Separator.BLANKS || !text.isEmpty()) {
                texts.add(text);
                columns.add(first + 1);
            }
            from = to + 1;
        }
        return new Fields(texts, columns);
    }

    private static int end(String line, int from, Separator separator) {
        int end = switch (separator) {
            case TAB -> line.indexOf('\t', from);
            case COMMA -> line.indexOf(',', from);
            case BLANKS -> line.indexOf(' ', from);
        };
        return end < 0 ? line.length() : end;
    }

    /** {@code 1 field}, {@code 4 fields}. */
    String count() {
        return size() == 1 ? "1 field" : size() + " fields";
    }

    int size() {
        return texts.size();
    }

    String text(int k) {
        return texts.get(k);
    }

    int column(int k) {
        return columns.get(k);
    }
}
