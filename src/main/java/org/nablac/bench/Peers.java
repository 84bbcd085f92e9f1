package org.nablac.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.nablac.inspect.Columns;
import org.nablac.tensor.UserError;

/** What others reached: their results, a line of JSON each. */
public record Peers(List<Result> results) {
    public Peers {
        results = List.copyOf(results);
    }

    /** @throws UserError naming file and line, if a line is no result; if there is none at all, or no file */
    public static Peers read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new UserError(file + ": there is no such file; it holds the peers' lines,"
                    + " as their scripts print them", e);
        } catch (CharacterCodingException e) {
            throw new UserError(file + ": this is no text in UTF-8", e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage(), e);
        }
        List<Result> all = new ArrayList<>();
        for (int k = 0; k < lines.size(); k++) {
            if (!lines.get(k).isBlank()) {
                all.add(result(lines.get(k), file + ":" + (k + 1) + ": "));
            }
        }
        if (all.isEmpty()) {
            throw new UserError(file + ": there is no result in it");
        }
        return new Peers(all);
    }

    /**
     * The result that is printed as {@code line}, without its profile.
     *
     * @param place begins the message where it is none
     */
    public static Result result(String line, String place) {
        JsonElement json;
        try {
            JsonReader reader = new JsonReader(new StringReader(line));
            reader.setStrictness(Strictness.STRICT);
            json = JsonParser.parseReader(reader);
            if (reader.peek() != com.google.gson.stream.JsonToken.END_DOCUMENT) {
                throw new JsonParseException("more than one value");
            }
        } catch (JsonParseException | IOException e) {
            throw new UserError(place + "this is no line of JSON; " + wanted(), e);
        }
        if (!(json instanceof JsonObject o)) {
            throw new UserError(place + "this is no JSON object; " + wanted());
        }
        double us = number(o, "us", place);
        double threads = number(o, "threads", place);
        if (!(us > 0) || !Double.isFinite(us)) {
            throw new UserError(place + "us is " + us + ", microseconds are positive");
        }
        if (!(threads >= 1) || threads != (int) threads) {
            throw new UserError(place + "threads is " + threads + ", it is a whole number from 1");
        }
        return new Result(text(o, "peer", place), text(o, "mode", place), text(o, "workload", place), us, (int) threads,
                new Details(o.has("allocated") ? OptionalDouble.of(number(o, "allocated", place))
                        : OptionalDouble.empty(), whole(o, "peakMemory", place), whole(o, "flops", place),
                        whole(o, "bytes", place), Optional.empty()));
    }

    private static OptionalLong whole(JsonObject o, String name, String place) {
        return o.has(name) ? OptionalLong.of((long) number(o, name, place)) : OptionalLong.empty();
    }

    private static String text(JsonObject o, String name, String place) {
        if (o.get(name) instanceof JsonPrimitive p && p.isString()) {
            return p.getAsString();
        }
        throw new UserError(place + (o.has(name) ? name + " is no text; " : "there is no " + name + "; ") + wanted());
    }

    private static double number(JsonObject o, String name, String place) {
        if (o.get(name) instanceof JsonPrimitive p && p.isNumber()) {
            return p.getAsDouble();
        }
        throw new UserError(place + (o.has(name) ? name + " is no number; " : "there is no " + name + "; ") + wanted());
    }

    private static String wanted() {
        return "a line is as " + new Result("jax", "call", "mlp-2-16-16-2-b1", 9.5, 1).toJson();
    }

    /** The fastest of the others on the workload of {@code ours}, in whatever mode, on as many threads or fewer. */
    Optional<Result> fastest(Result ours) {
        return results.stream().filter(r -> r.workload().equals(ours.workload()) && r.threads() <= ours.threads()
                        && !r.peer().equals(Result.NABLAC))
                .min(Comparator.comparingDouble(Result::us));
    }

    /**
     * A line for each of {@code ours}: its time, the fastest peer's, and ours divided by theirs, so that less than 1
     * is faster.
     */
    public String table(List<Result> ours) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"workload", "mode", "threads", "us", "fastest peer", "its us", "ratio"});
        for (Result r : ours) {
            Optional<Result> peer = fastest(r);
            rows.add(new String[] {r.workload(), r.mode(), Integer.toString(r.threads()), number(r.us()),
                peer.map(p -> p.peer() + ", " + p.mode() + ", " + p.threads()
                        + (p.threads() == 1 ? " thread" : " threads")).orElse("none"),
                peer.map(p -> number(p.us())).orElse(""),
                peer.map(p -> String.format(Locale.ROOT, "%.2f", r.us() / p.us())).orElse("")});
        }
        return Columns.text(rows);
    }

    private static String number(double us) {
        return String.format(Locale.ROOT, us < 100 ? "%.3f" : "%.1f", us);
    }
}
