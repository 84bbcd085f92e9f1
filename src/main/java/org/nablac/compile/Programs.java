package org.nablac.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Everything that a class can do.
 *
 * @param initial gives everything that the model holds its first value
 * @param methods the model's methods, without training
 * @param step the training step, if the model has a loss
 * @param inBlocks the training step on more rows than there is room for, if it is another
 * @param single the step of one example among many
 */
record Programs(Program initial, List<Program> methods, Optional<Program> step, Optional<Program> inBlocks,
                Optional<Program> single) {
    Programs {
        methods = List.copyOf(methods);
    }

    List<Program> list() {
        List<Program> all = new ArrayList<>(methods);
        all.add(initial);
        step.ifPresent(all::add);
        inBlocks.ifPresent(all::add);
        single.ifPresent(all::add);
        return all;
    }

    /** Whether any kernel has a form for lanes. */
    boolean haveLanes() {
        return list().stream().anyMatch(p -> p.kernels().stream().anyMatch(k -> !k.lanes().isEmpty()));
    }

    /** Whether a training step can share a kernel among threads. */
    boolean canBeShared() {
        return Stream.of(step, inBlocks, single).flatMap(Optional::stream).anyMatch(Program::canBeShared);
    }

    /** The same without the form for {@code width} lanes of the kernels with these names. */
    Programs without(int width, Set<String> kernels) {
        return kernels.isEmpty() ? this : map(p -> p.without(width, kernels));
    }

    /** The same with another for each. */
    Programs map(UnaryOperator<Program> by) {
        return new Programs(by.apply(initial), methods.stream().map(by).toList(), step.map(by), inBlocks.map(by),
                single.map(by));
    }
}
