package org.nablac.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nablac.tensor.UserError;

/** How the learning rate goes on: a factor of its first value, by the share t of training that is done, 0 at the start, 1 at the end. */
public enum Schedule {
    /** 1 */
    CONSTANT,
    /** 1 − t */
    LINEAR,
    /** 1, from t = 1/2 on 1/10, from t = 3/4 on 1/100 */
    STEP,
    /** 100^(−t) */
    EXPONENTIAL,
    /** (1 + cos πt) / 2 (Loshchilov and Hutter, ICLR 2017, eq. 5, without restarts) */
    COSINE;

    public double factor(double t) {
        return switch (this) {
            case CONSTANT -> 1;
            case LINEAR -> 1 - t;
            case STEP -> t < 0.5 ? 1 : t < 0.75 ? 0.1 : 0.01;
            case EXPONENTIAL -> Math.pow(100, -t);
            case COSINE -> (1 + Math.cos(Math.PI * t)) / 2;
        };
    }

    /** Whether the factor jumps: then it stays as it was at the start of an epoch until its end. */
    boolean isStepwise() {
        return this == STEP;
    }

    /** In lower case, as the command line writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws UserError naming those that there are */
    public static Schedule parse(String word) {
        return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst().orElseThrow(
                () -> new UserError("there is no schedule '" + word + "'; there are "
                        + Arrays.stream(values()).map(Schedule::word).collect(Collectors.joining(", "))));
    }
}
