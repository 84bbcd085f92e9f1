package org.nablac.source;

import com.github.javaparser.ast.Node;
import java.util.List;

/** A lambda or method reference, with what it sees. */
@FunctionalInterface
interface Closure {
    /** What it returns when it is called at a place of a frame. */
    Object call(List<Object> arguments, Frame caller, Node at);
}
