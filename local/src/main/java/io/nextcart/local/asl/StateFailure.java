package io.nextcart.local.asl;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A failure of a state: an error name, which retriers and catchers match, and a cause for people. */
public final class StateFailure extends Exception {
    /** A task took longer than its {@code TimeoutSeconds}. */
    static final String TIMEOUT = "States.Timeout";
    /** A path of {@code Parameters} finds nothing. */
    static final String PARAMETER_PATH = "States.ParameterPathFailure";
    /** The definition does not fit the data; only a handler that names this error matches it. */
    static final String RUNTIME = "States.Runtime";
    /** An intrinsic function cannot be applied. */
    static final String INTRINSIC = "States.IntrinsicFailure";

    private final String error;

    public StateFailure(String error, String cause) {
        super(requireNonNull(cause, "cause is null"));
        this.error = requireNonNull(error, "error is null");
    }

    /** A failure whose cause is a JSON object, as services send it. */
    public static StateFailure of(String error, Map<String, ?> cause) {
        return new StateFailure(error, Scope.json(cause));
    }

    /** The error's name, such as {@code States.TaskFailed}. */
    public String error() {
        return error;
    }

    /** The cause, never null. */
    public String explanation() {
        return String.valueOf(getMessage());
    }

    /** Whether a handler of these errors matches. */
    boolean matches(List<String> errors) {
        return errors.contains(error)
                || (!error.equals(RUNTIME) && errors.contains("States.ALL"))
                || (!Set.of(RUNTIME, TIMEOUT).contains(error) && errors.contains("States.TaskFailed"));
    }
}
