package io.nextcart.local.serve;

import io.nextcart.functions.api.Cors;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.EventStore;
import io.nextcart.local.runtime.FunctionPool;
import io.nextcart.local.runtime.FunctionSpec;
import io.nextcart.local.store.StoreServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The functions as they are deployed: each from its package, in JVMs of its own, with events and catalogue lent over loopback. */
final class Packaged {
    /** Longer than in Lambda: a server that is started by hand may wait for a model that comes through a slow line. */
    private static final Duration MODEL_WAIT = Duration.ofSeconds(45);

    private static final int MAX_INSTANCES = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** Lambda's own choice: https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html. */
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private Packaged() {}

    /**
     * Starts both; returns when both take requests.
     *
     * @param output takes the lines that their JVMs print
     */
    static Functions start(
            LocalShop.Settings settings,
            Packages packages,
            EventStore store,
            CatalogueStore catalogue,
            Duration checkInterval,
            Consumer<String> output)
            throws IOException {
        packages.require();
        StoreServer lender = StoreServer.start(store, catalogue);
        Map<String, String> environment = Map.of(
                "NEXTCART_MODEL_WAIT_SECONDS",
                Long.toString(MODEL_WAIT.toSeconds()),
                "NEXTCART_STORE",
                settings.absoluteStore(),
                "NEXTCART_EVENTS",
                lender.place().toString(),
                "NEXTCART_CATALOGUE_CHECK_SECONDS",
                "1",
                "NEXTCART_MODEL_CHECK_SECONDS",
                Long.toString(checkInterval.toSeconds()),
                Cors.VARIABLE,
                settings.cors().origin(),
                "NEXTCART_METRICS",
                settings.metrics() ? "on" : "off");
        Path folder = settings.data().resolve("functions");
        FunctionPool events =
                FunctionPool.start(spec("events", "EventsFunction", packages.events(), environment, folder), output);
        FunctionPool recommend = FunctionPool.start(
                spec("recommend", "RecommendFunction", packages.recommend(), environment, folder), output);
        Functions functions = new Functions(events, recommend, () -> {
            events.close();
            recommend.close();
            lender.close();
        });
        try {
            events.awaitReady();
            recommend.awaitReady();
            return functions;
        } catch (IOException e) {
            functions.close();
            throw e;
        }
    }

    private static FunctionSpec spec(
            String name, String handler, Path jar, Map<String, String> environment, Path folder) {
        return new FunctionSpec(
                name,
                "io.nextcart.functions." + name + "." + handler,
                jar,
                JVM_OPTIONS,
                environment,
                folder.resolve(name),
                MAX_INSTANCES);
    }
}
