package org.nablac.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.nablac.compile.Compiled;
import org.nablac.compile.ModelInstance;
import org.nablac.graph.Model;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.UserError;
import org.nablac.train.Task;

/** Weights from a file, for data that fit them. */
final class Loading {
    private Loading() {
    }

    /** @throws UserError if the file is no weights of this model, or its tables have other sizes than the data */
    static ModelInstance weights(Compiled compiled, Path file, Task task) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + (Files.isDirectory(file) ? ": is a folder" : ": there is no such file")
                    + "; weights are what train --save keeps");
        }
        ModelInstance instance = ModelInstance.load(compiled, file);
        Sizes ofWeights = new Sizes(instance.sizes());
        Sizes ofData = new Sizes(task.dims());
        for (Model.Parameter p : compiled.model().parameters()) {
            int held = p.leaf().shape().size(ofWeights);
            int wanted = p.leaf().shape().size(ofData);
            if (held != wanted) {
                throw new UserError(file + ": " + p.name() + " " + p.leaf().shape() + " has " + held
                        + " elements, for these data ("
                        + task.split().train().describeSizes() + ") it has " + wanted
                        + ": the weights were trained on other data");
            }
        }
        return instance;
    }
}
