package io.nextcart.local.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that several commands have. */
final class Options {
    private Options() {}

    /** The store that a command needs. */
    static final class Store {
        @Option(
                names = "--store",
                required = true,
                paramLabel = "DIR|s3://…",
                description = "Where models are published: a folder, or s3://bucket/prefix.")
        String place = "";
    }

    /** Which model of a store a command works with. */
    static final class Model {
        @Option(
                names = "--model",
                paramLabel = "VERSION",
                description = "Which model of the store. Default: the one in service.")
        @Nullable
        String version;
    }

    /** How many unreadable rows a log may have. */
    static final class BadRows {
        @Option(
                names = "--max-bad-rows",
                defaultValue = "0.01",
                paramLabel = "SHARE",
                description = "Share of unreadable rows that is tolerated per file, such as 0.01 or 1%%."
                        + " Default: ${DEFAULT-VALUE}.")
        Share share = new Share(0.01);
    }
}
