package io.nextcart.local.demo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Objective;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.stage.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to show.
 *
 * @param events the shop's log; empty for a made-up shop
 * @param itemProperties with {@code events} only
 * @param categoryTree with {@code events} only
 * @param scale of the made-up shop; 1 is 2.76 million events
 * @param seed of the made-up shop and of training
 * @param shoppersPerArm made-up shoppers who see each of the two lists
 * @param objective null lets the log choose
 * @param maxBadRows share of bad rows that is tolerated per file, 0–1
 * @param folder for everything that is written; what an earlier demo left there is replaced
 */
public record DemoSettings(
        List<Path> events,
        List<Path> itemProperties,
        @Nullable Path categoryTree,
        double scale,
        long seed,
        int shoppersPerArm,
        @Nullable Objective objective,
        double maxBadRows,
        Path folder) {
    /** Says that a demo made the folder. */
    private static final String MARK = ".nextcart-demo";

    public DemoSettings {
        events = List.copyOf(requireNonNull(events, "events is null"));
        itemProperties = List.copyOf(requireNonNull(itemProperties, "itemProperties is null"));
        requireNonNull(folder, "folder is null");
        if (events.isEmpty() && (!itemProperties.isEmpty() || categoryTree != null)) {
            throw new BadInputException("--item-properties and --category-tree describe the items of a log, expected"
                    + " --events with it");
        }
        if (shoppersPerArm < 1) {
            throw new BadInputException("--shoppers is " + 2 * shoppersPerArm + ", expected at least 2");
        }
    }

    /** Where models are published. */
    public Path store() {
        return folder.resolve("store");
    }

    /** What the server keeps. */
    public Path data() {
        return folder.resolve("data");
    }

    Path shop() {
        return folder.resolve("shop");
    }

    Path training() {
        return folder.resolve("training.ndjson.gz");
    }

    RetrainSettings retrain(List<Path> logs, List<Path> properties, @Nullable Path tree) {
        return retrain(logs, properties, tree, seed, false);
    }

    RetrainSettings retrain(
            List<Path> logs, List<Path> properties, @Nullable Path tree, long trainingSeed, boolean force) {
        return new RetrainSettings(
                new LogInputs(logs, null, properties, tree, maxBadRows),
                objective,
                trainingSeed,
                new RetrainSettings.Target(store().toString(), force, false),
                RetrainSettings.Resources.of(Runtime.getRuntime().availableProcessors(), folder.resolve("work")));
    }

    /**
     * Removes what an earlier demo wrote, and nothing else.
     *
     * @throws BadInputException when something of the same name is there that no demo wrote
     */
    void clear() throws IOException {
        Path mark = folder.resolve(MARK);
        for (Path own : List.of(store(), data(), shop(), training())) {
            if (Files.exists(own) && !Files.exists(mark)) {
                throw new BadInputException(own + ": is there, and no demo wrote it; choose another folder with --dir");
            }
        }
        Files.createDirectories(folder);
        if (!Files.exists(mark)) {
            Files.createFile(mark);
        }
        for (Path own : List.of(store(), data(), shop(), training())) {
            Folders.delete(own);
        }
    }
}
