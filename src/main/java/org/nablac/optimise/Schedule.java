package org.nablac.optimise;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nablac.tensor.UserError;

/**
 * How the rate changes in the course of training. Written as
 *
 * <pre>
 * constant             the rate η as it is
 * linear               falls to 0 in a straight line;                    linear(0.1): to 0.1·η
 * step(0.1, 3)         times 0.1 after each of 3 equal parts but the last
 * exponential(0.01)    falls to 0.01·η, by the same factor in equal times
 * cosine               falls to 0 along half a wave of the cosine;       cosine(0.1): to 0.1·η
 * warmup(0.05) cosine  the same, after a rise from 0 over the first 0.05 of the time
 * </pre>
 */
public final class Schedule {
    private static final Pattern TEXT =
            Pattern.compile("(?:warmup\\(([^)]*)\\)\\s*)?([a-z]+)?(?:\\(([^)]*)\\))?");
    private static final String FORMS =
            "constant, linear, linear(0.1), step(0.1, 3), exponential(0.01), cosine, cosine(0.1), "
            + "each after warmup(0.05) if wanted";

    private final String text;
    private final double warmup;
    private final Shape shape;

    /** The share of the rate at {@code progress} after the warm-up. */
    private interface Shape {
        double at(double progress);
    }

    private Schedule(String text, double warmup, Shape shape) {
        this.text = text;
        this.warmup = warmup;
        this.shape = shape;
    }

    /**
     * The schedule that {@code text} describes.
     *
     * @throws UserError listing the forms, if it describes none
     */
    public static Schedule parse(String text) {
        Matcher m = TEXT.matcher(text.strip());
        if (text.isBlank() || !m.matches()) {
            throw new UserError("'" + text + "' is not a schedule of the rate; write " + FORMS);
        }
        double warmup = m.group(1) == null ? 0 : number(text, m.group(1), 0, 1);
        String name = m.group(2) == null ? "constant" : m.group(2);
        List<String> arguments = m.group(3) == null ? List.of() : Arrays.asList(m.group(3).split(",", -1));
        return new Schedule(text.strip(), warmup, shape(text, name, arguments));
    }

    private static Shape shape(String text, String name, List<String> arguments) {
        String form = name + "/" + arguments.size();
        return switch (form) {
            case "constant/0" -> p -> 1;
            case "linear/0", "linear/1" -> {
                double end = arguments.isEmpty() ? 0 : number(text, arguments.get(0), 0, 1);
                yield p -> 1 + (end - 1) * p;
            }
            case "step/2" -> {
                double factor = number(text, arguments.get(0), 0, 1);
                double parts = Math.rint(number(text, arguments.get(1), 1, 1e6));
                yield p -> Math.pow(factor, Math.min(Math.floor(p * parts), parts - 1));
            }
            case "exponential/1" -> {
                double end = number(text, arguments.get(0), Double.MIN_NORMAL, 1);
                yield p -> Math.pow(end, p);
            }
            case "cosine/0", "cosine/1" -> {
                double end = arguments.isEmpty() ? 0 : number(text, arguments.get(0), 0, 1);
                yield p -> end + (1 - end) * (1 + Math.cos(Math.PI * p)) / 2;
            }
            default -> throw new UserError("'" + text + "' is not a schedule of the rate; write " + FORMS);
        };
    }

    private static double number(String text, String part, double low, double high) {
        try {
            double value = Double.parseDouble(part.strip());
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below, as a number out of range is
        }
        throw new UserError("in the schedule '" + text + "', '" + part.strip() + "' is not a number in [" + low
                + ", " + high + "]");
    }

    /**
     * The rate at some point of training.
     *
     * @param base η
     * @param progress the part of training that is done, in [0, 1]
     */
    public double rate(double base, double progress) {
        double p = Math.min(1, Math.max(0, progress));
        if (p < warmup) {
            return base * (p / warmup);
        }
        return base * shape.at(warmup < 1 ? (p - warmup) / (1 - warmup) : 1);
    }

    /** The text that it was read from. */
    @Override
    public String toString() {
        return text;
    }
}
