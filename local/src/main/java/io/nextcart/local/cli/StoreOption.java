package io.nextcart.local.cli;

import picocli.CommandLine.Option;

/** The store that a command needs. */
final class StoreOption {
    @Option(
            names = "--store",
            required = true,
            paramLabel = "DIR|s3://…",
            description = "Where models are published: a folder, or s3://bucket/prefix.")
    private String place = "";

    /** What was given. */
    String place() {
        return place;
    }
}
