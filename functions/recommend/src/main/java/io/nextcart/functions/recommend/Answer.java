package io.nextcart.functions.recommend;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.filter.Removed;
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
 * The answer to a request, before it becomes a response.
 *
 * @param model the model that ranked, or null when nothing serves
 * @param history the shopper's events that the ranking used, oldest first
 * @param notes further metrics: troubles, and measurements of a running trial
 * @param explained null unless it was asked for
 */
record Answer(
        RecommendationId id,
        @Nullable ServedModel model,
        Ranking ranking,
        List<Interaction> history,
        List<Measure> notes,
        @Nullable Explained explained) {
    Answer {
        notes = List.copyOf(notes);
    }

    /** The answer of a model. */
    static Answer of(Variant variant, ServedModel model, Ranking ranking, List<Interaction> history) {
        RecommendationId id = RecommendationId.next(variant, model.version()).exploring(explored(ranking));
        return new Answer(id, model, ranking, history, List.of(), null);
    }

    private static List<String> explored(Ranking ranking) {
        List<String> explored = new ArrayList<>(0);
        for (Ranking.Item item : ranking.items()) {
            if (item.source() == Source.EXPLORATION) {
                explored.add(item.itemId());
            }
        }
        return explored;
    }

    /** The answer when nothing serves. */
    static Answer empty() {
        RecommendationId id = RecommendationId.next(Variant.NONE, "");
        return new Answer(id, null, Ranking.EMPTY, List.of(), List.of(new Measure(Metric.MODEL_MISSING, 1)), null);
    }

    /** The same, plus a trouble if present: a metric that {@link Metric#isTrouble}. */
    Answer with(Metric trouble, boolean present) {
        return present ? with(List.of(new Measure(trouble, 1))) : this;
    }

    /** The same, explained. */
    Answer with(Explained more) {
        return new Answer(id, model, ranking, history, notes, more);
    }

    /** The same, as a list in a placement of a page: metrics count its items by placement and variant, those that explore apart. */
    Answer at(@Nullable String placement) {
        if (placement == null) {
            return this;
        }
        Measure.OfList others = new Measure.OfList(placement, id.variant().wireName());
        int exploring = id.explores() ? explored(ranking).size() : 0;
        List<Measure> counts = new ArrayList<>();
        counts.add(new Measure(Metric.ITEMS, ranking.items().size() - exploring, others));
        if (exploring > 0) {
            counts.add(new Measure(Metric.ITEMS, exploring, others.exploring(true)));
        }
        return with(counts);
    }

    private Answer with(List<Measure> more) {
        List<Measure> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Answer(id, model, ranking, history, all, explained);
    }

    /**
     * The same, with measurements of a running trial: how long the variant took, and whether it fell back on popular
     * items.
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
     * @param explain whether each item gets an {@link Explanation}
     * @param details the catalogue fields of each item
     * @param nowMs the present, milliseconds since the epoch: reasons refer to this session
     */
    ApiResponse toResponse(boolean explain, ItemDetails details, long nowMs) {
        JsonFields answer = new JsonFields().put("recommendation_id", id.toString());
        return ApiResponse.json(200, putList(answer, explain, details, nowMs)).with(measures());
    }

    /** The answer as one that no shopper sees: without an id, and without metrics. */
    ApiResponse toPreview(ItemDetails details, long nowMs) {
        List<Removed> removed = explained == null ? List.of() : explained.removed();
        Answer other = explained == null ? null : explained.other();
        return ApiResponse.json(
                200,
                putList(new JsonFields(), true, details, nowMs)
                        .putAll("removed", removed, one -> removed(one, details))
                        .put("other", other == null ? null : other.putList(new JsonFields(), true, details, nowMs)));
    }

    private JsonFields putList(JsonFields fields, boolean explain, ItemDetails details, long nowMs) {
        Reason reason = model == null ? null : new Reason(model.recommender().tables(), history, nowMs);
        Explanation explanation = model == null || !explain
                ? null
                : new Explanation(model.recommender().tables(), history);
        return fields.put("model", model == null ? null : model.version())
                .put("variant", id.variant().wireName())
                .put("fallback_level", ranking.level().wireName())
                .putAll("items", ranking.items(), item -> item(item, explanation, details, reason));
    }

    private JsonFields removed(Removed removed, ItemDetails details) {
        JsonFields fields = new JsonFields()
                .put("item_id", removed.itemId())
                .put("why", removed.why().wireName())
                .put("rules", removed.rules());
        if (model != null) {
            details.addTo(fields, model.recommender().tables(), removed.itemId());
        }
        return fields;
    }

    private JsonFields item(
            Ranking.Item item, @Nullable Explanation explanation, ItemDetails details, @Nullable Reason reason) {
        JsonFields fields = new JsonFields()
                .put("item_id", item.itemId())
                .put("score", finite(item.score()))
                .put("source", item.source().wireName())
                .put("reason", reason == null ? item.source().reason() : reason.of(item));
        if (model != null) {
            Tables tables = model.recommender().tables();
            details.addTo(fields, tables, item.itemId());
            if (explanation != null) {
                fields.put("explain", explanation.of(item));
            }
        }
        return fields;
    }

    /** JSON has no infinity. */
    static double finite(double score) {
        return Double.isFinite(score) ? score : 0;
    }

    /**
     * The answer's metrics: its level, the number of its items and candidates, the champion's age, and every trouble. A
     * list for the control group is not a fallback, so its level is left out.
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
