package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        // Bad input is common and needs no stack trace.
        super(problem.detail(), null, false, false);
        this.problem = requireNonNull(problem, "problem is null");
    }

    /** What to answer. */
    public Problem problem() {
        return problem;
    }
}
