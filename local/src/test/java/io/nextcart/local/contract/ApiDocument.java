package io.nextcart.local.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.nextcart.local.gateway.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code functions/openapi.yaml} as a validator of requests and answers. */
final class ApiDocument {
    private static final String LENIENT = "urn:nextcart:api";
    /** The same, but objects may have only described fields, as answers must. */
    private static final String STRICT = "urn:nextcart:answers";

    private final JsonNode root;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, Schema> schemas = new HashMap<>();
    private final SchemaRegistry registry;

    private ApiDocument(JsonNode root) {
        this.root = root;
        JsonNode strict = root.deepCopy();
        for (JsonNode schema : strict.at("/components/schemas")) {
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        }
        this.registry = SchemaRegistry.withDialect(
                Dialects.getOpenApi30(),
                builder -> builder.schemas(Map.of(LENIENT, root.toString(), STRICT, strict.toString())));
        root.path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry(
                        (method, node) -> operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, node))));
    }

    /** The document that the gateway routes by. */
    static ApiDocument load() throws IOException {
        try (InputStream in = Routes.class.getResourceAsStream(Routes.CONTRACT)) {
            return new ApiDocument(new YAMLMapper().readTree(in));
        }
    }

    /** The node at a JSON pointer. */
    JsonNode at(String pointer) {
        return root.at(pointer);
    }

    /** One parameter. */
    record Parameter(String name, String in, boolean required, JsonNode schema, JsonNode example) {
        boolean isList() {
            return schema.path("type").asString("").equals("array");
        }
    }

    /** One call. */
    final class Operation {
        final String method;
        final String path;
        final JsonNode node;
        final List<Parameter> parameters = new ArrayList<>();

        private Operation(String method, String path, JsonNode node) {
            this.method = method;
            this.path = path;
            this.node = node;
            for (JsonNode reference : node.path("parameters")) {
                JsonNode parameter = resolved(reference);
                parameters.add(new Parameter(
                        parameter.path("name").asString(),
                        parameter.path("in").asString(),
                        parameter.path("required").asBoolean(false),
                        resolved(parameter.path("schema")),
                        parameter.path("example")));
            }
        }

        String id() {
            return node.path("operationId").asString();
        }

        String tag() {
            return node.path("tags").path(0).asString();
        }

        Set<Integer> statuses() {
            Set<Integer> statuses = new TreeSet<>();
            node.path("responses").forEachEntry((status, response) -> statuses.add(Integer.valueOf(status)));
            return statuses;
        }

        boolean hasBody() {
            return node.has("requestBody");
        }

        JsonNode bodyExample() {
            return content().path("example");
        }

        /** The faults of a body; empty when it is valid. */
        List<Error> judgeBody(JsonNode body) {
            return schema(LENIENT, content().path("schema").path("$ref").asString())
                    .validate(body);
        }

        /** The faults of an answer, as lines for people; empty when it is valid. */
        List<String> judgeAnswer(int status, String contentType, JsonNode body) {
            JsonNode response = node.path("responses").path(Integer.toString(status));
            if (response.isMissingNode()) {
                return List.of("status " + status + " is not described");
            }
            JsonNode content = response.path("content").path(contentType);
            if (content.isMissingNode()) {
                return List.of("content type " + contentType + " is not described for " + status);
            }
            return judge(STRICT, content.path("schema").path("$ref").asString(), body);
        }

        private JsonNode content() {
            return node.path("requestBody").path("content").path("application/json");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        return operations;
    }

    Operation operation(String id) {
        return operations.stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no operation " + id));
    }

    JsonNode root() {
        return root;
    }

    /** The faults of an answer that belongs to no operation. */
    List<String> judgeProblem(JsonNode body) {
        return judge(STRICT, "#/components/schemas/Problem", body);
    }

    /** Whether a value fits a parameter. */
    boolean fits(Parameter parameter, JsonNode value) {
        // Schemas of parameters are small: compiled as they are, with the one reference resolved.
        ObjectNode schema = parameter.schema().deepCopy().asObject();
        if (parameter.isList()) {
            schema.set("items", resolved(schema.path("items")));
        }
        return schemas.computeIfAbsent(schema.toString(), text -> registry.getSchema(schema))
                .validate(value)
                .isEmpty();
    }

    private List<String> judge(String document, String reference, JsonNode value) {
        return schema(document, reference).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    private Schema schema(String document, String reference) {
        return schemas.computeIfAbsent(
                document + reference, location -> registry.getSchema(SchemaLocation.of(location)));
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isMissingNode() ? node : root.at(reference.asString().substring(1));
    }
}
