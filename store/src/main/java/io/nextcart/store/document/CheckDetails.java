package io.nextcart.store.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the checks of a training found.
 *
 * @param vectorsEqualToServing vectors that were computed again as serving computes them, and came out the same; −1 when not known
 * @param auc by feature, how well it alone tells the answers of training
 * @param holdoutAuc the same for those of the holdout
 * @param drift since the model that served; null when none did, or it left no histograms
 * @param histograms by feature, how its values lie
 */
public record CheckDetails(
        long vectorsEqualToServing,
        ShuffledAnswers shuffledAnswers,
        Map<String, Double> auc,
        Map<String, Double> holdoutAuc,
        @Nullable Drift drift,
        Map<String, Histogram> histograms) {
    /**
     * How well a fit to answers drawn by lot tells answers.
     *
     * @param questions that it was measured on; without any the rest is NaN
     * @param chanceLow chance lies from here
     * @param chanceHigh to here
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
     * @param parent the version they are compared with
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
     * Edges of bins, and shares in them, numbers with blanks between. A text each, not a thousand numbers, since every Lambda
     * that starts parses the whole manifest and does not ask for these.
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
