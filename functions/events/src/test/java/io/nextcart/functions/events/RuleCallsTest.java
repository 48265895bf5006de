package io.nextcart.functions.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleCallsTest {
    private static final String PIN = "{\"type\":\"pin\",\"item_id\":\"a\",\"position\":2}";

    private final MemoryRuleStore store = new MemoryRuleStore();
    private final EventsHandler handler = new EventsHandler(new EventsService(
            new MemoryEventStore(),
            new MemoryCatalogueStore(),
            store,
            Clock.fixed(Instant.ofEpochMilli(1_442_545_187_000L), ZoneOffset.UTC)));

    @Test
    void aRuleIsKeptAndReturnedWhole() {
        String rule =
                "{\"rule_id\":\"sale/1\",\"type\":\"boost\",\"category\":\"1016\",\"min_price\":0.0,\"max_price\":19.99,\"factor\":3.5,\"placement\":\"home\","
                        + "\"from\":\"2026-12-01T00:00:00Z\",\"until\":\"2026-12-24T00:00:00Z\",\"note\":\"Ä \\\"sale\\\"\"}";

        Reply put = call("PUT /v1/rules/sale%2F1", rule);

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body()).isEqualTo(rule);
        Reply got = call("GET /v1/rules/sale%2F1");
        assertThat(got.body()).isEqualTo(rule);
        assertThat(got.headers().get("etag"))
                .isEqualTo(put.headers().get("etag"))
                .matches("\"[0-9a-f]{16}\"");
        assertThat(call("GET /v1/rules").body())
                .isEqualTo("{\"version\":1,\"changed_at\":\"2015-09-18T02:59:47Z\",\"rules\":[" + rule + "]}");
    }

    @Test
    void thereAreNoneAtFirst() {
        Reply none = call("GET /v1/rules");
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.body()).isEqualTo("{\"version\":0,\"changed_at\":null,\"rules\":[]}");
        assertThat(call("GET /v1/rules/a").status()).isEqualTo(404);
        assertThat(call("DELETE /v1/rules/a").status()).isEqualTo(404);
    }

    @Test
    void defaultsAreWrittenOut() {
        assertThat(call("PUT /v1/rules/a", "{\"type\":\"pin\",\"item_id\":7}").body())
                .isEqualTo("{\"rule_id\":\"a\",\"type\":\"pin\",\"item_id\":\"7\",\"position\":1}");
        assertThat(call("PUT /v1/rules/b", "{\"type\":\"bury\",\"item_id\":\"7\"}")
                        .body())
                .isEqualTo("{\"rule_id\":\"b\",\"type\":\"bury\",\"item_id\":\"7\",\"factor\":2.0}");
        assertThat(call("PUT /v1/rules/c", "{\"type\":\"limit\",\"count\":3,\"from\":1442545187000}")
                        .body())
                .isEqualTo("{\"rule_id\":\"c\",\"type\":\"limit\",\"count\":3,\"from\":\"2015-09-18T02:59:47Z\"}");
        assertThat(call("PUT /v1/rules/d", "{\"type\":\"slot\",\"min_price\":5,\"max_price\":null,\"count\":1}")
                        .body())
                .isEqualTo("{\"rule_id\":\"d\",\"type\":\"slot\",\"min_price\":5.0,\"count\":1}");
    }

    @Test
    void anUnchangedRuleAddsNoVersion() {
        assertThat(call("PUT /v1/rules/a", PIN).status()).isEqualTo(200);
        assertThat(call("PUT /v1/rules/a", PIN).status()).isEqualTo(200);
        assertThat(call("GET /v1/rules").json()).containsEntry("version", 1);
    }

    @Test
    void aDeletedRuleIsGone() {
        call("PUT /v1/rules/a", PIN);
        Reply deleted = call("DELETE /v1/rules/a");
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("{\"rule_id\":\"a\",\"deleted\":true}");
        assertThat(call("GET /v1/rules/a").status()).isEqualTo(404);
        assertThat(call("GET /v1/rules").json()).containsEntry("version", 2);
    }

    @Test
    void whoBasesAChangeOnAnOldRuleIsTold() {
        String first = call("PUT /v1/rules/a", PIN).headers().get("etag");
        Reply second = with("If-Match", first, "PUT /v1/rules/a", "{\"type\":\"hide\",\"item_id\":\"a\"}");
        assertThat(second.status()).isEqualTo(200);

        Reply late = with("If-Match", first, "PUT /v1/rules/a", PIN);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.body()).contains("Somebody has changed it since");
        assertThat(with("If-Match", first, "DELETE /v1/rules/a", null).status()).isEqualTo(412);
        assertThat(with("If-Match", "*", "PUT /v1/rules/none", PIN).status()).isEqualTo(412);
        assertThat(with("If-None-Match", "*", "PUT /v1/rules/a", PIN).status()).isEqualTo(412);
        assertThat(with("If-None-Match", "*", "PUT /v1/rules/b", PIN).status()).isEqualTo(200);
        String now = second.headers().get("etag");
        assertThat(with("If-Match", "\"x\", " + now, "DELETE /v1/rules/a", null).status())
                .isEqualTo(200);
    }

    @Test
    void anEarlierVersionIsBroughtBack() {
        call("PUT /v1/rules/a", PIN);
        call("PUT /v1/rules/b", PIN);
        call("DELETE /v1/rules/a");
        Reply old = call("GET /v1/rules?version=2");
        assertThat(old.list("rules", "rule_id")).containsExactly("a", "b");

        String tag = call("GET /v1/rules").headers().get("etag");
        Reply back = with("If-Match", tag, "PUT /v1/rules", old.body());

        assertThat(back.status()).isEqualTo(200);
        assertThat(back.json()).containsEntry("version", 4);
        assertThat(call("GET /v1/rules").list("rules")).isEqualTo(old.list("rules"));
        assertThat(with("If-Match", tag, "PUT /v1/rules", old.body()).status()).isEqualTo(412);
        assertThat(call("GET /v1/rules?version=0").list("rules")).isEmpty();
        assertThat(call("GET /v1/rules?version=9").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|type|is missing, expected one of hide, pin, slot, limit, boost, bury",
                "{'type':'shout','item_id':'a'}|type|is 'shout', expected one of hide, pin, slot, limit, boost, bury",
                "{'type':'pin'}|item_id|is missing, expected the id of an item",
                "{'type':'hide'}|item_id|is missing, expected the id of an item, or category, min_price or max_price",
                "{'type':'slot','count':2}|category|is missing, expected the id of a category, or min_price or max_price",
                "{'type':'slot','category':'x'}|count|is missing, expected a whole number from 1 to 100",
                "{'type':'slot','category':'x','count':0}|count|is 0, expected a whole number from 1 to 100",
                "{'type':'boost','item_id':'a','category':'x'}|category|is given beside item_id, expected one of them",
                "{'type':'hide','item_id':'a','min_price':1}|min_price|is given beside item_id, expected one of them",
                "{'type':'pin','item_id':'a','max_price':1}|max_price|is given, but a pin has none",
                "{'type':'slot','min_price':-1,'count':2}|min_price|is -1, expected a number from 0 to 1e15",
                "{'type':'limit','max_price':'1e400','count':2}|max_price|is '1e400', expected a number from 0 to 1e15",
                "{'type':'hide','min_price':2,'max_price':1.99}|max_price|is below min_price, expected at least that",
                "{'type':'pin','item_id':'a','category':'x'}|category|is given, but a pin has none",
                "{'type':'hide','item_id':'a','factor':2}|factor|is given, but a hide has none",
                "{'type':'pin','item_id':'a','position':101}|position|is 101, expected a whole number from 1 to 100",
                "{'type':'boost','item_id':'a','factor':101}|factor|is 101, expected a number from 1 to 100",
                "{'type':'hide','item_id':'a','from':5000,'until':5000}|until|is not after from, expected a later time",
                "{'type':'hide','item_id':'a','from':'soon'}|from|is 'soon', expected ",
                "{'type':'hide','item_id':'a','note':'a\\u0001b'}|note|has a control character, expected none",
                "{'type':'hide','item_id':'a','placment':'x'}|placment|is not a field of this call, expected placement",
                "{'type':'hide','item_id':'a','rule_id':'other'}|rule_id|is not the id in the path, expected the same or none",
            })
    void aBadRuleNamesTheField(String body, String field, String reason) {
        Reply reply = call("PUT /v1/rules/r", body.replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field")).containsExactly(field);
        assertThat(reply.list("errors", "reason").get(0).toString()).startsWith(reason);
        assertThat(call("GET /v1/rules").json()).containsEntry("version", 0);
    }

    @Test
    void aBadRuleOfASetRefusesTheSet() {
        call("PUT /v1/rules/a", PIN);
        Reply reply = call(
                "PUT /v1/rules",
                "{\"rules\":[{\"rule_id\":\"b\",\"type\":\"hide\",\"item_id\":\"x\"},"
                        + "{\"rule_id\":\"b\",\"type\":\"pin\"},{\"type\":\"hide\",\"item_id\":\"y\"}]}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field"))
                .containsExactly("rules[1].item_id", "rules[1].rule_id", "rules[2].rule_id");
        assertThat(call("PUT /v1/rules", "{}").list("errors", "field")).containsExactly("rules");
        assertThat(call("GET /v1/rules").list("rules", "rule_id")).containsExactly("a");
        assertThat(call("PUT /v1/rules", "{\"rules\":[]}").list("rules")).isEmpty();
    }

    @Test
    void thereIsRoomForTwoHundred() {
        String all = IntStream.range(0, 200)
                .mapToObj(i -> "{\"rule_id\":\"r" + i + "\",\"type\":\"hide\",\"item_id\":\"i" + i + "\"}")
                .collect(Collectors.joining(",", "{\"rules\":[", "]}"));
        assertThat(call("PUT /v1/rules", all).list("rules")).hasSize(200);

        Reply more = call("PUT /v1/rules/more", PIN);
        assertThat(more.status()).isEqualTo(400);
        assertThat(more.list("errors", "reason"))
                .containsExactly("would be rule 201 of the shop, expected at most 200");
        assertThat(call("PUT /v1/rules/r7", PIN).status()).isEqualTo(200);
    }

    /** DynamoDB keeps no item of more than 400 kB. */
    @Test
    void theLargestRulesFitIntoTheirTable() throws Exception {
        String wide = "\u2603".repeat(125);
        String all = IntStream.range(100, 300)
                .mapToObj(i -> "{\"rule_id\":\"" + wide + i + "\",\"type\":\"boost\",\"category\":\"" + wide
                        + "abc\",\"min_price\":123456789012345.67,\"max_price\":123456789012345.67,\"factor\":99.99999999999999,\"placement\":\""
                        + "p".repeat(64)
                        + "\",\"from\":\"2026-12-01T00:00:00.001Z\",\"until\":\"2026-12-24T00:00:00.001Z\",\"note\":\""
                        + "\u2603".repeat(200) + "\"}")
                .collect(Collectors.joining(",", "{\"rules\":[", "]}"));
        assertThat(call("PUT /v1/rules", all).status()).isEqualTo(200);
        assertThat(store.latest().document().getBytes(StandardCharsets.UTF_8).length)
                .isBetween(310_000, 380_000);
    }

    @Test
    void aRepeatedChangeIsNoConflict() {
        String first = call("PUT /v1/rules/a", PIN).headers().get("etag");
        String hide = "{\"type\":\"hide\",\"item_id\":\"a\"}";
        assertThat(with("If-Match", first, "PUT /v1/rules/a", hide).status()).isEqualTo(200);
        assertThat(with("If-Match", first, "PUT /v1/rules/a", hide).status()).isEqualTo(200);
        assertThat(call("GET /v1/rules").json()).containsEntry("version", 2);
    }

    @Test
    void thereIsNothingBeforeTheFirstRule() {
        String all = "{\"rules\":[{\"rule_id\":\"b\",\"type\":\"hide\",\"item_id\":\"x\"}]}";
        assertThat(with("If-None-Match", "*", "PUT /v1/rules", all).status()).isEqualTo(200);
        assertThat(with("If-None-Match", "*", "PUT /v1/rules", "{\"rules\":[]}").status())
                .isEqualTo(412);
    }

    @Test
    void aStoreThatIsDownIs503() {
        Logger logger = Logger.getLogger(EventsService.class.getName());
        logger.setLevel(Level.OFF);
        try {
            store.fail(true);
            for (String line : List.of("GET /v1/rules", "GET /v1/rules/a", "DELETE /v1/rules/a")) {
                assertThat(call(line).status()).as(line).isEqualTo(503);
            }
            assertThat(call("PUT /v1/rules/a", PIN).status()).isEqualTo(503);
        } finally {
            logger.setLevel(null);
        }
    }

    private Reply call(String line) {
        return ProxyCall.of(line).to(handler);
    }

    private Reply call(String line, String body) {
        return ProxyCall.of(line).body(body).to(handler);
    }

    private Reply with(String header, String value, String line, @Nullable String body) {
        ProxyCall call = ProxyCall.of(line).header(header, value);
        return (body == null ? call : call.body(body)).to(handler);
    }
}
