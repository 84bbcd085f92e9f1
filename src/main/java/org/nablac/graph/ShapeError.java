package org.nablac.graph;

import org.nablac.tensor.UserError;

/**
 * The inputs of an op do not fit. Front ends add where the expression stands and where each operand comes from.
 */
public final class ShapeError extends UserError {
    private static final long serialVersionUID = 1;
    private final String op;
    private final String problem;
    private final String advice;

    /**
     * @param op the op's name, as {@code matmul}
     * @param problem what is wrong, as {@code inner dimensions differ}
     * @param advice the facts and the cure, as {@code 784 is not 128; [784, n] would fit}
     */
    public ShapeError(String op, String problem, String advice) {
        super(op + ": " + problem + ": " + advice);
        this.op = op;
        this.problem = problem;
        this.advice = advice;
    }

    public String op() {
        return op;
    }

    public String problem() {
        return problem;
    }

    public String advice() {
        return advice;
    }
}
