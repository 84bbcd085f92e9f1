package org.nablac.train;

import java.util.Map;
import org.nablac.compile.ModelInstance;
import org.nablac.data.Examples;
import org.nablac.data.Signs;
import org.nablac.data.Split;
import org.nablac.data.Triples;
import org.nablac.tensor.UserError;

/** A model's loss together with data it learns from. */
public sealed interface Task permits Classification, SignPrediction, TripleRanking {

    /**
     * The task of a model on data of its kind.
     *
     * @param constants of the model's source, for messages
     * @throws UserError if sizes of the model and of the data differ, or the data leave a size of the model open
     */
    static Task of(Signature signature, Split<?> split, Constants constants) {
        if (split.kind() != signature.kind()) {
            throw new UserError("the data are " + split.kind().noun() + ", but " + signature.model().name()
                    + " learns from "
                    + signature.kind().noun());
        }
        return switch (signature.kind()) {
            case EXAMPLES -> new Classification(signature, split.as(Examples.class), constants);
            case SIGNS -> new SignPrediction(signature, split.as(Signs.class), constants);
            case TRIPLES -> new TripleRanking(signature, split.as(Triples.class), constants);
        };
    }

    Signature signature();

    Split<?> split();

    /** The value of every named size of the model. */
    Map<String, Integer> dims();

    /** How many examples an epoch goes over. */
    int examples();

    /** The examples, an array per input of the loss. */
    Object[] inputs();

    /** The name of the figure that {@link #validate} gives: the greater, the better. */
    String figure();

    /** The figure on the validation set. */
    double validate(ModelInstance model);

    /** The figures on the test set. */
    Figures test(ModelInstance model);
}
