/**
 * How fast a compiled model is: the workloads that the peers are measured on, and any other model.
 *
 * <p>A <em>workload</em> is a model with sizes, a batch and data, made up if none are given. Mode {@code call} takes
 * one {@code step} a call, as an application does that links the class: the calling loop is a class of its own, made
 * for the workload. Mode {@code loop} takes the steps inside the class, by {@code epochInOrder} or {@code epoch}. A
 * time is the best of five repeats after warming up, in microseconds a step. <em>Allocated</em> is what a step takes
 * of the Java heap, without what the harness takes. The <em>peak</em> of the machine is what two short loops measure on
 * as many threads: multiply-adds in cache, and a sum of arrays that are in none. The <em>bound</em> is the smaller of
 * the first and what the second lets at the flops of a byte.
 *
 * <pre>{@code
 * Workload workload = Workloads.named("mlp-784-128-10-b32");
 * Result call = new Bench(0.5, System.err::println).run(workload).get(0);
 * System.out.println(call.toJson());            // {"peer": "nablac", "mode": "call", …, "us": 151.3, "threads": 1}
 * }</pre>
 *
 * May use: tensor, code, graph, op, source, compile, emit, inspect.
 */
@NullMarked
package org.nablac.bench;

import org.jspecify.annotations.NullMarked;
