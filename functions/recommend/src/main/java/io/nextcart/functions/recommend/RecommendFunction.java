package io.nextcart.functions.recommend;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.data.Environment;
import io.nextcart.data.Pseudonyms;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.FunctionLog;
import io.nextcart.functions.api.PseudonymKey;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.store.settings.StoreSettings;
import io.nextcart.store.document.JsonFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The entry point for Lambda: {@link RecommendHandler} over the models and the stores that the environment names.
 * Before the first request it loads the model in service and the challenger of a trial, and sends the model one
 * request; after a restore from a snapshot it checks at once for other models. Both wait for {@code
 * NEXTCART_MODEL_WAIT_SECONDS} at most; a slower load continues while the first requests are answered.
 */
public final class RecommendFunction implements RequestStreamHandler, Resource {
    private static final int PRIMING_ITEMS = 3;

    private final RecommendService service;
    private final RecommendHandler handler;

    /** For Lambda. */
    public RecommendFunction() {
        this(System.getenv(), FunctionLog.start("recommend", System.getenv(), System.out));
    }

    RecommendFunction(Map<String, String> environment, RequestLog log) {
        Environment variables = new Environment(environment);
        ModelPlace place = ModelPlace.named(variables);
        StoreSettings storeSettings = StoreSettings.of(variables);
        Duration catalogueCheck =
                seconds(variables, "NEXTCART_CATALOGUE_CHECK_SECONDS", 3_600, CatalogueOverlay.INTERVAL);
        Duration modelCheck = seconds(variables, "NEXTCART_MODEL_CHECK_SECONDS", 3_600, ServedModels.CHECK_INTERVAL);
        Duration modelWait = seconds(variables, "NEXTCART_MODEL_WAIT_SECONDS", 60, ServedModels.FIRST_WAIT);
        Duration reach = Duration.ofDays(
                variables.wholeNumber("NEXTCART_SESSION_DAYS", 1, (int) RecommendService.ANY_AGE.toDays(), (int)
                        RecommendService.ANY_AGE.toDays()));
        RecommendService.Shares shares = new RecommendService.Shares(
                variables.share("NEXTCART_CONTROL_SHARE", Assignment.LARGEST_SHARE, 0),
                variables.share("NEXTCART_EXPLORE_SHARE", Assignment.LARGEST_SHARE, 0));
        ApiKeys keys = ApiKeys.named(variables);
        Pseudonyms pseudonyms = PseudonymKey.named(
                variables, () -> DefaultCredentialsProvider.builder().build().resolveCredentials());
        variables.check();
        Clock clock = Clock.systemUTC();
        StoreSettings.Stores stores = storeSettings.open();
        CatalogueOverlay overlay = new CatalogueOverlay(stores.catalogue(), stores.rules(), clock, catalogueCheck);
        Path cache = Path.of(System.getProperty("java.io.tmpdir"), "nextcart-bundles");
        ServedModels models = new ServedModels(new BundleLoader(place.open(), cache), clock, modelCheck, modelWait);
        service = new RecommendService(
                models, stores.events(), overlay, clock, RecommendService.WAIT_BUDGET, reach, shares);
        handler = new RecommendHandler(service, log, Cors.named(environment), keys, pseudonyms);
        prime();
        Core.getGlobalContext().register(this);
    }

    /**
     * Sends one request before the first shopper does, so that no shopper waits for class loading: it decodes the
     * request, runs every source and the ranker, and reads the event store for a user who does not exist.
     */
    private void prime() {
        List<Ranking.Item> session = service.popular(PRIMING_ITEMS, Query.Filters.NONE, null)
                .ranking()
                .items();
        String body = new JsonFields()
                .put("user_id", "nextcart-priming")
                .putAll("session", session, item -> new JsonFields().put("item_id", item.itemId()))
                .toText();
        byte[] event = new JsonFields()
                .put("httpMethod", "POST")
                .put("path", "/v1/recommendations")
                .put("body", body)
                .toBytes();
        try {
            // Through a handler without metrics.
            new RecommendHandler(service)
                    .handleRequest(new ByteArrayInputStream(event), OutputStream.nullOutputStream(), null);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
    }

    private static Duration seconds(Environment variables, String name, int most, Duration otherwise) {
        return Duration.ofSeconds(variables.wholeNumber(name, 1, most, (int) otherwise.toSeconds()));
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        prime();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        service.refresh();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        handler.handleRequest(in, out, context);
    }
}
