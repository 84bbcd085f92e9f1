package org.nablac;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An input of int32 indices, as {@code @Index("N, rows")}: first its shape, as in {@link Shape}, and last the bound
 * that each index stays below.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Index {
    /** Sizes, outermost first, and the bound, separated by commas. */
    String value();
}
