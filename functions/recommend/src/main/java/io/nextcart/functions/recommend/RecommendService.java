package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Exploration;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.functions.store.EventStore;
import io.nextcart.store.document.Rule;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests with the best level that the present state allows: without a store, from the session or with popular
 * items; without a model, with nothing. Unknown users and items are not an error. Thread-safe.
 */
public final class RecommendService implements AutoCloseable {
    /** Total waiting time of a request, so that it is answered within a second whatever hangs. */
    public static final Duration WAIT_BUDGET = Duration.ofMillis(700);

    /** The default maximum age of an event: any age. */
    public static final Duration ANY_AGE = Duration.ofDays(36_500);

    private static final int MOST_REMOVED = 20;

    private final ServedModels models;
    private final History history;
    private final CatalogueOverlay catalogue;
    private final Clock clock;
    private final Duration waitBudget;
    private final Assignment control;
    private final double exploreShare;

    /**
     * What a shop gives up in order to learn.
     *
     * @param control share of the users, 0–1, who get popular items: {@link Assignment#control}
     * @param exploration share of the places after the first, 0–1, for items that few have seen: {@link Exploration}
     */
    public record Shares(double control, double exploration) {
        public static final Shares NONE = new Shares(0, 0);
    }

    /**
     * @param models owned, and closed with this
     * @param store the users' stored events
     * @param catalogue the shop's catalogue changes; owned, and closed with this
     * @param waitBudget total time that a request waits for a model, the event store and the catalogue
     */
    public RecommendService(
            ServedModels models, EventStore store, CatalogueOverlay catalogue, Clock clock, Duration waitBudget) {
        this(models, store, catalogue, clock, waitBudget, ANY_AGE, Shares.NONE);
    }

    /**
     * Creates a service with a maximum age of events, a control group and exploration.
     *
     * @param reach maximum age of an event to count in a recommendation; older ones are only in the archive
     */
    public RecommendService(
            ServedModels models,
            EventStore store,
            CatalogueOverlay catalogue,
            Clock clock,
            Duration waitBudget,
            Duration reach,
            Shares shares) {
        this.models = requireNonNull(models, "models is null");
        this.history = new History(store, clock, reach);
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.waitBudget = requireNonNull(waitBudget, "waitBudget is null");
        this.control = Assignment.control(shares.control());
        this.exploreShare = shares.exploration();
    }

    /** Recommends for a shopper: one read of the store if there is a user id, none otherwise. */
    Answer recommend(RecommendRequest request) {
        return answer(request, Query.MAX_HISTORY, false, false);
    }

    /** The same, {@link Explained}. */
    Answer preview(RecommendRequest request) {
        return answer(request, Query.MAX_HISTORY, false, true);
    }

    /** Recommends from the user's newest stored events alone, as if they were a session; empty when there are none. */
    Answer fromNewest(String userId, int newest, int k) {
        return answer(RecommendRequest.of(userId, k), newest, true, false);
    }

    private Answer answer(RecommendRequest request, int newest, boolean asSession, boolean explain) {
        Deadline deadline = Deadline.after(waitBudget);
        Optional<ServedModel> model = models.current(deadline);
        if (model.isEmpty()) {
            return empty();
        }
        String userId = request.userId();
        Optional<List<Interaction>> stored = stored(userId, newest, deadline);
        Query query = query(request, stored.orElse(List.of()), asSession);
        List<Interaction> known = query.history();
        Ask ask = asSession && known.isEmpty()
                ? (recommender, overlay) -> Ranking.EMPTY
                : (recommender, overlay) -> recommender.recommend(query, overlay, request.exploration());
        Answer answer = userId != null && control.holds(userId)
                ? found(
                        Variant.CONTROL,
                        model.get(),
                        known,
                        request.placement(),
                        deadline,
                        (recommender, overlay) -> recommender.popular(query, overlay))
                : byVariant(userId, model.get(), ask, known, request.placement(), deadline);
        Answer whole = answer.with(Metric.HISTORY_MISSING, stored.isEmpty());
        return explain ? explained(whole, model.get(), query, request.placement(), deadline) : whole;
    }

