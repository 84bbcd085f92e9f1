/**
 * Training and testing a compiled model on a data set: the loop over epochs, with listeners.
 *
 * <p>A <em>signature</em> ({@link org.nablac.train.Signature}) is what the loss of a model says about its data:
 * examples, signs or triples. With a split of such data it is a <em>task</em> ({@link org.nablac.train.Task}): the
 * sizes it binds, the arrays it learns from, the <em>figure</em> on the validation set that chooses the epoch which is
 * kept, and the figures on the test set. A <em>checkpoint</em> is the file that holds the best epoch so far. A
 * <em>listener</em> hears of every epoch.
 *
 * <pre>{@code
 * Model model = …;
 * Signature signature = Signature.of(model);
 * Task task = Task.of(signature, Data.open("zoo", signature.kind(), Options.DEFAULT), Constants.UNKNOWN);
 * ModelInstance instance = ModelInstance.create(Compiler.compile(model, …), 1, task.dims());
 * Settings settings = Settings.of(model);
 * new Trainer(instance, task, settings, Checkpoint.NONE, List.of()).run();
 * System.out.println(task.test(instance).toText("test"));      // test auc=0.9712 macroF1=0.9034 accuracy=0.9198
 * }</pre>
 *
 * May use: tensor, graph, op, data, data.metrics, optimise, compile.
 */
@NullMarked
package org.nablac.train;

import org.jspecify.annotations.NullMarked;
