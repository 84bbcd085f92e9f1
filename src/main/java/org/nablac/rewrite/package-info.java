/**
 * Rewriting graphs by rules.
 *
 * <p>A <em>rule</em> ({@link org.nablac.rewrite.Rule}) says that two graphs have the same value and which of them is
 * the better one. An <em>equation</em> is a rule written as two graphs over the same <em>holes</em>; a
 * <em>structural</em> rule computes what takes a node's place. A rule <em>fires</em> at a node. Its <em>promise</em>
 * says how equal the two sides are: in every bit, or as real numbers within a stated error. The rules themselves are in
 * {@code org.nablac.rewrite.rules}; rewriting knows none of them.
 *
 * <pre>{@code
 * Rule softplus = Rule.rule("log(1 + exp x) = softplus x", Promise.fast(-80, 80, 2),
 *         h -> log(add(h.one(), exp(h.x()))), h -> softplus(h.x()));
 * Graph stable = Rewrite.apply(graph, List.of(softplus), fired -> System.out.println(fired));
 * }</pre>
 *
 * May use: tensor, graph, op.
 */
@NullMarked
package org.nablac.rewrite;

import org.jspecify.annotations.NullMarked;
