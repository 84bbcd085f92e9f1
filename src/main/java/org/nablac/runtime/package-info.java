/**
 * What a generated class carries with it: random numbers, weights on disk, checks of arguments.
 *
 * <p>The compiler copies every class of this package <em>into</em> the class that it generates, so that the generated
 * class stays alone. As bytecode, the static methods of all of them become static methods of the one class; in the
 * emitted Java text, each source file becomes a private nested class. Hence the rules, which a test enforces: final
 * classes of static methods and compile-time constants, {@code java.*} alone (as of Java 17), no static initialiser, no
 * inner class, no {@code invokedynamic}, and no name of a method or constant in two classes.
 *
 * <p>A <em>counter</em> is the quadruple (seed, step, stream, index) from which
 * {@link org.nablac.runtime.CounterRandom} computes 64 random <em>bits</em>; nothing is remembered between two numbers.
 * A <em>header</em> is the JSON text at the beginning of a safetensors file, an <em>entry</em> what it says of one
 * tensor: dtype, shape and the range of bytes. Text that {@link org.nablac.runtime.Safetensors#openHeader} has returned
 * is a <em>checked</em> header: the other methods of that class take nothing else.
 *
 * <pre>{@code
 * float[] u = new float[rows * 16];
 * for (int k = 0; k < u.length; k++) u[k] = CounterRandom.uniformFloat(CounterRandom.randomBits(seed, 0, 0, k));
 * Safetensors.saveTensors(file, new String[] {"u"}, new int[][] {{rows, 16}}, new Object[] {u},
 *         new String[] {"nablac.graph", hash});
 *
 * String header = Safetensors.openHeader(file);
 * Safetensors.checkMetadata(file, header, "nablac.graph", hash);
 * Safetensors.checkNames(file, header, new String[] {"u"});
 * int rows = Safetensors.matchShape(file, header, "u", new int[] {-1, 16})[0];
 * Safetensors.readTensor(file, header, "u", u);
 * Safetensors.checkFinite(file, "u", u);
 * }</pre>
 *
 * May use: nothing.
 */
@NullMarked
package org.nablac.runtime;

import org.jspecify.annotations.NullMarked;
