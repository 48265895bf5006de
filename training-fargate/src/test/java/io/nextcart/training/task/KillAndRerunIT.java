package io.nextcart.training.task;

import static io.nextcart.training.task.StoreFolder.current;
import static io.nextcart.training.task.StoreFolder.files;
import static io.nextcart.training.task.StoreFolder.versions;
import static io.nextcart.training.task.TaskProcess.kill;
import static io.nextcart.training.task.TaskProcess.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.Manifest;
import io.nextcart.training.TrainedShop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the task as the system does, and runs it again. */
class KillAndRerunIT {
    @TempDir
    static Path folder;

    private static final TrainedShop SHOP = TrainedShop.small();
    private static final String SEED = Long.toString(TrainedShop.SEED + 1);

    private static final String OLD = SHOP.result().version();

    private static Map<String, String> undisturbed;
    private static long undisturbedMs;

    /** Once, for the tests that kill a training while a model serves. */
    private static void trainUndisturbed() throws Exception {
        if (undisturbed != null) {
            return;
        }
        Path store = copy("undisturbed");
        long began = System.nanoTime();
        assertThat(run(start(store, folder.resolve("work-undisturbed"), SEED))).isZero();
        undisturbedMs = (System.nanoTime() - began) / 1_000_000;
        undisturbed = files(store, current(store).champion());
        assertThat(undisturbed)
                .containsKeys("items.tbl", "ranker.cbm", "covisit.tbl")
                .isNotEqualTo(files(SHOP.store(), OLD));
    }

    @Test
    @Tag("long")
    void killedAtAnyMomentItPublishesTheWholeBundleWhenItIsRunAgain() throws Exception {
        trainUndisturbed();
        int kills = 20;
        Random random = new Random(TrainedShop.SEED);
        for (int kill = 0; kill < kills; kill++) {
            // Spread over the whole run, each at a random place of its part.
            long atMs = (long) ((kill + random.nextDouble()) / kills * undisturbedMs);
            String what = "seed " + TrainedShop.SEED + ", kill " + kill + " of " + kills + " at " + atMs + " ms";
            Path store = copy("store-" + kills + "-" + kill);
            Path work = folder.resolve("work-" + kills + "-" + kill);
            Process task = start(store, work, SEED);
            if (!task.waitFor(atMs, TimeUnit.MILLISECONDS)) {
                kill(task);
            }
            assertWhole(store, what);
            if (task.exitValue() != 0) {
                assertThat(run(start(store, work, SEED))).as(what).isZero();
            }
            assertFinished(store, work, what);
        }
    }

    @Tag("long")
    @Test
    void aFirstTrainingKilledWhilePublishingShowsNothingAndPublishesTheWholeBundleWhenItIsRunAgain() throws Exception {
        String seed = Long.toString(TrainedShop.SEED);
        Path store = folder.resolve("first");
        Path work = folder.resolve("work-first");
        Process task = start(store, work, seed);
        while (task.isAlive() && uploaded(store) < 5) {
            Thread.sleep(2);
        }
        kill(task);
        if (task.exitValue() != 0) {
            assertThat(store.resolve(Current.KEY)).doesNotExist();
            assertThat(run(start(store, work, seed))).isZero();
        }
        assertThat(files(store, current(store).champion())).isEqualTo(files(SHOP.store(), OLD));
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 10})
    void killedAtAnyFileItPublishesTheWholeBundleWhenItIsRunAgain(int files) throws Exception {
        trainUndisturbed();
        String what = "killed after " + files + " files";
        Path store = copy("publishing-" + files);
        Path work = folder.resolve("work-publishing-" + files);
        Process task = start(store, work, SEED);
        while (task.isAlive() && uploaded(store) < files) {
            Thread.sleep(2);
        }
        kill(task);
        assertWhole(store, what);
        if (task.exitValue() != 0) {
            assertThat(run(start(store, work, SEED))).as(what).isZero();
        }
        assertFinished(store, work, what);
    }

    @Tag("long")
    @Test
    void twoInOneWorkFolderDoNotMeet() throws Exception {
        trainUndisturbed();
        Path store = copy("two");
        Path work = folder.resolve("work-two");
        Process first = start(store, work, SEED);
        Await.until(() -> Files.isDirectory(work.resolve(".training")), "the first training works");
        Path out = folder.resolve("second.txt");
        Process second = start(copy("second"), work, SEED, out);

        assertThat(run(second)).isEqualTo(2);
        assertThat(out).content().contains("is in use by another training");
        assertThat(run(first)).isZero();
        assertFinished(store, work, "first of two");
    }

    private static Process start(Path store, Path work, String seed) throws IOException {
        return start(store, work, seed, work.resolveSibling(work.getFileName() + ".txt"));
    }

    private static Process start(Path store, Path work, String seed, Path out) throws IOException {
        Map<String, String> places = Map.of(
                "NEXTCART_WORK",
                work.toString(),
                "NEXTCART_ARCHIVE",
                SHOP.archive().toString());
        return TaskProcess.start(SHOP.files(), store, seed, places, out);
    }

    private static long uploaded(Path store) {
        Path models = store.resolve("models");
        try (Stream<Path> tree = Files.walk(models)) {
            return tree.filter(file -> Files.isRegularFile(file)
                            && !file.getFileName().toString().startsWith(".")
                            && !file.startsWith(models.resolve(OLD))
                            && !file.endsWith("current.json"))
                    .count();
        } catch (IOException | UncheckedIOException e) {
            return 0; // a hidden file was renamed meanwhile
        }
    }

    /** The old or the new model serves, and every bundle with a manifest has all its files. */
    private static void assertWhole(Path store, String what) throws IOException {
        assertThat(files(store, current(store).champion())).as(what).isNotEmpty();
        for (String version : versions(store)) {
            if (Files.exists(store.resolve("models").resolve(version).resolve(Manifest.FILE))) {
                assertThat(files(store, version)).as(what + ", " + version).isNotEmpty();
            }
        }
    }

    private static void assertFinished(Path store, Path work, String what) throws IOException {
        assertWhole(store, what);
        Current current = current(store);
        assertThat(current.champion()).as(what).isNotEqualTo(OLD);
        assertThat(files(store, current.champion())).as(what).isEqualTo(undisturbed);
        // A run killed after publishing is followed by one that publishes the same again.
        String previous = String.valueOf(current.previous());
        assertThat(previous.equals(OLD) || files(store, previous).equals(undisturbed))
                .as(what)
                .isTrue();
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left.filter(Files::isDirectory)).as(what).isEmpty();
        }
    }

    private static Path copy(String name) throws IOException {
        return TrainedShop.copy(SHOP.store(), folder.resolve(name));
    }
}
