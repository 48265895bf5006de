package io.nextcart.local.serve;

import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.PseudonymKey;
import io.nextcart.functions.store.settings.StoreSettings;
import io.nextcart.local.runtime.FunctionPool;
import io.nextcart.local.runtime.FunctionSpec;
import io.nextcart.local.store.StoreServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The packaged functions of an installation. Each runs as deployed, in JVMs of its own, and reaches events and
 * catalogue over loopback.
 *
 * @param recommend the jar of the recommend Lambda
 * @param events the jar of the events Lambda
 */
public record Packages(Path recommend, Path events) {
    /** The system property with the installation's folder, set by the launcher. */
    private static final String HOME = "nextcart.home";

    /** Longer than in Lambda: a server started manually may load its model over a slow line. */
    private static final Duration MODEL_WAIT = Duration.ofSeconds(45);

    private static final int MAX_INSTANCES = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** Lambda's defaults: https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html. */
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    /** Those of this process's installation; empty when it was not started by the launcher. */
    public static Optional<Packages> installed() {
        return home().map(Packages::of);
    }

    /** The folder of this process's installation; empty when it was not started by the launcher. */
    public static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty(HOME)).map(Path::of);
    }

    /** Those of a distribution, or of a build in a source folder. */
    public static Packages of(Path home) {
        Path unpacked = home.toAbsolutePath().resolve("lib/functions");
        if (Files.isDirectory(unpacked)) {
            return new Packages(unpacked.resolve("recommend-lambda.jar"), unpacked.resolve("events-lambda.jar"));
        }
        Path functions = home.toAbsolutePath().resolve("functions");
        return new Packages(
                functions.resolve("recommend/target/recommend-lambda.jar"),
                functions.resolve("events/target/events-lambda.jar"));
    }

    /**
     * Starts both; returns when both accept requests.
     *
     * @param traffic counts their requests
     * @param output receives the lines that their JVMs print, those of metrics if they are wanted
     * @throws NoSuchFileException when one is missing; says how to build them
     */
    LocalShop.Functions start(
            LocalShop.Settings settings,
            StoreSettings.Stores stores,
            Duration checkInterval,
            LiveTraffic traffic,
            Consumer<String> output)
            throws IOException {
        require();
        StoreServer lender = StoreServer.start(stores.events(), stores.catalogue(), stores.rules());
        Path key = settings.pseudonymKey();
        Map<String, String> environment = Map.of(
                PseudonymKey.FILE,
                key == null ? "" : key.toAbsolutePath().toString(),
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
                "NEXTCART_CONTROL_SHARE",
                Double.toString(settings.shares().control()),
                "NEXTCART_EXPLORE_SHARE",
                Double.toString(settings.shares().exploration()),
                "NEXTCART_METRICS",
                "on"); // in any case, to count by
        Path folder = settings.data().resolve("functions");
        FunctionPool eventsPool = FunctionPool.start(
                spec("events", "EventsFunction", events, environment, folder),
                traffic.linesOf("events", settings.metrics(), output));
        FunctionPool recommendPool = FunctionPool.start(
                spec("recommend", "RecommendFunction", recommend, environment, folder),
                traffic.linesOf("recommend", settings.metrics(), output));
        LocalShop.Functions functions = new LocalShop.Functions(eventsPool, recommendPool, () -> {
            eventsPool.close();
            recommendPool.close();
            lender.close();
        });
        try {
            eventsPool.awaitReady();
            recommendPool.awaitReady();
            return functions;
        } catch (IOException e) {
            functions.running().close();
            throw e;
        }
    }

    private void require() throws IOException {
        for (Path jar : List.of(recommend, events)) {
            if (!Files.isReadable(jar)) {
                throw new NoSuchFileException(
                        jar.toString(),
                        null,
                        "the function is not packaged; build with mvn package, or serve without --packaged");
            }
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
