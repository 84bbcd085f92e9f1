package org.nablac.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.nablac.tensor.UserError;

/**
 * Reads comma-separated values (RFC 4180; semicolons or tabs if the first line has no comma): numbers in all columns
 * but one, which is the label, a number or a word. The first line is a header if none of its features is a number.
 * Columns count from 1. Numbers stay as they stand in the file.
 */
final class CsvFile {
    private final Source source;
    private final CSVParser parser;
    private final Names labels;
    private final Ints label = new Ints();
    private final Floats features = new Floats();

    private CsvFile(Source source, CSVParser parser, Names labels) {
        this.source = source;
        this.parser = parser;
        this.labels = labels;
    }

    /** A file that decides what the classes are: integers in ascending order, or else words as they first appear. */
    static Examples read(Source source, Optional<String> labelColumn) {
        Examples read = read(source, labelColumn, Names.growing(), CsvColumns.ANY);
        return CsvColumns.withOrderedIntegers(read);
    }

    /** A file with the columns and the classes of another one. */
    static Examples readLike(Source source, Optional<String> labelColumn, Examples like) {
        return read(source, labelColumn, Names.fixed(like.labelNames()),
                new CsvColumns(like.featureCount(), like.featureNames()));
    }

    private static Examples read(Source source, Optional<String> labelColumn, Names labels, CsvColumns expected) {
        try (Reader reader = reader(source); CSVParser parser = parser(reader)) {
            CsvFile file = new CsvFile(source, parser, labels);
            try {
                return file.examples(labelColumn, expected);
            } catch (UncheckedIOException e) {
                throw file.unreadable(e.getCause());
            }
        } catch (CharacterCodingException e) {
            throw notUtf8(source, e);
        } catch (IOException e) {
            throw source.unreadable(e);
        }
    }

    /** The reader stops somewhere behind the wrong byte; reading by lines finds it. */
    private static UserError notUtf8(Source source, CharacterCodingException e) {
        try (Lines lines = new Lines(source)) {
            while (lines.next()) {
                lines.text();
            }
        } catch (UserError found) {
            return found;
        }
        return new UserError(source.name() + ": not UTF-8; save the file as UTF-8", e);
    }

    private Examples examples(Optional<String> labelColumn, CsvColumns expected) {
        Iterator<CSVRecord> records = parser.iterator();
        if (!records.hasNext()) {
            throw new UserError(source.name()
                    + ": holds no examples; a line is numbers and a label, as: 5.1,3.5,setosa");
        }
        CSVRecord first = records.next();
        long line = parser.getCurrentLineNumber();
        CsvHeader header = CsvHeader.of(first, labelColumn, what -> error(line, what));
        expected.check(header, what -> error(line, what));
        if (!header.present()) {
            add(first, header);
        }
        while (records.hasNext()) {
            add(records.next(), header);
        }
        if (label.size() == 0) {
            throw new UserError(source.name() + ": holds a header and no examples");
        }
        return new Examples(features.toArray(), header.width() - 1, label.toArray(), labels.vocabulary(),
                header.featureNames(), Scaling.NONE);
    }

    private void add(CSVRecord row, CsvHeader header) {
        if (row.size() != header.width()) {
            throw error(parser.getCurrentLineNumber(), Math.min(row.size(), header.width()) + ": " + row.size()
                    + (row.size() == 1 ? " field; the" : " fields; the") + " first line has " + header.width());
        }
        for (int k = 0; k < row.size(); k++) {
            String text = row.get(k).strip();
            if (k == header.label()) {
                label.add(labelNumber(text, k, header));
            } else {
                features.add(number(text, k, header));
            }
        }
    }

    private int labelNumber(String text, int k, CsvHeader header) {
        if (text.isEmpty()) {
            throw error(parser.getCurrentLineNumber(), header.column(k) + ": the label is empty");
        }
        OptionalInt number = labels.number(text);
        if (number.isEmpty()) {
            throw error(parser.getCurrentLineNumber(), header.column(k) + ": unknown label '" + text
                    + "'; the labels of the training data are " + CsvColumns.some(labels.vocabulary().names()));
        }
        return number.getAsInt();
    }

    private float number(String text, int k, CsvHeader header) {
        float value = CsvColumns.isNumber(text) ? Float.parseFloat(text) : Float.NaN;
        if (!Float.isFinite(value)) {
            String why = text.isEmpty() ? "empty; expected a number (fill missing values, or leave the line out)"
                    : "'" + text + "'; expected a finite number"
                    + (header.label() == header.width() - 1 ? "; the label is the last column, unless told" : "");
            throw error(parser.getCurrentLineNumber(), header.column(k) + ": " + why);
        }
        return value;
    }

    private UserError unreadable(IOException e) {
        return switch (e) {
            case CharacterCodingException foreign -> error(parser.getCurrentLineNumber() + 1,
                    "1: from here on not UTF-8; save the file as UTF-8");
            case CSVException malformed -> error(parser.getCurrentLineNumber() + 1,
                    "1: malformed: " + malformed.getMessage());
            default -> source.unreadable(e);
        };
    }

    /** An error whose text begins with the number of its column. */
    private UserError error(long line, String columnAndWhat) {
        return new UserError(source.name() + ", line " + line + ", column " + columnAndWhat);
    }

    private static Reader reader(Source source) throws IOException {
        BufferedReader reader = new BufferedReader(
                new InputStreamReader(source.open(), StandardCharsets.UTF_8.newDecoder()), 1 << 16);
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private static CSVParser parser(Reader reader) throws IOException {
        int look = 1 << 12;
        reader.mark(look);
        char separator = 0;
        for (int k = 0; k < look; k++) {
            int c = reader.read();
            if (c < 0 || c == '\n' || c == '\r' || c == ',') {
                separator = c == ',' ? ',' : separator;
                break;
            }
            separator = separator == 0 && (c == ';' || c == '\t') ? (char) c : separator;
        }
        reader.reset();
        CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(separator == 0 ? ',' : separator)
                .setIgnoreEmptyLines(true).get();
        return CSVParser.builder().setReader(reader).setFormat(format).get();
    }

    static List<String> texts(CSVRecord row) {
        return row.stream().map(String::strip).toList();
    }
}
