package org.nablac.schedule;

import java.util.List;

/** Works that share every loop: all values are computed, then all are written. */
public record Stage(List<Work> works) {
    public Stage {
        works = List.copyOf(works);
    }
}
