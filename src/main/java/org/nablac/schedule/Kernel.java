package org.nablac.schedule;

import java.util.List;
import java.util.stream.Collectors;
import org.nablac.tensor.Dim;

/**
 * What becomes one method: stages under one loop over {@code rows}.
 *
 * @param rows how often the stages run, one after the other; 1 where there is no such loop
 */
public record Kernel(Dim rows, List<Stage> stages) {
    public Kernel {
        stages = List.copyOf(stages);
    }

    public List<Work> works() {
        return stages.stream().flatMap(s -> s.works().stream()).toList();
    }

    @Override
    public String toString() {
        return "rows " + rows + ": " + stages.stream()
                .map(s -> s.works().stream().map(Kernel::print).collect(Collectors.joining(" & ")))
                .collect(Collectors.joining("; "));
    }

    private static String print(Work w) {
        return w.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + " " + w.node().op().name()
                + " %" + w.node().id()
                + (w instanceof Work.Product p && p.product() != p.node() ? " of %" + p.product().id() : "");
    }
}
