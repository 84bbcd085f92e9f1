package org.nablac.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/**
 * What a node computes. An op is a record: its components are its attributes, of the types that {@link Attributes}
 * knows, and it explains itself here once, so that no pass has to name it. The kinds are closed, the ops are open.
 */
public sealed interface Op permits Leaf, Elementwise, Reduce, Move, Contract, Rows, Composite {

    /** Its name in graph text and in the catalogue; unique. */
    String name();

    /**
     * The shape rule.
     *
     * @throws ShapeError if inputs of these types do not fit
     */
    TensorType type(List<TensorType> inputs);

    /**
     * The gradient rule: for each input the cotangent that it receives when {@code node} receives {@code cotangent}
     * (same type as the node), or nothing if the input has no influence that can be differentiated.
     * Linear in {@code cotangent}; built from nodes, so it can be differentiated again.
     */
    List<Optional<Node>> gradient(Node node, Node cotangent);

    /** The value by the plain definition, in double precision: the oracle of the tests. */
    HostArray value(Evaluation evaluation, List<HostArray> inputs);

    /** One sentence with the equation. */
    String doc();

    /** Whether the two inputs may be exchanged without changing a bit. */
    default boolean isCommutative() {
        return false;
    }

    /** For an input that holds indices: the bound they stay below, as this op demands it. */
    default Optional<Dim> indexBound(int input, List<TensorType> inputs) {
        return Optional.empty();
    }

    /** Why no gradient passes this op, if none does though a path through it exists: the message of a build error. */
    default Optional<String> notDifferentiable() {
        return Optional.empty();
    }

    /** The gradient rule of an op that passes nothing on. */
    static List<Optional<Node>> nothing(Node node) {
        List<Optional<Node>> none = new ArrayList<>();
        node.inputs().forEach(i -> none.add(Optional.empty()));
        return none;
    }
}
