package org.nablac;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.nablac.tensor.DType;

/**
 * A class that is a model: parameters in its fields, a constructor without parameters, public methods that return a
 * {@link Tensor}. Its members are what the model says of its own training; an option of the command line overrides
 * them, and what is left out is the trainer's choice.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Model {
    /** The type of parameters and of inputs by {@link Shape}: F32 or F64. */
    DType dtype() default DType.F32;

    /**
     * How parameters move: {@code sgd}, {@code momentum}, {@code nesterov}, {@code adagrad}, {@code rmsprop},
     * {@code adam}, {@code adamw}.
     */
    String optimizer() default "";

    /** The learning rate at the start. */
    double rate() default Double.NaN;

    /** How the rate changes: {@code constant}, {@code linear}, {@code step}, {@code exponential}, {@code cosine}. */
    String schedule() default "";

    /** Steps over which the rate rises from 0. */
    int warmup() default 0;

    /** Examples a step. */
    int batch() default 0;

    /** Passes over the training data. */
    int epochs() default 0;

    /** The share of the last step that is kept, for {@code momentum} and {@code nesterov}. */
    double momentum() default Double.NaN;

    /** θ is also multiplied by 1 − rate·decay in each step. */
    double decay() default Double.NaN;

    /** Bound of the norm of the whole gradient. */
    double clip() default Double.NaN;

    /** Of the random numbers. */
    long seed() default 0;
}
