package io.nextcart.local.pipeline;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import io.nextcart.functions.rollout.RolloutHandler;
import io.nextcart.local.asl.Execution;
import io.nextcart.local.asl.ExecutionTime;
import io.nextcart.local.asl.StateFailure;
import io.nextcart.store.document.Current;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.task.TrainingTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Nights of one shop: the real training and the real rollout, through the deployed pipeline. Keeps the course of the
 * last one.
 */
final class Nights {
    private static final int HOUR_SECONDS = 3600;
    private static final int WHOLE_SECONDS = 10 * 86_400;

    /** The training's output, and each message. */
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    /** The states, in order. */
    final List<String> path = new ArrayList<>();

    /** The states that were retried, once per retry. */
    final List<String> retried = new ArrayList<>();

    /** Share of the shoppers who get the challenger. */
    double share = 0.5;

    /** The share of the challenger's shoppers with an add-to-cart, once a trial begins; null for no shoppers. */
    Double challengerCarts;

    int taskSeconds = 600;
    List<String> trainingOptions = List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    RequestHandler<SNSEvent, Void> notifier;

    /** Called as each state begins, with its name and the pipeline's time. */
    BiConsumer<String, Instant> onState = (state, at) -> {};

    /** Called with each line, from another thread. */
    Consumer<String> onLine = line -> {};

    private final String store;
    private final String archive;
    private final Map<String, String> training;

    /**
     * @param archive the archive that the rollout reads
     * @param training settings of the training besides the store
     */
    Nights(String store, String archive, Map<String, String> training) {
        this.store = store;
        this.archive = archive;
        this.training = Map.copyOf(training);
    }

    /** Runs one, in no more time than its tasks take. */
    Execution.Ending run(String name) throws InterruptedException {
        return run(name, Map.of());
    }

    /**
     * As {@link #run(String)}.
     *
     * @param more settings of the training for this night only
     */
    Execution.Ending run(String name, Map<String, String> more) throws InterruptedException {
        lines.clear();
        path.clear();
        retried.clear();
        ExecutionTime time = new ExecutionTime(Clock.systemUTC(), true);
        Map<String, String> environment = new HashMap<>(training);
        environment.put("NEXTCART_STORE", store);
        // The log is the same: with the same seed nothing new would be learnt.
        environment.put("NEXTCART_SEED", Integer.toString(Math.floorMod(name.hashCode(), 1000)));
        environment.putAll(more);
        Pipeline.Parts parts = new Pipeline.Parts(
                ObjectStores.open(archive),
                environment.getOrDefault("NEXTCART_EVENTS", "").isEmpty() ? 0 : 1,
                TrainingTask.class.getName(),
                trainingOptions,
                environment,
                new RolloutHandler(Map.of("NEXTCART_STORE", store, "NEXTCART_ARCHIVE", archive), time),
                notifier);
        return new Pipeline(parts, new Pipeline.Times(share, HOUR_SECONDS, taskSeconds, WHOLE_SECONDS), this::hear)
                .run(name, time, new Execution.Listener() {
                    @Override
                    public void entered(String state, Instant at) {
                        path.add(state);
                        onState.accept(state, at);
                        if (state.equals("TellStarted") && challengerCarts != null) {
                            shoppersCome(at);
                        }
                    }

                    @Override
                    public void retried(String state, StateFailure failure, Duration after) {
                        retried.add(state);
                    }
                });
    }

    /** What serves now. */
    Current current() throws IOException {
        return Current.read(
                ObjectStores.open(store).get(Current.KEY).orElseThrow().bytes(), Current.KEY);
    }

    private void shoppersCome(Instant at) {
        try {
            TrialShoppers.come(ObjectStores.open(archive), current(), at, challengerCarts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hear(String line) {
        lines.add(line);
        onLine.accept(line);
    }
}
