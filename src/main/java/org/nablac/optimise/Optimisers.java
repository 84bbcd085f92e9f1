package org.nablac.optimise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nablac.tensor.Spelling;
import org.nablac.tensor.UserError;

/** Every optimiser by its name, with its settings and their defaults. */
public final class Optimisers {
    private static final double ANY = Double.POSITIVE_INFINITY;
    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

    private record Entry(UnaryOperator<Settings> declaration, Function<Settings, Optimiser> make) {
    }

    static {
        add("sgd", s -> s, s -> new Sgd());
        add("momentum", s -> s.declare("momentum", 0.9, 0, 1), s -> new Momentum("momentum", s.get("momentum"), false));
        add("nesterov", s -> s.declare("momentum", 0.9, 0, 1), s -> new Momentum("nesterov", s.get("momentum"), true));
        add("adagrad", s -> s.declare("epsilon", 1e-10, 0, ANY).declare("initialAccumulator", 0, 0, ANY),
                s -> new Adagrad(s.get("epsilon"), s.get("initialAccumulator")));
        add("rmsprop", s -> s.declare("decay", 0.99, 0, 1).declare("epsilon", 1e-8, 0, ANY),
                s -> new RmsProp(s.get("decay"), s.get("epsilon")));
        add("adam", Optimisers::betas, s -> adam("adam", s, false, 0));
        add("adamw", Optimisers::betas, s -> adam("adamw", s, true, 0.01));
    }

    private Optimisers() {
    }

    public static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    /**
     * The optimiser called {@code name}. The settings of {@link Regularisation} may be among {@code settings}.
     *
     * @throws UserError listing what exists, if there is no such optimiser or setting; or if a value is out of range
     */
    public static Optimiser byName(String name, Map<String, Double> settings) {
        Entry entry = ENTRIES.get(name);
        if (entry == null) {
            throw new UserError("there is no optimizer '" + name + "'" + Spelling.hint(name, names()) + " (there are "
                    + String.join(", ", names()) + ")");
        }
        Settings own = entry.declaration.apply(new Settings("optimizer " + name, settings));
        return entry.make.apply(Regularisation.declare(own, 0).only());
    }

    private static Settings betas(Settings s) {
        return s.declare("beta1", 0.9, 0, 1).declare("beta2", 0.999, 0, 1).declare("epsilon", 1e-8, 0, ANY);
    }

    private static Optimiser adam(String name, Settings s, boolean isDecoupled, double decay) {
        return new Adam(name, s.get("beta1"), s.get("beta2"), s.get("epsilon"), isDecoupled, decay);
    }

    private static void add(String name, UnaryOperator<Settings> declaration, Function<Settings, Optimiser> make) {
        ENTRIES.put(name, new Entry(declaration, make));
    }
}
