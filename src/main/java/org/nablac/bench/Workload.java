package org.nablac.bench;

import java.lang.reflect.Array;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.nablac.compile.Options;
import org.nablac.graph.Leaf;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.UserError;

/**
 * A model to be timed.
 *
 * @param name by which results name it
 * @param method what is timed: a method that predicts, by its name; training steps if it is the loss
 * @param sizes of each named size of the model
 * @param batch examples a step: the value of every named size that a call binds
 * @param examples of an epoch
 * @param zeros the share of zeros in made-up data, from 0 to 1
 * @param isRotating whether each step of mode {@code call} gets the next examples; else all get the same
 * @param data an array for each input of the method with {@code examples} examples; made up if there are none
 */
public record Workload(String name, Model model, Model.Method method, Options options, Map<String, Integer> sizes,
                       int batch, int examples, double zeros, boolean isRotating, float rate, List<Object> data) {
    private static final int ROWS = 10_000;
    private static final int EPOCH_STEPS = 20;
    private static final int MOST = 1_000_000;

    public Workload {
        sizes = Map.copyOf(sizes);
        data = List.copyOf(data);
    }

    /**
     * The same training steps on these examples.
     *
     * @param bound the value of every named size of the model
     * @param inputs an array for each input of the loss
     * @throws UserError if there are fewer examples than a batch has
     */
    public Workload on(Map<String, Integer> bound, int count, Object[] inputs) {
        if (count < batch) {
            throw new UserError(name + ": the data have " + count + " examples to learn from, and a step takes " + batch
                    + "; ask for a smaller --batch");
        }
        return new Workload(name, model, method, options, bound, batch, count, 0, true, rate, List.of(inputs));
    }

    /** The same, compiled with these options. */
    public Workload with(Options other) {
        return new Workload(name, model, method, other, sizes, batch, examples, zeros, isRotating, rate, data);
    }

    /** The first {@code count} examples, an array for each input; a number for a scalar. */
    Object[] inputs(int count) {
        if (data.isEmpty()) {
            return MadeUpData.of(this, count);
        }
        return data.stream().map(all -> {
            int length = Math.toIntExact((long) Array.getLength(all) * count / examples);
            Object first = Array.newInstance(all.getClass().getComponentType(), length);
            System.arraycopy(all, 0, first, 0, length);
            return first;
        }).toArray();
    }

    /**
     * A model as it is, with its own optimiser; an epoch has twenty steps, and each step gets other examples.
     *
     * @param method that predicts, by its name; training steps are timed if nothing is said
     * @param sizes of the model; 10,000 each where it is not said
     * @throws UserError if the model has no loss, no method or size of that name, or the batch is not positive
     */
    public static Workload of(String name, Model model, Optional<String> method, Map<String, Integer> sizes, int batch,
                              float rate) {
        Model.Method timed = method.map(m -> named(name, model, m)).orElseGet(() -> loss(name, model));
        if (batch < 1 || batch > MOST) {
            throw new UserError("the batch is " + batch + ", it must be from 1 to " + MOST);
        }
        Map<String, Integer> all = new TreeMap<>();
        model.dims().forEach(d -> all.put(d, ROWS));
        sizes.forEach((size, value) -> {
            if (!all.containsKey(size)) {
                throw new UserError(name + ": the model has no size " + size + "; it has " + model.dims());
            }
            if (value < 1) {
                throw new UserError("the size " + size + " is " + value + ", it must be at least 1");
            }
            all.put(size, value);
        });
        return new Workload(name, model, timed, Options.of(model), all, batch, batch * EPOCH_STEPS, 0, true, rate,
                List.of());
    }

    private static Model.Method named(String name, Model model, String method) {
        List<String> names = model.methods().stream().map(Model.Method::name).toList();
        if (!names.contains(method)) {
            throw new UserError(name + ": there is no method " + method + "; there are " + names);
        }
        return model.methods().get(names.indexOf(method));
    }

    private static Model.Method loss(String name, Model model) {
        return model.methods().stream().filter(Model.Method::isLoss).findFirst().orElseThrow(() -> new UserError(name
                + ": no method has @Loss, so there is no step to time; --method NAME times one that predicts: "
                + model.methods().stream().map(Model.Method::name).toList()));
    }

    /** Whether training steps are timed, and not a method that predicts. */
    boolean isTraining() {
        return method.isLoss();
    }

    /** Whether rows of parameters are looked up by index, and no such table is asked for as a whole. */
    public boolean looksUpTables() {
        Set<Node> lookedUp = new HashSet<>();
        Set<Node> whole = new HashSet<>();
        for (Node n : method.graph().nodes()) {
            for (Node input : n.inputs()) {
                if (input.op() instanceof Leaf.Stored s && s.isPersistent()) {
                    (n.looksUpRowsOf(input) ? lookedUp : whole).add(input);
                }
            }
        }
        return !lookedUp.isEmpty() && Collections.disjoint(lookedUp, whole);
    }

    /** The names of the sizes that a call binds, in the order of the class's parameters. */
    Set<String> callSizes() {
        Set<String> names = new LinkedHashSet<>();
        method.inputs().forEach(i -> i.shape().dims().forEach(d -> names.addAll(d.names())));
        names.removeAll(model.dims());
        return names;
    }

    /** The value of every size where a call has {@code examples} examples. */
    Sizes sizes(int count) {
        Sizes all = new Sizes(sizes);
        for (String name : callSizes()) {
            all = all.with(name, count);
        }
        return all;
    }
}
