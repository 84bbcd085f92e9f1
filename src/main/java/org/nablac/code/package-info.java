/**
 * The small typed loop language that kernels are written in, before they are bytecode or Java text.
 *
 * <p>An {@link org.nablac.code.Expr} has a value and a {@link org.nablac.code.Type}; a {@link org.nablac.code.Stmt} has
 * an effect; a {@link org.nablac.code.Function} is one method; a {@link org.nablac.code.ClassCode} is one class. All
 * sets are sealed, so a printer that forgets a case does not compile. Everything an op or a lowering says, it says
 * here; nothing here knows of graphs or of opcodes. {@link org.nablac.code.Code} has short names:
 *
 * <pre>{@code
 * Var i = i("i"), n = i("n"), a = v("a", Type.FLOATS), out = v("out", Type.FLOATS);
 * Function square = Function.of("square", List.of(n, a, out), Scalar.VOID, "out = a²",
 *         List.of(loop(i, c(0), n, store(out, i, mul(load(a, i), load(a, i))))));
 * }</pre>
 *
 * <p>Lanes are a matter of types: the same operations on {@link org.nablac.code.Type.Lanes} are those of the Vector API
 * on vectors of so many numbers, comparisons give a {@link org.nablac.code.Type.Mask}, and a selection by a mask
 * computes both of its sides. Lanes are read and written at adjacent indices of an array.
 *
 * May use: tensor.
 */
@NullMarked
package org.nablac.code;

import org.jspecify.annotations.NullMarked;
