package io.nextcart.training.task;

import static io.nextcart.training.task.StoreFolder.copyTree;
import static io.nextcart.training.task.StoreFolder.current;
import static io.nextcart.training.task.StoreFolder.files;
import static io.nextcart.training.task.StoreFolder.versions;
import static io.nextcart.training.task.TaskProcess.kill;
import static io.nextcart.training.task.TaskProcess.run;
import static io.nextcart.training.task.TaskProcess.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the task as the system does, and runs it again. More kills: {@code -Dnextcart.kills=20 -Dnextcart.kills.seed=7}. */
class KillAndResumeIT {
    private static final int KILLS = Integer.getInteger("nextcart.kills", 3);
    private static final long SEED = Long.getLong("nextcart.kills.seed", 42);

    @TempDir
    static Path folder;

    private static Path before;
    private static String old;
    private static Map<String, String> undisturbed;
    private static long undisturbedMs;

    @BeforeAll
    static void trainUndisturbed() throws Exception {
        SyntheticShop.write(new ShopSpec(0.01, 42), folder.resolve("shop"), Progress.NONE);
        before = folder.resolve("before");
        assertThat(run(start(before, folder.resolve("work-before"), "7"))).isZero();
        old = current(before).champion();
        Path store = copy("undisturbed");
        long began = System.nanoTime();
        assertThat(run(start(store, folder.resolve("work-undisturbed"), "42"))).isZero();
        undisturbedMs = (System.nanoTime() - began) / 1_000_000;
        undisturbed = files(store, current(store).champion());
        assertThat(undisturbed)
                .containsKeys("items.tbl", "ranker.cbm", "covisit.tbl")
                .isNotEqualTo(files(before, old));
    }

