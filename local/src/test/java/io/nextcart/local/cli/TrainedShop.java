package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A small synthetic shop and a store with its fitted model, made once per build: the first test JVM trains for all. */
public final class TrainedShop {
    private static TrainedShop made;

    private final Path folder;
    private final Path store;
    private final Path smallLog;
    private final String shopper;

    private TrainedShop(Path folder) throws IOException {
        this.folder = folder;
        store = folder.resolve("store");
        once(folder.resolve("small"), small -> SyntheticShop.write(new ShopSpec(0.004, 42), small, Progress.NONE));
        smallLog = folder.resolve("small").resolve(SyntheticShop.EVENTS);
        shopper = Files.readAllLines(smallLog).get(1).split(",")[1];
    }

    /** The one of this build; of this JVM where no build runs it. */
    public static synchronized TrainedShop get() throws IOException {
        if (made == null) {
            String build = System.getProperty("nextcart.build");
            made = new TrainedShop(
                    build == null
                            ? Files.createTempDirectory(Path.of("target"), "trained-shop-")
                            : Files.createDirectories(Path.of("target", "trained-shop-" + build)));
        }
        return made;
    }

    /** Makes a folder, unless another JVM did. */
    private static void once(Path made, Making making) throws IOException {
        Path lock = made.resolveSibling(made.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            if (Files.notExists(made)) {
                Path part = made.resolveSibling(made.getFileName() + ".part");
                making.in(part);
                Files.move(part, made);
            }
        }
    }

    @FunctionalInterface
    private interface Making {
        void in(Path folder) throws IOException;
    }

    /** The log of a larger shop, whose model passes the gate; read-only. */
    public synchronized Path log() throws IOException {
        once(folder.resolve("large"), large -> SyntheticShop.write(new ShopSpec(0.03, 42), large, Progress.NONE));
        return folder.resolve("large").resolve(SyntheticShop.EVENTS);
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
        once(store, part -> {
            Cli.Result trained = Cli.run("train", "--events", smallLog, "--store", part, "--force");
            assertThat(trained.exitCode()).as(trained.err() + trained.out()).isZero();
        });
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
