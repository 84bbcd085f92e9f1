/**
 * What the author of a model writes with: tensors, functions of them, parameters, and the annotations of a model class.
 *
 * <p>A <em>model</em> is a class with parameters in its fields, or in the fields of the layers it holds, and public
 * methods that return a {@link org.nablac.Tensor}. A <em>tensor</em> is a value that will be computed: each call of a
 * method makes a node of the graph. Shapes meet as in numpy: counted from the right, sizes are equal or one of them is
 * 1 or missing; what is repeated becomes a visible broadcast. A <em>blueprint</em> collects what one model declares.
 *
 * <pre>{@code
 * import static org.nablac.Nablac.*;
 * import org.nablac.*;
 *
 * @Model
 * class Logistic {
 *     final Tensor a = parameter(784, 10), b = parameter(10);
 *
 *     public Tensor logits(@Shape("N, 784") Tensor x) {
 *         return x.matmul(a).plus(b);
 *     }
 *
 *     @Loss public Tensor loss(@Shape("N, 784") Tensor x, @Labels("N") Tensor y) {
 *         return crossEntropy(logits(x), y).mean();
 *     }
 * }
 * }</pre>
 *
 * May use: tensor, graph, op, trace, compile.
 */
@NullMarked
package org.nablac;

import org.jspecify.annotations.NullMarked;
