/**
 * A model's Java source becomes a graph without being compiled: it is parsed and its constructor and methods are
 * interpreted on symbolic tensors.
 *
 * <p>A <em>diagnostic</em> is one mistake at one place, with notes that say what was found there and what would fit;
 * all that can be found are collected. A <em>mistake</em> is how one is thrown inside of this package; the expression
 * that it stops has an <em>unknown</em> value, about which nothing more is reported. A <em>frame</em> is one running
 * method; a <em>library</em> finds the source of classes in other files. The Java that is understood: fields,
 * constructors and methods of classes, records, enums and interfaces; var, constants, arithmetic, loops, if and switch
 * that are decided while the model is read; arrays and lists; lambdas; the functions of {@code org.nablac} as the file
 * imports them.
 *
 * <pre>{@code
 * Model model = Source.model(Path.of("examples/Mlp.java"), Map.of("HIDDEN", 256));
 * }</pre>
 *
 * May use: root, tensor, graph.
 */
@NullMarked
package org.nablac.source;

import org.jspecify.annotations.NullMarked;