    private Optional<List<Interaction>> stored(@Nullable String userId, int newest, Deadline deadline) {
        return userId == null ? Optional.of(List.of()) : history.last(userId, newest, deadline);
    }

    private static Query query(RecommendRequest request, List<Interaction> stored, boolean asSession) {
        List<Interaction> known = new ArrayList<>(stored);
        boolean fromAccount = !asSession && !known.isEmpty();
        known.addAll(request.session());
        return new Query(known, fromAccount, request.k(), request.filters(), request.diversity());
    }

    /** What the champion would answer a shopper, in a control group or trial or not, by other rules than the shop's. */
    Answer preview(RecommendRequest request, List<Rule> rules) {
        Deadline deadline = Deadline.after(waitBudget);
        ServedModel model = models.current(deadline).orElse(null);
        if (model == null) {
            return Answer.empty();
        }
        List<Interaction> stored =
                stored(request.userId(), Query.MAX_HISTORY, deadline).orElse(List.of());
        Query query = query(request, stored, false);
        Overlay overlay = catalogue.over(model, rules, request.placement(), deadline);
        Recommender recommender = model.recommender();
        return Answer.of(Variant.CHAMPION, model, recommender.recommend(query, overlay), query.history())
                .with(new Explained(recommender.removed(query, overlay, MOST_REMOVED), null));
    }

    /** The answer with what was removed from it, and with that of the trial's other model; the control group's has neither. */
    private Answer explained(
            Answer answer, ServedModel champion, Query query, @Nullable String placement, Deadline deadline) {
        Variant variant = answer.id().variant();
        ServedModel own = answer.model();
        if (own == null || variant == Variant.CONTROL) {
            return answer.with(new Explained(List.of(), null));
        }
        ServedModel other = variant == Variant.CHALLENGER
                ? champion
                : models.trial(deadline).challenger();
        Answer others = null;
        if (other != null) {
            Variant as = variant == Variant.CHALLENGER ? Variant.CHAMPION : Variant.CHALLENGER;
            try {
                Ranking ranking = other.recommender().recommend(query, catalogue.over(other, placement, deadline));
                others = Answer.of(as, other, ranking, query.history());
            } catch (RuntimeException e) {
                System.getLogger(RecommendService.class.getName())
                        .log(System.Logger.Level.WARNING, "the other model of the trial failed to explain itself", e);
            }
        }
        return answer.with(new Explained(
                own.recommender().removed(query, catalogue.over(own, placement, deadline), MOST_REMOVED), others));
    }

    /** Items similar to one. */
    Answer similar(String itemId, int k, Query.Filters filters, @Nullable String placement, Exploration exploration) {
        return withoutShopper(
                placement, (recommender, overlay) -> recommender.similar(itemId, k, filters, overlay, exploration));
    }

    /** How much of a list explores: the shop's share, drawn by the id of the request. */
    Exploration exploration(String requestId) {
        return exploreShare == 0 ? Exploration.NONE : new Exploration(exploreShare, requestId.hashCode());
    }

    /** Popular items. */
    Answer popular(int k, Query.Filters filters, @Nullable String placement) {
        return withoutShopper(placement, (recommender, overlay) -> recommender.popular(k, filters, overlay));
    }

    /** The model in service; never waits. */
    Optional<ServedModel> model() {
        return models.current();
    }

    /** What shoppers pass by, for the champion; empty without one. */
    Optional<PassedBy> passedBy() {
        Deadline deadline = Deadline.after(waitBudget);
        return models.current(deadline)
                .map(model -> new PassedBy(model, catalogue, catalogue.over(model, List.of(), null, deadline)));
    }

