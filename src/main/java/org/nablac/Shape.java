package org.nablac;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A float input with this shape, as {@code @Shape("N, PIXELS")}; {@code @Shape("")} is a scalar. A name is a constant
 * of the class ({@code static final int}) if there is one, else a named size that each call, or the creation of the
 * model, binds.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Shape {
    /** Sizes, outermost first, separated by commas: {@code 784}, {@code N}, {@code 2*N + 1}. */
    String value();
}
