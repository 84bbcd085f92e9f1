/**
 * Optimisers, as graphs: how a step of training changes parameters.
 *
 * <p>An <em>optimiser</em> ({@link org.nablac.optimise.Optimiser}) makes of a parameter θ, its gradient g, the rate η
 * and <em>states</em> what they become. A state is held beside each parameter, of the parameter's type; a
 * <em>power</em> β^t is one scalar for all parameters. The gradient of a table of which only some rows are read is
 * row-sparse: its occurrences of a row are summed first (<em>coalesced</em>), then the optimiser sees those rows only,
 * of the parameter and of the states; all others stay as they are, as in PyTorch's SparseAdam ("lazy").
 *
 * <pre>{@code
 * Map<String, Double> settings = Map.of("epsilon", 1e-8, "clipNorm", 1.0);
 * Optimiser adagrad = Optimisers.byName("adagrad", settings);
 * Optimise.Result r = Optimise.updates(adagrad, gradients, rate, Regularisation.of(adagrad, settings));
 * Graph step = loss.withUpdates(r.updates());
 * }</pre>
 *
 * May use: tensor, graph, op.
 */
@NullMarked
package org.nablac.optimise;

import org.jspecify.annotations.NullMarked;
