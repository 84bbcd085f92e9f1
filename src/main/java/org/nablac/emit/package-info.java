/**
 * Two printers of {@code code}: {@link org.nablac.emit.Bytecode} writes a class file, {@link org.nablac.emit.JavaText}
 * the same class as Java to read; both compute the same bits.
 *
 * <p>A <em>runtime class</em> is one that the class carries with it: in the class file its methods, as far as they are
 * reached, are private static methods of the class; in the text it is a nested class. <em>Slots</em> are the numbers of
 * local variables, a <em>frame</em> is what the verifier is told of slots and stack at a jump's target: it follows from
 * the scopes of the code, no class is loaded for it. Opcodes are written in one file, {@code Instructions}.
 *
 * <pre>{@code
 * ClassCode code = new ClassCode("com.example.MlpModel", "Mlp.java", "", List.of(), List.of(square), List.of());
 * Verify.check(code);
 * byte[] classFile = Bytecode.emit(code, Bytecode.JAVA_17);
 * String java = JavaText.emit(code);
 * }</pre>
 *
 * May use: tensor, code.
 */
@NullMarked
package org.nablac.emit;

import org.jspecify.annotations.NullMarked;
