package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.MetricLines;
import io.nextcart.local.gateway.ApiKey;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessIT {
    @TempDir
    private Path folder;

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
