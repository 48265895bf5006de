package io.nextcart.training.check;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.table.SessionLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the {@link Recommender} what training asked itself, as a Lambda does: by ids and times of the shopper's events, or of
 * the inline session without times. What it then hands to the ranker must be, to the last bit, what the model learns from.
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
     * Compares rows with what serving computes.
     *
     * @param tables what the rows were looked up in
     * @param most how many questions, spread evenly
     * @return how many rows were compared
     * @throws SkewException at the first that differs; names the feature
     */
    int run(Tables tables, Cases questions, TrainingSet rows, int most) {
        List<int[]> groups = groups(rows, most);
        Map<Integer, List<Integer>> sessions = sessions(questions, rows, groups);
        List<float[][]> served = new ArrayList<>();
        Recommender recommender = new Recommender(tables, vectors -> {
            float[][] copy = new float[vectors.length][];
            for (int v = 0; v < copy.length; v++) {
                copy[v] = vectors[v].clone();
            }
            served.add(copy);
            return new double[vectors.length];
        });
        int compared = 0;
        for (int[] group : groups) {
            int question = rows.group(group[0]);
            served.clear();
            recommender.recommend(query(questions, question, sessions));
            compare(rows, group[0], group[1], served.isEmpty() ? new float[0][] : served.get(0));
            compared += group[1] - group[0];
        }
        return compared;
    }

    private Query query(Cases questions, int question, Map<Integer, List<Integer>> sessions) {
        int session = questions.session()[question];
        boolean timeless = ExampleWriter.isTimeless(session);
        List<Interaction> history = new ArrayList<>();
        for (int earlier : sessions.getOrDefault(shopper(session), List.of())) {
            if (earlier < session && !timeless) {
                add(history, earlier, log.sessionOffsets()[earlier + 1], false);
            }
        }
        add(history, session, log.sessionOffsets()[session] + questions.position()[question], timeless);
        int from = Math.max(0, history.size() - Query.MAX_HISTORY);
        return new Query(history.subList(from, history.size()), !timeless, 1, Query.Filters.NONE, 0);
    }

    private void add(List<Interaction> history, int session, int to, boolean timeless) {
        for (int i = log.sessionOffsets()[session]; i < to; i++) {
            long time = timeless ? Interaction.NO_TIME : log.timestampMs()[i];
            history.add(new Interaction(itemIds[log.item()[i]], log.typeAt(i), time));
        }
    }

    /** Training keeps some of a question's candidates, in their order. */
    private static void compare(TrainingSet rows, int from, int to, float[][] served) {
        int next = 0;
        for (int row = from; row < to; row++) {
            int match = next;
            while (match < served.length && differing(rows, row, served[match]) > 0) {
                match++;
            }
            if (match == served.length) {
                throw skew(rows, row, served);
            }
            next = match + 1;
        }
    }

    private static int differing(TrainingSet rows, int row, float[] vector) {
        int features = rows.featureNames().size();
        int differing = Math.abs(features - vector.length);
        for (int f = 0; f < Math.min(features, vector.length); f++) {
            differing += differs(rows, row, vector, f) ? 1 : 0;
        }
        return differing;
    }

    private static boolean differs(TrainingSet rows, int row, float[] vector, int feature) {
        return Float.floatToRawIntBits(rows.feature(row, feature)) != Float.floatToRawIntBits(vector[feature]);
    }

    private static SkewException skew(TrainingSet rows, int row, float[][] served) {
        String what = "serving has no candidate for it";
        int least = Integer.MAX_VALUE;
        for (float[] vector : served) {
            int differing = differing(rows, row, vector);
            if (differing < least) {
                least = differing;
                what = what(rows, row, vector);
            }
        }
        return new SkewException("training and serving compute different vectors: in row " + row + " of case "
                + rows.group(row) + " " + what + "; no model may learn from what serving cannot compute");
    }

    private static String what(TrainingSet rows, int row, float[] vector) {
        for (int f = 0; f < Math.min(rows.featureNames().size(), vector.length); f++) {
            if (differs(rows, row, vector, f)) {
                return "feature '" + rows.featureNames().get(f) + "' is " + rows.feature(row, f) + " in training, "
                        + vector[f] + " when serving";
            }
        }
        return rows.featureNames().size() == vector.length
                ? "a candidate of serving comes in another order"
                : "there are " + rows.featureNames().size() + " features in training, " + vector.length
                        + " when serving";
    }

    /** First row and the one after the last of questions that are spread evenly. */
    private static List<int[]> groups(TrainingSet rows, int most) {
        List<int[]> all = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            if (row == 0 || rows.group(row) != rows.group(row - 1)) {
                all.add(new int[] {row, row});
            }
            all.get(all.size() - 1)[1] = row + 1;
        }
        List<int[]> spread = new ArrayList<>();
        int size = Math.min(most, all.size());
        for (int i = 0; i < size; i++) {
            spread.add(all.get((int) ((long) i * all.size() / size)));
        }
        return spread;
    }

    /** By shopper of the questions, all the sessions, oldest first. */
    private Map<Integer, List<Integer>> sessions(Cases questions, TrainingSet rows, List<int[]> groups) {
        Map<Integer, List<Integer>> sessions = new HashMap<>();
        for (int[] group : groups) {
            sessions.put(shopper(questions.session()[rows.group(group[0])]), new ArrayList<>());
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
