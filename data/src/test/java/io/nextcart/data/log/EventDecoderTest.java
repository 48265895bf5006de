package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventDecoderTest {
    private static final long NOW_MS = 1_433_221_332_117L;
    private static final String TIME =
            "expected milliseconds since 1970 or ISO 8601 with an offset, such as 2015-06-02T05:02:12Z";
    private static final List<String> FIELDS = List.of(
            "event_id",
            "user_id",
            "visitorid",
            "type",
            "event",
            "item_id",
            "itemid",
            "timestamp",
            "transaction_id",
            "transactionid",
            "value",
            "recommendation_id",
            "placement");

    private static Map<String, Object> good() {
        return new HashMap<>(Map.of("user_id", "u", "type", "view", "item_id", "i"));
    }

    private static Decoded decode(String json) throws IOException {
        return EventDecoder.decode(JSON.std.mapFrom(json), NOW_MS);
    }

    private static Event accepted(String json) throws IOException {
        assertThat(decode(json)).isInstanceOf(Decoded.Accepted.class);
        return ((Decoded.Accepted) decode(json)).event();
    }

    @Test
    void everyFieldIsTaken() throws IOException {
        assertThat(accepted("""
                                {"event_id":"e","user_id":"u","type":"transaction","item_id":"i","timestamp":7,
                                "transaction_id":"t","value":12.5,"recommendation_id":"r","placement":"home"}"""))
                .isEqualTo(new Event(
                        "e", new UserId("u"), EventType.TRANSACTION, new ItemId("i"), 7, "t", 12.5, "r", "home"));
    }

    @Test
    void anEventWithoutATimeHappensNow() throws IOException {
        assertThat(accepted("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\"}"))
                .isEqualTo(Event.of(new UserId("u"), EventType.VIEW, new ItemId("i"), NOW_MS));
    }

    @Test
    void idsAreTextOrWholeNumbers() throws IOException {
        Event event = accepted("{\"user_id\":5,\"type\":\"view\",\"item_id\":99999999999999999999,\"event_id\":-1}");

        assertThat(event.userId()).hasToString("5");
        assertThat(event.itemId()).hasToString("99999999999999999999");
        assertThat(event.eventId()).isEqualTo("-1");
    }

    @Test
    void aFieldUnderBothNamesHasOneValue() throws IOException {
        Event event = accepted("""
                {"user_id":7,"visitorid":"7","type":"view","event":"view","item_id":"i","itemid":"i",
                "transaction_id":"t","transactionid":"t"}""");

        assertThat(event)
                .isEqualTo(new Event(null, new UserId("7"), EventType.VIEW, new ItemId("i"), NOW_MS, "t", null, null));
    }

    @Test
    void aFieldThatIsNullIsAbsent() throws IOException {
        assertThat(accepted("""
                                {"user_id":null,"visitorid":"v","type":null,"event":"view","item_id":null,"itemid":"j",
                                "timestamp":null,"transaction_id":null,"value":null,"event_id":null,"recommendation_id":null}""")).isEqualTo(Event.of(new UserId("v"), EventType.VIEW, new ItemId("j"), NOW_MS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0|0",
                "1433221332117|1433221332117",
                "\"1433221332117\"|1433221332117",
                "\"1970-01-01T00:00:00Z\"|0",
                "\"2015-06-02T05:02:12Z\"|1433221332000",
                "\"2015-06-02T05:02:12.117Z\"|1433221332117",
                "\"2015-06-02T05:02:12.117999Z\"|1433221332117",
                "\"2015-06-02T07:02:12+02:00\"|1433221332000",
                "\"2015-06-02T05:02Z\"|1433221320000",
                "253402300799999|253402300799999",
                "\"9999-12-31T23:59:59.999Z\"|253402300799999",
            })
    void timesAreMillisecondsOrIso8601(String json, long timestampMs) throws IOException {
        assertThat(accepted("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":" + json + "}")
                        .timestampMs())
                .isEqualTo(timestampMs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-1",
                "253402300800000",
                "9223372036854775807",
                "99999999999999999999999",
                "1433221332117.0",
                "1e12",
                "\"\"",
                "\"-1\"",
                "\"yesterday\"",
                "\"2015-06-02\"",
                "\"2015-06-02T05:02:12\"",
                "\"2015-13-02T05:02:12Z\"",
                "\"2015-02-30T05:02:12Z\"",
                "\"1969-12-31T23:59:59Z\"",
                "\"+10000-01-01T00:00:00Z\"",
                "\"+999999999-12-31T23:59:59Z\"",
                "\"999999999999999999999\"",
                "\"\u0661\"",
                "true",
                "[]",
                "{}",
            })
    void otherTimesAreRejected(String json) throws IOException {
        assertThat(decode("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":" + json + "}"))
                .isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> {
                    assertThat(rejected.field()).isEqualTo("timestamp");
                    assertThat(rejected.reason()).startsWith("is ").endsWith(", " + TIME);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|user_id|is missing, expected 1 to 128 characters",
                "{\"visitorid\":1}|type|is missing, expected view, addtocart, remove_from_cart or transaction",
                "{\"user_id\":1,\"type\":\"view\"}|item_id|is missing, expected 1 to 128 characters",
                "{\"user_id\":\"u\",\"visitorid\":\"v\"}|user_id|is 'u', but visitorid is 'v', expected one of them",
                "{\"user_id\":\"u\",\"type\":\"view\",\"event\":\"addtocart\"}|type|"
                        + "is 'view', but event is 'addtocart', expected one of them",
                "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":461,\"itemid\":462}|item_id|"
                        + "is 461, but itemid is 462, expected one of them",
                "{\"user_id\":\"u\",\"type\":\"view\",\"itemid\":2,\"transaction_id\":\"t\",\"transactionid\":\"s\"}|"
                        + "transaction_id|is 't', but transactionid is 's', expected one of them",
                "{\"user_id\":\"\"}|user_id|has 0 characters, expected 1 to 128",
                "{\"visitorid\":\"\"}|visitorid|has 0 characters, expected 1 to 128",
                "{\"user_id\":1.5}|user_id|is 1.5, expected text or a whole number",
                "{\"user_id\":true}|user_id|is true, expected text or a whole number",
                "{\"user_id\":[1]}|user_id|is [1], expected text or a whole number",
                "{\"user_id\":{}}|user_id|is {}, expected text or a whole number",
                "{\"user_id\":\"a\\u0000\"}|user_id|holds an unprintable character at position 1, expected text",
                "{\"user_id\":\"\\ud800\"}|user_id|holds an unprintable character at position 0, expected text",
                "{\"user_id\":1,\"type\":\"buy\"}|type|is 'buy', expected view, addtocart, remove_from_cart or transaction",
                "{\"user_id\":1,\"event\":\"buy\"}|event|is 'buy', expected view, addtocart, remove_from_cart or transaction",
                "{\"user_id\":1,\"type\":1}|type|is 1, expected view, addtocart, remove_from_cart or transaction",
                "{\"user_id\":1,\"type\":\"VIEW\"}|type|is 'VIEW', expected view, addtocart, remove_from_cart or transaction",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":\"\"}|itemid|has 0 characters, expected 1 to 128",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":2,\"event_id\":\"\"}|event_id|"
                        + "has 0 characters, expected 1 to 128",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":2,\"transactionid\":[]}|transactionid|"
                        + "is [], expected text or a whole number",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":2,\"recommendation_id\":1.5}|recommendation_id|"
                        + "is 1.5, expected text or a whole number",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":2,\"placement\":\"\"}|placement|"
                        + "is '', expected 1 to 64 of A-Z a-z 0-9 _ -",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":2,\"placement\":\"a b\"}|placement|"
                        + "is 'a b', expected 1 to 64 of A-Z a-z 0-9 _ -",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":2,\"placement\":7}|placement|is 7, expected 1 to 64 of A-Z a-z 0-9 _ -",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":2,\"value\":\"9\"}|value|is '9', expected a number from -1e15 to 1e15",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":2,\"value\":-1.1e15}|value|is -1.1E15, expected a number from -1e15 to 1e15",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":2,\"value\":1e400}|value|is out of range, expected a number from -1e15 to 1e15",
                "{\"user_id\":1,\"type\":\"view\",\"itemid\":2,\"value\":false}|value|is false, expected a number from -1e15 to 1e15",
            })
    void aBadFieldIsNamedAsItCameWithWhatWasExpected(String json, String field, String reason) throws IOException {
        assertThat(decode(json)).isEqualTo(new Decoded.Rejected(field, reason));
    }

    @Test
    void anIdOf129CharactersIsRejected() {
        for (String field : List.of("event_id", "user_id", "item_id", "transaction_id", "recommendation_id")) {
            Map<String, Object> fields = good();
            fields.put(field, "x".repeat(129));
            assertThat(EventDecoder.decode(fields, NOW_MS))
                    .isEqualTo(new Decoded.Rejected(field, "has 129 characters, expected 1 to 128"));
            fields.put(field, BigInteger.TEN.pow(128));
            assertThat(EventDecoder.decode(fields, NOW_MS))
                    .isEqualTo(new Decoded.Rejected(field, "has 129 characters, expected 1 to 128"));
        }
    }

    /**
     * For any value that a JSON parser can yield in any field, the result is an event, or a reason that names a field.
     */
    @Test
    void noValueOfAnyFieldMakesItThrow() {
        long seed = Long.getLong("nextcart.seed", 42);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Map<String, Object> fields = random.nextBoolean() ? good() : new HashMap<>();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                fields.put(FIELDS.get(random.nextInt(FIELDS.size())), value(random, 0));
            }
            Decoded decoded;
            try {
                decoded = EventDecoder.decode(fields, NOW_MS);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", fields " + fields, e);
            }
            if (decoded instanceof Decoded.Rejected rejected) {
                assertThat(rejected.field())
                        .as("seed %d, fields %s", seed, fields)
                        .isIn(FIELDS);
                assertThat(rejected.reason())
                        .as("seed %d, fields %s", seed, fields)
                        .contains("expected")
                        .doesNotContain("\n");
            }
        }
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 9 : 11)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> random.nextLong();
            case 4 -> new BigInteger(random.nextInt(2_000), random);
            case 5 -> Double.longBitsToDouble(random.nextLong());
            case 6 -> new BigDecimal("1e" + random.nextInt(2_000));
            case 7 ->
                List.of("view", "addtocart", "transaction", "2015-06-02T05:02:12Z", "+999999999-12-31T23:59:59-18:00")
                        .get(random.nextInt(5));
            case 8 -> text(random);
            case 9 -> new ArrayList<>(List.of(String.valueOf(value(random, depth + 1))));
            default -> {
                Map<String, Object> map = new HashMap<>();
                map.put("a", value(random, depth + 1));
                yield map;
            }
        };
    }

    private static String text(Random random) {
        char[] text = new char[random.nextInt(140)];
        int range = random.nextBoolean() ? 0x80 : 0x10000;
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) random.nextInt(range);
        }
        return new String(text);
    }
}
