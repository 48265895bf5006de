package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.stage.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A synthetic shop and a model of it, made once per test JVM. A test that trains into its store copies the store first.
 */
public final class TrainedShop {
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2015-09-18T03:00:00Z"), ZoneOffset.UTC);
    public static final long SEED = Long.getLong("nextcart.seed", 42);

    /** When the newest of what the shop says of its items was said. */
    static final long SAID_AT_MS = Instant.parse("2015-09-17T12:00:00Z").toEpochMilli();

    /** The title of two items. */
    static final String TITLE = "Alpine tent, blue";

    private final Path folder;
    private final RetrainResult result;

    private static final class Holder {
        static final TrainedShop INSTANCE = make(0.015, false);
    }

    private static final class SmallHolder {
        static final TrainedShop INSTANCE = make(0.004, true);
    }

    private TrainedShop(Path folder, RetrainResult result) {
        this.folder = folder;
        this.result = result;
    }

    /** A shop whose model passes the gate, with twice the holdout cases that it asks for. */
    public static TrainedShop get() {
        return Holder.INSTANCE;
    }

    /** Trained in half the time, with a holdout too small for the gate, and so published by force. */
    public static TrainedShop small() {
        return SmallHolder.INSTANCE;
    }

    private static TrainedShop make(double scale, boolean force) {
        try {
            Path folder = Files.createTempDirectory("trained-shop-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            SyntheticShop.write(new ShopSpec(scale, 42), folder.resolve("shop"), Progress.NONE);
            sayOfItems(folder);
            RetrainSettings settings =
                    settings(withArchive(folder), folder.resolve("store"), force, folder.resolve("work"));
            return new TrainedShop(folder, new Retrain(settings, CLOCK, Progress.NONE).run());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the shop says of three items after the last event: one is hidden and is not among the log's, the first of the log and one
     * with a single event have the same title.
     */
    private static void sayOfItems(Path folder) throws IOException {
        List<String> items;
        try (Stream<String> rows = Files.lines(folder.resolve("shop").resolve(SyntheticShop.EVENTS))) {
            items = rows.skip(1).map(row -> row.split(",")[3]).toList();
        }
        String known = items.get(0);
        String rare = items.stream()
                .filter(item -> Collections.frequency(items, item) == 1)
                .findFirst()
                .orElseThrow();
        Path day = Files.createDirectories(folder.resolve("archive/items/dt=2015-09-17"));
        Files.write(
                day.resolve("1.ndjson.gz"),
                List.of(
                        "{\"item_id\":\"" + known + "\",\"title\":\"" + TITLE + "\",\"updated_at\":" + SAID_AT_MS + "}",
                        "{\"item_id\":\"" + rare + "\",\"title\":\"" + TITLE + "\",\"updated_at\":" + SAID_AT_MS + "}",
                        "{\"item_id\":\"stranger\",\"available\":false,\"updated_at\":" + (SAID_AT_MS - 1) + "}"));
    }

    private static LogInputs withArchive(Path folder) {
        LogInputs files = inputs(folder.resolve("shop"));
        return new LogInputs(
                files.events(),
                folder.resolve("archive").toString(),
                files.itemProperties(),
                files.categoryTree(),
                files.maxBadRows());
    }

    /** The result of the training. */
    public RetrainResult result() {
        return result;
    }

    /** The files of the shop. */
    public Path files() {
        return folder.resolve("shop");
    }

    /** The archive of what the shop says of its items. */
    public Path archive() {
        return folder.resolve("archive");
    }

    /** The store with the one model, in service. */
    public Path store() {
        return folder.resolve("store");
    }

    /** Trains on this shop once more. */
    public RetrainResult trainInto(Path store, boolean force, Path work) throws IOException {
        return train(withArchive(folder), store, force, work);
    }

    /** Trains with this shop's settings. */
    public static RetrainResult train(LogInputs inputs, Path store, boolean force, Path work) throws IOException {
        return new Retrain(settings(inputs, store, force, work), CLOCK, Progress.NONE).run();
    }

    /** All files of a synthetic shop. */
    public static LogInputs inputs(Path shop) {
        return inputs(shop, shop.resolve(SyntheticShop.EVENTS));
    }

    /** The catalogue of a synthetic shop with another log. */
    public static LogInputs inputs(Path shop, Path events) {
        List<Path> properties =
                SyntheticShop.PROPERTIES.stream().map(shop::resolve).toList();
        return new LogInputs(List.of(events), null, properties, shop.resolve(SyntheticShop.CATEGORIES), 0.01);
    }

    static RetrainSettings settings(LogInputs inputs, Path store, boolean force, Path work) {
        return new RetrainSettings(
                inputs,
                null,
                SEED,
                new RetrainSettings.Target(store.toString(), force, false),
                RetrainSettings.Resources.of(2, work));
    }

    /** Copies a folder; existing files stay. */
    public static Path copy(Path from, Path to) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(from)) {
            tree.forEach(entries::add);
        }
        for (Path entry : entries) {
            Path target = to.resolve(from.relativize(entry).toString());
            if (Files.isDirectory(entry)) {
                Files.createDirectories(target);
            } else if (!Files.exists(target)) {
                Files.copy(entry, target);
            }
        }
        return to;
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            System.err.println(folder + " is left: " + e);
        }
    }
}
