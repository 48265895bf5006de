package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param file plain or gzip
 * @param times of its rows
 * @param maxBadRows tolerated share of bad rows, 0–1
 */
public record Source(Path file, LogTimes times, double maxBadRows, Progress progress) {
    public Source {
        requireNonNull(file, "file is null");
        requireNonNull(times, "times is null");
        requireNonNull(progress, "progress is null");
    }

    /** A file in the unit of its format, with every time plausible. */
    public static Source of(Path file, double maxBadRows, Progress progress) {
        return new Source(file, LogTimes.ANY, maxBadRows, progress);
    }
}
