package io.nextcart.local.serve;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.EventStore;
import io.nextcart.local.runtime.FunctionPool;
import io.nextcart.local.runtime.FunctionSpec;
import io.nextcart.local.runtime.RuntimeClient;
import io.nextcart.local.store.StoreServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The functions as they are deployed: each from its package, in JVMs of its own, with events and catalogue lent over loopback. */
final class Packaged implements Functions {
    private static final Duration INIT_TIMEOUT = Duration.ofSeconds(60);
    /** Whoever starts a server by hand waits for a model that comes through a slow line. */
    private static final Duration MODEL_WAIT = Duration.ofSeconds(45);

    private static final int MAX_INSTANCES = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final StoreServer lender;
    private final FunctionPool events;
    private final FunctionPool recommend;

    private Packaged(StoreServer lender, FunctionPool events, FunctionPool recommend) {
        this.lender = lender;
        this.events = events;
        this.recommend = recommend;
    }

    /**
     * Starts both; returns when both take requests.
     *
     * @param output takes the lines that their JVMs print
     */
    static Packaged start(
            LocalShop.Settings settings,
            Packages packages,
            EventStore store,
            CatalogueStore catalogue,
            Duration checkInterval,
            Consumer<String> output)
            throws IOException {
        packages.require();
        StoreServer lender = StoreServer.start(store, catalogue);
        Path folder = settings.data().toAbsolutePath().resolve("functions");
        List<String> nativeLibrary = RuntimeClient.nativeLibrary(folder);
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
        FunctionPool events = FunctionPool.start(
                spec(
                        "events",
                        "io.nextcart.functions.events.EventsFunction",
                        packages.events(),
                        folder,
                        nativeLibrary,
                        environment),
                output);
        FunctionPool recommend = FunctionPool.start(
                spec(
                        "recommend",
                        "io.nextcart.functions.recommend.RecommendFunction",
                        packages.recommend(),
                        folder,
                        nativeLibrary,
                        environment),
                output);
        Packaged packaged = new Packaged(lender, events, recommend);
        try {
            events.awaitReady();
            recommend.awaitReady();
            return packaged;
        } catch (IOException e) {
            packaged.close();
            throw e;
        }
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
        events.close();
        recommend.close();
        lender.close();
    }

    private static FunctionSpec spec(
            String name,
            String handler,
            Path jar,
            Path folder,
            List<String> nativeLibrary,
            Map<String, String> environment)
            throws IOException {
        List<Path> classPath = new ArrayList<>(RuntimeClient.jars());
        classPath.add(jar);
        List<String> options = new ArrayList<>(nativeLibrary);
        // Lambda's own choice: https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html
        options.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        return new FunctionSpec(
                name,
                handler,
                classPath,
                options,
                environment,
                Files.createDirectories(folder.resolve(name)),
                1,
                MAX_INSTANCES,
                INIT_TIMEOUT);
    }
}
