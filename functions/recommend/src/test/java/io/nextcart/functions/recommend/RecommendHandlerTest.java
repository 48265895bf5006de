package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecommendHandlerTest {
    @TempDir
    Path folder;

    private ServedShop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new ServedShop(folder, true);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aKnownShopperIsAnsweredPersonallyByOneReadOfTheStore() {
        Reply reply = shop.call("GET /v1/recommendations/u?k=3");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("content-type", "application/json");
        assertThat(reply.json())
                .containsOnlyKeys("recommendation_id", "model", "variant", "fallback_level", "items")
                .containsEntry("model", ServedShop.VERSION)
                .containsEntry("variant", "champion")
                .containsEntry("fallback_level", "personal");
        assertThat(reply.list("items"))
                .hasSize(3)
                .allSatisfy(item -> assertThat((Map<?, ?>) item)
                        .extracting(Map::keySet)
                        .isEqualTo(Map.of("item_id", 1, "score", 1, "source", 1, "reason", 1)
                                .keySet()));
        assertThat(reply.list("items", "item_id")).contains("f", "b");
        assertThat(shop.store.reads()).isEqualTo(1);
    }

    @Test
    void theSameQuestionHasTheSameItemsUnderANewId() {
        Reply first = shop.call("GET /v1/recommendations/u");
        Reply second = shop.call("GET /v1/recommendations/u");
        assertThat(second.list("items")).isEqualTo(first.list("items")).hasSize(10);
        String id = (String) second.json().get("recommendation_id");
        assertThat(id).isNotEqualTo(first.json().get("recommendation_id"));
        RecommendationId parsed = RecommendationId.parse(id).orElseThrow();
        assertThat(parsed.model()).isEqualTo(ServedShop.VERSION);
        assertThat(parsed.variant()).isEqualTo(Variant.CHAMPION);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/recommendations/u?k=3&placement=home|",
                "POST /v1/recommendations|{\"session\":[{\"item_id\":\"a\"}],\"k\":3,\"placement\":\"home\"}",
                "GET /v1/items/a/similar?k=3&placement=home|",
                "GET /v1/popular?k=3&placement=home|"
            })
    void theItemsOfAListAreCountedWhereItStandsByVariant(String line, @Nullable String body) {
        ProxyCall call = ProxyCall.of(line);
        Reply reply = (body == null ? call : call.body(body)).to(shop.handler);
        assertThat(reply.list("items")).hasSize(3);
        assertThat(shop.measures).contains("items home champion");
    }

    @Test
    void fieldsSayWhatTheShopSaidOfItsItemsAndElseWhatTheModelLearned() throws IOException {
        String asked = "GET /v1/items/a/similar?k=100&fields=title,price,image_url&fields=category,available";
        Map<?, ?> learned = item(shop.call(asked), "b");
        assertThat(learned.keySet()).hasToString("[item_id, score, source, reason, available, category, price]");
        shop.catalogue.put(new CatalogueItem(
                new ItemId("b"),
                null,
                "new|x",
                9.99,
                "<b>Shoe</b>",
                "https://shop.example/b.jpg",
                EnumSet.of(CatalogueItem.Part.AVAILABLE),
                ServedShop.NOW_MS));
        shop.pass(Duration.ofMinutes(1));
        assertThat(item(shop.call(asked), "b"))
                .isEqualTo(Map.of(
                        "item_id",
                        "b",
                        "score",
                        learned.get("score"),
                        "source",
                        learned.get("source"),
                        "reason",
                        learned.get("reason"),
                        "category",
                        "new",
                        "price",
                        9.99,
                        "title",
                        "<b>Shoe</b>",
                        "image_url",
                        "https://shop.example/b.jpg"));
        assertThat(item(shop.call("GET /v1/items/a/similar?k=100&fields=title"), "b")
                        .keySet())
                .hasToString("[item_id, score, source, reason, title]");
        assertThat(item(shop.post("{\"session\":[{\"item_id\":\"a\"}],\"k\":100,\"fields\":[\"price\"]}"), "b"))
                .extracting("price")
                .isEqualTo(9.99);
    }

    private static Map<?, ?> item(Reply reply, String id) {
        return reply.list("items").stream()
                .map(item -> (Map<?, ?>) item)
                .filter(item -> item.get("item_id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFieldThatNoItemHasIsABadRequest() {
        Reply bad = shop.call("GET /v1/popular?fields=title,name");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body())
                .contains("fields: is 'name', expected some of available, category, price, title, image_url");
    }

    @Test
    void aPlacementThatIsNoNameIsABadRequest() {
        Reply bad = shop.call("GET /v1/popular?placement=a+b");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body()).contains("placement: is 'a b', expected 1 to 64 of A-Z a-z 0-9 _ -");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "a%2Fb", "caf%C3%A9", "%20"})
    void anUnknownShopperIsShownWhatIsPopular(String user) {
        Reply reply = shop.call("GET /v1/recommendations/" + user + "?k=2");
        assertThat(reply.json()).containsEntry("fallback_level", "popular");
        assertThat(reply.list("items", "item_id")).containsExactly("a", "b");
    }

    @Test
    void anItemThatTheModelDoesNotKnowIsRecommendedToWhoeverLookedAtIt() {
        Reply reply = shop.call("GET /v1/recommendations/stranger?k=2");
        assertThat(reply.json()).containsEntry("fallback_level", "personal");
        assertThat(reply.list("items", "item_id")).contains("gone");
        assertThat(ids("/v1/recommendations/stranger?k=100&exclude_viewed=true"))
                .doesNotContain("gone");
    }

    @Test
    void everyFilterOfAQueryHolds() {
        assertThat(ids("/v1/recommendations/u?k=100")).hasSize(12);
        assertThat(ids("/v1/recommendations/u?k=100&exclude=a,b&exclude=c&cart=f"))
                .hasSize(8)
                .doesNotContain("a", "b", "c", "f");
        assertThat(ids("/v1/recommendations/u?category=z")).containsExactlyInAnyOrder("i", "j", "k", "l");
        assertThat(ids("/v1/recommendations/u?category=z&category=nowhere"))
                .containsExactlyInAnyOrder("i", "j", "k", "l");
        assertThat(ids("/v1/recommendations/u?category=z&category=y"))
                .containsExactlyInAnyOrder("e", "f", "g", "h", "i", "j", "k", "l");
        assertThat(ids("/v1/recommendations/u?category=nowhere")).isEmpty();
        assertThat(ids("/v1/recommendations/u?k=100&available_only=true"))
                .hasSize(11)
                .doesNotContain("d");
        assertThat(ids("/v1/recommendations/buyer?k=100&exclude_purchased=true"))
                .doesNotContain("b");
        assertThat(ids("/v1/recommendations/u?k=100&exclude_viewed=true")).doesNotContain("a", "e");
        assertThat(ids("/v1/recommendations/u?k=100&exclude_viewed=false")).contains("a", "e");
        assertThat(ids("/v1/recommendations/u?k=3&diversity=1")).hasSize(3);
    }

    @Test
    void aSessionIsAnsweredWithoutAReadOfTheStore() {
        Reply reply = shop.post(
                "{\"k\":2,\"session\":[{\"item_id\":\"i\"},{\"item_id\":\"e\",\"type\":\"addtocart\","
                        + "\"timestamp\":1442545180000},{\"item_id\":77,\"timestamp\":\"2015-09-18T02:59:47Z\"}],\"extra\":{}}");
        assertThat(reply.json()).containsEntry("fallback_level", "session");
        assertThat(reply.list("items")).hasSize(2);
        assertThat(shop.store.reads()).isZero();
    }

    @Test
    void aSessionFollowsTheStoredHistory() {
        Reply reply =
                shop.post("{\"user_id\":\"u\",\"k\":100,\"exclude_viewed\":true,\"session\":[{\"item_id\":\"i\"}]}");
        assertThat(reply.json()).containsEntry("fallback_level", "personal");
        assertThat(reply.list("items", "item_id")).hasSize(9).doesNotContain("a", "e", "i");
        assertThat(shop.store.reads()).isEqualTo(1);
        assertThat(shop.post("{\"user_id\":\"new\",\"session\":[{\"item_id\":\"i\"}]}")
                        .json())
                .containsEntry("fallback_level", "session");
    }

    @Test
    void jsonTakesTheSameWishes() {
        Reply reply = shop.post(
                "{\"user_id\":\"u\",\"k\":100,\"exclude\":[\"a\",7],\"cart\":[\"b\"],\"category\":\"x\",\"available_only\":true,"
                        + "\"exclude_purchased\":false,\"diversity\":0.5,\"explain\":false}");
        assertThat(reply.list("items", "item_id")).containsExactlyInAnyOrder("c", "e", "f", "g", "h");
        assertThat(shop.post("{}").json()).containsEntry("fallback_level", "popular");
        assertThat(shop.post("{\"cart\":[\"e\"]}").json()).containsEntry("fallback_level", "session");
        assertThat(shop.post("{\"user_id\":null,\"session\":[],\"k\":null}").status())
                .isEqualTo(200);
    }

    @Test
    void anExplanationTellsWhatTheTablesKnow() {
        Reply reply = shop.call("GET /v1/recommendations/u?k=100&explain=true");
        Map<?, ?> f = (Map<?, ?>) reply.list("items").stream()
                .filter(item -> "f".equals(((Map<?, ?>) item).get("item_id")))
                .findFirst()
                .orElseThrow();
        assertThat(((Map<?, ?>) f.get("explain")).toString())
                .isEqualTo(
                        "{events_in_history=0, viewed_after=e, carted_with=e, bought_with=null, category=y, views=70, "
                                + "carts=0, purchases=0, rules=[]}");
        assertThat(shop.post("{\"explain\":true}").list("items", "explain")).doesNotContainNull();
        assertThat(shop.call("GET /v1/recommendations/u").body()).doesNotContain("explain");
        assertThat(shop.call("GET /v1/popular?explain=true").json()).doesNotContainKey("explain");
    }

    @Test
    void aPreviewTellsWhatWasRemovedAndAListForPagesDoesNot() throws IOException {
        shop.catalogue.put(
                new CatalogueItem(new ItemId("f"), false, null, null, "A shoe", null, ServedShop.NOW_MS - 1));
        String body =
                "{\"user_id\":\"u\",\"explain\":true,\"exclude_viewed\":true,\"fields\":[\"title\",\"category\"]}";
        Reply reply = shop.call("POST /v1/preview", body);
        assertThat(reply.json()).containsEntry("other", null);
        assertThat(shop.post(body).list("items")).isEqualTo(reply.list("items"));
        assertThat(shop.post(body).json())
                .containsOnlyKeys("recommendation_id", "model", "variant", "fallback_level", "items");
        assertThat(reply.list("removed"))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "{item_id=f, why=unavailable, rules=[], category=y, title=A shoe}",
                        "{item_id=a, why=viewed, rules=[], category=x}",
                        "{item_id=e, why=viewed, rules=[], category=y}");
        assertThat(reply.list("items", "item_id")).doesNotContain("a", "e", "f");
    }

    @Test
    void whatShoppersPassByIsSaidOfItemsThatCanBeBought() throws IOException {
        for (String id : List.of("m", "n", "o")) {
            shop.catalogue.put(new CatalogueItem(new ItemId(id), null, null, null, "Item " + id, null, 1));
        }
        shop.say("f", false, null);
        shop.say("n", false, null);
        shop.catalogue.put(CatalogueItem.deleted(new ItemId("o"), ServedShop.NOW_MS));
        Reply reply = shop.call("GET /v1/catalogue?k=2");
        assertThat(reply.json().get("never_carted"))
                .as("d is out of stock in the log, f by what the shop says")
                .hasToString("{count=10, items=[{item_id=a, available=true, category=x, price=10.0, views=120}, "
                        + "{item_id=b, available=true, category=x, price=11.0, views=110}]}");
        assertThat(reply.json().get("never_viewed")).hasToString("{count=1, items=[{item_id=m, title=Item m}]}");
        assertThat(reply.json())
                .containsEntry("model", ServedShop.VERSION)
                .containsEntry("add_to_carts", 0)
                .containsEntry("from", null);
    }

    @Test
    void aPreviewIsTheListByOtherRules() {
        List<Object> now = shop.call("GET /v1/recommendations/u?k=4").list("items", "item_id");
        shop.measures.clear();
        Reply same = shop.call("POST /v1/preview", "{\"user_id\":\"u\",\"k\":4,\"rules\":[]}");
        assertThat(same.list("items", "item_id")).isEqualTo(now);
        assertThat(same.json())
                .containsOnlyKeys("model", "variant", "fallback_level", "items", "removed", "other")
                .containsEntry("fallback_level", "personal")
                .containsEntry("removed", List.of());
        Reply other = shop.call(
                "POST /v1/preview",
                "{\"user_id\":\"u\",\"k\":4,\"placement\":\"home\",\"rules\":["
                        + "{\"rule_id\":\"top\",\"type\":\"pin\",\"item_id\":\"l\",\"placement\":\"home\"},"
                        + "{\"rule_id\":\"cart\",\"type\":\"pin\",\"item_id\":\"k\",\"placement\":\"cart\"},"
                        + "{\"rule_id\":\"late\",\"type\":\"hide\",\"category\":\"x\",\"from\":\"2030-01-01T00:00:00Z\"},"
                        + "{\"rule_id\":\"no\",\"type\":\"hide\",\"item_id\":\"" + now.get(0) + "\"}]}");
        assertThat(other.list("items", "item_id"))
                .startsWith("l", now.get(1), now.get(2))
                .doesNotContain("k", now.get(0));
        assertThat(other.list("removed")).hasToString("[{item_id=" + now.get(0) + ", why=hidden, rules=[no]}]");
        assertThat(shop.measures).as("no shopper saw it").isEmpty();
        assertThat(shop.call("GET /v1/recommendations/u?k=4").list("items", "item_id"))
                .isEqualTo(now);
        assertThat(shop.call("POST /v1/preview", "{\"user_id\":\"u\",\"k\":4}").list("items"))
                .as("by the stored rules, which are none")
                .isEqualTo(same.list("items"));
    }

    @Test
    void aPreviewOfAnItemIsTheListOfItsSimilarItems() {
        Reply similar = shop.call("GET /v1/items/a/similar?k=4&fields=title");
        shop.measures.clear();
        Reply preview = shop.call("POST /v1/preview", "{\"item_id\":\"a\",\"k\":4,\"fields\":[\"title\"]}");
        assertThat(preview.list("items", "item_id")).isEqualTo(similar.list("items", "item_id"));
        assertThat(preview.json())
                .containsEntry("fallback_level", "similar")
                .containsEntry("removed", List.of())
                .doesNotContainKey("recommendation_id");
        assertThat(shop.measures).as("no shopper saw it").isEmpty();
        for (String other : List.of(
                "\"user_id\":\"u\"", "\"session\":[{\"item_id\":\"a\"}]", "\"rules\":[]", "\"diversity\":0.5")) {
            assertThat(shop.call("POST /v1/preview", "{\"item_id\":\"a\"," + other + "}")
                            .body())
                    .contains("item_id: stands beside user_id, session, diversity or rules, expected none of them");
        }
    }

    @Test
    void aReasonTellsWhatTheShopperDidAndWhen() throws IOException {
        long year = 365L * 24 * 60;
        shop.store.put(List.of(
                ServedShop.event("old", EventType.ADD_TO_CART, "b", -11 * year),
                ServedShop.event("back", EventType.TRANSACTION, "a", -year),
                ServedShop.event("back", EventType.ADD_TO_CART, "b", -50),
                ServedShop.event("back", EventType.VIEW, "a", -35),
                ServedShop.event("back", EventType.VIEW, "e", -10)));
        assertThat(reason("GET /v1/recommendations/u?k=100", "a")).isEqualTo("you looked at it in this session");
        assertThat(reason("GET /v1/recommendations/buyer?k=100", "b")).isEqualTo("you bought it in this session");
        assertThat(reason("GET /v1/recommendations/old?k=100", "b")).isEqualTo("you put it in the cart earlier");
        // The pauses are 15 and 25 minutes, up to 20 minutes ago.
        assertThat(reason("GET /v1/recommendations/back?k=100", "a")).isEqualTo("you looked at it in this session");
        assertThat(reason("GET /v1/recommendations/back?k=100", "b"))
                .isEqualTo("you put it in the cart in this session");
        shop.pass(Duration.ofMinutes(31));
        assertThat(reason("GET /v1/recommendations/u?k=100", "a")).isEqualTo("you looked at it earlier");
        assertThat(reason("GET /v1/recommendations/buyer?k=100", "b")).isEqualTo("you bought it earlier");
        assertThat(reason("GET /v1/recommendations/back?k=100", "a")).isEqualTo("you bought it earlier");
    }

    @Test
    void aReasonOfASessionGoesByItsTimes() {
        Reply reply =
                shop.post("{\"user_id\":\"buyer\",\"k\":100,\"session\":[{\"item_id\":\"i\",\"type\":\"transaction\","
                        + "\"timestamp\":1042545187000},{\"item_id\":\"e\",\"type\":\"addtocart\"}]}");
        assertThat(reason(reply, "e")).isEqualTo("you put it in the cart in this session");
        assertThat(reason(reply, "i")).isEqualTo("you bought it earlier");
        assertThat(reason(reply, "b")).isEqualTo("you bought it in this session");
    }

    @Test
    void aCategoryWasLookedAtOnlyWhenTheShopperDid() {
        for (String line : List.of(
                "GET /v1/popular?category=z&k=1",
                "GET /v1/recommendations/newcomer?category=z&k=1",
                "GET /v1/items/unknown/similar?category=z&k=1")) {
            assertThat(shop.call(line).list("items", "reason")).containsExactly("popular in this category");
        }
        // The buyer of b never viewed anything of its category.
        assertThat(shop.call("GET /v1/recommendations/buyer?k=100").list("items", "reason"))
                .doesNotContain("popular in a category you looked at", "rising in a category you looked at");
    }

    @Test
    void similarItemsLeaveTheItemOut() {
        Reply reply = shop.call("GET /v1/items/a/similar?k=2");
        assertThat(reply.json()).containsEntry("fallback_level", "similar");
        assertThat(reply.list("items", "item_id")).containsExactlyInAnyOrder("b", "c");
        assertThat(shop.call("GET /v1/items/a/similar?k=100&category=z").list("items", "item_id"))
                .containsExactlyInAnyOrder("i", "j", "k", "l");
        assertThat(shop.call("GET /v1/items/no%2Fsuch/similar?k=1&explain=true").json())
                .containsEntry("fallback_level", "popular");
    }

    @Test
    void whatIsPopularNeedsNobody() {
        Reply reply = shop.call("GET /v1/popular?k=2");
        assertThat(reply.json()).containsEntry("fallback_level", "popular");
        assertThat(reply.list("items", "item_id")).containsExactly("a", "b");
        Reply inZ = shop.call("GET /v1/popular?category=z");
        assertThat(inZ.json()).containsEntry("fallback_level", "category");
        assertThat(inZ.list("items", "item_id")).containsExactly("i", "j", "k", "l");
    }

    @Test
    void theModelTellsItsAgeAndMetrics() {
        assertThat(shop.call("GET /v1/model").body())
                .isEqualTo("{\"model\":\"" + ServedShop.VERSION
                        + "\",\"objective\":\"cart\",\"made_at\":\"2015-09-18T02:59:47Z\",\"published_at\":"
                        + "\"2015-09-18T02:58:16.500Z\",\"age_seconds\":90,\"previous\":null,"
                        + "\"metrics\":{\"model\":{\"mrr@20\":0.34}}}");
        assertThat(shop.call("GET /v1/health").body())
                .isEqualTo("{\"status\":\"ok\",\"model\":\"" + ServedShop.VERSION + "\"}");
    }

    @Test
    void aStoreThatIsDownLowersTheLevelOnly() {
        for (Exception failure : List.of(new IOException("down"), new IllegalStateException("broken"))) {
            shop.store.failWith(failure);
            Reply reply = shop.call("GET /v1/recommendations/u?k=2");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json()).containsEntry("fallback_level", "popular");
            assertThat(shop.post("{\"user_id\":\"u\",\"session\":[{\"item_id\":\"e\"}]}")
                            .json())
                    .containsEntry("fallback_level", "session");
        }
        assertThat(shop.measures).contains("history_missing", "level_popular", "level_session");
    }

    @Test
    void aGoodAnswerTellsMetricsOfNoTrouble() {
        shop.call("GET /v1/recommendations/u?k=2");
        assertThat(shop.measures).containsExactly("level_personal", "items", "candidates", "model_age");
    }

    @Test
    void candidatesAreThoseThatTheRankerScored() {
        shop.call("GET /v1/recommendations/u?k=2");
        assertThat(shop.measured("candidates")).isBetween(3.0, 12.0);
        shop.call("GET /v1/popular?k=2");
        assertThat(shop.measured("candidates")).isZero();
        assertThat(shop.measured("items")).isEqualTo(2);
    }

    @Test
    void aStoreThatDawdlesIsNotWaitedFor() {
        shop.store.delayReads(60_000);
        assertThat(shop.call("GET /v1/recommendations/u?k=2").json()).containsEntry("fallback_level", "popular");
        shop.store.delayReads(0);
        assertThat(shop.call("GET /v1/recommendations/u?k=2").json()).containsEntry("fallback_level", "personal");
    }

    @Test
    void moreShoppersThanReadersAreAllKnown() throws Exception {
        ExecutorService shoppers = Executors.newFixedThreadPool(200);
        try (ServedShop busy = new ServedShop(folder.resolve("busy"), true, Duration.ofMinutes(1))) {
            List<Callable<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                calls.add(() -> busy.call("GET /v1/recommendations/u").json().get("fallback_level"));
            }
            for (Future<Object> level : shoppers.invokeAll(calls)) {
                assertThat(level.get()).isEqualTo("personal");
            }
        } finally {
            shoppers.shutdownNow();
        }
    }

    @Test
    void withoutAModelEveryAnswerIsEmpty() throws IOException {
        try (ServedShop nothing = new ServedShop(folder.resolve("nothing"), false)) {
            for (String line :
                    List.of("GET /v1/recommendations/u", "GET /v1/items/a/similar", "GET /v1/popular?explain=true")) {
                Reply reply = nothing.call(line);
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.json())
                        .containsEntry("model", null)
                        .containsEntry("variant", "none")
                        .containsEntry("fallback_level", "empty")
                        .containsEntry("items", List.of());
                RecommendationId id = RecommendationId.parse(
                                (String) reply.json().get("recommendation_id"))
                        .orElseThrow();
                assertThat(id.model()).isEmpty();
            }
            assertThat(nothing.call("GET /v1/model").body()).isEqualTo("{\"model\":null}");
            assertThat(nothing.call("GET /v1/catalogue").body()).isEqualTo("{\"model\":null}");
            assertThat(nothing.call("GET /v1/health").body()).isEqualTo("{\"status\":\"ok\",\"model\":null}");
            assertThat(nothing.call("POST /recommendations?user_id=1").body()).isEqualTo("{\"recs\":[]}");
            assertThat(nothing.call("POST /recommendations_online?user_id=1").body())
                    .isEqualTo("{\"recs\":[]}");
            assertThat(nothing.call("POST /similar_items?item_id=1").body())
                    .isEqualTo("{\"item_id_sim\":[],\"score\":[]}");
        }
    }

    private Object reason(String line, String item) {
        return reason(shop.call(line), item);
    }

    private static Object reason(Reply reply, String item) {
        return reply.list("items").stream()
                .map(found -> (Map<?, ?>) found)
                .filter(found -> item.equals(found.get("item_id")))
                .findFirst()
                .orElseThrow()
                .get("reason");
    }

    private List<Object> ids(String path) {
        Reply reply = shop.call("GET " + path);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.list("items", "item_id");
    }
}
