/**
 * The command line, {@code nablac}: compile, inspect, train, evaluate, check and time a model that is one Java file.
 *
 * <p>A <em>command</em> prints its result on standard output, all else on standard error, and ends with an exit code:
 * 0, 1 if what it was given is wrong (one message with place and cure), 2 if it was called wrongly, 70 if the fault is
 * ours (a report to send). Files are written whole or not at all.
 *
 * <pre>{@code
 * int exitCode = Main.run(List.of("train", "examples/SignMatrix.java", "--data", "zoo"), System.out, System.err);
 * }</pre>
 *
 * May use: tensor, graph, data, data.metrics, source, compile, train, inspect, check, bench, launch.
 */
@NullMarked
package org.nablac.cli;

import org.jspecify.annotations.NullMarked;
