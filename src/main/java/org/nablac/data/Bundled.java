package org.nablac.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.nablac.tensor.UserError;

/**
 * Small real data sets that come with the program. Each lies in a folder of resources beside this class, with its
 * origin, licence and citation in {@code SOURCE.txt}.
 */
public final class Bundled {
    private static final long DIGITS_SEED = 1;

    private enum Named {
        DIGITS(Kind.EXAMPLES), ZOO(Kind.SIGNS), UMLS(Kind.TRIPLES), KINSHIPS(Kind.TRIPLES), NATIONS(Kind.TRIPLES);

        final Kind kind;

        Named(Kind kind) {
            this.kind = kind;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Bundled() {
    }

    /** What {@link #byName} takes: digits, zoo, umls, kinships, nations. */
    public static List<String> names() {
        return Stream.of(Named.values()).map(Named::word).toList();
    }

    /** Those of one kind. */
    public static List<String> names(Kind kind) {
        return Stream.of(Named.values()).filter(set -> set.kind == kind).map(Named::word).toList();
    }

    /** @throws UserError if the name is none of {@link #names} */
    public static Split<?> byName(String name) {
        Named set = Stream.of(Named.values()).filter(s -> s.word().equals(name)).findFirst()
                .orElseThrow(() -> new UserError("no bundled data set is named '" + name + "'; there are "
                        + String.join(", ", names())));
        return switch (set) {
            case DIGITS -> digits();
            case ZOO -> zoo();
            case UMLS -> umls();
            case KINSHIPS -> kinships();
            case NATIONS -> nations();
        };
    }

    /**
     * Handwritten digits: 1797 images of 8 x 8 pixels 0 … 16, divided by 16, in ten classes; scikit-learn's copy of the
     * test part of a UCI set. A seeded fifth of each class is for testing, a tenth of the rest for validation.
     */
    public static Split<Examples> digits() {
        Examples all = CsvFile.read(Source.resource("digits/digits.csv.gz"), Optional.empty());
        Split<Examples> raw = SetAside.complete(all, Optional.empty(), Optional.empty(), "digits",
                DIGITS_SEED, 5);
        return Data.scaled(raw, Scaling.dividedBy(16));
    }

    /** Which animal has which trait: 101 animals, 28 traits, all entries known; some are for learning, some hidden. */
    public static Split<Signs> zoo() {
        return Data.signs(Source.resource("zoo/train.txt"), Optional.of(Source.resource("zoo/valid.txt")),
                Optional.of(Source.resource("zoo/test.txt")), 0);
    }

    /** The semantic network of the Unified Medical Language System: 135 concepts, 46 relations. */
    public static Split<Triples> umls() {
        return triples(Named.UMLS);
    }

    /** Kinship terms of the Alyawarra of Central Australia: 104 people, 25 relations. */
    public static Split<Triples> kinships() {
        return triples(Named.KINSHIPS);
    }

    /** Relations between nations, 1950 to 1965: 14 countries, 55 relations. */
    public static Split<Triples> nations() {
        return triples(Named.NATIONS);
    }

    private static Split<Triples> triples(Named set) {
        return Data.triples(Source.resource(set.word() + "/train.txt.gz"),
                Optional.of(Source.resource(set.word() + "/valid.txt.gz")),
                Optional.of(Source.resource(set.word() + "/test.txt.gz")), 0);
    }
}
