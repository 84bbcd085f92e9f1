package org.nablac.data;

import java.util.OptionalInt;
import org.nablac.tensor.UserError;

/** Reads {@code head TAB relation TAB tail}, one triple a line. */
final class TriplesFile {
    private static final String[] PARTS = {"head", "relation", "tail"};

    private final Names entities;
    private final Names relations;

    TriplesFile(Names entities, Names relations) {
        this.entities = entities;
        this.relations = relations;
    }

    /** The triples of one file, numbered by the names so far. */
    Part read(Source source) {
        Ints[] numbers = {new Ints(), new Ints(), new Ints()};
        try (Lines lines = new Lines(source)) {
            while (lines.next()) {
                Fields fields = fields(lines);
                for (int k = 0; k < 3; k++) {
                    numbers[k].add(number(k, fields, lines));
                }
            }
            if (numbers[0].size() == 0) {
                throw lines.error("holds no triples; a line is head TAB relation TAB tail");
            }
        }
        return new Part(numbers[0].toArray(), numbers[1].toArray(), numbers[2].toArray());
    }

    /** Triples whose vocabularies are still growing. */
    record Part(int[] head, int[] relation, int[] tail) {
        Triples with(Vocabulary entities, Vocabulary relations) {
            return new Triples(head, relation, tail, entities, relations);
        }
    }

    private static Fields fields(Lines lines) {
        Fields fields = Fields.of(lines.text(), Fields.Separator.TAB);
        if (fields.size() != 3) {
            String cure = fields.size() == 1 ? "; separate them by tabs, not blanks or commas" : "";
            throw lines.error(fields.size() > 3 ? fields.column(3) : 1, fields.count()
                    + " between tabs; expected 3, head TAB relation TAB tail" + cure);
        }
        for (int k = 0; k < 3; k++) {
            if (fields.text(k).isEmpty()) {
                throw lines.error(fields.column(k),
                        "the " + PARTS[k] + " is empty; expected head TAB relation TAB tail");
            }
        }
        return fields;
    }

    private int number(int part, Fields fields, Lines lines) {
        OptionalInt number = (part == 1 ? relations : entities).number(fields.text(part));
        if (number.isEmpty()) {
            throw unknown(part, fields, lines);
        }
        return number.getAsInt();
    }

    private UserError unknown(int part, Fields fields, Lines lines) {
        String noun = part == 1 ? "relation" : "entity";
        int known = part == 1 ? relations.size() : entities.size();
        return lines.error(fields.column(part), "unknown " + noun + " '" + fields.text(part) + "'; it is none of the "
                + known + " of the training data, and the model has no row for it");
    }
}
