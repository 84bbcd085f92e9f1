package org.nablac.lower;

import java.util.List;
import org.nablac.code.Function;

/** A lowered kernel and what each of its parameters stands for. */
public record KernelCode(Function function, List<Argument> arguments) {
    public KernelCode {
        arguments = List.copyOf(arguments);
    }
}
