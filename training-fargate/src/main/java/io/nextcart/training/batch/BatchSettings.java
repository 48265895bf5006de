package io.nextcart.training.batch;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.engine.Query;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For whom to recommend, by what, and where to.
 *
 * @param store of the models: a folder or {@code s3://bucket/prefix}
 * @param model a version, or null for the one in service
 * @param users a file with one shopper's id a line
 * @param out the Parquet file to write
 * @param k items for each shopper, 1 to {@link Query#MAX_K}
 * @param events logs to know shoppers by: RetailRocket CSV or NDJSON, plain or gzip
 * @param archive the log of record, a folder or {@code s3://bucket/prefix}, or null
 * @param maxBadRows share of bad rows that is tolerated, 0–1
 * @param workFolder exists; for temporary files
 */
public record BatchSettings(
        String store,
        @Nullable String model,
        Path users,
        Path out,
        int k,
        List<Path> events,
        @Nullable String archive,
        double maxBadRows,
        Path workFolder) {
    public BatchSettings {
        requireNonNull(store, "store is null");
        requireNonNull(users, "users is null");
        requireNonNull(out, "out is null");
        events = List.copyOf(requireNonNull(events, "events is null"));
        requireNonNull(workFolder, "workFolder is null");
        List<String> problems = new ArrayList<>();
        if (k < 1 || k > Query.MAX_K) {
            problems.add("--k is " + k + ", expected 1 to " + Query.MAX_K);
        }
        if (!(maxBadRows >= 0 && maxBadRows <= 1)) {
            problems.add("--max-bad-rows is " + maxBadRows + ", expected a share from 0 to 1");
        }
        if (events.isEmpty() && archive == null) {
            problems.add("there is neither --events nor --archive, expected one of them to know the shoppers by");
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join("; ", problems));
        }
    }
}