    /** The running trial; never waits. */
    Serving.Trial trial() {
        return models.trial();
    }

    /** The catalogue fields that an answer adds to its items. */
    ItemDetails details(Set<String> wanted) {
        return new ItemDetails(wanted, catalogue);
    }

    /** The present, milliseconds since the epoch. */
    long nowMs() {
        return clock.millis();
    }

    /** Looks for changed models and catalogue at once, as after a pause. Waits as {@link ServedModels#refresh} does. */
    void refresh() {
        models.refresh();
        models.current().ifPresent(catalogue::follow); // before it is read: what the bundle holds need not be
        catalogue.refresh();
    }

    /**
     * Waits for work that a request began but did not need: the looks at the models and the catalogue, which would
     * freeze until the next request. Only a few requests wait for work that hangs.
     *
     * @param spentNanos the part of the request's waiting time that is used up
     */
    void settle(long spentNanos) {
        Deadline deadline = Deadline.after(waitBudget.minusNanos(spentNanos));
        models.settle(deadline);
        catalogue.settle(deadline);
    }

    @Override
    public void close() {
        models.close();
        history.close();
        catalogue.close();
    }

    /** A request to a model. */
    interface Ask {
        Ranking ask(Recommender recommender, Overlay overlay);
    }

    private Answer withoutShopper(@Nullable String placement, Ask ask) {
        Deadline deadline = Deadline.after(waitBudget);
        return models.current(deadline)
                .map(model -> found(Variant.CHAMPION, model, List.of(), placement, deadline, ask))
                .orElseGet(this::empty);
    }

    /**
     * The answer of the model that the shopper is assigned to; the champion's without a trial, shopper or challenger.
     */
    Answer byVariant(
            @Nullable String userId,
            ServedModel champion,
            Ask ask,
            List<Interaction> knew,
            @Nullable String placement,
            Deadline deadline) {
        Serving.Trial trial = models.trial(deadline);
        Assignment assignment = trial.assignment();
        if (userId == null || assignment == null) {
            return found(Variant.CHAMPION, champion, knew, placement, deadline, ask);
        }
        boolean challenged = assignment.of(userId) == Variant.CHALLENGER;
        ServedModel challenger = trial.challenger();
        boolean failed = false;
        long began = System.nanoTime();
        if (challenged && challenger != null) {
            try {
                return found(Variant.CHALLENGER, challenger, knew, placement, deadline, ask)
                        .inTrial(System.nanoTime() - began);
            } catch (RuntimeException e) {
                // A trial must not cost a shopper an answer that the champion can give.
                System.getLogger(RecommendService.class.getName())
                        .log(System.Logger.Level.ERROR, "the challenger failed; the champion answers", e);
                failed = true;
                began = System.nanoTime();
            }
        }
        Answer answer = found(Variant.CHAMPION, champion, knew, placement, deadline, ask);
        return answer.inTrial(System.nanoTime() - began)
                .with(Metric.CHALLENGER_MISSING, challenged && challenger == null)
                .with(Metric.CHALLENGER_FAILED, failed)
                .with(Metric.FALLBACK_CHALLENGER, failed);
    }

    private Answer found(
            Variant variant,
            ServedModel model,
            List<Interaction> knew,
            @Nullable String placement,
            Deadline deadline,
            Ask ask) {
        Recommender recommender = model.recommender();
        Overlay overlay = catalogue.over(model, placement, deadline);
        return followed(Answer.of(variant, model, ask.ask(recommender, overlay), knew))
                .with(Metric.CATALOGUE_STALE, catalogue.isStale());
    }

    private Answer empty() {
        return followed(Answer.empty());
    }

    /** The answer, with troubles of following the models. */
    private Answer followed(Answer answer) {
        return answer.with(Metric.MODEL_REFUSED, models.isRefusing())
                .with(Metric.MODELS_UNREACHABLE, models.isUnreachable());
    }
}
