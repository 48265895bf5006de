package io.nextcart.functions.recommend;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.table.Tables;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.store.document.JsonFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param model what ranked, or null when nothing serves
 * @param history what the ranking knew of the shopper, oldest first
 * @param notes what metrics report of it beside what it holds: troubles, and what a trial under way measures
 */
record Answer(
        RecommendationId id,
        @Nullable ServedModel model,
        Ranking ranking,
        List<Interaction> history,
        List<Measure> notes) {
    Answer {
        notes = List.copyOf(notes);
    }

    /** The answer of a model. */
    static Answer of(Variant variant, ServedModel model, Ranking ranking, List<Interaction> history) {
        return new Answer(RecommendationId.next(variant, model.version()), model, ranking, history, List.of());
    }

    /** The answer when nothing serves. */
    static Answer empty() {
        RecommendationId id = RecommendationId.next(Variant.NONE, "");
        return new Answer(id, null, Ranking.EMPTY, List.of(), List.of(new Measure(Metric.MODEL_MISSING, 1)));
    }

    /** The same, with a trouble more if there is one: a metric that {@link Metric#isTrouble}. */
    Answer with(Metric trouble, boolean present) {
        return present ? with(List.of(new Measure(trouble, 1))) : this;
    }

    /** The same, as a list that stands somewhere: metrics count its items by placement and variant. */
    Answer at(@Nullable String placement) {
        return placement == null
                ? this
                : with(List.of(new Measure(
                        Metric.ITEMS,
                        ranking.items().size(),
                        new Measure.OfList(placement, id.variant().wireName()))));
    }

    private Answer with(List<Measure> more) {
        List<Measure> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Answer(id, model, ranking, history, all);
    }

    /**
     * The same, with what a trial under way measures: how long the variant took, and whether it fell back on what is popular.
     *
     * @param nanos from the shopper's events to the list
     */
    Answer inTrial(long nanos) {
        boolean challenger = id.variant() == Variant.CHALLENGER;
        List<Measure> measured = new ArrayList<>();
        measured.add(new Measure(challenger ? Metric.LATENCY_CHALLENGER : Metric.LATENCY_CHAMPION, nanos / 1e6));
        switch (ranking.level()) {
            case CATEGORY, POPULAR, EMPTY ->
                measured.add(new Measure(challenger ? Metric.FALLBACK_CHALLENGER : Metric.FALLBACK_CHAMPION, 1));
            case PERSONAL, SESSION, SIMILAR -> {}
        }
        return with(measured);
    }

    /**
     * The answer as a response.
     *
     * @param explain whether each item says more about itself: {@link Explanation}
     * @param details what each item says of the catalogue
     * @param nowMs the present, milliseconds since the epoch: reasons say what was in this session
     */
    ApiResponse toResponse(boolean explain, ItemDetails details, long nowMs) {
        Reason reason = model == null ? null : new Reason(model.recommender().tables(), history, nowMs);
        JsonFields answer = new JsonFields()
                .put("recommendation_id", id.toString())
                .put("model", model == null ? null : model.version())
                .put("variant", id.variant().wireName())
                .put("fallback_level", ranking.level().wireName())
                .putAll("items", ranking.items(), item -> item(item, explain, details, reason));
        return ApiResponse.json(200, answer).with(measures());
    }

    private JsonFields item(Ranking.Item item, boolean explain, ItemDetails details, @Nullable Reason reason) {
        JsonFields fields = new JsonFields()
                .put("item_id", item.itemId())
                .put("score", finite(item.score()))
                .put("source", item.source().wireName())
                .put("reason", reason == null ? item.source().reason() : reason.of(item));
        if (model != null) {
            Tables tables = model.recommender().tables();
            details.addTo(fields, tables, item.itemId());
            if (explain) {
                fields.put("explain", Explanation.of(tables, history, item.itemId()));
            }
        }
        return fields;
    }

    /** JSON knows no infinity. */
    static double finite(double score) {
        return Double.isFinite(score) ? score : 0;
    }

    /**
     * What metrics report of it: its level, how many items it has and was chosen from, the champion's age, and every trouble. The
     * level of a list for the control group is nobody's fallback, and is left out.
     */
    List<Measure> measures() {
        List<Measure> measures = new ArrayList<>();
        if (id.variant() != Variant.CONTROL) {
            measures.add(new Measure(Metric.valueOf("LEVEL_" + ranking.level().name()), 1));
        }
        measures.add(new Measure(Metric.ITEMS, ranking.items().size()));
        measures.add(new Measure(Metric.CANDIDATES, ranking.candidates()));
        if (model != null && id.variant() == Variant.CHAMPION) {
            measures.add(new Measure(Metric.MODEL_AGE, model.ageSeconds(System.currentTimeMillis())));
        }
        measures.addAll(notes);
        return measures;
    }
}
