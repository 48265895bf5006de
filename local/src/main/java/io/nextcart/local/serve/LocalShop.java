package io.nextcart.local.serve;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Pseudonyms;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.functions.rollout.ModelsHandler;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.settings.StoreSettings;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.Gateway;
import io.nextcart.local.gateway.Routes;
import io.nextcart.local.http.ListenAddress;
import io.nextcart.local.store.ChangeStream;
import io.nextcart.local.store.MvCatalogueStore;
import io.nextcart.local.store.MvEventStore;
import io.nextcart.local.store.MvRuleStore;
import io.nextcart.local.store.ShopFile;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.ObjectStores;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The real Lambda handlers behind a gateway, with events and catalogue in one file. */
public final class LocalShop implements Closeable {
    /** How often a new model is looked for. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);
    /** Beside the events: where the last server on them had its models and its archive. */
    private static final String PLACES = "served-with.txt";

    /**
     * The two Lambdas that shoppers wait for, however they run.
     *
     * @param events answers everything about events
     * @param recommend answers everything else
     * @param running ends them
     */
    record Functions(RequestStreamHandler events, RequestStreamHandler recommend, Closeable running) {}

    private final ShopFile file;
    private final @Nullable LogKeeper keeper;
    private final Functions functions;
    private final Gateway gateway;

    private LocalShop(ShopFile file, @Nullable LogKeeper keeper, Functions functions, Gateway gateway) {
        this.file = file;
        this.keeper = keeper;
        this.functions = functions;
        this.gateway = gateway;
    }

    /**
     * What to serve, and where.
     *
     * @param store where models are published: a folder or {@code s3://bucket/prefix}
     * @param data folder for the events, the catalogue and copies of models, for one shop at a time; created when
     *     missing
     * @param cors origins whose pages may call and read
     * @param metrics whether the functions print a line of metrics per request
     * @param archive where the archive is kept: a folder or {@code s3://bucket/prefix}; null for none
     * @param shares of users and places from which the shop learns
     * @param pseudonymKey the file of the key of pseudonyms; null keeps the users' own ids
     */
    public record Settings(
            String store,
            Path data,
            ListenAddress address,
            ApiKey apiKey,
            Cors cors,
            boolean metrics,
            @Nullable String archive,
            RecommendService.Shares shares,
            @Nullable Path pseudonymKey) {
        /** On 127.0.0.1, without a control group and exploration, with the users' own ids. */
        public Settings(
                String store,
                Path data,
                int port,
                ApiKey apiKey,
                Cors cors,
                boolean metrics,
                @Nullable String archive) {
            this(
                    store,
                    data,
                    ListenAddress.loopback(port),
                    apiKey,
                    cors,
                    metrics,
                    archive,
                    RecommendService.Shares.NONE,
                    null);
        }

        /** On 127.0.0.1, for no page, without metrics and archive. */
        public Settings(String store, Path data, int port, ApiKey apiKey) {
            this(store, data, port, apiKey, Cors.NONE, false, null);
        }

        public Settings {
            requireNonNull(store, "store is null");
            requireNonNull(data, "data is null");
            requireNonNull(address, "address is null");
            requireNonNull(apiKey, "apiKey is null");
            requireNonNull(cors, "cors is null");
        }

        /** The models of the store. */
        public BundleLoader loader() {
            return new BundleLoader(ObjectStores.open(store), data.resolve("bundles"));
        }

        /** The store's name with an absolute path, for a process with another working directory. */
        String absoluteStore() {
            return absolute(store);
        }

        /**
         * What takes the place of the ids of users.
         *
         * @throws io.nextcart.data.BadInputException when the key cannot be read
         */
        Pseudonyms pseudonyms() {
            return pseudonymKey == null ? Pseudonyms.NONE : Pseudonyms.withKeyIn(pseudonymKey);
        }

        /** The file with the events and the catalogue. */
        public Path eventFile() {
            return data.resolve(ShopFile.NAME);
        }
    }

    private static String absolute(String place) {
        return place.startsWith("s3:")
                ? place
                : Path.of(place).toAbsolutePath().normalize().toString();
    }

