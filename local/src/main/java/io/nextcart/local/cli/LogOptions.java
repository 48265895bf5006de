package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Objective;
import io.nextcart.data.OutFile;
import io.nextcart.data.Progress;
import io.nextcart.training.input.InputFiles;
import io.nextcart.training.input.LogInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for reading a log, besides the log itself. */
final class LogOptions {
    static final String EVENTS = "--events";
    static final String PROPERTIES = "--item-properties";
    static final String TREE = "--category-tree";

    @Option(
            names = PROPERTIES,
            arity = "1..*",
            paramLabel = "F|s3://…",
            description = "Item properties in RetailRocket CSV.")
    List<String> itemProperties = new ArrayList<>();

    @Option(names = TREE, paramLabel = "F|s3://…", description = "Category tree in RetailRocket CSV.")
    @Nullable
    String categoryTree;

    @Option(
            names = "--objective",
            defaultValue = "auto",
            paramLabel = "auto|cart|view",
            description = "What recommendations should lead to; auto is cart when the log has enough add-to-carts."
                    + " Default: ${DEFAULT-VALUE}.")
    String objective = "auto";

    @Mixin
    Options.BadRows maxBadRows = new Options.BadRows();

    @Mixin
    Options.TimeUnit timeUnit = new Options.TimeUnit();

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "Same input and seed, same result. Default: ${DEFAULT-VALUE}.")
    long seed;

    /** Null lets the log choose. */
    @Nullable
    Objective objective() {
        return Objective.ofSetting("--objective", objective).orElse(null);
    }

    /**
     * The log, on this machine.
     *
     * @param folder for copies of remote files
     */
    LogInputs inputs(InputFiles files, List<String> events, @Nullable String archive, Path folder, Progress progress)
            throws IOException {
        List<Path> tree = files.local(TREE, categoryTree(), folder, progress);
        return new LogInputs(
                files.local(EVENTS, events, folder, progress),
                archive,
                files.local(PROPERTIES, itemProperties, folder, progress),
                tree.isEmpty() ? null : tree.get(0),
                maxBadRows.share.value(),
                timeUnit.times());
    }

    /**
     * Checks every file before the first is read: a typo in the last should cost neither a minute nor the result of an
     * earlier run.
     *
     * @throws BadInputException when one cannot be read
     */
    void requireFiles(InputFiles files, List<String> events) throws IOException {
        files.require(EVENTS, events);
        files.require(PROPERTIES, itemProperties);
        files.require(TREE, categoryTree());
    }

    List<String> categoryTree() {
        return categoryTree == null ? List.of() : List.of(categoryTree);
    }

    /**
     * Checks that an output file is not one of the log's.
     *
     * @throws BadInputException when it is
     */
    OutFile requireOther(OutFile out, List<String> events) throws IOException {
        return out.isNoneOf(EVENTS, InputFiles.onDisk(events))
                .isNoneOf(PROPERTIES, InputFiles.onDisk(itemProperties))
                .isNoneOf(TREE, InputFiles.onDisk(categoryTree()));
    }

    /**
     * Checks that an archive exists, since a typo would look like an archive without events. A bucket of S3 is not
     * checked.
     *
     * @param place given as {@code --archive}; null when absent
     * @throws BadInputException when it is not an existing folder
     */
    static void requireArchive(@Nullable String place) {
        if (place != null && !place.startsWith("s3:") && !Files.isDirectory(Path.of(place))) {
            throw new BadInputException("--archive " + (place.isEmpty() ? "''" : place)
                    + ": no such folder, expected an archive, or s3://bucket/prefix");
        }
    }
}
