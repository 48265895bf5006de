package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A small synthetic shop and a store with its fitted model, made once per JVM. */
public final class TrainedShop {
    private static TrainedShop made;

    private final Path folder;
    private final Path store;
    private final Path smallLog;
    private final String shopper;

    private TrainedShop(Path folder) throws IOException {
        this.folder = folder;
        store = folder.resolve("store");
        SyntheticShop.write(new ShopSpec(0.004, 42), folder.resolve("small"), Progress.NONE);
        smallLog = folder.resolve("small").resolve(SyntheticShop.EVENTS);
        shopper = Files.readAllLines(smallLog).get(1).split(",")[1];
    }

    /** The one of this JVM. */
    public static synchronized TrainedShop get() throws IOException {
        if (made == null) {
            made = new TrainedShop(Files.createTempDirectory(Path.of("target"), "trained-shop-"));
        }
        return made;
    }

    /** The log of a larger shop, whose model passes the gate; read-only. */
    public synchronized Path log() throws IOException {
        Path log = folder.resolve(SyntheticShop.EVENTS);
        if (Files.notExists(log)) {
            SyntheticShop.write(new ShopSpec(0.03, 42), folder, Progress.NONE);
        }
        return log;
    }

    /** The event log; the gate refuses its models, unless forced. Read-only. */
    public Path smallLog() {
        return smallLog;
    }

    /** A shopper of the log. */
    public String shopper() {
        return shopper;
    }

    /** Copies the store, with its champion, to an empty one. */
    public synchronized void publishTo(ObjectStore target) throws IOException {
        if (Files.notExists(store)) {
            Cli.Result trained = Cli.run("train", "--events", smallLog, "--store", store, "--force");
            assertThat(trained.exitCode()).as(trained.err() + trained.out()).isZero();
        }
        List<Path> files;
        try (Stream<Path> tree = Files.walk(store)) {
            files = tree.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String key = store.relativize(file).toString().replace('\\', '/');
            if (!key.startsWith(".")) {
                target.upload(key, file);
            }
        }
    }
}
