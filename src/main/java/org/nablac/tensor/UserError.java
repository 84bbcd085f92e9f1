package org.nablac.tensor;

/**
 * What a user gave is wrong: a model, a file, a value, an option. The message is all the user sees, so it names the
 * place and the cure; a program that shows it prints no stack trace and ends with exit code 1.
 */
public class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
