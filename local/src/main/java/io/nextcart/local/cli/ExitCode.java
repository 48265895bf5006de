package io.nextcart.local.cli;

/** The exit codes of the command line. */
final class ExitCode {
    static final int OK = 0;
    /** The disk, the network or the program failed. */
    static final int FAILED = 1;
    /** The arguments or the input cannot be used. */
    static final int BAD_INPUT = 2;
    /** The gate refused the model: the previous one still serves. */
    static final int REFUSED = 3;

    /** The audit found something that does not reconcile. */
    static final int GAP = 3;

    private ExitCode() {}
}
