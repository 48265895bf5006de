package io.nextcart.local.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nextcart.data.Pseudonyms;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.EmbeddedMetrics;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.events.EventsHandler;
import io.nextcart.functions.events.EventsService;
import io.nextcart.functions.recommend.CatalogueOverlay;
import io.nextcart.functions.recommend.RecommendHandler;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.functions.recommend.ServedModels;
import io.nextcart.functions.store.settings.StoreSettings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** The handlers as objects of this process: the quickest to start and to answer. */
final class InProcess {
    /** How often the catalogue is reread. */
    private static final Duration CATALOGUE_INTERVAL = Duration.ofSeconds(1);

    /** Longer than in Lambda: a server started manually may load its model over a slow line. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(60);

    private InProcess() {}

    /**
     * Creates both handlers.
     *
     * @param traffic counts the requests
     * @param output receives the lines of metrics
     */
    static LocalShop.Functions start(
            LocalShop.Settings settings,
            StoreSettings.Stores stores,
            Pseudonyms pseudonyms,
            Duration checkInterval,
            LiveTraffic traffic,
            Consumer<String> output) {
        Clock clock = Clock.systemUTC();
        RecommendService service = new RecommendService(
                new ServedModels(settings.loader(), clock, checkInterval, FIRST_WAIT),
                stores.events(),
                new CatalogueOverlay(stores.catalogue(), stores.rules(), clock, CATALOGUE_INTERVAL),
                clock,
                RecommendService.WAIT_BUDGET,
                RecommendService.ANY_AGE,
                settings.shares());
        // The gateway writes the CORS headers.
        RecommendHandler recommend = new RecommendHandler(
                service,
                traffic.of("recommend", log(settings, "recommend", output)),
                Cors.NONE,
                ApiKeys.NONE,
                pseudonyms);
        EventsHandler events = new EventsHandler(
                new EventsService(stores.events(), stores.catalogue(), stores.rules(), clock),
                traffic.of("events", log(settings, "events", output)),
                Cors.NONE,
                ApiKeys.NONE,
                pseudonyms);
        return new LocalShop.Functions(events, recommend, service::close);
    }

    private static RequestLog log(LocalShop.Settings settings, String function, Consumer<String> output) {
        if (!settings.metrics()) {
            return RequestLog.NONE;
        }
        PrintStream lines = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                output.accept(new String(bytes, offset, length, UTF_8).strip());
            }
        };
        return new EmbeddedMetrics(Metric.namespace(""), function, lines, Clock.systemUTC());
    }
}
