package io.nextcart.functions.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventsHandlerTest {
    private static final long NOW_MS = 1_442_545_187_000L;

    private final MemoryEventStore store = new MemoryEventStore();
    private final EventsHandler handler = new EventsHandler(new EventsService(
            store,
            new MemoryCatalogueStore(),
            new MemoryRuleStore(),
            Clock.fixed(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC)));

    @Test
    void oneEventIsKept() {
        Reply reply = post(
                "{\"event_id\":\"e1\",\"user_id\":\"u\",\"type\":\"transaction\",\"item_id\":7,\"timestamp\":1442545180005,"
                        + "\"transaction_id\":\"t\",\"value\":9.5,\"recommendation_id\":\"c..x\",\"placement\":\"home\",\"more\":[1]}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.headers()).containsEntry("content-type", "application/json");
        assertThat(reply.body()).isEqualTo("{\"accepted\":1,\"duplicates\":0,\"rejected\":[]}");
        assertThat(call("GET /v1/users/u/events").body())
                .isEqualTo(
                        "{\"user_id\":\"u\",\"events\":[{\"event_id\":\"e1\",\"type\":\"transaction\",\"item_id\":\"7\","
                                + "\"timestamp\":1442545180005,\"transaction_id\":\"t\",\"value\":9.5,\"recommendation_id\":\"c..x\",\"placement\":\"home\"}]}");
    }

    @Test
    void anExportHoldsAllFieldsOldestFirstAndTheTimeOfADeletion() {
        post("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":7,\"timestamp\":1442545180006}");
        post(
                "{\"event_id\":\"e1\",\"user_id\":\"u\",\"type\":\"transaction\",\"item_id\":7,\"timestamp\":1442545180005,"
                        + "\"transaction_id\":\"t\",\"value\":9.5,\"recommendation_id\":\"c..x\",\"placement\":\"home\"}");
        assertThat(call("GET /v1/users/u/export").body())
                .isEqualTo(
                        "{\"user_id\":\"u\",\"stored_as\":\"u\",\"exported_at\":\"2015-09-18T02:59:47Z\",\"deleted_at\":null,\"events\":["
                                + "{\"event_id\":\"e1\",\"type\":\"transaction\",\"item_id\":\"7\",\"timestamp\":1442545180005,\"transaction_id\":\"t\","
                                + "\"value\":9.5,\"recommendation_id\":\"c..x\",\"placement\":\"home\",\"arrived_at\":1442545180005},"
                                + "{\"type\":\"view\",\"item_id\":\"7\",\"timestamp\":1442545180006,\"arrived_at\":1442545180006}],"
                                + "\"next\":null}");
        call("DELETE /v1/users/u");
        assertThat(call("GET /v1/users/u/export").body())
                .contains("\"deleted_at\":\"20")
                .endsWith("\"events\":[],\"next\":null}");
        assertThat(call("GET /v1/users/u/export?after=7").body())
                .contains("after", "is '7', expected the next of the page before");
    }

    @Test
    void namesAndTimesOfRetailRocketAreTaken() {
        post("{\"visitorid\":257597,\"event\":\"view\",\"itemid\":355908,\"timestamp\":\"2015-06-02T05:02:12Z\"}");
        assertThat(call("GET /v1/users/257597/events").body())
                .isEqualTo("{\"user_id\":\"257597\",\"events\":[{\"type\":\"view\",\"item_id\":\"355908\","
                        + "\"timestamp\":1433221332000}]}");
    }

    @Test
    void aSecondTimeItIsADuplicate() {
        String event = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":1442545180005}";
        post(event);
        assertThat(post(event).json()).containsEntry("accepted", 0).containsEntry("duplicates", 1);
        assertThat(post("{\"events\":[" + event + "," + event + "]}").json()).containsEntry("duplicates", 2);
        assertThat(store.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 1700000000 (1970-01-20T16:13:20Z), 'milliseconds since 1970, not seconds'",
        "1442545487001, 1442545487001 (2015-09-18T03:04:47.001Z), at most 5 minutes ahead",
        "'\"2016-09-18T02:59:47Z\"', 1474167587000 (2016-09-18T02:59:47Z), at most 5 minutes ahead",
        "'\"9999-12-31T00:00:00Z\"', 253402214400000 (9999-12-31T00:00:00Z), at most 5 minutes ahead",
    })
    void aTimeThatCannotBeTrueIsRefusedWithWhatWasFoundAndExpected(String time, String found, String expected) {
        String event = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":" + time + "}";
        Reply single = post(event);
        assertThat(single.status()).isEqualTo(400);
        assertThat(single.body()).contains("timestamp", found, expected);
        String good =
                "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":" + (NOW_MS + 300_000) + "}";
        Reply batch = post("{\"events\":[" + event + "," + good + "]}");
        assertThat(batch.status()).isEqualTo(202);
        assertThat(batch.json()).containsEntry("accepted", 1);
        assertThat(batch.list("rejected", "index")).containsExactly(0);
        assertThat(batch.list("rejected", "field")).containsExactly("timestamp");
        assertThat(call("GET /v1/users/u/events").list("events", "timestamp")).containsExactly(NOW_MS + 300_000);
    }

    @Test
    void eventsWithoutATimeHappenNowInTheOrderSent() {
        String first = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"a\"}";
        String second = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"b\"}";
        post("{\"events\":[" + first + "," + second + "," + first + "]}");
        Reply reply = call("GET /v1/users/u/events");
        assertThat(reply.list("events", "item_id")).containsExactly("a", "b", "a");
        assertThat(reply.list("events", "timestamp")).containsExactly(NOW_MS + 2, NOW_MS + 1, NOW_MS);
    }

    @Test
    void aBatchKeepsTheGoodAndTellsOfTheBad() {
        String batch = IntStream.range(0, 500)
                .mapToObj(i -> switch (i) {
                    case 3 -> "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"\",\"timestamp\":1}";
                    case 250 -> "{\"user_id\":\"u\",\"type\":\"buy\",\"item_id\":\"i\",\"timestamp\":1}";
                    case 499 -> "17";
                    default ->
                        "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":" + (NOW_MS + i) + "}";
                })
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
        Reply reply = post(batch);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json()).containsEntry("accepted", 497).containsEntry("duplicates", 0);
        assertThat(reply.list("rejected"))
                .containsExactly(
                        Map.of("index", 3, "field", "item_id", "reason", "has 0 characters, expected 1 to 128"),
                        Map.of(
                                "index",
                                250,
                                "field",
                                "type",
                                "reason",
                                "is 'buy', expected view, addtocart, remove_from_cart or transaction"),
                        Map.of("index", 499, "field", "events[499]", "reason", "expected an object"));
        assertThat(post(batch).json()).containsEntry("accepted", 0).containsEntry("duplicates", 497);
        assertThat(store.size()).isEqualTo(497);
    }

    @Test
    void metricsCountWhatBecameOfEveryEvent() {
        List<String> emitted = new ArrayList<>();
        EventsHandler measured = new EventsHandler(
                new EventsService(store, new MemoryCatalogueStore(), new MemoryRuleStore(), Clock.systemUTC()),
                (id, route, status, nanos, measures) -> {
                    emitted.add(route + " " + status);
                    measures.forEach(each -> emitted.add(each.metric().wireName() + " " + (int) each.value()
                            + (each.list().placement() + " " + each.list().variant()).stripTrailing()));
                },
                Cors.NONE,
                ApiKeys.NONE);
        String good = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":1442545180005}";
        ProxyCall.of("POST /v1/events")
                .body("{\"events\":[" + good + "," + good + ",7,{}]}")
                .to(measured);
        ProxyCall.of("POST /v1/events").body("{\"user_id\":\"u\"}").to(measured);
        ProxyCall.of("POST /put?user_id=7&item_id=3").to(measured);
        String led = "{\"user_id\":\"u\",\"item_id\":\"i\",\"recommendation_id\":\"c.v.1\",\"type\":\"";
        ProxyCall.of("POST /v1/events")
                .body("{\"events\":[" + led + "addtocart\",\"timestamp\":1442545180006}," + led
                        + "addtocart\",\"timestamp\":1442545180006}," + led + "view\",\"timestamp\":1442545180006}]}")
                .to(measured);
        assertThat(emitted)
                .containsExactly(
                        "POST /v1/events 202",
                        "events_accepted 1",
                        "events_duplicate 1",
                        "events_rejected 2",
                        "POST /v1/events 400",
                        "events_accepted 0",
                        "events_duplicate 0",
                        "events_rejected 1",
                        "POST /put 200",
                        "events_accepted 1",
                        "POST /v1/events 202",
                        "events_accepted 2",
                        "events_duplicate 1",
                        "events_rejected 0",
                        "recommended_views 1",
                        "recommended_carts 1");
    }

    private EventsHandler measuredBy(List<Measure> emitted) {
        return new EventsHandler(
                new EventsService(store, new MemoryCatalogueStore(), new MemoryRuleStore(), Clock.systemUTC()),
                (id, route, status, nanos, measures) -> emitted.addAll(measures),
                Cors.NONE,
                ApiKeys.NONE);
    }

    @Test
    void impressionsAreCountedByPlacementAndVariantAndNotKept() {
        List<Measure> emitted = new ArrayList<>();
        EventsHandler measured = measuredBy(emitted);
        String seen = "{\"recommendation_id\":\"p.v1." + "x".repeat(22) + "\",\"placement\":\"home\"}";
        String event = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\"}";
        ProxyCall.of("POST /v1/events")
                .body("{\"impressions\":[" + seen + "," + seen + ",{\"recommendation_id\":\"another's\"}]}")
                .to(measured);
        ProxyCall.of("POST /v1/events")
                .body("{\"events\":[" + event + "],\"impressions\":[" + seen + "]}")
                .to(measured);
        Measure.OfList control = new Measure.OfList("home", "control");
        assertThat(emitted)
                .filteredOn(measure -> measure.metric() == Metric.IMPRESSIONS)
                .containsExactly(
                        new Measure(Metric.IMPRESSIONS, 1, new Measure.OfList("", "none")),
                        new Measure(Metric.IMPRESSIONS, 2, control),
                        new Measure(Metric.IMPRESSIONS, 1, control));
        assertThat(store.size()).isEqualTo(1);
        String bad = "{\"events\":[" + event + "],\"impressions\":[{\"placement\":\"the home page\"}]}";
        assertThat(ProxyCall.of("POST /v1/events").body(bad).to(measured).body())
                .contains("impressions[0].recommendation_id", "impressions[0].placement");
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void whatExploresIsCountedApart() {
        List<Measure> emitted = new ArrayList<>();
        EventsHandler measured = measuredBy(emitted);
        String id = RecommendationId.next(Variant.CHAMPION, "v1")
                .exploring(List.of("new"))
                .toString();
        String list = "\"recommendation_id\":\"" + id + "\",\"placement\":\"home\"}";
        String events = Stream.of("new", "known")
                .map(item -> "{\"user_id\":\"u\",\"type\":\"addtocart\",\"item_id\":\"" + item + "\"," + list)
                .collect(Collectors.joining(",", "[", "]"));
        ProxyCall.of("POST /v1/events")
                .body("{\"events\":" + events + ",\"impressions\":[{" + list + "]}")
                .to(measured);
        Measure.OfList others = new Measure.OfList("home", "champion");
        assertThat(emitted)
                .filteredOn(measure ->
                        measure.metric() == Metric.RECOMMENDED_CARTS || measure.metric() == Metric.IMPRESSIONS)
                .containsExactly(
                        new Measure(Metric.RECOMMENDED_CARTS, 2),
                        new Measure(Metric.RECOMMENDED_CARTS, 1, others),
                        new Measure(Metric.RECOMMENDED_CARTS, 1, others.exploring(true)),
                        new Measure(Metric.IMPRESSIONS, 1, others.exploring(true)));
    }

    @Test
    void clicksCartsAndRevenueAreToldByPlacementAndVariantOnce() {
        List<Measure> emitted = new ArrayList<>();
        EventsHandler measured = measuredBy(emitted);
        List<String> events = new ArrayList<>();
        for (String variant : List.of("c", "t")) {
            String id = variant + ".v1." + "x".repeat(22);
            for (String type : List.of("view", "addtocart", "transaction")) {
                events.add("{\"user_id\":\"u\",\"item_id\":\"i\",\"type\":\"" + type + "\",\"event_id\":\"" + variant
                        + type + "\",\"value\":9.5,\"recommendation_id\":\"" + id + "\",\"placement\":\"home\"}");
            }
        }
        events.add("{\"user_id\":\"u\",\"item_id\":\"i\",\"type\":\"view\",\"placement\":\"home\"}");
        String body = "{\"events\":[" + String.join(",", events) + "]}";
        ProxyCall.of("POST /v1/events").body(body).to(measured);
        ProxyCall.of("POST /v1/events").body(body).to(measured);
        Measure.OfList champion = new Measure.OfList("home", "champion");
        Measure.OfList challenger = new Measure.OfList("home", "challenger");
        assertThat(emitted)
                .filteredOn(measure -> measure.metric().wireName().startsWith("recommended_"))
                .containsExactly(
                        new Measure(Metric.RECOMMENDED_VIEWS, 2),
                        new Measure(Metric.RECOMMENDED_CARTS, 2),
                        new Measure(Metric.RECOMMENDED_PURCHASES, 2),
                        new Measure(Metric.RECOMMENDED_REVENUE, 19),
                        new Measure(Metric.RECOMMENDED_VIEWS, 1, challenger),
                        new Measure(Metric.RECOMMENDED_CARTS, 1, challenger),
                        new Measure(Metric.RECOMMENDED_PURCHASES, 1, challenger),
                        new Measure(Metric.RECOMMENDED_REVENUE, 9.5, challenger),
                        new Measure(Metric.RECOMMENDED_VIEWS, 1, champion),
                        new Measure(Metric.RECOMMENDED_CARTS, 1, champion),
                        new Measure(Metric.RECOMMENDED_PURCHASES, 1, champion),
                        new Measure(Metric.RECOMMENDED_REVENUE, 9.5, champion));
    }

    @Test
    void aBatchOfBadEventsOnlyIsStillAReceipt() {
        Reply reply = post("{\"events\":[{},null]}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.list("rejected", "index")).containsExactly(0, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                                    | user_id
        {"user_id":"u","type":"view"}                                         | item_id
        {"user_id":"u","item_id":"i"}                                         | type
        {"user_id":"u","item_id":"i","type":"look"}                           | type
        {"user_id":"u","item_id":"i","type":7}                                | type
        {"user_id":["u"],"item_id":"i","type":"view"}                         | user_id
        {"user_id":1.5,"item_id":"i","type":"view"}                           | user_id
        {"user_id":"u","item_id":"a\\u0000","type":"view"}                    | item_id
        {"user_id":"u","item_id":"\\ud800","type":"view"}                     | item_id
        {"user_id":"u","item_id":"i","type":"view","timestamp":-1}            | timestamp
        {"user_id":"u","item_id":"i","type":"view","timestamp":1e999}         | timestamp
        {"user_id":"u","item_id":"i","type":"view","timestamp":"yesterday"}   | timestamp
        {"user_id":"u","item_id":"i","type":"view","value":"much"}            | value
        {"user_id":"u","item_id":"i","type":"view","value":1e999}             | value
        {"user_id":"u","item_id":"i","type":"transaction","value":1.1e15}     | value
        {"visitorid":{},"itemid":"i","event":"view"}                          | visitorid
        {"user_id":"u","item_id":"i","type":"view","timeStamp":1}             | timeStamp
        {"user_id":"u","item_id":"i","type":"view","transactionId":"t"}       | transactionId
        {"userId":"u","item_id":"i","type":"view"}                            | userId
        {"user_id":"d","type":"view","item_id":"461","itemid":"462"}          | item_id
        {"user_id":"d","type":"view","event":"addtocart","item_id":"461"}     | type
        {"event":[{"user_id":"u","item_id":"i","type":"view"}]}               | event
        {"impression":[]}                                                     | impression
        {"impressions":[]}                                                    | impressions
        {"user_id":"u","events":[{"user_id":"u","item_id":"i","type":"view"}]} | user_id
        {"type":"view","impressions":[{"recommendation_id":"c.v.x"}]}         | type
        {"Events":[]}                                                         | Events
        {"events":null}                                                       | events
        {"events":[]}                                                         | events
        {"events":{}}                                                         | events
        {"events":"all"}                                                      | events
        []                                                                    | body
        7                                                                     | body
        {"user_id":"u","user_id":"v"}                                         | body
        """)
    void aBadEventNamesTheFieldAndTouchesNothing(String body, String field) {
        Reply reply = post(body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(reply.list("errors", "field")).containsExactly(field);
        assertThat((String) reply.json().get("detail")).startsWith(field + ": ");
        assertThat(store.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"user_id", "visitorid", "itemId", "placement", "events", "impressions"})
    void aFieldInTheQueryIsNamedAndNothingIsKept(String name) {
        String event = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\"}";
        for (String body : List.of(event, "{\"events\":[" + event + "]}")) {
            Reply reply =
                    ProxyCall.of("POST /v1/events?" + name + "=u2").body(body).to(handler);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.list("errors"))
                    .containsExactly(Map.of("field", name, "reason", "is in the query, expected in the body"));
        }
        assertThat(store.size()).isZero();
        assertThat(ProxyCall.of("POST /v1/events?utm_source=x&_=17")
                        .body(event)
                        .to(handler)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void anIdOf129CharactersIsTooLong() {
        Reply reply = post("{\"user_id\":\"" + "u".repeat(129) + "\",\"type\":\"view\",\"item_id\":\"i\"}");
        assertThat(reply.list("errors"))
                .containsExactly(Map.of("field", "user_id", "reason", "has 129 characters, expected 1 to 128"));
        assertThat(call("GET /v1/users/" + "u".repeat(129) + "/events").list("errors", "field"))
                .containsExactly("user_id");
    }

    @Test
    void aBatchOf501IsRefusedWhole() {
        String event = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\"}";
        Reply reply = post("{\"events\":[" + (event + ",").repeat(500) + event + "]}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "reason"))
                .containsExactly("has 501 entries, expected a list of 1 to 500 events");
        assertThat(store.size()).isZero();
    }

    @Test
    void theLastEventsComeNewestFirst() {
        for (int i = 1; i <= 12; i++) {
            post("{\"user_id\":\"a/b\",\"type\":\"view\",\"item_id\":" + i + ",\"timestamp\":" + (NOW_MS + i) + "}");
        }
        assertThat(call("GET /v1/users/a%2Fb/events").list("events", "item_id"))
                .containsExactly("12", "11", "10", "9", "8", "7", "6", "5", "4", "3");
        assertThat(call("GET /v1/users/a%2Fb/events?k=1").list("events")).hasSize(1);
        assertThat(call("GET /v1/users/a%2Fb/events?k=100").list("events")).hasSize(12);
        assertThat(call("GET /v1/users/nobody/events").body()).isEqualTo("{\"user_id\":\"nobody\",\"events\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k=0", "k=101", "k=abc", "k=", "k=1&k=2"})
    void aBadKIsNamed(String query) {
        Reply reply = call("GET /v1/users/u/events?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field")).containsExactly("k");
    }

    @Test
    void aShopperIsForgotten() {
        post("{\"events\":[{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":1},"
                + "{\"user_id\":\"v\",\"type\":\"view\",\"item_id\":1}]}");
        assertThat(call("DELETE /v1/users/u").body()).isEqualTo("{\"deleted\":1}");
        assertThat(call("DELETE /v1/users/u").body()).isEqualTo("{\"deleted\":0}");
        assertThat(call("GET /v1/users/u/events").list("events")).isEmpty();
        assertThat(call("GET /v1/users/v/events").list("events")).hasSize(1);
    }

    @Test
    void theCompatibleCallsPutAndGet() {
        assertThat(call("POST /put?user_id=7&item_id=3").body()).isEqualTo("{\"result\":\"ok\"}");
        call("POST /put?user_id=7&item_id=shoe");
        call("POST /put?user_id=7&item_id=007");
        assertThat(call("POST /get?user_id=7").body()).isEqualTo("{\"events\":[\"007\",\"shoe\",3]}");
        assertThat(call("POST /get?user_id=7&k=1").body()).isEqualTo("{\"events\":[\"007\"]}");
        assertThat(call("POST /get?user_id=7&k=100000").list("events")).hasSize(3);
        assertThat(call("POST /get?user_id=8").body()).isEqualTo("{\"events\":[]}");
        assertThat(call("POST /put?item_id=").list("errors", "field")).containsExactly("user_id", "item_id");
        assertThat(call("POST /get?user_id=7&k=x").list("errors", "field")).containsExactly("k");
    }

    @Test
    void aStoreThatIsDownIsUnavailable() {
        store.failWith(new IOException("disk full on secret host"));
        Logger logger = Logger.getLogger(EventsService.class.getName());
        logger.setLevel(Level.OFF);
        for (Reply reply : List.of(
                post("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\"}"),
                call("GET /v1/users/u/events"),
                call("DELETE /v1/users/u"),
                call("POST /put?user_id=7&item_id=3"),
                call("POST /get?user_id=7"))) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.headers()).containsEntry("retry-after", "1");
            assertThat(reply.body()).doesNotContain("secret");
        }
        logger.setLevel(null);
    }

    @Test
    void wrongMethodsAndPathsAreTold() {
        assertThat(call("GET /v1/events").headers()).containsEntry("allow", "POST");
        assertThat(call("PATCH /v1/users/u").status()).isEqualTo(405);
        assertThat(call("GET /v2/events").status()).isEqualTo(404);
    }

    private Reply post(String body) {
        return ProxyCall.of("POST /v1/events").body(body).to(handler);
    }

    private Reply call(String line) {
        return ProxyCall.of(line).to(handler);
    }
}
