package io.nextcart.engine;

import io.nextcart.data.Objective;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link TinyShop#withRareItems} as a bundle in a store. Its ranker, {@code tiny-ranker.cbm}, prefers candidates whose first two features
 * are high: 20 trees of depth 4 that {@code RankerTrainer} fitted on rows {@code {a, b}}, each 0 or up to 8 at random, with
 * the label {@code a + b + gaussian > 6}.
 */
public final class TinyBundle {
    private TinyBundle() {}

    /** Puts a bundle into the store. It serves only after {@link #serve}. */
    public static void put(ObjectStore store, String version, Path workFolder) throws IOException {
        put(store, version, workFolder, List.of());
    }

    /** The same with a catalogue, unless it is empty: items by id. */
    public static void put(ObjectStore store, String version, Path workFolder, List<CatalogueItem> catalogue)
            throws IOException {
        Path folder = Files.createDirectories(workFolder.resolve(version));
        Tables tables = TinyShop.withRareItems(folder);
        try (InputStream ranker = TinyBundle.class.getResourceAsStream("tiny-ranker.cbm")) {
            Files.write(folder.resolve(Bundle.RANKER), ranker.readAllBytes());
        }
        List<String> names = new ArrayList<>(Tables.FILES);
        names.add(Bundle.RANKER);
        if (!catalogue.isEmpty()) {
            long newestMs = catalogue.stream()
                    .mapToLong(CatalogueItem::updatedAtMs)
                    .max()
                    .orElseThrow();
            CatalogueTable.write(folder.resolve(CatalogueTable.FILE), tables.items(), catalogue, newestMs);
            names.add(CatalogueTable.FILE);
        }
        Map<String, Manifest.Entry> files = new TreeMap<>();
        for (String name : names) {
            files.put(name, Manifest.Entry.of(folder.resolve(name)));
            store.upload("models/" + version + "/" + name, folder.resolve(name));
        }
        JsonFields metrics = new JsonFields().put("model", Map.of("mrr@20", 0.34));
        JsonObject details = new JsonFields().put("metrics", metrics).toObject("details");
        Manifest manifest = new Manifest(
                version, FeatureExtractor.SCHEMA_HASH, Objective.CART, ModelKind.FITTED, null, files, details);
        Files.write(folder.resolve(Manifest.FILE), manifest.toJson());
        store.upload("models/" + version + "/" + Manifest.FILE, folder.resolve(Manifest.FILE));
    }

    /** Makes a version serve. */
    public static void serve(ObjectStore store, String version, @Nullable String previous, long publishedAtMs)
            throws IOException {
        byte[] document = new Current(version, null, 0, previous, publishedAtMs).toJson();
        if (!store.putIf(Current.KEY, document, store.etag(Current.KEY))) {
            throw new IOException("another publication won");
        }
    }

    /** Puts a bundle into the store and makes it serve. */
    public static void publish(ObjectStore store, String version, Path workFolder, long publishedAtMs)
            throws IOException {
        put(store, version, workFolder);
        serve(store, version, null, publishedAtMs);
    }
}
