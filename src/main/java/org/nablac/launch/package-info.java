/**
 * The jar's first class, of a level that Java 17 reads: it tells an old Java what it is, and starts long work with the
 * vector module.
 *
 * <pre>{@code
 * java -jar nablac.jar train examples/Mlp.java --data digits --define PIXELS=64
 * }</pre>
 *
 * May use: nothing.
 */
@NullMarked
package org.nablac.launch;

import org.jspecify.annotations.NullMarked;
