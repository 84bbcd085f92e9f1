package org.nablac.train;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nablac.graph.Model;
import org.nablac.tensor.Dim;
import org.nablac.tensor.UserError;

/**
 * The sizes of a model that the data determine. Each demand says that a dimension of the model, {@code a·name + b},
 * has a size: it gives {@code name}, or, where nothing is left to bind, is checked.
 */
final class Binding {
    private final Model model;
    private final Constants constants;
    private final Map<String, Integer> sizes = new TreeMap<>();

    Binding(Model model, Constants constants) {
        this.model = model;
        this.constants = constants;
    }

    /** {@code dim}, which {@code where} names, is {@code size}, the number of {@code what} in the data. */
    void exactly(Dim dim, int size, String where, String what) {
        Dim known = known(dim);
        if (known.isConstant()) {
            if (!known.is(size)) {
                throw differ(dim, known.constant(), size, where, what);
            }
            return;
        }
        bind(known, size, where, what);
    }

    /** {@code dim} is at least {@code size}; it is {@code size} if that is still free. */
    void atLeast(Dim dim, int size, String where, String what) {
        Dim known = known(dim);
        if (!known.isConstant()) {
            bind(known, size, where, what);
        } else if (known.constant() < size) {
            throw differ(dim, known.constant(), size, where, what);
        }
    }

    private Dim known(Dim dim) {
        Dim known = dim;
        for (Map.Entry<String, Integer> e : sizes.entrySet()) {
            known = known.bind(e.getKey(), Dim.of(e.getValue()));
        }
        return known;
    }

    /** Solves a·name + b = size. */
    private void bind(Dim dim, int size, String where, String what) {
        String name = dim.names().iterator().next();
        long b = dim.bind(name, Dim.ZERO).isConstant() ? dim.bind(name, Dim.ZERO).constant() : 0;
        Dim slope = dim.minus(Dim.of(b)).bind(name, Dim.ONE);
        boolean isLinear = dim.names().size() == 1 && slope.times(Dim.named(name)).plus(Dim.of(b)).equals(dim);
        long a = isLinear ? slope.constant() : 0;
        if (!isLinear || a <= 0 || (size - b) % a != 0 || (size - b) / a <= 0) {
            throw new UserError(model.sourceFile() + ": " + where + " is " + dim + ", the data have " + size + " "
                    + what
                    + ", and no " + name + " makes them equal: write a named size or a constant");
        }
        if (!model.dims().contains(name)) {
            throw new UserError(model.sourceFile() + ": " + where + " is " + dim + ", and " + name
                    + " is not a size of the model: "
                    + "declare it, final Dim " + name + " = dim(\"" + name + "\")");
        }
        sizes.put(name, Math.toIntExact((size - b) / a));
    }

    private UserError differ(Dim dim, long has, int size, String where, String what) {
        String cure = Optional.of(dim).filter(Dim::isConstant).flatMap(d -> constants.named(has))
                .map(name -> "; --define " + name + "=" + size + " makes the model fit")
                .orElse(dim.isConstant() ? "; if a constant NAME of the model says so, --define NAME=" + size
                + " makes it fit" : "");
        return new UserError(model.sourceFile() + ": " + where + " is " + (dim.isConstant() ? "" : dim + " = ") + has
                + ", but the data have " + size + " " + what + cure);
    }

    /**
     * The value of every named size of the model.
     *
     * @throws UserError if one is still free
     */
    Map<String, Integer> sizes() {
        for (String name : model.dims()) {
            if (!sizes.containsKey(name)) {
                throw new UserError(model.sourceFile() + ": the data do not determine the size '" + name
                        + "': no input of the loss has it"
                        + ". Make it a constant, static final int " + name.toUpperCase(java.util.Locale.ROOT)
                        + " = 16, which --define "
                        + name.toUpperCase(java.util.Locale.ROOT) + "=32 changes");
            }
        }
        return Map.copyOf(sizes);
    }
}
