package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to train on, and where to.
 *
 * @param events event logs: RetailRocket CSV or NDJSON, plain or gzip; at least one, unless there is an archive
 * @param archive the log of record, a folder or {@code s3://bucket/prefix}, or null
 * @param itemProperties RetailRocket item property files
 * @param categoryTree RetailRocket category tree, or null
 * @param store a folder or {@code s3://bucket/prefix}
 * @param objective {@code auto}, {@code cart} or {@code view}
 * @param force publish even when the gate refuses
 * @param maxBadRows share of bad rows that is tolerated per file, 0–1
 * @param seed of every sample and start value
 * @param threads at least 1
 * @param workFolder for temporary files; its content is deleted afterwards
 */
public record RetrainSettings(
        List<Path> events,
        @Nullable String archive,
        List<Path> itemProperties,
        @Nullable Path categoryTree,
        String store,
        String objective,
        boolean force,
        double maxBadRows,
        long seed,
        int threads,
        Path workFolder) {
    public RetrainSettings {
        events = List.copyOf(requireNonNull(events, "events is null"));
        itemProperties = List.copyOf(requireNonNull(itemProperties, "itemProperties is null"));
        requireNonNull(store, "store is null");
        requireNonNull(objective, "objective is null");
        requireNonNull(workFolder, "workFolder is null");
        List<String> problems = new ArrayList<>();
        if (events.isEmpty() && archive == null) {
            problems.add("--events names no file and there is no --archive, expected one of them");
        }
        if (!(maxBadRows >= 0 && maxBadRows <= 1)) {
            problems.add("--max-bad-rows is " + maxBadRows + ", expected a share from 0 to 1");
        }
        if (threads < 1) {
            problems.add("--threads is " + threads + ", expected at least 1");
        }
        if (!List.of("auto", "cart", "view").contains(objective)) {
            problems.add("--objective is '" + objective + "', expected cart, view or auto");
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join("; ", problems));
        }
    }

    /** Without an archive. */
    public RetrainSettings(
            List<Path> events,
            List<Path> itemProperties,
            @Nullable Path categoryTree,
            String store,
            String objective,
            boolean force,
            double maxBadRows,
            long seed,
            int threads,
            Path workFolder) {
        this(
                events,
                null,
                itemProperties,
                categoryTree,
                store,
                objective,
                force,
                maxBadRows,
                seed,
                threads,
                workFolder);
    }
}
