package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

/** What a state fails with: an error's name, by which retriers and catchers choose, and a cause for a person. */
public final class StateFailure extends Exception {
    /** A task took longer than its {@code TimeoutSeconds}. */
    static final String TIMEOUT = "States.Timeout";
    /** A path or function of {@code Parameters} finds nothing. */
    static final String PARAMETER_PATH = "States.ParameterPathFailure";
    /** The definition does not fit the data; no retrier or catcher takes it. */
    static final String RUNTIME = "States.Runtime";
    /** An intrinsic function cannot be applied. */
    static final String INTRINSIC = "States.IntrinsicFailure";

    private final String error;

    public StateFailure(String error, String cause) {
        super(requireNonNull(cause, "cause is null"));
        this.error = requireNonNull(error, "error is null");
    }

    /** The error's name, such as {@code States.TaskFailed}. */
    public String error() {
        return error;
    }

    /** Never null: what happened. */
    public String explanation() {
        return String.valueOf(getMessage());
    }
}
