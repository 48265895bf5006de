package io.nextcart.functions.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogueCallsTest {
    private static final long NOW_MS = 1_442_545_187_000L;

    private final MemoryCatalogueStore catalogue = new MemoryCatalogueStore();
    private final EventsHandler handler = new EventsHandler(new EventsService(
            new MemoryEventStore(),
            catalogue,
            new MemoryRuleStore(),
            Clock.fixed(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC)));

    @Test
    void whatIsSaidOfAnItemIsKept() throws IOException {
        Reply reply = put(
                "a%2Fb",
                "{\"available\":false,\"category\":1016,\"price\":12.5,\"title\":\"A \\\"b\\\"\",\"image_url\":\"https://s.example/ü\"}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"item_id\":\"a/b\",\"available\":false,\"category\":\"1016\",\"categories\":[\"1016\"],\"price\":12.5,"
                                + "\"title\":\"A \\\"b\\\"\","
                                + "\"image_url\":\"https://s.example/ü\",\"updated_at\":\"2015-09-18T02:59:47Z\"}");
        ItemId id = new ItemId("a/b");
        assertThat(catalogue.get(id))
                .contains(new CatalogueItem(id, false, "1016", 12.5, "A \"b\"", "https://s.example/ü", NOW_MS));
    }

    @Test
    void whatIsKeptIsReturnedAndWhatIsNotIsNotFound() {
        String kept = put("a%2Fb", "{\"price\":3}").body();

        Reply reply = get("a%2Fb");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(kept);
        Reply other = get("c");
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.body()).contains("The item c was never sent by PUT or POST");
        assertThat(get("c?or_empty=true").body()).isEqualTo("{\"item_id\":\"c\"}");
        assertThat(get("a%2Fb?or_empty=true").body()).isEqualTo(kept);
        assertThat(get("c".repeat(200)).status()).isEqualTo(400);
    }

    @Test
    void aBatchKeepsTheGoodAndSaysWhatIsWrongWithTheBad() throws IOException {
        String batch = IntStream.range(0, 500)
                .mapToObj(i -> switch (i) {
                    case 0 -> "{\"price\":1}";
                    case 17 -> "{\"item_id\":\"i17\",\"price\":-1,\"title\":\"\"}";
                    case 18 -> "{\"item_id\":\"i18\"}";
                    case 19 -> "{\"item_id\":\"i19\",\"catgory\":\"x\",\"price\":1}";
                    case 498 -> "null";
                    case 499 -> "{\"item_id\":\"i1\",\"title\":\"last\"}";
                    default -> "{\"item_id\":\"i" + i + "\",\"price\":" + i + "}";
                })
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
        Reply reply = post(batch);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json()).containsEntry("accepted", 495);
        assertThat(reply.list("rejected", "index")).containsExactly(0, 17, 18, 19, 498);
        assertThat(reply.list("rejected", "field"))
                .containsExactly("item_id", "price", "body", "catgory", "items[498]");
        assertThat(reply.list("rejected", "reason"))
                .containsExactly(
                        "is missing, expected 1 to 128 characters",
                        "is -1, expected a number from 0 to 1e15",
                        "has no field, expected at least one of available, category, categories, price, title or image_url",
                        "is not a field of this call, expected category",
                        "expected an object");
        assertThat(catalogue.get(new ItemId("i1")))
                .contains(new CatalogueItem(new ItemId("i1"), null, null, 1.0, "last", null, NOW_MS));
        assertThat(catalogue.get(new ItemId("i17"))).isEmpty();
        assertThat(post("{\"items\":[{}]}").json()).containsEntry("accepted", 0);
    }

    @Test
    void aSingleItemIsKeptOrRefused() throws IOException {
        assertThat(post("{\"item_id\":7,\"price\":2,\"categories\":[\"x\",\"y\"]}")
                        .body())
                .isEqualTo("{\"accepted\":1,\"rejected\":[]}");
        assertThat(get("7").body()).contains("\"categories\":[\"x\",\"y\"],\"price\":2.0");
        Reply bad = post("{\"item_id\":7,\"price\":\"3\",\"available\":1}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.list("errors", "field")).containsExactly("available", "price");
        assertThat(get("7").body()).contains("\"price\":2.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"items":[]}                  | items | has 0 entries, expected a list of 1 to 500 items
            {"items":{"item_id":"a"}}     | items | expected a list of 1 to 500 items
            {"items":null}                | items | expected a list of 1 to 500 items
            {"item":[{"item_id":"a"}]}    | item_id | is missing, expected 1 to 128 characters
            {"price":1,"items":[{"item_id":"a","price":2}]} | price | stands beside items, expected it in an entry
            []                            | body | expected a JSON object
            """)
    void aBatchOfTheWrongShapeIsRefusedWhole(String body, String field, String reason) {
        Reply reply = post(body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field").get(0)).isEqualTo(field);
        assertThat(reply.list("errors", "reason").get(0).toString()).contains(reason);
        String tooMany = "{\"items\":[" + "{\"item_id\":\"a\",\"price\":1},".repeat(500) + "1]}";
        assertThat(post(tooMany).list("errors", "reason"))
                .containsExactly("has 501 entries, expected a list of 1 to 500 items");
    }

    @Test
    void aDeletedItemIsGoneUntilItIsSaidAgainAndNothingOldComesBack() throws IOException {
        put("a", "{\"available\":true,\"category\":\"7\",\"price\":7,\"title\":\"t\"}");
        for (int i = 0; i < 2; i++) {
            Reply reply = ProxyCall.of("DELETE /v1/items/a").to(handler);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("{\"item_id\":\"a\",\"deleted\":true}");
            assertThat(get("a").status()).isEqualTo(404);
            assertThat(catalogue.get(new ItemId("a"))).contains(CatalogueItem.deleted(new ItemId("a"), NOW_MS));
        }
        assertThat(put("a", "{\"price\":3}").body())
                .isEqualTo("{\"item_id\":\"a\",\"price\":3.0,\"updated_at\":\"2015-09-18T02:59:47Z\"}");
        assertThat(get("a").status()).isEqualTo(200);
        assertThat(ProxyCall.of("DELETE /v1/items/a?item_id=b").to(handler).status())
                .isEqualTo(400);
        assertThat(ProxyCall.of("DELETE /v1/items/" + "a".repeat(129))
                        .to(handler)
                        .status())
                .isEqualTo(400);
        assertThat(ProxyCall.of("DELETE /v1/items/").to(handler).status()).isEqualTo(404);
    }

    @Test
    void whatIsNotSaidStaysAsItIs() {
        put("a", "{\"available\":false,\"price\":7}");
        Reply reply = put("a", "{\"available\":true,\"title\":\"t\",\"colour\":\"red\"}");
        assertThat(reply.body())
                .isEqualTo("{\"item_id\":\"a\",\"available\":true,\"price\":7.0,\"title\":\"t\","
                        + "\"updated_at\":\"2015-09-18T02:59:47Z\"}");
    }

    @Test
    void aFieldInTheQueryIsNamed() throws IOException {
        for (String call : List.of("PUT /v1/items/a?price=3", "POST /v1/items?price=3")) {
            Reply reply = ProxyCall.of(call)
                    .body("{\"item_id\":\"a\",\"title\":\"t\"}")
                    .to(handler);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.list("errors", "field")).containsExactly("price");
        }
        assertThat(catalogue.get(new ItemId("a"))).isEmpty();
        for (String id : List.of("a", "b")) {
            assertThat(ProxyCall.of("PUT /v1/items/a?item_id=" + id)
                            .body("{\"price\":1}")
                            .to(handler)
                            .status())
                    .isEqualTo(id.equals("a") ? 200 : 400);
        }
    }

    @Test
    void theItemOfTheBodyIsThatOfThePath() {
        assertThat(put("a", "{\"item_id\":\"a\",\"price\":1}").status()).isEqualTo(200);
        assertThat(put("7", "{\"item_id\":7,\"price\":1}").status()).isEqualTo(200);
        Reply reply = put("a", "{\"item_id\":\"b\",\"price\":1}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "reason"))
                .containsExactly("is not the id in the path, expected the same or none");
        assertThat(put("a", "{\"itemId\":\"a\",\"prices\":1}").list("errors", "field"))
                .containsExactly("itemId", "prices");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s.example:65535/a",
                "http://s.example:/a",
                "http://[::1]:80/a",
                "https://a_b.example/a",
                "https://s.ü/a",
                "HTTPS://u@s.example?a"
            })
    void anImageMayHaveAnyAddressOfAHost(String url) throws IOException {
        assertThat(put("a", "{\"image_url\":\"" + url + "\"}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                        | body
            {"colour":"red","size":7,"item_id":"a"}   | colour
            {"item_id":null,"categories":7}           | categories
            {"categories":["a",""]}                   | categories[1]
            []                                        | body
            {"available":"yes"}                       | available
            {"available":0}                           | available
            {"category":[]}                           | category
            {"category":1.5}                          | category
            {"category":""}                           | category
            {"price":-0.01}                           | price
            {"price":"7"}                             | price
            {"price":1e999}                           | price
            {"price":true}                            | price
            {"title":7}                               | title
            {"title":""}                              | title
            {"title":"\\ud800"}                       | title
            {"image_url":"ftp://s.example/a"}         | image_url
            {"image_url":"javascript:alert(1)"}       | image_url
            {"image_url":"https:a"}                   | image_url
            {"image_url":"https://s.example/a b"}     | image_url
            {"image_url":"/a.png"}                    | image_url
            {"image_url":"http://x:port/y"}           | image_url
            {"image_url":"https://x:65536/"}          | image_url
            {"image_url":"https://:443/a"}            | image_url
            {"image_url":"https://u@/a"}              | image_url
            """)
    void aBadFieldIsNamedAndNothingIsKept(String body, String field) throws IOException {
        Reply reply = put("a", body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field")).containsExactly(field);
        assertThat(catalogue.get(new ItemId("a"))).isEmpty();
    }

    @Test
    void nullUnsetsAPart() {
        put(
                "a",
                "{\"available\":false,\"category\":\"7\",\"price\":7,\"title\":\"t\",\"image_url\":\"https://s.example/a\"}");
        assertThat(put("a", "{\"price\":null,\"title\":null}").body())
                .isEqualTo("{\"item_id\":\"a\",\"available\":false,\"category\":\"7\",\"categories\":[\"7\"],"
                        + "\"image_url\":\"https://s.example/a\",\"updated_at\":\"2015-09-18T02:59:47Z\"}");
        assertThat(put("a", "{\"available\":null,\"categories\":[],\"image_url\":null}")
                        .body())
                .isEqualTo("{\"item_id\":\"a\",\"updated_at\":\"2015-09-18T02:59:47Z\"}");
        assertThat(put("a", "{\"price\":3}").body()).contains("\"price\":3.0").doesNotContain("category");
    }

    @Test
    void anItemHasSeveralCategories() throws IOException {
        assertThat(put("a", "{\"categories\":[\"shoes\",7,\"shoes\"]}").body())
                .contains("\"category\":\"shoes\",\"categories\":[\"shoes\",\"7\"]");
        assertThat(put("a", "{\"categories\":[\"shoes\",\"sale\"],\"category\":\"sale\"}")
                        .body())
                .as("the first is that of category")
                .contains("\"category\":\"sale\",\"categories\":[\"sale\",\"shoes\"]");
        assertThat(put("a", "{\"category\":null,\"categories\":[\"hats\"]}").body())
                .contains("\"categories\":[\"hats\"]");
        assertThat(put("a", "{\"category\":\"sale\",\"categories\":[]}").body()).contains("\"categories\":[\"sale\"]");
        assertThat(catalogue.get(new ItemId("a")).orElseThrow().categories()).containsExactly("sale");
        assertThat(put("a", "{\"category\":\"a|b\"}").list("errors", "reason"))
                .containsExactly("is 'a|b', expected an id without |, and several categories as a list");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            http://x/y z.jpg             ! holds ' ' at position 10, expected it percent-encoded, as %20
            http://a b                   ! holds ' ' at position 8, expected it percent-encoded, as %20
            https://x/y%20z.jpg?a=b|c    ! holds '|' at position 23, expected it percent-encoded, as %7C
            https://ex^ample/{a}         ! holds '^' at position 10, expected it percent-encoded, as %5E
            https://x/a\u00a0b.jpg       ! holds '\u00a0' at position 11, expected it percent-encoded, as %C2%A0
            https://x/[1].jpg            ! holds '[' at position 10, expected it percent-encoded, as %5B
            http://x/%zz                 ! holds '%' at position 9, expected it percent-encoded, as %25
            http://                      ! is 'http://', expected an address that starts with https:// or http://
            ftp://x/y.jpg                ! is 'ftp://x/y.jpg', expected an address that starts with https:// or http://
            """)
    void theFaultOfAnAddressIsShown(String url, String fault) {
        assertThat(put("a", "{\"image_url\":\"" + url + "\"}").list("errors", "reason"))
                .containsExactly(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\n", "\\r", "\\t", "\\u007f", "\\u0085"})
    void aTitleIsOneLine(String control) {
        assertThat(put("a", "{\"title\":\"A" + control + "shoe\"}").list("errors", "reason"))
                .containsExactly("has a control character, expected none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "x-UTF-16LE-BOM"})
    void aBodyThatIsNotUtf8IsRefused(String encoding) {
        for (String body : List.of("{\"price\":1}", " {\"price\":1}")) {
            Reply reply = ProxyCall.of("PUT /v1/items/a")
                    .bytes(body.getBytes(Charset.forName(encoding)))
                    .to(handler);
            assertThat(reply.list("errors", "reason")).containsExactly("is not JSON in UTF-8");
        }
    }

    @Test
    void everyBadFieldIsNamed() {
        String tooLong = "{\"available\":1,\"category\":{},\"price\":1.1e15,\"title\":\"" + "t".repeat(501)
                + "\",\"image_url\":\"https://s.example/" + "u".repeat(1983) + "\"}";
        assertThat(put("a".repeat(129), tooLong).list("errors", "field"))
                .containsExactly("item_id", "available", "category", "price", "title", "image_url");
        String longest = "{\"title\":\"" + "t".repeat(500) + "\",\"image_url\":\"https://s.example/" + "u".repeat(1982)
                + "\",\"price\":1e15}";
        assertThat(put("a".repeat(128), longest).status()).isEqualTo(200);
    }

    @Test
    void aCatalogueThatIsDownIsUnavailable() {
        catalogue.failWith(new IOException("disk full on secret host"));
        Logger logger = Logger.getLogger(EventsService.class.getName());
        logger.setLevel(Level.OFF);
        Reply reply = put("a", "{\"available\":false}");
        assertThat(post("{\"items\":[{\"item_id\":\"a\",\"price\":1}]}").status())
                .isEqualTo(503);
        assertThat(ProxyCall.of("DELETE /v1/items/a").to(handler).status()).isEqualTo(503);
        logger.setLevel(null);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).containsEntry("retry-after", "1");
        assertThat(reply.body()).contains("The catalogue does not respond").doesNotContain("secret");
    }

    private Reply get(String item) {
        return ProxyCall.of("GET /v1/items/" + item).to(handler);
    }

    private Reply post(String body) {
        return ProxyCall.of("POST /v1/items").body(body).to(handler);
    }

    private Reply put(String item, String body) {
        return ProxyCall.of("PUT /v1/items/" + item).body(body).to(handler);
    }
}
