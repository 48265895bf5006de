package io.nextcart.local.demo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Objective;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.local.backup.ShopPlaces;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.stage.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a demo.
 *
 * @param log null for a synthetic shop
 * @param visitors of the synthetic shop
 * @param objective null lets the log choose
 * @param seed of the synthetic shop and of training
 * @param folder for all output; replaces that of an earlier demo
 */
public record DemoSettings(
        @Nullable LogInputs log,
        Visitors visitors,
        @Nullable Objective objective,
        long seed,
        Path folder) {
    /** Marks a folder made by a demo. */
    private static final String MARK = ".nextcart-demo";

    public DemoSettings {
        requireNonNull(visitors, "visitors is null");
        requireNonNull(folder, "folder is null");
    }

    /**
     * The synthetic shop and its shoppers.
     *
     * @param scale 1 is 2.76 million events
     * @param shoppers how many see Nextcart or the popularity list
     */
    public record Visitors(double scale, int shoppers) {
        public Visitors {
            if (shoppers < 2) {
                throw new BadInputException("--shoppers is " + shoppers + ", expected at least 2");
            }
            ShopSpec unused = new ShopSpec(scale, 0); // refused before anything is deleted
        }

        /** How many see each of these two lists. */
        int perArm() {
            return shoppers / 2;
        }
    }

    public Path store() {
        return folder.resolve("store");
    }

    public Path data() {
        return folder.resolve("data");
    }

    Path shop() {
        return folder.resolve("shop");
    }

    Path training() {
        return folder.resolve("training.ndjson.gz");
    }

    /** Where {@link #training} is made while an earlier demo is still there. */
    Path newTraining() {
        return folder.resolve("training.new.ndjson.gz");
    }

    ShopSpec shopSpec() {
        return new ShopSpec(visitors.scale(), seed);
    }

    /** A log of the synthetic shop, with its catalogue. */
    LogInputs ofShop(Path events) {
        List<Path> properties =
                SyntheticShop.PROPERTIES.stream().map(shop()::resolve).toList();
        return new LogInputs(List.of(events), null, properties, shop().resolve(SyntheticShop.CATEGORIES), 0);
    }

    RetrainSettings retrain(LogInputs inputs, long trainingSeed, boolean force) {
        return new RetrainSettings(
                inputs,
                objective,
                trainingSeed,
                new RetrainSettings.Target(store().toString(), force, false),
                RetrainSettings.Resources.of(Runtime.getRuntime().availableProcessors(), folder.resolve("work")));
    }

    /**
     * Creates the folder, or checks that all in it may be replaced.
     *
     * @throws BadInputException when something of the same name exists that no demo wrote, or a server has archived events
     *     in the store since
     */
    void claim() throws IOException {
        Path mark = folder.resolve(MARK);
        for (Path path : own()) {
            if (Files.exists(path) && !Files.exists(mark)) {
                throw new BadInputException(path + ": exists, and no demo wrote it; choose another folder with --dir");
            }
        }
        for (String part : ShopPlaces.OF_ARCHIVE) {
            Optional<Path> archived = archived(store().resolve(part));
            if (archived.isPresent()) {
                throw new BadInputException(
                        archived.get() + ": is not of a demo, but of a server that used its store, and"
                                + " would be lost; choose another folder with --dir, or delete " + folder);
            }
        }
        Files.createDirectories(folder);
        Files.write(mark, new byte[0]);
    }

    /** A file of an archive that no demo wrote. */
    private static Optional<Path> archived(Path part) throws IOException {
        if (!Files.isDirectory(part)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(part)) {
            return files.filter(file -> Files.isRegularFile(file) && !file.endsWith(TrialLog.OBJECT))
                    .findFirst();
        }
    }

    /** Deletes the output of an earlier demo, and nothing else, after {@link #claim}. */
    void clear() throws IOException {
        for (Path path : own()) {
            Folders.delete(path);
        }
    }

    private List<Path> own() {
        return List.of(store(), data(), shop(), training());
    }
}
