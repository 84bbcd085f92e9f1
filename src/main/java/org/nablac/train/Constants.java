package org.nablac.train;

import java.util.Optional;

/** Names of the model's constants by value, so that a message can say which {@code --define} would fit. */
@FunctionalInterface
public interface Constants {
    /** Nothing is known of the source. */
    Constants UNKNOWN = value -> Optional.empty();

    /** The constant that has this value, if exactly one has. */
    Optional<String> named(long value);
}