    /**
     * Starts the shop; returns when it answers calls, with the store's model if there is one.
     *
     * @param packages runs the functions in JVMs of their own, as in Lambda; null runs the handlers in this process
     * @param output receives lines of metrics, a line when the archive cannot be written, and the output of those JVMs,
     *     from several threads
     * @throws io.nextcart.data.BadInputException when the store's name is not a place, or the key of pseudonyms cannot be read
     * @throws java.net.BindException when the port is in use
     * @throws IOException when the event store cannot be opened, or a packaged function cannot be started
     */
    public static LocalShop start(Settings settings, @Nullable Packages packages, Consumer<String> output)
            throws IOException {
        ObjectStores.open(settings.store()); // fails on a bad name before anything starts
        Pseudonyms pseudonyms = settings.pseudonyms();
        ObjectStore archive = settings.archive() == null ? null : ObjectStores.open(settings.archive());
        ShopFile file = ShopFile.open(settings.eventFile());
        Functions functions = null;
        LogKeeper keeper = null;
        try {
            rememberPlaces(settings, output);
            ChangeStream changes = new ChangeStream(file);
            if (archive == null) {
                changes.end();
            } else {
                keeper = LogKeeper.start(changes, archive, LogKeeper.INTERVAL, output);
            }
            EventStore events = new MvEventStore(file, Clock.systemUTC());
            StoreSettings.Stores stores =
                    new StoreSettings.Stores(events, new MvCatalogueStore(file), new MvRuleStore(file));
            LiveTraffic traffic = new LiveTraffic(System::currentTimeMillis, packages != null);
            functions = packages == null
                    ? InProcess.start(settings, stores, pseudonyms, CHECK_INTERVAL, traffic, output)
                    : packages.start(settings, stores, CHECK_INTERVAL, traffic, output);
            // In this process in any case: no shopper waits for it.
            ModelsHandler models = new ModelsHandler(ObjectStores.open(settings.store()), traffic, Clock.systemUTC());
            Routes routes = Routes.ofShop(functions.events(), functions.recommend(), models);
            Gateway gateway = Gateway.start(settings.address(), routes, settings.apiKey(), settings.cors());
            return new LocalShop(file, keeper, functions, gateway);
        } catch (IOException | RuntimeException e) {
            close(functions == null ? null : functions.running(), keeper, file);
            throw e;
        }
    }

    /** Says so when the events here have served another store or archive: one shop's shoppers would become another's. */
    private static void rememberPlaces(Settings settings, Consumer<String> output) throws IOException {
        String store = settings.absoluteStore();
        String archive = settings.archive() == null ? "" : absolute(settings.archive());
        Path file = settings.data().resolve(PLACES);
        List<String> before = Files.exists(file) ? Files.readAllLines(file) : List.of();
        if (before.size() != 2) {
            before = List.of(store, archive);
        }
        String last = before.get(1);
        boolean others = !last.isEmpty() && !archive.isEmpty() && !last.equals(archive);
        if (others || !before.get(0).equals(store)) {
            output.accept("Warning: the last server on " + settings.eventFile() + " used the store " + before.get(0)
                    + (others ? " with the archive " + last : "")
                    + ". Its events and items now serve here too."
                    + " Give another shop a folder of its own: --data DIR.");
        }
        Files.write(file, List.of(store, archive.isEmpty() ? last : archive));
    }

    public URI url() {
        return gateway.url();
    }

    /** The model in service, as the API reports it; empty when there is none. */
    public Optional<String> model() throws IOException {
        return JSON.std.mapFrom(gateway.get("/v1/health").body()).get("model") instanceof String model
                ? Optional.of(model)
                : Optional.empty();
    }

    /** Stops: accepts no further calls, answers those in progress, writes the archive and closes the stores. */
    @Override
    public void close() throws IOException {
        close(gateway, functions.running(), keeper, file);
    }

    private static void close(@Nullable Closeable... inOrder) throws IOException {
        for (Closeable each : inOrder) {
            if (each != null) {
                each.close();
            }
        }
    }
}
