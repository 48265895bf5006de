package io.nextcart.training.check;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.table.SessionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts the cases of the training to the {@link Recommender} as a Lambda does: with ids and times of the shopper's
 * events, or with an inline session without times. The vectors that it passes to the ranker must equal the training's
 * bit for bit.
 */
final class ServingCheck {
    private final SessionLog log;
    private final String[] itemIds;

    /**
     * @param itemIds by dense index
     */
    ServingCheck(SessionLog log, String[] itemIds) {
        this.log = requireNonNull(log, "log is null");
        this.itemIds = itemIds.clone();
    }

    /**
     * Compares rows with the vectors of serving.
     *
     * @param most number of cases, spread evenly
     * @return number of rows compared
     * @throws SkewException at the first difference; names the feature
     */
    int run(Checks.Asked asked, int most) {
        TrainingSet rows = asked.rows();
        List<Checks.Rows> all = Checks.byCase(rows);
        List<Checks.Rows> chosen = Arrays.stream(Checks.spread(all.size(), most))
                .mapToObj(all::get)
                .toList();
        Map<Integer, List<Integer>> sessions = sessions(asked, chosen);
        List<float[][]> served = new ArrayList<>();
        Recommender recommender = new Recommender(asked.tables(), vectors -> {
            served.add(Arrays.stream(vectors).map(float[]::clone).toArray(float[][]::new));
            return new double[vectors.length];
        });
        int compared = 0;
        for (Checks.Rows group : chosen) {
            served.clear();
            recommender.recommend(query(asked.cases(), rows.group(group.from()), sessions));
            compare(rows, group, served.isEmpty() ? new float[0][] : served.get(0));
            compared += group.to() - group.from();
        }
        return compared;
    }

    private Query query(Cases cases, int number, Map<Integer, List<Integer>> sessions) {
        int session = cases.session()[number];
        boolean inline = ExampleWriter.isInline(session);
        List<Interaction> history = new ArrayList<>();
        for (int earlier : sessions.getOrDefault(shopper(session), List.of())) {
            if (earlier < session && !inline) {
                add(history, earlier, log.sessionOffsets()[earlier + 1], false);
            }
        }
        add(history, session, log.sessionOffsets()[session] + cases.position()[number], inline);
        int from = Math.max(0, history.size() - Query.MAX_HISTORY);
        return new Query(history.subList(from, history.size()), !inline, 1, Query.Filters.NONE, 0);
    }

    private void add(List<Interaction> history, int session, int to, boolean inline) {
        for (int i = log.sessionOffsets()[session]; i < to; i++) {
            if (!inline || log.typeAt(i) == EventType.VIEW) {
                long time = inline ? Interaction.NO_TIME : log.timestampMs()[i];
                history.add(new Interaction(itemIds[log.item()[i]], log.typeAt(i), time));
            }
        }
    }

    /** Training keeps some of a case's candidates, in order. */
    private static void compare(TrainingSet rows, Checks.Rows group, float[][] served) {
        int next = 0;
        for (int row = group.from(); row < group.to(); row++) {
            float[] learnt = Checks.vector(rows, row);
            int match = next;
            while (match < served.length && !Arrays.equals(learnt, served[match])) {
                match++;
            }
            if (match == served.length) {
                throw new SkewException("training and serving compute different vectors: in row " + row + " of case "
                        + rows.group(row) + " " + difference(rows.featureNames(), learnt, served)
                        + "; no model may learn from what serving cannot compute");
            }
            next = match + 1;
        }
    }

    /** How a row differs from the most similar vector. */
    private static String difference(List<String> names, float[] learnt, float[][] served) {
        Optional<float[]> closest =
                Arrays.stream(served).min(Comparator.comparingLong(vector -> differing(learnt, vector)));
        if (closest.isEmpty()) {
            return "serving has no candidate for it";
        }
        float[] vector = closest.get();
        int feature = Arrays.mismatch(learnt, vector);
        if (feature < 0) {
            return "a candidate of serving comes in another order";
        }
        return feature < Math.min(learnt.length, vector.length)
                ? "feature '" + names.get(feature) + "' is " + learnt[feature] + " in training, " + vector[feature]
                        + " when serving"
                : "there are " + learnt.length + " features in training, " + vector.length + " when serving";
    }

    private static long differing(float[] learnt, float[] vector) {
        int common = Math.min(learnt.length, vector.length);
        return Math.abs(learnt.length - vector.length)
                + IntStream.range(0, common)
                        .filter(f -> Float.compare(learnt[f], vector[f]) != 0)
                        .count();
    }

    /** All sessions of the shoppers of the chosen cases, by shopper, oldest first. */
    private Map<Integer, List<Integer>> sessions(Checks.Asked asked, List<Checks.Rows> chosen) {
        Map<Integer, List<Integer>> sessions = new HashMap<>();
        for (Checks.Rows group : chosen) {
            int session = asked.cases().session()[asked.rows().group(group.from())];
            sessions.put(shopper(session), new ArrayList<>());
        }
        for (int session = 0; session < log.sessions(); session++) {
            List<Integer> of = sessions.get(shopper(session));
            if (of != null) {
                of.add(session);
            }
        }
        return sessions;
    }

    private int shopper(int session) {
        return log.user()[log.sessionOffsets()[session]];
    }
}
