/**
 * What a tensor is before anything is computed: its type, and plain arrays of values.
 *
 * <p>A <em>dimension</em> ({@link Dim}) is a polynomial with integer coefficients over named sizes: {@code 784},
 * {@code N}, {@code 2*N + 1}. A <em>shape</em> is a list of dimensions, a <em>tensor type</em> a dtype, a shape and a
 * layout. <em>Sizes</em> ({@link Sizes}) give each named size its value for one call.
 *
 * <pre>{@code
 * Shape images = Shape.of(Dim.named("N"), Dim.of(784));
 * images.toString();                       // [N, 784]
 * images.size(Sizes.of("N", 32));          // 25088
 * }</pre>
 *
 * May use: nothing.
 */
@NullMarked
package org.nablac.tensor;

import org.jspecify.annotations.NullMarked;
