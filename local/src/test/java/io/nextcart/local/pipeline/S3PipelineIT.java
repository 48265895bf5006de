package io.nextcart.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.local.asl.Execution;
import io.nextcart.local.cli.TrainedShop;
import io.nextcart.store.document.Current;
import io.nextcart.store.s3.LoopbackS3;
import io.nextcart.store.s3.ObjectStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files, models and archive on S3: from a log to promotion, and S3 failing at each step while the shop keeps serving.
 */
class S3PipelineIT {
    @TempDir
    static Path folder;

    private static LoopbackS3 s3;
    private static CutLine line;
    private static String bucket;
    private static String store;
    private static Map<String, String> training;
    private static ServedShop shop;

    private final List<String> served = Collections.synchronizedList(new ArrayList<>());
    private Nights nights;
    private Current before;

    @BeforeAll
    static void serve() throws Exception {
        s3 = new LoopbackS3();
        line = new CutLine(s3.endpoint());
        bucket = s3.bucket();
        store = "s3://" + bucket + "/shop";
        settings().forEach(System::setProperty);
        TrainedShop trained = TrainedShop.get();
        ObjectStores.open("s3://" + bucket).upload("exports/2015/events.csv", trained.log());
        trained.publishTo(ObjectStores.open(store));
        training = new HashMap<>(s3.environment());
        training.put("AWS_ENDPOINT_URL_S3", line.url().toString());
        training.put("NEXTCART_EVENTS", "s3://" + bucket + "/exports/2015/events.csv");
        training.put("NEXTCART_THREADS", "2");
        shop = new ServedShop(store, folder.resolve("data"), trained.shopper());
    }

    @AfterAll
    static void close() throws Exception {
        settings().keySet().forEach(System::clearProperty);
        shop.close();
        line.close();
        s3.close();
    }

    /** The settings that open the tasks' stores in this process. */
    private static Map<String, String> settings() {
        return Map.of(
                "aws.endpointUrlS3", line.url().toString(),
                "aws.accessKeyId", LoopbackS3.KEY,
                "aws.secretAccessKey", LoopbackS3.SECRET,
                "aws.region", LoopbackS3.REGION);
    }

    @BeforeEach
    void watch() throws Exception {
        nights = nights(store);
        before = nights.current();
        shop.await(before.champion());
    }

    @AfterEach
    void join() {
        line.join();
    }

    @Test
    @Tag("long")
    void aCandidateOfALogOnS3IsTriedOnShoppersOfTheArchiveAndPromoted() throws Exception {
        String archive = "s3://" + bucket + "/visits";
        nights = nights(archive);
        nights.challengerCarts = 0.4;
        Execution.Ending ending = nights.run("better", Map.of("NEXTCART_ARCHIVE", archive));

        assertThat(ending.state()).as(nights.lines.toString()).isEqualTo("Promoted");
        assertThat(nights.path)
                .containsSubsequence("CheckData", "Train", "StartTrial", "TellStarted", "Compare", "Tell");
        Current now = nights.current();
        assertThat(now.previous()).isEqualTo(before.champion());
        assertThat(served).contains(before.champion());
        assertThat(shop.messages())
                .anySatisfy(text -> assertThat(text).startsWith("Nextcart: a new model is on trial\n\n"))
                .last()
                .asString()
                .startsWith("Nextcart: the new model is promoted\n\n")
                .contains("The trial of model " + now.champion() + " is over");
        assertThat(ObjectStores.open(store).list(""))
                .contains("runs/better.json", "trials/" + now.champion() + ".json");
        shop.await(now.champion());
    }

    @Test
    void aStoreOutOfReachIsReportedAndNothingIsTrained() throws Exception {
        line.cut();
        Execution.Ending ending = nights.run("cut-before");

        assertFailed(ending, "CountLift", "Status", "StatusFailed", "TellFailed", "Failed");
        assertThat(nights.retried).containsExactly("Status", "Status", "Status");
        assertThat(message())
                .contains("Step: ask whether a trial runs.", store + "/models/current.json: cannot be read");
    }

