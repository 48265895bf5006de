package io.nextcart.local.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.events.EventsHandler;
import io.nextcart.functions.events.EventsService;
import io.nextcart.functions.recommend.CatalogueOverlay;
import io.nextcart.functions.recommend.RecommendHandler;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.functions.recommend.ServedModels;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.Gateway;
import io.nextcart.local.gateway.Routes;
import io.nextcart.local.store.MvCatalogueStore;
import io.nextcart.local.store.MvEventStore;
import io.nextcart.local.store.ShopFile;
import io.nextcart.training.publish.ObjectStores;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The real Lambda handlers behind a gateway on 127.0.0.1, with events and catalogue in one file. */
public final class LocalShop implements Closeable {
    /** How soon a model that was published is looked for. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);
    /** How soon a change of an item reaches the answers. */
    private static final Duration CATALOGUE_INTERVAL = Duration.ofSeconds(1);

    private final ShopFile file;
    private final RecommendService recommend;
    private final Gateway gateway;

    private LocalShop(ShopFile file, RecommendService recommend, Gateway gateway) {
        this.file = file;
        this.recommend = recommend;
        this.gateway = gateway;
    }

    /**
     * Where and what to serve.
     *
     * @param store where models are published: a folder or {@code s3://bucket/prefix}
     * @param data folder for the events, the catalogue and for copies of models, of one shop at a time; created when missing
     * @param port 0 takes any that is free
     */
    public record Settings(String store, Path data, int port, ApiKey apiKey) {
        public Settings {
            requireNonNull(store, "store is null");
            requireNonNull(data, "data is null");
            requireNonNull(apiKey, "apiKey is null");
        }

        /** The models of the store. */
        public BundleLoader loader() {
            return new BundleLoader(ObjectStores.open(store), data.resolve("bundles"));
        }

        /** The file with the events and the catalogue. */
        public Path eventFile() {
            return data.resolve("events.mv");
        }
    }

    /**
     * Starts; returns when calls are answered, by the store's model if it has one.
     *
     * @throws io.nextcart.data.BadInputException when the store's name is no place
     * @throws java.net.BindException when the port is taken
     * @throws IOException when the event store cannot be opened
     */
    public static LocalShop start(Settings settings) throws IOException {
        BundleLoader loader = settings.loader();
        Clock clock = Clock.systemUTC();
        ShopFile file = ShopFile.open(settings.eventFile());
        MvEventStore events = new MvEventStore(file, clock);
        MvCatalogueStore catalogue = new MvCatalogueStore(file);
        RecommendService recommend = null;
        try {
            ServedModels models = new ServedModels(loader, clock, CHECK_INTERVAL);
            recommend = new RecommendService(
                    models,
                    events,
                    new CatalogueOverlay(catalogue, clock, CATALOGUE_INTERVAL),
                    clock,
                    RecommendService.STORE_BUDGET);
            Routes routes = Routes.ofShop(
                    new EventsHandler(new EventsService(events, catalogue, clock)), new RecommendHandler(recommend));
            return new LocalShop(file, recommend, Gateway.start(settings.port(), routes, settings.apiKey()));
        } catch (IOException | RuntimeException e) {
            if (recommend != null) {
                recommend.close();
            }
            file.close();
            throw e;
        }
    }

    /** Where it serves. */
    public URI url() {
        return gateway.url();
    }

    /** The model in service, by what the API says of itself; empty when there is none. */
    public Optional<String> model() throws IOException {
        try (InputStream health = url().resolve("/v1/health").toURL().openStream()) {
            return JSON.std.mapFrom(health).get("model") instanceof String model
                    ? Optional.of(model)
                    : Optional.empty();
        }
    }

    /** Stops: no call more is taken, calls in progress are answered, then the stores are closed. */
    @Override
    public void close() throws IOException {
        gateway.close();
        recommend.close();
        file.close();
    }
}
