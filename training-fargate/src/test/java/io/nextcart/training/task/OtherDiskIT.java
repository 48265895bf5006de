package io.nextcart.training.task;

import static io.nextcart.training.task.StoreFolder.copyTree;
import static io.nextcart.training.task.StoreFolder.current;
import static io.nextcart.training.task.StoreFolder.files;
import static io.nextcart.training.task.TaskProcess.kill;
import static io.nextcart.training.task.TaskProcess.run;
import static io.nextcart.training.task.TaskProcess.waitUntil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.s3.LoopbackS3;
import io.nextcart.store.s3.S3ObjectStore;
import io.nextcart.training.stage.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the task, takes its disk away, and runs it again: the steps are in a store. */
class OtherDiskIT {
    @TempDir
    static Path folder;

    private static Map<String, String> undisturbed;

    @BeforeAll
    static void trainUndisturbed() throws Exception {
        SyntheticShop.write(new ShopSpec(0.01, 42), folder.resolve("shop"), Progress.NONE);
        Path store = folder.resolve("undisturbed");
        assertThat(run(start(store, "disk-undisturbed", Map.of()))).isZero();
        undisturbed = files(store, current(store).champion());
    }

    @Test
    void finishedStepsInAFolderAreNotDoneAgain() throws Exception {
        Path steps = folder.resolve("steps");
        takesUpAfterTheRanker("folder", new FolderObjectStore(steps), Map.of("NEXTCART_STEPS", steps.toString()));
    }

    @Test
    void finishedStepsOnS3AreNotDoneAgain() throws Exception {
        try (LoopbackS3 s3 = new LoopbackS3()) {
            String bucket = s3.bucket();
            Map<String, String> environment = new HashMap<>(s3.environment());
            environment.put("NEXTCART_STEPS", "s3://" + bucket + "/shop");
            takesUpAfterTheRanker("s3", new S3ObjectStore(s3.client(), bucket, "shop"), environment);
        }
    }

    private static void takesUpAfterTheRanker(String name, ObjectStore steps, Map<String, String> environment)
            throws Exception {
        Path store = folder.resolve("store-" + name);
        steps.put("work/" + "0".repeat(64) + "/log/step.json", new byte[1]);
        Process task = start(store, "disk-" + name, environment);
        waitUntil(task, () -> holds(steps, "/ranker/step.json"));
        kill(task);
        assertThat(task.exitValue()).as("killed in time").isNotZero();
        assertThat(steps.list("work/" + "0".repeat(64))).as("of other inputs").isEmpty();
        Folders.delete(folder.resolve("disk-" + name));
        // Shoppers go on: the log of record has grown when the run begins again.
        Path day = Files.createDirectories(store.resolve("events/dt=2015-09-18"));
        try (OutputStream late = new GZIPOutputStream(Files.newOutputStream(day.resolve("late.ndjson.gz")))) {
            late.write("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":1442545200000}\n"
                    .getBytes(UTF_8));
        }

        assertThat(run(start(store, "other-disk-" + name, environment))).isZero();

        assertThat(said("other-disk-" + name))
                .contains("read the log: done before", "replay sessions: done before", "fit the ranker: done before")
                .doesNotContain("damaged");
        assertThat(files(store, current(store).champion())).isEqualTo(undisturbed);
        assertThat(steps.list("work/")).isEmpty();
    }

    @Test
    void killedAfterItPublishedItKnowsItsOwnModelOnAnotherDisk() throws Exception {
        Path store = folder.resolve("published");
        Path steps = folder.resolve("published-steps");
        Map<String, String> environment = Map.of("NEXTCART_STEPS", steps.toString());
        Process task = start(store, "disk-published", environment);
        waitUntil(task, () -> holds(new FolderObjectStore(steps), "/intent/step.json"));
        kill(task);
        assertThat(task.exitValue()).as("killed in time").isNotZero();
        Path kept = folder.resolve("published-kept");
        copyTree(steps, kept);
        assertThat(run(start(store, "disk-published", environment))).isZero();
        String published = Files.readString(store.resolve(Current.KEY));
        // The steps of a run that published and was killed before it could delete them.
        copyTree(kept, steps);

        assertThat(run(start(store, "other-disk-published", environment))).isZero();

        assertThat(said("other-disk-published")).contains("publish: done before");
        assertThat(store.resolve(Current.KEY)).hasContent(published);
        assertThat(JSON.std.mapFrom(Files.readAllBytes(store.resolve("runs/night.json"))))
                .containsEntry("outcome", "published")
                .containsEntry("champion", null);
        assertThat(new FolderObjectStore(steps).list("")).isEmpty();
    }

    @Test
    void twoAtOnceWithTheSameStepsBothComeToTheSameBytes() throws Exception {
        Map<String, String> environment =
                Map.of("NEXTCART_STEPS", folder.resolve("shared-steps").toString());
        Process one = start(folder.resolve("one"), "disk-one", environment);
        Process other = start(folder.resolve("other"), "disk-other", environment);

        assertThat(run(one)).isZero();
        assertThat(run(other)).isZero();

        for (Path store : new Path[] {folder.resolve("one"), folder.resolve("other")}) {
            assertThat(files(store, current(store).champion())).isEqualTo(undisturbed);
        }
        assertThat(new FolderObjectStore(folder.resolve("shared-steps")).list(""))
                .isEmpty();
    }

    @Test
    void aStepStoreThatCannotBeReachedIsOneLine() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        Map<String, String> environment = Map.of(
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + port,
                "AWS_ACCESS_KEY_ID", LoopbackS3.KEY,
                "AWS_SECRET_ACCESS_KEY", LoopbackS3.SECRET,
                "AWS_REGION", LoopbackS3.REGION,
                "NEXTCART_STEPS", "s3://bucket");
        Path store = folder.resolve("unreachable");

        assertThat(run(start(store, "disk-unreachable", environment))).isZero();

        assertThat(said("disk-unreachable")).containsOnlyOnce("steps are kept on this disk only: s3://bucket/work/");
        assertThat(files(store, current(store).champion())).isEqualTo(undisturbed);
    }

    private static Process start(Path store, String disk, Map<String, String> environment) throws IOException {
        Map<String, String> more = new HashMap<>(environment);
        more.put("NEXTCART_WORK", folder.resolve(disk).toString());
        return TaskProcess.start(folder.resolve("shop"), store, "42", more, folder.resolve(disk + ".txt"));
    }

    private static String said(String disk) throws IOException {
        return Files.readString(folder.resolve(disk + ".txt"));
    }

    private static boolean holds(ObjectStore steps, String end) {
        try {
            return steps.list("work/").stream().anyMatch(key -> key.endsWith(end));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
