package io.nextcart.training.input;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.log.LogTimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a log.
 *
 * @param events event logs: RetailRocket CSV or NDJSON, plain or gzip; at least one, unless there is an archive
 * @param archive a folder or {@code s3://bucket/prefix}, or null
 * @param itemProperties RetailRocket item property files
 * @param categoryTree RetailRocket category tree, or null
 * @param maxBadRows tolerated share of bad rows per file, 0–1
 * @param times of the events; the archive's are always in milliseconds
 */
public record LogInputs(
        List<Path> events,
        @Nullable String archive,
        List<Path> itemProperties,
        @Nullable Path categoryTree,
        double maxBadRows,
        LogTimes times) {
    public LogInputs {
        events = List.copyOf(requireNonNull(events, "events is null"));
        requireNonNull(times, "times is null");
        itemProperties = List.copyOf(requireNonNull(itemProperties, "itemProperties is null"));
        List<String> problems = new ArrayList<>();
        if (events.isEmpty() && archive == null) {
            problems.add("--events names no file and there is no --archive, expected one of them");
        }
        if (!(maxBadRows >= 0 && maxBadRows <= 1)) {
            problems.add("--max-bad-rows is " + maxBadRows + ", expected a share from 0 to 1");
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join("; ", problems));
        }
    }

    /** A log with any times, in the units of its files' formats. */
    public LogInputs(
            List<Path> events,
            @Nullable String archive,
            List<Path> itemProperties,
            @Nullable Path categoryTree,
            double maxBadRows) {
        this(events, archive, itemProperties, categoryTree, maxBadRows, LogTimes.ANY);
    }
}
