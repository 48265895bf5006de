package io.nextcart.local.serve;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.events.EventsHandler;
import io.nextcart.functions.events.EventsService;
import io.nextcart.functions.recommend.CatalogueOverlay;
import io.nextcart.functions.recommend.RecommendHandler;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.functions.recommend.ServedModels;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.EventStore;
import java.time.Clock;
import java.time.Duration;

/** The handlers as objects of this process: quick to start, and as fast as they get. */
final class InProcess implements Functions {
    /** How soon a change of an item reaches the answers. */
    private static final Duration CATALOGUE_INTERVAL = Duration.ofSeconds(1);

    /** Whoever starts a server by hand waits for a model that comes through a slow line. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(60);

    private final EventsHandler events;
    private final RecommendService service;
    private final RecommendHandler recommend;

    InProcess(BundleLoader loader, EventStore store, CatalogueStore catalogue, Duration checkInterval) {
        Clock clock = Clock.systemUTC();
        ServedModels models = new ServedModels(loader, clock, checkInterval, FIRST_WAIT);
        service = new RecommendService(
                models,
                store,
                new CatalogueOverlay(catalogue, clock, CATALOGUE_INTERVAL),
                clock,
                RecommendService.WAIT_BUDGET);
        recommend = new RecommendHandler(service);
        events = new EventsHandler(new EventsService(store, catalogue, clock));
    }

    @Override
    public RequestStreamHandler events() {
        return events;
    }

    @Override
    public RequestStreamHandler recommend() {
        return recommend;
    }

    @Override
    public void close() {
        service.close();
    }
}
