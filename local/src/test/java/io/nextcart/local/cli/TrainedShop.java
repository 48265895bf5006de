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

/** A small synthetic shop and the store that it was trained into, made once for all tests of a JVM. */
public final class TrainedShop {
    private static TrainedShop made;

    private final Path store;
    private final Path log;
    private final Path smallLog;
    private final String shopper;

    private TrainedShop(Path folder) throws IOException {
        store = folder.resolve("store");
        SyntheticShop.write(new ShopSpec(0.03, 42), folder, Progress.NONE);
        log = folder.resolve(SyntheticShop.EVENTS);
        SyntheticShop.write(new ShopSpec(0.004, 42), folder.resolve("small"), Progress.NONE);
        smallLog = folder.resolve("small").resolve(SyntheticShop.EVENTS);
        shopper = Files.readAllLines(log).get(1).split(",")[1];
        Cli.Result trained = Cli.run("train", "--events", log, "--store", store);
        assertThat(trained.exitCode()).as(trained.err() + trained.out()).isZero();
    }

    /** The one of this JVM. */
    public static synchronized TrainedShop get() throws IOException {
        if (made == null) {
            made = new TrainedShop(Files.createTempDirectory(Path.of("target"), "trained-shop-"));
        }
        return made;
    }

    /** Its event log; not to be changed. */
    public Path log() {
        return log;
    }

    /** The log of a smaller shop, whose model does not pass the gate; not to be changed. */
    public Path smallLog() {
        return smallLog;
    }

    /** A shopper of the log. */
    public String shopper() {
        return shopper;
    }

    /** Copies the store, with its champion, to an empty one. */
    public void publishTo(ObjectStore target) throws IOException {
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
