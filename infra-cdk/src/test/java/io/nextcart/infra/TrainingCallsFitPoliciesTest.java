package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.training.task.StartedTrainingTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the retrain with the variables of its task in the template, over an archive of a synthetic shop, against a
 * server that records its calls of S3; compares those with the policies of its role.
 */
class TrainingCallsFitPoliciesTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void theRetrainMayDoWhatItDoesAndNothingElse() throws IOException {
        RoleCalls roles = new RoleCalls(Synth.PROD.result());
        Path objects = folder.resolve("objects");
        log(objects);
        try (AwsStub aws = AwsStub.keeping(objects);
                SdkSettings settings = SdkSettings.of(aws.endpoint())) {
            Map<String, String> environment = new HashMap<>(roles.ofTask());
            environment.put("NEXTCART_THREADS", "2");
            environment.put("NEXTCART_FORCE", "true"); // a shop this small does not pass the gate
            assertThat(train(environment, "first")).as("%s", said).isZero();
            environment.put("NEXTCART_TRIAL", "true");
            assertThat(train(environment, "second")).as("%s", said).isZero();
            assertThat(said.toString(StandardCharsets.UTF_8))
                    .contains("Published ", "Stored for a trial: ", "1 item: 1 with a title");
            roles.compare("training/TaskRole", aws.takeCalls());
        }
    }

    private int train(Map<String, String> environment, String run) {
        environment.put("NEXTCART_RUN", run);
        return StartedTrainingTask.run(environment, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    /** Two objects of each kind, for the compaction to merge. */
    private void log(Path objects) throws IOException {
        SyntheticShop.write(new ShopSpec(0.001, 42), folder.resolve("shop"), Progress.NONE);
        try (PrintStream one = object(objects, "events", "a");
                PrintStream other = object(objects, "events", "b")) {
            int[] rows = {0};
            EventFiles.read(folder.resolve("shop").resolve(SyntheticShop.EVENTS), 0, Progress.NONE, event -> {
                if (event.type() == EventType.VIEW) {
                    return; // so that nothing is fitted
                }
                (rows[0]++ % 2 == 0 ? one : other)
                        .println("{\"user_id\":\"" + event.userId().value() + "\",\"type\":\""
                                + event.type().wireName() + "\",\"item_id\":\""
                                + event.itemId().value() + "\",\"timestamp\":" + event.timestampMs() + "}");
            });
        }
        Path feeds = Files.createDirectories(objects.resolve("feeds/merchant-feed"));
        Files.writeString(feeds.resolve("p.tsv"), "id\ttitle\na\tA\n");
        for (String name : List.of("a", "b")) {
            try (PrintStream tombstones = object(objects, "tombstones", name);
                    PrintStream items = object(objects, "items", name)) {
                tombstones.println("{\"user_id\":\"" + name + "\",\"forgotten_at\":1442545187000}");
                items.println("{\"item_id\":\"" + name + "\",\"available\":true,\"updated_at\":1442545187000}");
            }
        }
    }

    private static PrintStream object(Path objects, String kind, String name) throws IOException {
        Path file = objects.resolve(kind + "/dt=2015-09-18/" + name + ".ndjson.gz");
        Files.createDirectories(file.getParent());
        return new PrintStream(new GZIPOutputStream(Files.newOutputStream(file)), false, StandardCharsets.UTF_8);
    }
}
