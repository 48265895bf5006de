package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Objective;
import io.nextcart.data.OutFile;
import io.nextcart.training.input.LogInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options on a log, besides the log itself. */
final class LogOptions {
    @Option(
            names = "--item-properties",
            arity = "1..*",
            paramLabel = "F",
            description = "Item properties in RetailRocket CSV.")
    List<Path> itemProperties = new ArrayList<>();

    @Option(names = "--category-tree", paramLabel = "F", description = "Category tree in RetailRocket CSV.")
    @Nullable
    Path categoryTree;

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

    LogInputs inputs(List<Path> events, @Nullable String archive) {
        return new LogInputs(events, archive, itemProperties, categoryTree, maxBadRows.share.value(), timeUnit.times());
    }

    /**
     * Checks every file before the first is read: a typo in the last should not cost a minute, nor the result of an earlier run.
     *
     * @throws BadInputException when one cannot be read
     */
    void requireFiles(List<Path> events) {
        List<Path> all = new ArrayList<>(events);
        all.addAll(itemProperties);
        if (categoryTree != null) {
            all.add(categoryTree);
        }
        requireReadable(all);
    }

    /**
     * Checks that a file to write is not one of the log's.
     *
     * @throws BadInputException when it is
     */
    OutFile requireOther(OutFile out, List<Path> events) throws IOException {
        return out.isNoneOf("--events", events)
                .isNoneOf("--item-properties", itemProperties)
                .isNoneOf("--category-tree", categoryTree == null ? List.of() : List.of(categoryTree));
    }

    /**
     * Checks that an archive exists: a typo should not pass for an archive without events. A bucket of S3 is not checked.
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

    /**
     * Checks that files exist.
     *
     * @throws BadInputException when one cannot be read
     */
    static void requireReadable(List<Path> files) {
        for (Path file : files) {
            if (file.startsWith("s3:") && !Files.exists(file)) {
                throw new BadInputException(file.toString().replaceFirst(":/+", "://")
                        + ": lies on S3, expected a file of this machine; nextcart pipeline reads objects");
            }
            if (!Files.exists(file)) {
                throw new BadInputException(file + ": no such file");
            }
            if (Files.isDirectory(file) || !Files.isReadable(file)) {
                throw new BadInputException(file + ": is a folder or not readable, expected a file");
            }
        }
    }
}
