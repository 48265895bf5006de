package io.nextcart.functions.recommend;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.data.Environment;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.FunctionLog;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.CatalogueStores;
import io.nextcart.functions.store.EventStores;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What Lambda starts: {@link RecommendHandler} over the stores that the environment names. {@code NEXTCART_STORE} is where
 * models are published ({@link ModelPlace}), {@code NEXTCART_EVENTS} where events are kept ({@link EventStores}), {@code
 * NEXTCART_MODEL_CHECK_SECONDS} how often another model is looked for, {@code NEXTCART_CATALOGUE_CHECK_SECONDS} how often the
 * catalogue ({@link CatalogueStores}) is asked what changed. The model in service is loaded, and asked once, before
 * the first request; after a restore from a snapshot it is looked at once whether another one serves. Both wait for {@code
 * NEXTCART_MODEL_WAIT_SECONDS} at most: a slower load goes on while the first requests are answered.
 */
public final class RecommendFunction implements RequestStreamHandler, Resource {
    private static final int LONGEST_CHECK_SECONDS = 3_600;
    private static final int LONGEST_WAIT_SECONDS = 60;

    private final ServedModels models;
    private final RecommendHandler handler;
    private final Priming priming;

    /** For Lambda. */
    public RecommendFunction() {
        this(System.getenv(), FunctionLog.start("recommend", System.getenv(), System.out));
    }

    RecommendFunction(Map<String, String> environment, RequestLog log) {
        Environment variables = new Environment(environment);
        ModelPlace place = ModelPlace.named(variables);
        EventStores.Named events = EventStores.named(variables, environment);
        Supplier<CatalogueStore> catalogue = CatalogueStores.named(variables, environment);
        int catalogueSeconds = variables.wholeNumber("NEXTCART_CATALOGUE_CHECK_SECONDS", 1, LONGEST_CHECK_SECONDS, (int)
                CatalogueOverlay.INTERVAL.toSeconds());
        int checkSeconds = variables.wholeNumber("NEXTCART_MODEL_CHECK_SECONDS", 1, LONGEST_CHECK_SECONDS, (int)
                ServedModels.CHECK_INTERVAL.toSeconds());
        int waitSeconds = variables.wholeNumber(
                "NEXTCART_MODEL_WAIT_SECONDS", 1, LONGEST_WAIT_SECONDS, (int) ServedModels.FIRST_WAIT.toSeconds());
        variables.check();
        Clock clock = Clock.systemUTC();
        Path cache = Path.of(System.getProperty("java.io.tmpdir"), "nextcart-bundles");
        // Before the model, so that both are read at the same time.
        CatalogueOverlay overlay = new CatalogueOverlay(catalogue.get(), clock, Duration.ofSeconds(catalogueSeconds));
        models = new ServedModels(
                new BundleLoader(place.open(), cache),
                clock,
                Duration.ofSeconds(checkSeconds),
                Duration.ofSeconds(waitSeconds));
        RecommendService service =
                new RecommendService(models, events.open(), overlay, clock, RecommendService.WAIT_BUDGET);
        handler = new RecommendHandler(service, log, Cors.named(environment));
        priming = new Priming(new RecommendHandler(service), service); // a handler that no metrics are told of
        priming.prime();
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        priming.prime();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        models.refresh();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        handler.handleRequest(in, out, context);
    }
}
