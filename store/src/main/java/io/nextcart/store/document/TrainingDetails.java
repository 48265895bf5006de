package io.nextcart.store.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a training recorded in its model's manifest, for people and reports. Values that older versions did not record
 * are empty, −1 or NaN.
 *
 * @param counts of the log: {@code events}, each event type, {@code users}, {@code items}, {@code sessions},
 *     {@code weekly_events}, {@code memory_mb} of the training's machine, {@code bad_rows}
 * @param metrics of the model, called {@code model}, and of the other rankers on the whole holdout
 * @param importance of each feature for the ranker; the sum is 100
 */
public record TrainingDetails(
        Map<String, Long> counts,
        Window window,
        Parameters parameters,
        RankerMetrics metrics,
        EvaluationDetails evaluation,
        CalibrationDetails calibration,
        GateDetails gate,
        Map<String, Double> importance,
        List<StageRecord> stages,
        CheckDetails checks) {
    /** The key of the number of events in {@link #counts}. */
    public static final String EVENTS = "events";
    /** The name of the trained model in {@link #metrics}. */
    public static final String MODEL = "model";

    /** The parts of the log, in milliseconds since the epoch. */
    public record Window(long firstMs, long trainFromMs, long holdoutFromMs, long lastMs) {
        private static Window of(JsonObject json) throws DamagedDocumentException {
            return new Window(
                    json.count("first_ms", -1),
                    json.count("train_from_ms", -1),
                    json.count("holdout_from_ms", -1),
                    json.count("last_ms", -1));
        }

        /** The known times, by their names in the document. */
        public Map<String, Long> byName() {
            Map<String, Long> times = new LinkedHashMap<>();
            times.put("first_ms", firstMs);
            times.put("train_from_ms", trainFromMs);
            times.put("holdout_from_ms", holdoutFromMs);
            times.put("last_ms", lastMs);
            times.values().removeIf(time -> time < 0);
            return times;
        }
    }

    /**
     * How the ranker was fitted.
     *
     * @param loss empty when only the seed is known
     */
    public record Parameters(long seed, String loss, long trees, long depth, double learningRate, long threads) {
        private static Parameters of(JsonObject details) throws DamagedDocumentException {
            long seed = details.count("seed", -1);
            if (!details.has("parameters")) {
                return new Parameters(seed, "", -1, -1, Double.NaN, -1);
            }
            JsonObject json = details.object("parameters");
            return new Parameters(
                    seed,
                    json.text("loss"),
                    json.count("trees"),
                    json.count("depth"),
                    json.number("learning_rate"),
                    json.count("threads"));
        }

        /** All but the seed, by their names in the document. */
        public Map<String, String> byName() {
            Map<String, String> texts = new LinkedHashMap<>();
            if (!loss.isEmpty()) {
                toJson().toObject("").asMap().forEach((name, value) -> texts.put(name, String.valueOf(value)));
            }
            return texts;
        }

        private JsonFields toJson() {
            return new JsonFields()
                    .put("loss", loss)
                    .put("trees", trees)
                    .put("depth", depth)
                    .put("learning_rate", learningRate)
                    .put("threads", threads);
        }
    }

    public static TrainingDetails of(JsonObject json) throws DamagedDocumentException {
        return new TrainingDetails(
                json.objectOrEmpty("counts").countsByName(),
                Window.of(json.objectOrEmpty("window")),
                Parameters.of(json),
                RankerMetrics.of(json.objectOrEmpty("metrics")),
                EvaluationDetails.of(json.objectOrEmpty("evaluation")),
                CalibrationDetails.of(json.objectOrEmpty("calibration")),
                GateDetails.of(json),
                json.objectOrEmpty("importance").numbersByName(),
                json.objects("stages", StageRecord::of),
                CheckDetails.of(json.objectOrEmpty("checks")));
    }

    /** The largest values by name, largest first. */
    public static Map<String, Double> largest(Map<String, Double> values, int most) {
        Map<String, Double> largest = new LinkedHashMap<>();
        values.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(most)
                .forEach(entry -> largest.put(entry.getKey(), entry.getValue()));
        return largest;
    }

    /** Adds what is judged of a model: metrics, its lead over other rankers, and the gate's decision. */
    public JsonFields putJudgementInto(JsonFields json) {
        return gate.putDecisionInto(evaluation.putMetricsInto(json, "metrics"));
    }

    public JsonFields toJson() {
        JsonFields json = new JsonFields()
                .put("counts", counts)
                .put("window", window.byName())
                .put("seed", parameters.seed())
                .put("parameters", parameters.toJson())
                .put("metrics", metrics.toJson())
                .put("evaluation", evaluation.putInto(new JsonFields()))
                .put("calibration", calibration.toJson());
        gate.putInto(json);
        return json.put("importance", importance)
                .putAll("stages", stages, StageRecord::toJson)
                .put("checks", checks.toJson());
    }
}
