package io.nextcart.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.local.contract.ApiDocument.Operation;
import io.nextcart.local.contract.ApiDocument.Parameter;
import io.nextcart.local.contract.ContractShop.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes one place of a valid request at random: what the document forbids gets a 4xx, what it allows is answered. So
 * the handlers validate requests as API Gateway would by the document, and the gateway need not.
 */
class ViolationsTest {
    private static final int SEEDS = 1_500;
    private static final int MANY_SEEDS = 6_000;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> MAY_FIND_NONE =
            Set.of("getItem", "getRule", "getRules", "deleteRule", "putChampion", "getReport");
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "7",
            "-7",
            "0",
            "101",
            "1.5",
            "1e1",
            "2147483648",
            "true",
            "TRUE",
            "null",
            "NaN",
            "view",
            "a,b,,",
            "é😀",
            "a\u0000b",
            "\u0085",
            "\uFFFD",
            "x".repeat(128),
            "x".repeat(129),
            "2015-09-18T02:59:47Z",
            "yesterday");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1",
            "1.5",
            "100",
            "101",
            "253402300799999",
            "253402300800000",
            "[]",
            "{}",
            "[null]",
            "[\"a\"]",
            "[1.5]",
            "[{}]",
            "{\"item_id\":\"a\"}",
            "[{\"item_id\":\"a\"}]",
            "[{\"item_id\":[]}]",
            "\"\"",
            "\"a\"",
            "\"view\"",
            "\"buy\"",
            "\"1442545187000\"",
            "\"2015-09-18T02:59:47Z\"",
            "\"18 September\"",
            "\"a\\u0000\"",
            "\"" + "x".repeat(128) + "\"",
            "\"" + "x".repeat(129) + "\"",
            many(200),
            many(201),
            many(1000),
            many(1001));

    @TempDir
    Path folder;

    @Test
    void whatTheDocumentForbidsIsRefusedAndWhatItAllowsIsAnswered() throws IOException {
        sendChanged(SEEDS);
    }

    @Test
    @Tag("long")
    void soItIsAfterMoreChanges() throws IOException {
        sendChanged(MANY_SEEDS);
    }

    private void sendChanged(int seeds) throws IOException {
        ApiDocument document = ApiDocument.load();
        int[] sent = new int[2];
        TreeSet<String> violated = new TreeSet<>();
        try (ContractShop shop = new ContractShop(folder, true)) {
            for (long seed = 0; seed < seeds; seed++) {
                // Neighbouring seeds begin with similar numbers.
                Random random = new Random(seed * 0x9E3779B97F4A7C15L);
                Operation operation = pick(random, document.operations());
                Ask ask = Ask.ofExamples(operation);
                boolean allowed =
                        operation.hasBody() ? changeBody(random, ask) : changeParameter(random, ask, document);
                Reply reply = ask.to(shop);
                // Only these calls answer 404 for a valid id or version.
                boolean absent = allowed && reply.status() == 404 && MAY_FIND_NONE.contains(operation.id());
                assertThat(absent ? 200 : reply.status())
                        .as("seed %d: %s: %s", seed, ask, reply.body())
                        .isBetween(allowed ? 200 : 400, allowed ? 202 : 404);
                assertThat(operation.judgeAnswer(reply.status(), reply.contentType(), reply.json()))
                        .as("seed %d: %s", seed, ask)
                        .isEmpty();
                sent[allowed ? 1 : 0]++;
                if (!allowed) {
                    violated.add(operation.id());
                }
            }
        }
        assertThat(sent[0]).as("requests that violate").isGreaterThan(seeds / 6);
        assertThat(sent[1]).as("requests that do not").isGreaterThan(seeds / 6);
        assertThat(violated)
                .hasSize(document.operations().size() - 4); // the model, today, health and the console have no input
    }

    /** Whether the request is still valid. */
    private static boolean changeParameter(Random random, Ask ask, ApiDocument document) {
        if (ask.parameters.isEmpty()) {
            return true;
        }
        Parameter parameter = pick(random, List.copyOf(ask.parameters.keySet()));
        boolean inQuery = parameter.in().equals("query");
        List<String> values = new ArrayList<>(ask.parameters.get(parameter));
        switch (random.nextInt(inQuery ? 5 : 1)) {
            case 3 -> values.clear();
            case 4 -> values.add(pick(random, TEXTS));
            default -> values.set(0, pick(random, TEXTS));
        }
        ask.parameters.put(parameter, values);
        if (values.isEmpty()) {
            return !parameter.required();
        }
        if (parameter.isList()) {
            // A list is written in two ways at once; its ids are judged one by one, as the description says.
            return values.stream()
                    .flatMap(value -> List.of(value.split(",")).stream())
                    .allMatch(id -> id.length() <= 128
                            && document.fits(
                                    parameter,
                                    JsonNodeFactory.instance.arrayNode().add(id)));
        }
        return values.size() == 1 && document.fits(parameter, typed(parameter, values.get(0)));
    }

    /** Whether the request is still valid. */
    private static boolean changeBody(Random random, Ask ask) {
        JsonNode body = ask.operation.bodyExample().deepCopy();
        List<ObjectNode> objects = new ArrayList<>();
        List<ArrayNode> arrays = new ArrayList<>();
        collect(body, objects, arrays);
        JsonNode value = JSON.readTree(pick(random, VALUES));
        switch (random.nextInt(arrays.isEmpty() ? 4 : 5)) {
            case 0 -> {
                ObjectNode object = pick(random, objects);
                object.remove(pick(random, List.copyOf(object.propertyNames())));
            }
            case 1 -> {
                ObjectNode object = pick(random, objects);
                object.set(pick(random, List.copyOf(object.propertyNames())), value);
            }
            case 2, 3 -> pick(random, objects).set(pick(random, names(ask.operation)), value);
            default -> pick(random, arrays).add(value);
        }
        ask.body = body.toString();
        return ask.operation.judgeBody(body).isEmpty();
    }

    private static List<String> names(Operation operation) {
        return operation.id().equals("postEvents")
                ? List.of(
                        "event_id",
                        "user_id",
                        "type",
                        "item_id",
                        "timestamp",
                        "transaction_id",
                        "value",
                        "placement",
                        "events",
                        "other")
                : List.of(
                        "user_id",
                        "k",
                        "session",
                        "cart",
                        "exclude",
                        "category",
                        "available_only",
                        "exclude_purchased",
                        "exclude_viewed",
                        "diversity",
                        "explain",
                        "explore",
                        "placement",
                        "fields",
                        // No schema can say that an id must equal that of the path.
                        operation.id().equals("putItem") ? "other" : "item_id",
                        "type",
                        "timestamp",
                        "other");
    }

    private static void collect(JsonNode node, List<ObjectNode> objects, List<ArrayNode> arrays) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        } else if (node instanceof ArrayNode array) {
            arrays.add(array);
        }
        node.forEach(child -> collect(child, objects, arrays));
    }

    /** A query text as its parameter's type, if it has that type. */
    private static JsonNode typed(Parameter parameter, String text) {
        boolean fits = switch (parameter.schema().path("type").asString()) {
            case "integer" -> text.matches("-?[0-9]+");
            case "number" -> text.matches("-?[0-9]+([.][0-9]+)?([eE]-?[0-9]+)?");
            case "boolean" -> text.matches("true|false");
            default -> false;
        };
        return fits ? JSON.readTree(text) : JsonNodeFactory.instance.stringNode(text);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String many(int size) {
        return "[" + "7,".repeat(size - 1) + "7]";
    }
}
