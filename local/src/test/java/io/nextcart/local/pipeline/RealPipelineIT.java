package io.nextcart.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.engine.bundle.Current;
import io.nextcart.engine.bundle.CurrentJson;
import io.nextcart.engine.bundle.FolderObjectStore;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.functions.rollout.RolloutHandler;
import io.nextcart.training.task.TrainingTask;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real training and the real rollout, through the pipeline as it is deployed: from a log to promotion, and what goes wrong. */
class RealPipelineIT {
    private static final int SHOPPERS = 4000;
    private static final double SHARE = 0.5;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private FolderObjectStore store;

    @Test
    void fromALogToPromotionAndWhatFailsChangesNothing() throws Exception {
        store = new FolderObjectStore(folder.resolve("store"));
        Path shop = folder.resolve("shop");
        Files.createDirectories(shop);
        SyntheticShop.write(new ShopSpec(0.02, 42), shop, Progress.NONE);
        String log = shop.resolve("events.csv").toString();

        assertThat(run("first", log, null).state()).isEqualTo("Published");
        String champion = current().champion();
        assertThat(lines).anyMatch(line -> line.startsWith("message: Nextcart: a new model serves: "));

        // Twice as many of the challenger's shoppers put something into the cart.
        assertThat(run("better", log, challenger -> 0.4).state()).isEqualTo("Promoted");
        assertThat(path).contains("StartTrial", "TellStarted", "Compare");
        assertThat(current().champion()).isNotEqualTo(champion);
        assertThat(current().previous()).isEqualTo(champion);
        champion = current().champion();

        Path broken = Files.writeString(folder.resolve("broken.csv"), "this is no log\n1,2\n");
        assertThat(run("broken", broken.toString(), null).failure()).isNotNull();
        assertThat(path).endsWith("TellFailed", "Failed").doesNotContain("TrainOnDemand");
        assertThat(lines).last().asString().contains("Step: train. What served before serves on.", "broken.csv");
        assertThat(current().champion()).isEqualTo(champion);
        assertThat(store.list("runs/")).contains("runs/first.json", "runs/better.json", "runs/broken.json");

        // Half as many: proven worse.
        assertThat(run("worse", log, challenger -> 0.1).state()).isEqualTo("RolledBack");
        assertThat(current().champion()).isEqualTo(champion);
        assertThat(current().challenger()).isNull();
    }

    private interface Carts {
        /** The share of the challenger's shoppers with an add-to-cart. */
        double share(String challenger);
    }

    private Execution.Ending run(String name, String events, Carts carts) throws InterruptedException {
        lines.clear();
        path.clear();
        PipelineTime time = PipelineTime.fastForward(Clock.systemUTC());
        String place = folder.resolve("store").toString();
        // What these shoppers do is for the rollout to judge, not for the training to learn from.
        Map<String, String> places = Map.of("NEXTCART_STORE", place, "NEXTCART_ARCHIVE", visits().location());
        Pipeline.Parts parts = new Pipeline.Parts(
                store,
                1,
                TrainingTask.class.getName(),
                List.of("-Xmx1g"),
                Map.of("NEXTCART_STORE", place, "NEXTCART_EVENTS", events),
                new RolloutHandler(places, time),
                null);
        return new Pipeline(parts, new Pipeline.Times(SHARE, 3600, 600, 10 * 86_400), lines::add)
                .run(name, time, new Execution.Listener() {
                    @Override
                    public void entered(String state, Instant at) {
                        if (state.equals("TellStarted")) {
                            shoppersCome(at, carts);
                        }
                        path.add(state);
                    }

                    @Override
                    public void retried(String state, StateFailure failure, Duration after) {
                        lines.add(state + ": " + failure.getMessage());
                    }
                });
    }

    /** Shoppers of both variants in the hour after the trial's start; two in ten of the champion's put something into the cart. */
    private void shoppersCome(Instant from, Carts carts) {
        try {
            Current current = current();
            Assignment assignment = new Assignment(String.valueOf(current.challenger()), current.challengerShare());
            Random random = new Random(7);
            Path file = folder.resolve("events.ndjson.gz");
            try (Writer out =
                    new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
                for (int i = 0; i < SHOPPERS; i++) {
                    String user = "trial-" + i;
                    Variant variant = assignment.of(user);
                    boolean challenged = variant == Variant.CHALLENGER;
                    String model = challenged ? assignment.challenger() : current.champion();
                    String id = RecommendationId.next(variant, model).toString();
                    long atMs = from.toEpochMilli() + 1000 + i * 800L;
                    out.write(event(user, "view", atMs, id));
                    if (random.nextDouble() < (challenged ? carts.share(model) : 0.2)) {
                        out.write(event(user, "addtocart", atMs + 500, id));
                    }
                }
            }
            visits().upload(
                            "events/dt=" + from.toString().substring(0, 10) + "/" + from.toEpochMilli() + ".ndjson.gz",
                            file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String event(String user, String type, long atMs, String recommendationId) {
        return "{\"event_id\":\"" + user + type + atMs + "\",\"user_id\":\"" + user + "\",\"type\":\"" + type
                + "\",\"item_id\":\"1\",\"timestamp\":" + atMs + ",\"recommendation_id\":\"" + recommendationId
                + "\"}\n";
    }

    private FolderObjectStore visits() {
        return new FolderObjectStore(folder.resolve("visits"));
    }

    private Current current() throws IOException {
        return CurrentJson.read(store.get(Current.KEY).orElseThrow().bytes(), Current.KEY);
    }
}
