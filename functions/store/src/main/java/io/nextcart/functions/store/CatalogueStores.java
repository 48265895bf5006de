package io.nextcart.functions.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Environment;
import io.nextcart.functions.store.dynamo.DynamoCatalogueStore;
import io.nextcart.functions.store.http.HttpCatalogueStore;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The catalogue that the environment names: beside the events when {@link EventStores} finds those at another process of this
 * machine, else {@code NEXTCART_CATALOGUE_TABLE} of DynamoDB.
 */
public final class CatalogueStores {
    private CatalogueStores() {}

    /**
     * Reads the variables; {@link Environment#check} tells what is wrong with them.
     *
     * @param map the variables that {@code variables} reads
     * @return opens the store; nothing is read or written
     */
    public static Supplier<CatalogueStore> named(Environment variables, Map<String, String> map) {
        requireNonNull(map, "map is null");
        String place = variables.optional(EventStores.PLACE);
        if (place.startsWith("http:")) {
            // A fault in the place is told of by EventStores.
            return () -> new HttpCatalogueStore(URI.create(place));
        }
        variables.required("NEXTCART_CATALOGUE_TABLE", "the DynamoDB table of the catalogue");
        return () -> DynamoCatalogueStore.open(map);
    }
}
