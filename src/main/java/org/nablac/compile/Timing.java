package org.nablac.compile;

/**
 * How long one stage of the compiler took on one computation.
 *
 * @param method the computation, as {@code logits} or {@code step}; the name of the class for what is done once
 * @param stage a pass, or {@code schedule}, {@code lower}, {@code margins}, {@code shell}, {@code verify}, {@code emit}
 * @param left what it left, as {@code 41 nodes}, {@code 12 kernels} or {@code 67304 bytes}
 */
public record Timing(String method, String stage, long nanos, String left) {
}
