package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.store.EventStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions with the best level that the present state allows: without a store, from the session or what is popular;
 * without a model, with nothing. Unknown shoppers and items are no error. Thread-safe.
 */
public final class RecommendService implements AutoCloseable {
    /** How long a question waits for the event store. */
    public static final Duration STORE_BUDGET = Duration.ofMillis(800);

    private final ServedModels models;
    private final History history;
    private final @Nullable CatalogueOverlay catalogue;
    private final Clock clock;

    /**
     * A service that knows of items what the models know.
     *
     * @param models taken over: closed with this
     * @param store the shoppers' stored events
     */
    public RecommendService(ServedModels models, EventStore store, Clock clock) {
        this(models, store, clock, STORE_BUDGET);
    }

    /**
     * @param storeBudget how long a question waits for the store before it is answered without
     */
    public RecommendService(ServedModels models, EventStore store, Clock clock, Duration storeBudget) {
        this(models, store, null, clock, storeBudget);
    }

    /**
     * @param catalogue what the shop says of items now, taken over: closed with this; null where nobody says anything
     * @param storeBudget how long a question waits for the store of events before it is answered without
     */
    public RecommendService(
            ServedModels models,
            EventStore store,
            @Nullable CatalogueOverlay catalogue,
            Clock clock,
            Duration storeBudget) {
        this.models = requireNonNull(models, "models is null");
        this.history = new History(store, storeBudget);
        this.catalogue = catalogue;
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** For a shopper: one read of the store when there is a user id, none otherwise. */
    Answer recommend(Question question) {
        Optional<ServedModel> model = models.current();
        if (model.isEmpty()) {
            return empty();
        }
        String userId = question.userId();
        Optional<List<Interaction>> told =
                userId == null ? Optional.of(List.of()) : history.last(userId, Query.MAX_HISTORY);
        List<Interaction> stored = told.orElse(List.of());
        return rank(model.get(), question, stored, !stored.isEmpty()).with(Metric.HISTORY_MISSING, told.isEmpty());
    }

    /** From the shopper's newest stored events alone; empty when there are none. */
    Answer fromNewest(String userId, int newest, int k) {
        Optional<ServedModel> model = models.current();
        if (model.isEmpty()) {
            return empty();
        }
        Optional<List<Interaction>> told = history.last(userId, newest);
        List<Interaction> stored = told.orElse(List.of());
        Answer answer = stored.isEmpty()
                ? found(model.get(), Ranking.EMPTY, stored)
                : rank(model.get(), Question.of(userId, k), stored, false);
        return answer.with(Metric.HISTORY_MISSING, told.isEmpty());
    }

    /** Items similar to one. */
    Answer similar(String itemId, int k, Query.Filters filters) {
        return models.current()
                .map(model -> found(model, model.recommender().similar(itemId, k, filters, overlay(model)), List.of()))
                .orElseGet(this::empty);
    }

    /** What is popular. */
    Answer popular(int k, Query.Filters filters) {
        return models.current()
                .map(model -> found(model, model.recommender().popular(k, filters, overlay(model)), List.of()))
                .orElseGet(this::empty);
    }

    /** The model in service. */
    Optional<ServedModel> model() {
        return models.current();
    }

    /** The present, milliseconds since the epoch. */
    long nowMs() {
        return clock.millis();
    }

    @Override
    public void close() {
        models.close();
        history.close();
        if (catalogue != null) {
            catalogue.close();
        }
    }

    private Answer found(ServedModel model, Ranking ranking, List<Interaction> knew) {
        return Answer.of(model, ranking, knew).with(Metric.MODEL_REFUSED, models.isRefusing());
    }

    private Answer empty() {
        return Answer.empty().with(Metric.MODEL_REFUSED, models.isRefusing());
    }

    private Overlay overlay(ServedModel model) {
        return catalogue == null
                ? Overlay.NONE
                : catalogue.over(model.recommender().tables());
    }

    private Answer rank(ServedModel model, Question question, List<Interaction> stored, boolean fromAccount) {
        List<Interaction> all = stored;
        if (!question.session().isEmpty()) {
            all = new ArrayList<>(stored);
            all.addAll(question.session());
        }
        Ranking ranking = model.recommender()
                .recommend(
                        new Query(
                                all,
                                fromAccount,
                                clock.millis(),
                                question.k(),
                                question.filters(),
                                question.diversity()),
                        overlay(model));
        return found(model, ranking, all);
    }
}
