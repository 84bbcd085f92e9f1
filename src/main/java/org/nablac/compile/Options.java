package org.nablac.compile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nablac.graph.Model;
import org.nablac.optimise.Optimisers;
import org.nablac.optimise.Regularisation;
import org.nablac.tensor.UserError;

/**
 * What the compiler is told.
 *
 * @param optimizer by name, as {@code adagrad}
 * @param settings of the optimiser and of what happens to gradients before it: {@code momentum}, {@code weightDecay}, …
 * @param className binary name of the class to make
 * @param classFileVersion major version; 61 is Java 17
 * @param isProfiled whether the class counts the calls of its kernels and their time
 * @param room bytes for the values of a wide layer, or of scores of all rows of a table, in one step; more than fit are
 *     made for a block of the examples at a time, with the same bits. A layer is wide, if not all of 16,384 examples
 *     have room in it; how many there are, is seen in each step
 * @param without the passes that are switched off, by name
 */
public record Options(String optimizer, Map<String, Double> settings, String className, int classFileVersion,
                      boolean isProfiled, long room, Set<String> without) {
    /** The room if nothing is said. */
    public static final long ROOM = 32L << 20;
    private static final int JAVA_17 = 61;
    /** What the members of {@code @Model} are called as settings. */
    private static final Map<String, String> MEMBERS = Map.of("momentum", "momentum",
            "decay", "weightDecay", "clip", "clipNorm");

    /**
     * @throws UserError listing what there is, for an unknown optimiser, setting or pass that can be switched off;
     *     or if there is no room
     */
    public Options {
        if (room < 1) {
            throw new UserError("the memory for the values of wide layers is " + room
                    + " bytes, it must be positive, as " + ROOM);
        }
        settings = Map.copyOf(settings);
        without = Set.copyOf(without);
        Passes.checkCanBeSwitchedOff(without);
        Regularisation.of(Optimisers.byName(optimizer, settings), settings);
    }

    /** What the model says of itself: plain SGD where it says nothing. */
    public static Options of(Model model) {
        Map<String, Double> settings = new LinkedHashMap<>();
        model.defaults().forEach((key, value) -> {
            if (MEMBERS.containsKey(key)) {
                settings.put(MEMBERS.get(key), number(key, value));
            }
        });
        String name = model.name() + "Model";
        try {
            return new Options(model.defaults().getOrDefault("optimizer", "sgd"), settings,
                    model.packageName().isEmpty() ? name : model.packageName() + "." + name, JAVA_17,
                    false, ROOM, Set.of());
        } catch (UserError e) {
            throw new UserError(model.sourceFile() + ": @Model: " + e.getMessage(), e);
        }
    }

    private static double number(String key, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new UserError("@Model: " + key + " is '" + value + "', which is not a number", e);
        }
    }

    /** Another optimiser; the settings of the old one go. */
    public Options withOptimizer(String name) {
        return new Options(name, name.equals(optimizer) ? settings : Map.of(), className, classFileVersion,
                isProfiled, room, without);
    }

    public Options with(String setting, double value) {
        Map<String, Double> all = new TreeMap<>(settings);
        all.put(setting, value);
        return new Options(optimizer, all, className, classFileVersion, isProfiled, room, without);
    }

    public Options withClassName(String name) {
        return new Options(optimizer, settings, name, classFileVersion, isProfiled, room, without);
    }

    public Options withClassFileVersion(int major) {
        return new Options(optimizer, settings, className, major, isProfiled, room, without);
    }

    /** @param bytes room for the values of wide layers, in one step */
    public Options withRoom(long bytes) {
        return new Options(optimizer, settings, className, classFileVersion, isProfiled, bytes, without);
    }

    /** A class that counts the calls of its kernels and their time. */
    public Options withProfile() {
        return new Options(optimizer, settings, className, classFileVersion, true, room, without);
    }

    /** A pass of the compiler less, by its name, to see what it does: results may then differ in their bits. */
    public Options without(String pass) {
        Set<String> all = new TreeSet<>(without);
        all.add(pass);
        return new Options(optimizer, settings, className, classFileVersion, isProfiled, room, all);
    }

    /** {@code adam {beta1=0.9}}: what optimiser state on disk belongs to. */
    String optimizerText() {
        return optimizer + " " + new TreeMap<>(settings);
    }
}
