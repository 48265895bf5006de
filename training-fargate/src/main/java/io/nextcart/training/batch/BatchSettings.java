package io.nextcart.training.batch;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.ListLength;
import io.nextcart.store.document.Rule;
import io.nextcart.training.input.LogInputs;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shoppers, the model and the output of a batch.
 *
 * @param store of the models: a folder or {@code s3://bucket/prefix}
 * @param model a version, or null for the one in service
 * @param users a file with one shopper's id a line
 * @param out the Parquet file to write
 * @param k items for each shopper, 1 to {@link ListLength#MOST}
 * @param rules the merchandising rules that apply to the lists
 * @param log with the shoppers' events; its catalogue, or else the store's, has the changes since the training
 * @param workFolder an existing folder for temporary files
 */
public record BatchSettings(
        String store,
        @Nullable String model,
        Path users,
        Path out,
        int k,
        List<Rule> rules,
        LogInputs log,
        Path workFolder) {
    public BatchSettings {
        rules = List.copyOf(rules);
        requireNonNull(store, "store is null");
        requireNonNull(users, "users is null");
        requireNonNull(out, "out is null");
        requireNonNull(log, "log is null");
        requireNonNull(workFolder, "workFolder is null");
        if (k < ListLength.LEAST || k > ListLength.MOST) {
            throw new BadInputException("--k is " + k + ", expected 1 to " + ListLength.MOST);
        }
    }
}