    @Test
    void killedAtAnyMomentItGoesOnToTheSameBytes() throws Exception {
        Random random = new Random(SEED);
        int taken = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            // Spread over the whole run, each at a random place of its part.
            long atMs = (long) ((kill + random.nextDouble()) / KILLS * undisturbedMs);
            String what = "seed " + SEED + ", kill " + kill + " of " + KILLS + " at " + atMs + " ms";
            Path store = copy("store-" + kill);
            Path work = folder.resolve("work-" + kill);
            Process task = start(store, work, "42");
            if (!task.waitFor(atMs, TimeUnit.MILLISECONDS)) {
                kill(task);
            }
            boolean ended = task.exitValue() == 0;
            assertWhole(store, what);
            if (!ended) {
                assertThat(run(start(store, work, "42"))).as(what).isZero();
                taken += log(work).contains("done before") ? 1 : 0;
            }
            assertFinished(store, work, what);
        }
        // The first part of a run leaves nothing to take up, the rest does.
        assertThat(taken).isGreaterThanOrEqualTo(KILLS / 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 10})
    void killedWhilePublishingItPublishesTheSameBundleOnce(int files) throws Exception {
        Path store = copy("publishing-" + files);
        Path work = folder.resolve("work-publishing-" + files);
        Process task = start(store, work, "42");
        waitUntil(task, () -> uploaded(store) >= files);
        kill(task);
        assertWhole(store, "killed after " + files + " files");
        if (task.exitValue() != 0) {
            assertThat(run(start(store, work, "42"))).isZero();
        }
        assertFinished(store, work, "killed after " + files + " files");
    }

    @Test
    void killedAfterItWasPublishedItKnowsItsOwnModel() throws Exception {
        Path store = copy("published");
        Path work = folder.resolve("work-published");
        // The work folder of a run that published and was killed before it could clean up.
        Process task = start(store, work, "42");
        waitUntil(task, () -> uploaded(store) >= 1);
        kill(task);
        Path kept = folder.resolve("kept");
        copyTree(work, kept);
        assertThat(run(start(store, work, "42"))).isZero();
        String published = Files.readString(store.resolve(Current.KEY));
        copyTree(kept, work);

        assertThat(run(start(store, work, "42"))).isZero();

        assertThat(log(work)).contains("publish: done before");
        assertThat(store.resolve(Current.KEY)).hasContent(published);
        assertFinished(store, work, "published before");
        Map<String, Object> report = JSON.std.mapFrom(Files.readAllBytes(store.resolve("runs/night.json")));
        assertThat(report).containsEntry("outcome", "published").containsEntry("champion", old);
    }

    @Test
    void aDamagedStepIsDoneAnew() throws Exception {
        Path store = copy("damaged");
        Path work = folder.resolve("work-damaged");
        Process task = start(store, work, "42");
        waitUntil(task, () -> !steps(work, "ranker/step.json").isEmpty());
        kill(task);
        Path model = steps(work, "ranker/ranker.cbm").get(0);
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 1;
        Files.write(model, bytes);

        assertThat(run(start(store, work, "42"))).isZero();

        assertThat(log(work)).contains("read the log: done before", "ranker: damaged, done anew");
        assertFinished(store, work, "damaged");
    }

    @Test
    void otherInputsBeginAnewAndSweepAwayWhatWasLeft() throws Exception {
        Path store = copy("swept");
        Path work = folder.resolve("work-swept");
        Process task = start(store, work, "41");
        waitUntil(task, () -> !steps(work, "log/step.json").isEmpty());
        kill(task);

        assertThat(run(start(store, work, "42"))).isZero();

        assertThat(log(work)).doesNotContain("done before");
        assertFinished(store, work, "other seed before");
    }

    @Test
    void twoInOneWorkFolderDoNotMeet() throws Exception {
        Path store = copy("two");
        Path work = folder.resolve("work-two");
        Process first = start(store, work, "42");
        waitUntil(first, () -> !steps(work, "log/step.json").isEmpty());
        Process second = start(copy("second"), work, "42", folder.resolve("second.txt"));

        assertThat(run(second)).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("second.txt"))).contains("is in use by another training");
        assertThat(run(first)).isZero();
        assertFinished(store, work, "first of two");
    }

    private static Process start(Path store, Path work, String seed) throws IOException {
        return start(store, work, seed, out(work));
    }

    private static Process start(Path store, Path work, String seed, Path out) throws IOException {
        return TaskProcess.start(folder.resolve("shop"), store, seed, Map.of("NEXTCART_WORK", work.toString()), out);
    }

    private static Path out(Path work) {
        return work.resolveSibling(work.getFileName() + ".txt");
    }

    private static String log(Path work) throws IOException {
        return Files.readString(out(work));
    }

    /** The files of that name in the work folder's kept folder. */
    private static List<Path> steps(Path work, String name) {
        try (Stream<Path> entries = Files.isDirectory(work) ? Files.list(work) : Stream.empty()) {
            return entries.map(entry -> entry.resolve(name))
                    .filter(Files::exists)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long uploaded(Path store) {
        try (Stream<Path> tree = Files.walk(store.resolve("models"))) {
            return tree.filter(file -> Files.isRegularFile(file)
                            && !file.getFileName().toString().startsWith(".")
                            && !file.startsWith(store.resolve("models").resolve(old))
                            && !file.endsWith("current.json"))
                    .count();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0; // a hidden file was renamed while we looked
        }
    }

    /** What serves is old or new, and of every bundle with a manifest all files are there. */
    private static void assertWhole(Path store, String what) throws IOException {
        assertThat(files(store, current(store).champion())).as(what).isNotEmpty();
        for (String version : versions(store)) {
            if (Files.exists(store.resolve("models").resolve(version).resolve(Manifest.FILE))) {
                assertThat(files(store, version)).as(what + ", " + version).isNotEmpty();
            }
        }
    }

    private static void assertFinished(Path store, Path work, String what) throws IOException {
        Current current = current(store);
        assertThat(current.champion()).as(what).isNotEqualTo(old);
        assertThat(current.previous()).as(what).isEqualTo(old);
        assertThat(files(store, current.champion())).as(what).isEqualTo(undisturbed);
        assertThat(versions(store)).as(what).containsExactlyInAnyOrder(old, current.champion());
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left.filter(Files::isDirectory)).as(what).isEmpty();
        }
    }

    private static Path copy(String name) throws IOException {
        Path store = folder.resolve(name);
        copyTree(before, store);
        return store;
    }
}
