package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.MetricLines;
import io.nextcart.local.gateway.ApiKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessIT {
    @TempDir
    private Path folder;

    @Test
    void anotherShopOnTheSameEventsIsWarnedOf() throws Exception {
        assertThat(served("one", null)).isEmpty();
        assertThat(served("./one", "one"))
                .as("the same, with an archive from now on")
                .isEmpty();
        assertThat(served("one", null)).isEmpty();
        assertThat(served("one", "two"))
                .singleElement()
                .asString()
                .contains("with the archive " + folder.resolve("one"));
        assertThat(served("three", "two"))
                .containsExactly("Warning: the last server on " + folder.resolve("data/events.mv") + " used the store "
                        + folder.resolve("one") + ". Its events and items now serve here too."
                        + " Give another shop a folder of its own: --data DIR.");
    }

    private List<String> served(String store, @Nullable String archive) throws IOException {
        List<String> output = new CopyOnWriteArrayList<>();
        LocalShop.Settings settings = new LocalShop.Settings(
                folder + "/" + store,
                folder.resolve("data"),
                0,
                ApiKey.none(),
                Cors.NONE,
                false,
                archive == null ? null : folder + "/" + archive);
        LocalShop.start(settings, null, output::add).close();
        return output;
    }

    @Test
    void metricsOfEveryRequestArePrinted() throws Exception {
        List<String> output = new CopyOnWriteArrayList<>();
        LocalShop.Settings settings = new LocalShop.Settings(
                folder.resolve("store").toString(), folder.resolve("data"), 0, ApiKey.none(), Cors.NONE, true, null);
        try (LocalShop shop = LocalShop.start(settings, null, output::add)) {
            assertThat(shop.model()).isEmpty();
            Await.until(() -> !output.isEmpty(), "the metrics of the request are printed");
        }
        assertThat(output).hasSize(1);
        assertThat(MetricLines.read(output.get(0))).containsEntry("requests", 1.0);
        assertThat(output.get(0)).contains("\"recommend\"", "GET /v1/health");
    }
}