    @Test
    void anArchiveWhoseBucketIsGoneIsReportedAndNothingIsTrained() throws Exception {
        String archive = "s3://" + s3.bucket();
        nights = nights(archive);
        s3.client().deleteBucket(request -> request.bucket(archive.substring("s3://".length())));
        Execution.Ending ending = nights.run("no-archive");

        assertFailed(ending, "CheckData", "CheckDataFailed", "TellFailed", "Failed");
        assertThat(nights.retried).containsExactly("CheckData", "CheckData", "CheckData");
        assertThat(nights.path).doesNotContain("Train");
        assertThat(message())
                .contains("Step: look for a log.", archive + ": cannot be listed: ", "bucket")
                .contains("The execution: run no-archive");
    }

    @Test
    @Tag("long")
    void aStoreLostDuringTheTrainingIsReportedAndNothingIsHalfPublished() throws Exception {
        List<String> models = ObjectStores.open(store).list("models/");
        nights.onLine = said -> {
            served.add(shop.model());
            if (said.equals("fitting the ranker")) {
                line.cut();
            }
        };
        Execution.Ending ending = nights.run("cut-training");

        assertThat(nights.lines)
                .anyMatch(said -> said.startsWith("evaluate: " + store) && said.contains("cannot be read"));
        assertFailed(
                ending, "Train", "WhyNot", "TrainOnDemand", "WhyNotOnDemand", "ReadFailure", "TellFailed", "Failed");
        assertThat(message())
                .contains("Step: train.", "exit code 1.", "States.TaskFailed", "The log: stream train/train/");
        assertThat(ObjectStores.open(store).list("models/")).isEqualTo(models);
    }

    @Test
    void aTrainingWithoutRightsIsReportedBeforeItReadsTheLog() throws Exception {
        Execution.Ending ending = nights.run("forbidden", Map.of("AWS_SECRET_ACCESS_KEY", "of somebody else"));

        assertFailed(ending, "Train", "TrainOnDemand", "ReadFailure", "TellFailed", "Failed");
        assertThat(nights.lines)
                .anyMatch(said -> said.startsWith("leave word in the store: " + store) && said.contains("403"))
                .doesNotContain("read the log");
        assertThat(message())
                .contains("Step: train.", "exit code 1.", "The log: stream train/train/")
                .contains("The training left no result: " + store + "/runs/forbidden.json is missing.");
    }

    @Test
    @Tag("long")
    void aStoreLostWhenTheTrialShouldStartIsReportedAndTheChampionStays() throws Exception {
        nights.onState = (state, at) -> {
            served.add(shop.model());
            if (state.equals("StartTrial")) {
                line.cut();
            }
        };
        Execution.Ending ending = nights.run("cut-start", Map.of("NEXTCART_FORCE", "true")); // regardless of the gate

        assertFailed(ending, "Train", "ReadResult", "StartTrial", "StartTrialFailed", "TellFailed", "Failed");
        assertThat(nights.retried).containsExactly("StartTrial", "StartTrial", "StartTrial");
        assertThat(message())
                .contains("Step: start the trial.", store + "/models/", "cannot be read")
                .contains("The execution: run cut-start");
    }

    private void assertFailed(Execution.Ending ending, String... path) throws IOException {
        assertThat(ending.failure()).as(nights.path.toString()).isNotNull();
        assertThat(nights.path).containsSubsequence(path).endsWith("Failed");
        assertThat(message()).startsWith("Nextcart: the retrain failed\n\n").contains("The champion still serves");
        assertThat(shop.model()).isEqualTo(before.champion());
        assertThat(served).isNotEmpty().containsOnly(before.champion());
        line.join();
        assertThat(nights.current()).isEqualTo(before);
        assertThat(shop.model()).isEqualTo(before.champion());
    }

    private Nights nights(String archive) {
        Nights made = new Nights(store, archive, training);
        made.notifier = shop.notifier();
        made.onState = (state, at) -> served.add(shop.model());
        return made;
    }

    private static String message() {
        List<String> messages = shop.messages();
        return messages.get(messages.size() - 1);
    }
}
