package io.nextcart.training.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.Query;
import io.nextcart.engine.TinyBundle;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShopAnswersTest {
    @TempDir
    private Path folder;

    @Test
    void itAnswersByTheCatalogueOfTheBundleAndWhatTheArchiveSaysSince() throws IOException {
        FolderObjectStore store = new FolderObjectStore(folder.resolve("store"));
        TinyBundle.put(store, "v1", folder.resolve("work"), List.of(hidden("b", 5), hidden("c", 5)));
        TinyBundle.serve(store, "v1", null, 1);
        assertThat(shown()).contains("a").doesNotContain("b", "c");

        store.put(
                "items/dt=1970-01-01/1.ndjson.gz",
                "{\"item_id\":\"b\",\"available\":true,\"updated_at\":4}\n{\"item_id\":\"c\",\"available\":true,\"updated_at\":6}\n"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(shown()).contains("a", "c").doesNotContain("b");
    }

    private List<String> shown() throws IOException {
        ShopAnswers.Place place = new ShopAnswers.Place(folder.resolve("store").toString(), null, null, 0);
        Query query = new Query(List.of(), false, 100, Query.Filters.NONE, 0);
        return ShopAnswers.open(place, folder.resolve("cache")).recommend(query).items().stream()
                .map(item -> item.itemId())
                .toList();
    }

    private static CatalogueItem hidden(String id, long atMs) {
        return new CatalogueItem(new ItemId(id), false, null, null, null, null, atMs);
    }
}
