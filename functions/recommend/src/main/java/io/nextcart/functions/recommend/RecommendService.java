package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Recommender;
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
    /** How long a question waits for all that it needs, so that it is answered within a second whatever hangs. */
    public static final Duration WAIT_BUDGET = Duration.ofMillis(700);

    private final ServedModels models;
    private final History history;
    private final @Nullable CatalogueOverlay catalogue;
    private final Clock clock;
    private final Duration waitBudget;

    /**
     * A service that knows of items what the models know.
     *
     * @param models taken over: closed with this
     * @param store the shoppers' stored events
     */
    public RecommendService(ServedModels models, EventStore store, Clock clock) {
        this(models, store, null, clock, WAIT_BUDGET);
    }

    /**
     * @param catalogue what the shop says of items now, taken over: closed with this; null where nobody says anything
     * @param waitBudget how long a question waits, in all, for a model, the store of events and the catalogue
     */
    public RecommendService(
            ServedModels models,
            EventStore store,
            @Nullable CatalogueOverlay catalogue,
            Clock clock,
            Duration waitBudget) {
        this.models = requireNonNull(models, "models is null");
        this.history = new History(store);
        this.catalogue = catalogue;
        this.clock = requireNonNull(clock, "clock is null");
        this.waitBudget = requireNonNull(waitBudget, "waitBudget is null");
    }

    /** For a shopper: one read of the store when there is a user id, none otherwise. */
    Answer recommend(Question question) {
        Deadline deadline = Deadline.after(waitBudget);
        Optional<ServedModel> model = models.current(deadline);
        if (model.isEmpty()) {
            return empty();
        }
        String userId = question.userId();
        Optional<List<Interaction>> told =
                userId == null ? Optional.of(List.of()) : history.last(userId, Query.MAX_HISTORY, deadline);
        List<Interaction> stored = told.orElse(List.of());
        return rank(model.get(), question, stored, !stored.isEmpty(), deadline)
                .with(Metric.HISTORY_MISSING, told.isEmpty());
    }

    /** From the shopper's newest stored events alone; empty when there are none. */
    Answer fromNewest(String userId, int newest, int k) {
        Deadline deadline = Deadline.after(waitBudget);
        Optional<ServedModel> model = models.current(deadline);
        if (model.isEmpty()) {
            return empty();
        }
        Optional<List<Interaction>> told = history.last(userId, newest, deadline);
        List<Interaction> stored = told.orElse(List.of());
        Answer answer = stored.isEmpty()
                ? followed(Answer.of(model.get(), Ranking.EMPTY, stored))
                : rank(model.get(), Question.of(userId, k), stored, false, deadline);
        return answer.with(Metric.HISTORY_MISSING, told.isEmpty());
    }

    /** Items similar to one. */
    Answer similar(String itemId, int k, Query.Filters filters) {
        return withoutShopper((recommender, overlay) -> recommender.similar(itemId, k, filters, overlay));
    }

    /** What is popular. */
    Answer popular(int k, Query.Filters filters) {
        return withoutShopper((recommender, overlay) -> recommender.popular(k, filters, overlay));
    }

    /** The model in service; never waits. */
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

    private interface Ask {
        Ranking ask(Recommender recommender, Overlay overlay);
    }

    private Answer withoutShopper(Ask ask) {
        Deadline deadline = Deadline.after(waitBudget);
        return models.current(deadline)
                .map(model -> found(model, List.of(), deadline, ask))
                .orElseGet(this::empty);
    }

    private Answer rank(
            ServedModel model, Question question, List<Interaction> stored, boolean fromAccount, Deadline deadline) {
        List<Interaction> all = stored;
        if (!question.session().isEmpty()) {
            all = new ArrayList<>(stored);
            all.addAll(question.session());
        }
        Query query =
                new Query(all, fromAccount, clock.millis(), question.k(), question.filters(), question.diversity());
        return found(model, all, deadline, (recommender, overlay) -> recommender.recommend(query, overlay));
    }

    private Answer found(ServedModel model, List<Interaction> knew, Deadline deadline, Ask ask) {
        Recommender recommender = model.recommender();
        Overlay overlay = catalogue == null ? Overlay.NONE : catalogue.over(recommender.tables(), deadline);
        return followed(Answer.of(model, ask.ask(recommender, overlay), knew))
                .with(Metric.CATALOGUE_STALE, catalogue != null && catalogue.isStale());
    }

    private Answer empty() {
        return followed(Answer.empty());
    }

    /** The answer, with what it is to be told of how models are followed. */
    private Answer followed(Answer answer) {
        return answer.with(Metric.MODEL_REFUSED, models.isRefusing())
                .with(Metric.MODELS_UNREACHABLE, models.isUnreachable());
    }
}
