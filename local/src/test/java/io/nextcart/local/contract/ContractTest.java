package io.nextcart.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Source;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.local.contract.ApiDocument.Operation;
import io.nextcart.local.contract.ContractShop.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Holds {@code functions/openapi.yaml} and the handlers together: the document describes exactly what the handlers do.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
    /** Only API Gateway limits the rate, and no request here is conditional. */
    private static final Set<Integer> NOT_ASKED_FOR = Set.of(304, 412, 429);

    private static final String TOO_LARGE = "{\"category\":\"" + "x".repeat(1 << 20) + "\"}";

    private ApiDocument document;
    private ContractShop shop;
    /** Statuses that were answered and valid, by operation. */
    private final Map<String, Set<Integer>> answered = new LinkedHashMap<>();

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        document = ApiDocument.load();
        shop = new ContractShop(folder, true);
    }

    @AfterEach
    void repairStore() {
        shop.store.failWith(null);
        shop.catalogue.failWith(null);
        shop.rules.fail(false);
        shop.modelsAreDown = false;
    }

    @AfterAll
    void close() {
        shop.close();
    }

    @Test
    void everyOperationIsRoutedByTheFunctionOfItsTagAndEveryRouteIsDescribed() {
        List<String> events = new ArrayList<>();
        List<String> recommend = new ArrayList<>();
        List<String> models = new ArrayList<>();
        Map<String, List<String>> byTag = Map.of("events", events, "recommend", recommend, "models", models);
        for (Operation operation : document.operations()) {
            assertThat(byTag).containsKey(operation.tag());
            byTag.get(operation.tag()).add(operation.toString());
        }
        assertThat(shop.events.routes()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(events);
        assertThat(shop.recommend.routes()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(recommend);
        assertThat(shop.models.routes()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(models);
    }

    @Test
    void operationsHaveNamesOfTheirOwnAndAskForAKeyButForHealthAndTheTag() {
        assertThat(document.operations())
                .extracting(Operation::id)
                .doesNotHaveDuplicates()
                .doesNotContain("");
        for (Operation operation : document.operations()) {
            String expected = isOpen(operation) ? "[]" : "[{\"api_key\":[]}]";
            assertThat(operation.node.path("security")).as(operation.id()).hasToString(expected);
        }
        assertThat(document.root().at("/components/securitySchemes/api_key"))
                .hasToString("{\"type\":\"apiKey\",\"name\":\"X-API-Key\",\"in\":\"header\"}");
    }

    @Test
    void nothingStandsInTheDocumentThatApiGatewayRefuses() {
        assertThat(document.root().has("security")).isFalse();
        document.root().path("components").path("schemas").forEachEntry((name, schema) -> {
            assertThat(name).matches("[A-Za-z0-9]+");
            for (String keyword : List.of(
                    "example",
                    "examples",
                    "discriminator",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "readOnly",
                    "xml")) {
                assertThat(schema.findValues(keyword)).as(name + " " + keyword).isEmpty();
            }
            for (JsonNode parent : schema.findParents("$ref")) {
                assertThat(parent.propertyNames()).as(name).containsExactly("$ref");
            }
        });
        for (Operation operation : document.operations()) {
            assertThat(operation.path).matches("(/[A-Za-z0-9_.]+|/\\{[a-z_]+})+");
            operation
                    .node
                    .path("responses")
                    .forEach(response -> assertThat(response.has("$ref")).isFalse());
        }
    }

    @Test
    void theNamesInTheDocumentAreThoseOfTheCode() {
        assertThat(names("Recommendation", "source"))
                .containsExactlyElementsOf(
                        Arrays.stream(Source.values()).map(Source::wireName).toList());
        assertThat(names("Recommendations", "fallback_level"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FallbackLevel.values())
                        .map(FallbackLevel::wireName)
                        .toList());
        assertThat(names("Recommendations", "variant"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Variant.values()).map(Variant::wireName).toList());
    }

    private List<String> names(String schema, String property) {
        JsonNode names = document.root().at("/components/schemas/" + schema + "/properties/" + property + "/enum");
        List<String> texts = new ArrayList<>();
        names.forEach(name -> texts.add(name.asString()));
        return texts;
    }

    @Test
    void everyStatusThatIsDescribedIsAnsweredAndEveryAnswerIsAsDescribed() {
        for (Operation operation : document.operations()) {
            sendExamples(operation);
            sendWithoutKey(operation);
            if (operation.node.path("responses").has("413")) {
                check(operation, shop.send(operation.method, target(operation), TOO_LARGE), 413);
                check(operation, shop.sendEncoded(operation.method, target(operation), "br"), 415);
            }
            if (operation.path.contains("{")) {
                String emptied = operation.path.replaceFirst("\\{[a-z_]+}", "");
                check(operation, shop.send(operation.method, emptied, null), 404);
            }
        }
        for (Example example : Example.all()) {
            Operation operation = document.operation(example.operationId());
            check(operation, shop.send(operation.method, example.target(), example.body()), example.status());
        }
        sendWhileTheStoreIsDown();
        for (Operation operation : document.operations()) {
            Set<Integer> described = operation.statuses();
            described.removeAll(NOT_ASKED_FOR);
            assertThat(answered.get(operation.id())).as(operation.id()).isEqualTo(described);
        }
    }

    @Test
    void everyOperationHasAGoodExampleAndABadOneWhereARequestCanBeBad() {
        for (Operation operation : document.operations()) {
            Set<Integer> statuses = new TreeSet<>();
            for (Example example : Example.all()) {
                if (example.operationId().equals(operation.id())) {
                    statuses.add(example.status());
                }
            }
            assertThat(statuses).as(operation.id()).containsAnyOf(200, 202);
            assertThat(statuses.contains(400))
                    .as(operation.id())
                    .isEqualTo(operation.statuses().contains(400));
        }
    }

    @Test
    void answersWithoutAModelAreAsDescribed(@TempDir Path nothing) throws IOException {
        try (ContractShop empty = new ContractShop(nothing, false)) {
            for (Operation operation : document.operations()) {
                Reply reply = Ask.ofExamples(operation).to(empty);
                assertThat(operation.judgeAnswer(reply.status(), reply.contentType(), reply.json()))
                        .as("%s: %s", operation, reply)
                        .isEmpty();
                if (!Set.of("putChampion", "getReport").contains(operation.id())) { // which need a model
                    assertThat(reply.status()).isLessThan(300);
                }
            }
        }
    }

    @Test
    void theExamplesOfTheDocumentFitItsSchemas() {
        for (Operation operation : document.operations()) {
            if (operation.hasBody()) {
                assertThat(operation.judgeBody(operation.bodyExample()))
                        .as(operation.id())
                        .isEmpty();
            }
            operation.node.path("responses").forEachEntry((status, response) -> {
                JsonNode example =
                        response.path("content").path("application/json").path("example");
                if (!example.isMissingNode()) {
                    assertThat(operation.judgeAnswer(Integer.parseInt(status), "application/json", example))
                            .as(operation.id())
                            .isEmpty();
                }
            });
        }
    }

    @Test
    void pathsAndMethodsThatAreNotDescribedAreProblems() {
        for (String path : List.of("/", "/v1", "/v1/popular/", "/v2/popular", "/v1/users/a/b/c", "/putt")) {
            Reply reply = shop.send("GET", path, null);
            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(document.judgeProblem(reply.json())).as(path).isEmpty();
        }
        for (Operation operation : document.operations()) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
                if (document.operations().stream()
                        .noneMatch(other -> other.toString().equals(method + " " + operation.path))) {
                    Reply reply = shop.send(method, target(operation), null);
                    assertThat(reply.status()).as(method + " " + operation.path).isEqualTo(405);
                    assertThat(reply.contentType()).isEqualTo("application/problem+json");
                    assertThat(document.judgeProblem(reply.json())).isEmpty();
                }
            }
        }
    }

    private static String target(Operation operation) {
        return Ask.ofExamples(operation).target();
    }

    private void sendExamples(Operation operation) {
        Reply reply = Ask.ofExamples(operation).to(shop);
        check(operation, reply, operation.statuses().contains(202) ? 202 : 200);
    }

    private void sendWithoutKey(Operation operation) {
        Ask ask = Ask.ofExamples(operation);
        boolean open = isOpen(operation);
        check(operation, shop.send(operation.method, ask.target(), ask.body, null), open ? 200 : 401);
        check(operation, shop.send(operation.method, ask.target(), ask.body, "other"), open ? 200 : 403);
    }

    private static boolean isOpen(Operation operation) {
        return Set.of("getHealth", "getTag", "getConsole").contains(operation.id());
    }

    private void sendWhileTheStoreIsDown() {
        shop.store.failWith(new IOException("down"));
        shop.catalogue.failWith(new IOException("down"));
        shop.rules.fail(true);
        shop.modelsAreDown = true;
        for (Operation operation : document.operations()) {
            boolean needsStore = operation.statuses().contains(503);
            check(operation, Ask.ofExamples(operation).to(shop), needsStore ? 503 : 200);
        }
    }

    private void check(Operation operation, Reply reply, int expected) {
        assertThat(reply.status()).as("%s: %s", operation, reply).isEqualTo(expected);
        assertThat(operation.judgeAnswer(reply.status(), reply.contentType(), reply.json()))
                .as("%s: %s", operation, reply)
                .isEmpty();
        answered.computeIfAbsent(operation.id(), id -> new TreeSet<>()).add(reply.status());
    }
}
