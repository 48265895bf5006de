package io.nextcart.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.log.RetailRocket;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.Horizon;
import io.nextcart.training.example.Windows;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.SessionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The most important rule: training learns from exactly what serving computes. Training replays a log of dense numbers;
 * serving gets ids and times as a shop sends them. The vectors must agree to the last bit.
 */
class GoldenVectorsTest {
    private static final long SEED = 5;
    private static final int QUESTIONS = 300;
    private static final int ALL_NEGATIVES = 1000;

    @TempDir
    Path folder;

    @Test
    void servingComputesTheVectorsThatTrainingWrote() throws IOException {
        SyntheticShop.write(new ShopSpec(0.005, SEED), folder.resolve("shop"), Progress.NONE);
        RetrainSettings settings = settings();
        try (DuckDbEngine sql = new DuckDbEngine(folder.resolve("sql"), 2, 1L << 30)) {
            TrainingStages stages = TrainingStages.read(settings, new Stages(Progress.NONE), Progress.NONE, sql);
            TrainingStages.Log log = stages.log();
            SessionLog sessions = log.sessions();
            Windows windows = log.windows();
            Tables tables = stages.past(0, folder.resolve("past"));
            Cases questions = Cases.answered(
                    sessions, windows.foldFrom(0), windows.foldFrom(1), Objective.VIEW, Horizon.DAY, QUESTIONS, SEED);
            Workspace workspace = new Workspace(tables);
            TrainingSet trained = new TrainingSet(FeatureExtractor.NAMES);
            new ExampleWriter(workspace, log.replay(), ALL_NEGATIVES, SEED).write(questions, trained, Progress.NONE);

            Set<Integer> compared = compare(trained, questions, sessions, tables);

            assertThat(compared).hasSizeGreaterThan(50).anyMatch(ExampleWriter::isInline);
            assertThat(compared).anyMatch(session -> !ExampleWriter.isInline(session));
        }
    }

    private Set<Integer> compare(TrainingSet trained, Cases questions, SessionLog sessions, Tables tables) {
        Map<String, List<Event>> byUser = eventsByUser();
        List<String> users = usersByNumber();
        List<float[][]> served = new ArrayList<>();
        Recommender recommender = new Recommender(tables, rows -> {
            served.add(copy(rows));
            return new double[rows.length];
        });
        Set<Integer> compared = new HashSet<>();
        int row = 0;
        while (row < trained.rows()) {
            int question = trained.group(row);
            int session = questions.session()[question];
            int first = sessions.sessionOffsets()[session];
            long startMs = sessions.timestampMs()[first];
            String user = users.get(sessions.user()[first]);
            boolean inline = ExampleWriter.isInline(session);
            List<Interaction> history =
                    history(byUser.get(user), startMs, questions.position()[question], inline);
            recommender.recommend(new Query(history, !inline, 10, Query.Filters.NONE, 0));
            float[][] vectors = served.remove(0);
            for (int v = 0; v < vectors.length; v++, row++) {
                assertThat(trained.group(row))
                        .as("candidates of question %d", question)
                        .isEqualTo(question);
                for (int f = 0; f < vectors[v].length; f++) {
                    assertThat(Float.floatToIntBits(vectors[v][f]))
                            .as(
                                    "question %d, candidate %d, feature %s",
                                    question, v, trained.featureNames().get(f))
                            .isEqualTo(Float.floatToIntBits(trained.feature(row, f)));
                }
            }
            compared.add(session);
        }
        return compared;
    }

    /**
     * What a shop would send: the shopper's events before and within the session; or the views of the session, without
     * times.
     */
    private static List<Interaction> history(List<Event> events, long startMs, int known, boolean inline) {
        List<Interaction> history = new ArrayList<>();
        int within = 0;
        for (Event event : events) {
            boolean before = event.timestampMs() < startMs;
            if ((before && inline) || (!before && within++ >= known)) {
                continue;
            }
            if (inline && event.type() != EventType.VIEW) {
                continue;
            }
            long time = inline ? Interaction.NO_TIME : event.timestampMs();
            history.add(new Interaction(event.itemId().value(), event.type(), time));
        }
        return history;
    }

    private Map<String, List<Event>> eventsByUser() {
        Map<String, List<Event>> byUser = new HashMap<>();
        read(event -> byUser.computeIfAbsent(event.userId().value(), user -> new ArrayList<>())
                .add(event));
        byUser.values().forEach(events -> events.sort(Comparator.comparingLong(Event::timestampMs)));
        return byUser;
    }

    /** Shoppers are numbered in the order of their first row. */
    private List<String> usersByNumber() {
        Set<String> users = new LinkedHashSet<>();
        read(event -> users.add(event.userId().value()));
        return List.copyOf(users);
    }

    private void read(Consumer<Event> sink) {
        RetailRocket.readEvents(settings().log().events().get(0), 0, Progress.NONE, sink);
    }

    private RetrainSettings settings() {
        Path shop = folder.resolve("shop");
        return new RetrainSettings(
                TrainedShop.inputs(shop),
                Objective.VIEW,
                SEED,
                RetrainSettings.Target.of(folder.resolve("store").toString()),
                RetrainSettings.Resources.of(2, folder.resolve("work")));
    }

    private static float[][] copy(float[][] rows) {
        float[][] copy = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }
}
