package io.nextcart.training.report;

import io.nextcart.store.document.StageRecord;
import io.nextcart.store.document.TrainingDetails;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * When the log will have outgrown the memory of one machine, if the process's own memory grows with the log, and the
 * log grows as in its last four weeks. Pages of mapped files do not count: the system takes them back when it needs
 * them.
 */
public final class Growth {
    /** The key of the log's events per week in the manifest's counts. */
    public static final String WEEKLY_EVENTS = "weekly_events";
    /** The key of the memory of the training's machine in the manifest's counts, MiB. */
    public static final String MEMORY_MB = "memory_mb";

    private static final long MOST_WEEKS = 520;
    /** About half a year: time enough to move. */
    private static final long SOON_WEEKS = 26;

    private Growth() {}

    /** A sentence; empty when the log is too short to grow, or memory lasts for ten years. */
    public static Optional<String> sentence(TrainingDetails details) {
        Map<String, Long> counts = details.counts();
        long events = counts.getOrDefault(TrainingDetails.EVENTS, 0L);
        long weekly = counts.getOrDefault(WEEKLY_EVENTS, 0L);
        long memory = counts.getOrDefault(MEMORY_MB, 0L);
        long peak = details.stages().stream()
                .mapToLong(StageRecord::peakOwnMb)
                .max()
                .orElse(0);
        if (events == 0 || weekly == 0 || memory == 0 || peak == 0) {
            return Optional.empty();
        }
        long weeks = (long) (Math.max(0, memory - peak) / ((double) peak * weekly / events));
        if (weeks > MOST_WEEKS) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "At %,d events a week, as in the last four weeks, the %,d MiB of memory are full in about %,d weeks%s",
                weekly,
                memory,
                weeks,
                weeks > SOON_WEEKS ? "" : ": take a larger machine, or train on Spark (docs/scale.md)"));
    }
}
