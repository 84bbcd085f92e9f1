package org.nablac;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An input of int32 labels with this shape, as {@code @Labels("N")}; what uses them says which labels there are. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Labels {
    /** Sizes, outermost first, separated by commas. */
    String value();
}
