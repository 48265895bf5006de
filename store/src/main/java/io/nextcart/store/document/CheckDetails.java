package io.nextcart.store.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of a training's checks.
 *
 * @param vectorsEqualToServing vectors that were recomputed as in serving and came out equal; −1 when unknown
 * @param auc by feature, its AUC alone on the training labels
 * @param holdoutAuc likewise on the holdout labels
 * @param drift since the model that served; null when none did, or it has no histograms
 * @param histograms of the values of each feature
 */
public record CheckDetails(
        long vectorsEqualToServing,
        ShuffledAnswers shuffledAnswers,
        Map<String, Double> auc,
        Map<String, Double> holdoutAuc,
        @Nullable Drift drift,
        Map<String, Histogram> histograms) {
    /**
     * How well a fit to shuffled labels predicts labels.
     *
     * @param questions cases it was measured on; when 0, the rest is NaN
     * @param chanceLow lower bound of AUC by chance
     * @param chanceHigh upper bound
     */
    public record ShuffledAnswers(long questions, double auc, double chanceLow, double chanceHigh) {
        private static ShuffledAnswers of(JsonObject json) throws DamagedDocumentException {
            return new ShuffledAnswers(
                    json.count("questions", 0),
                    json.number("auc", Double.NaN),
                    json.number("chance_low", Double.NaN),
                    json.number("chance_high", Double.NaN));
        }

        private JsonFields toJson() {
            JsonFields json = new JsonFields().put("questions", questions);
            return questions == 0
                    ? json
                    : json.put("auc", auc).put("chance_low", chanceLow).put("chance_high", chanceHigh);
        }
    }

    /**
     * How the values of each feature moved.
     *
     * @param parent the version compared with
     * @param stabilityIndex by feature, the population stability index: 0 is no change
     */
    public record Drift(String parent, Map<String, Double> stabilityIndex) {
        private static Drift of(JsonObject json) throws DamagedDocumentException {
            return new Drift(
                    json.text("parent"), json.objectOrEmpty("stability_index").numbersByName());
        }

        private JsonFields toJson() {
            return new JsonFields().put("parent", parent).put("stability_index", stabilityIndex);
        }
    }

    /**
     * Bin edges and the share in each bin, as numbers separated by blanks. Each is one text instead of a thousand
     * numbers: every Lambda parses the whole manifest at its start and does not need these.
     */
    public record Histogram(String edges, String shares) {
        private static Histogram of(JsonObject json) throws DamagedDocumentException {
            return new Histogram(json.text("edges"), json.text("shares"));
        }

        private JsonFields toJson() {
            return new JsonFields().put("edges", edges).put("shares", shares);
        }
    }

    public static CheckDetails of(JsonObject json) throws DamagedDocumentException {
        return new CheckDetails(
                json.count("vectors_equal_to_serving", -1),
                ShuffledAnswers.of(json.objectOrEmpty("shuffled_answers")),
                json.objectOrEmpty("auc").numbersByName(),
                json.objectOrEmpty("holdout_auc").numbersByName(),
                json.has("drift") ? Drift.of(json.object("drift")) : null,
                json.objectOrEmpty("histograms").objectsByName(Histogram::of));
    }

    public JsonFields toJson() {
        JsonFields json = new JsonFields()
                .put("vectors_equal_to_serving", vectorsEqualToServing)
                .put("shuffled_answers", shuffledAnswers.toJson())
                .put("auc", auc)
                .put("holdout_auc", holdoutAuc);
        if (drift != null) {
            json.put("drift", drift.toJson());
        }
        return json.putAll("histograms", histograms, Histogram::toJson);
    }
}
