package io.nextcart.local.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model of a store a command works with. */
final class ModelOption {
    @Option(
            names = "--model",
            paramLabel = "VERSION",
            description = "Which model of the store. Default: the one in service.")
    private @Nullable String version;

    /** What was named, or null for the model in service. */
    @Nullable
    String version() {
        return version;
    }
}
