package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Await;
import io.nextcart.engine.TinyBundle;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.store.FolderObjectStore;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalogue change reaches every answer within seconds, and survives a restart. */
class CatalogueIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void hiddenItemIsGoneFromEveryAnswerAndComesBack() throws Exception {
        FolderObjectStore objects = new FolderObjectStore(folder.resolve("store"));
        TinyBundle.publish(objects, "v1", folder.resolve("work"), System.currentTimeMillis());
        LocalShop.Settings settings =
                new LocalShop.Settings(folder.resolve("store").toString(), folder.resolve("data"), 0, ApiKey.none());
        try (LocalShop shop = LocalShop.start(settings, null, line -> {})) {
            assertThat(send(shop, "POST", "/v1/events", "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"a\"}"))
                    .containsEntry("accepted", 1);
            assertThat(put(shop, "b", "{\"title\":\"B\",\"price\":7}")).containsEntry("price", 7.0);
            assertThat(everyAnswer(shop, "")).allSatisfy(ids -> assertThat(ids).contains("b"));

            assertThat(put(shop, "b", "{\"available\":false}"))
                    .containsEntry("available", false)
                    .containsEntry("title", "B");
            awaitEveryAnswer(shop, "", "b", false);
        }
        try (LocalShop shop = LocalShop.start(settings, null, line -> {})) {
            assertThat(everyAnswer(shop, ""))
                    .as("after a restart")
                    .allSatisfy(ids -> assertThat(ids).isNotEmpty().doesNotContain("b"));
            put(shop, "b", "{\"available\":true}");
            awaitEveryAnswer(shop, "", "b", true);

            assertThat(everyAnswer(shop, "available_only=true"))
                    .as("out of stock, by the model")
                    .allSatisfy(ids -> assertThat(ids).isNotEmpty().doesNotContain("d"));
            put(shop, "d", "{\"available\":true}");
            awaitEveryAnswer(shop, "available_only=true", "d", true);

            put(shop, "b", "{\"category\":\"z\"}");
            awaitEveryAnswer(shop, "category=z", "b", true);
            send(shop, "DELETE", "/v1/items/b", "");
            awaitEveryAnswer(shop, "", "b", false);
            assertThat(send(
                            shop,
                            "POST",
                            "/v1/items",
                            "{\"items\":[{\"item_id\":\"b\",\"category\":\"z\"},{\"item_id\":\"b\",\"price\":1}]}"))
                    .containsEntry("accepted", 2);
            awaitEveryAnswer(shop, "category=z", "b", true);
            awaitEveryAnswer(shop, "category=x", "b", false);
        }
    }

    private void awaitEveryAnswer(LocalShop shop, String filter, String item, boolean shown) throws Exception {
        Await.until(
                () -> everyAnswer(shop, filter).stream().allMatch(ids -> ids.contains(item) == shown),
                item + (shown ? " is shown" : " is gone"));
    }

    /** The items of an answer of every kind. */
    private List<List<Object>> everyAnswer(LocalShop shop, String filter) throws Exception {
        List<List<Object>> answers = new ArrayList<>();
        String query = "?k=100&" + filter;
        for (String path : List.of(
                "/v1/recommendations/u",
                "/v1/recommendations/nobody",
                "/v1/items/e/similar",
                "/v1/items/unknown/similar",
                "/v1/popular")) {
            answers.add(ids(send(shop, "GET", path + query, "")));
        }
        answers.add(ids(send(
                shop,
                "POST",
                "/v1/recommendations",
                "{\"k\":100,\"session\":[{\"item_id\":\"i\"}]" + member(filter) + "}")));
        if (filter.isEmpty()) {
            answers.add(list(send(shop, "POST", "/recommendations?user_id=u&k=100", ""), "recs"));
            answers.add(list(send(shop, "POST", "/recommendations_online?user_id=u&k=100", ""), "recs"));
            answers.add(list(send(shop, "POST", "/similar_items?item_id=e&k=100", ""), "item_id_sim"));
        }
        return answers;
    }

    /** A query parameter as one more member of a JSON object. */
    private static String member(String filter) {
        if (filter.isEmpty()) {
            return "";
        }
        String[] sides = filter.split("=", 2);
        return ",\"" + sides[0] + "\":" + (sides[1].equals("true") ? "true" : "\"" + sides[1] + "\"");
    }

    private Map<String, Object> put(LocalShop shop, String item, String body) throws Exception {
        return send(shop, "PUT", "/v1/items/" + item, body);
    }

    private Map<String, Object> send(LocalShop shop, String method, String path, String body) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(shop.url().resolve(path))
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .timeout(TIMEOUT)
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.body())
                .isBetween(200, 202);
        return JSON.std.mapFrom(response.body());
    }

    private static List<Object> ids(Map<String, Object> answer) {
        return list(answer, "items").stream()
                .<Object>map(item -> ((Map<?, ?>) item).get("item_id"))
                .toList();
    }

    private static List<Object> list(Map<String, Object> answer, String member) {
        return ((List<?>) answer.get(member)).stream().<Object>map(each -> each).toList();
    }
}
