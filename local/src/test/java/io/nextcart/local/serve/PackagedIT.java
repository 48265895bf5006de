package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Await;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.http.ListenAddress;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployed packages answer on one machine as the handlers in this process do. */
class PackagedIT {
    private static final Packages PACKAGES = Packages.of(Path.of(".."));
    private static final String EVENT = "{\"events\":[{\"event_id\":\"e1\",\"user_id\":\"u\",\"type\":\"view\","
            + "\"item_id\":\"a\",\"timestamp\":1442545187000},{\"user_id\":\"u\",\"type\":\"buy\"}]}";
    private static final String[] CALLS = {
        "GET /v1/health",
        "POST /v1/events " + EVENT,
        "POST /v1/events " + EVENT,
        "POST /v1/events {",
        "GET /v1/users/u/events",
        "GET /v1/recommendations/u?k=5&explain=true",
        "GET /v1/recommendations/u?k=0",
        "POST /v1/recommendations {\"session\":[{\"item_id\":\"b\"},{\"item_id\":\"ü\"}],\"k\":4}",
        "GET /v1/items/c/similar?k=3",
        "GET /v1/popular?category=y",
        "PUT /v1/rules/r {\"type\":\"hide\",\"item_id\":\"d\"}",
        "GET /v1/rules",
        "POST /v1/preview {\"session\":[{\"item_id\":\"b\"}],\"rules\":[]}",
        "DELETE /v1/rules/r",
        "GET /v1/catalogue",
        "PUT /v1/items/c {\"title\":\"C\"}",
        "GET /v1/items/c",
        "GET /v1/models",
        "GET /v1/users/u/export",
        "GET /v1/nothing",
        "DELETE /v1/popular",
        "POST /recommendations?user_id=1&k=3",
        "DELETE /v1/users/u"
    };

    @TempDir
    private Path folder;

    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private LocalShop.Settings settings(String data) {
        return new LocalShop.Settings(folder.resolve("store").toString(), folder.resolve(data), 0, ApiKey.none());
    }

    private HttpResponse<String> send(LocalShop shop, String call) throws Exception {
        String[] parts = call.split(" ", 3);
        return client.send(
                HttpRequest.newBuilder(URI.create(shop.url() + parts[1]))
                        .method(
                                parts[0],
                                parts.length == 3 ? BodyPublishers.ofString(parts[2]) : BodyPublishers.noBody())
                        .header("x-request-id", "it")
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Everything in the answers that is neither random nor the time. */
    private List<String> answers(LocalShop shop) throws Exception {
        List<String> answers = new ArrayList<>();
        for (String call : CALLS) {
            HttpResponse<String> response = send(shop, call);
            String body = response.body()
                    .replaceAll("\"recommendation_id\":\"[^\"]*\"", "")
                    .replaceAll("\"(changed|updated|exported|arrived)_at\":[^,}]*", "");
            answers.add(call + " → " + response.statusCode() + " "
                    + response.headers().firstValue("content-type").orElse("") + " " + body);
        }
        return answers;
    }

    private FolderObjectStore publish() throws IOException {
        FolderObjectStore store = new FolderObjectStore(folder.resolve("store"));
        TinyBundle.publish(store, "v1", folder.resolve("work"), 1);
        return store;
    }

    @Test
    void packagedFunctionsAnswerAsTheHandlersInProcessDo() throws Exception {
        FolderObjectStore store = publish();
        List<String> inProcess;
        try (LocalShop shop = LocalShop.start(settings("in-process"), null, line -> {})) {
            inProcess = answers(shop);
        }
        try (LocalShop shop = LocalShop.start(settings("packaged"), PACKAGES, output::add)) {
            assertThat(answers(shop)).isEqualTo(inProcess);

            TinyBundle.put(store, "v2", folder.resolve("work"));
            TinyBundle.serve(store, "v2", "v1", 2);
            Await.until(
                    () -> send(shop, "GET /v1/model").body().contains("\"model\":\"v2\""), "the new model is taken up");
        }
        assertThat(output).noneMatch(line -> line.contains("SLF4J") || line.contains("WARNING:"));
    }

    @Test
    void packagedFunctionsStoreUsersUnderTheirPseudonyms() throws Exception {
        publish();
        Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789abcdef\n");
        LocalShop.Settings settings = new LocalShop.Settings(
                folder.resolve("store").toString(),
                folder.resolve("named"),
                ListenAddress.loopback(0),
                ApiKey.none(),
                Cors.NONE,
                false,
                null,
                RecommendService.Shares.NONE,
                key);
        try (LocalShop shop = LocalShop.start(settings, PACKAGES, output::add)) {
            send(shop, "POST /v1/events " + EVENT.replace("\"u\"", "\"u1\""));
            assertThat(send(shop, "GET /v1/users/u1/export").body())
                    .startsWith("{\"user_id\":\"u1\",\"stored_as\":\"jompLvLzm6XLlidZausoJYDjWqPf0z12HmmHy1P5Zd0\"")
                    .contains("\"event_id\":\"e1\"");
            assertThat(send(shop, "GET /v1/recommendations/u1").body()).contains("\"fallback_level\":\"personal\"");
        }
        assertThat(output).noneMatch(line -> line.contains("0123456789abcdef"));
    }

    @Test
    void functionThatIsNotPackagedIsNamed() {
        assertThatThrownBy(() -> LocalShop.start(settings("data"), Packages.of(folder), output::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("recommend-lambda.jar")
                .hasMessageContaining("--packaged");
    }
}
