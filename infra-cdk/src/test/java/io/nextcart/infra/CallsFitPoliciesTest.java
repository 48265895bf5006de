package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.FolderObjectStore;
import io.nextcart.engine.bundle.ObjectStore;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.archive.StartedArchiveHandler;
import io.nextcart.functions.events.StartedEventsFunction;
import io.nextcart.functions.recommend.StartedRecommendFunction;
import io.nextcart.functions.rollout.RolloutHandler;
import io.nextcart.s3.ObjectStores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Runs the functions with the variables that the template gives them, through every call of functions/openapi.yaml, against a
 * server that keeps what they ask of DynamoDB and S3; holds that against the policies of their roles.
 */
class CallsFitPoliciesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What no call of ours shows: Lambda writes logs and reads the stream in the role's name; S3 wants it for a plain 404. */
    private static final Set<String> UNSEEN = Set.of(
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
            "sqs:SendMessage",
            "s3:ListBucket");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static AwsStub aws;
    private static SdkSettings sdk;
    private static Synth.Result stacks;

    @BeforeAll
    static void start() throws IOException {
        stacks = Synth.PROD.result();
        Path objects = folder.resolve("objects");
        TinyBundle.publish(new FolderObjectStore(objects), "v1", folder.resolve("work"), 1);
        aws = AwsStub.start(objects);
        sdk = SdkSettings.of(aws.endpoint());
    }

    @AfterAll
    static void stop() {
        if (sdk != null) {
            sdk.close();
        }
        if (aws != null) {
            aws.close();
        }
    }

    @Test
    void recommendMayDoWhatItDoesAndNothingElse() throws IOException {
        Map<String, String> environment = environment("Recommend");
        environment.put("NEXTCART_CATALOGUE_CHECK_SECONDS", "1");
        RequestStreamHandler function = StartedRecommendFunction.by(environment, RequestLog.NONE);
        Set<String> calls = new TreeSet<>();
        Instant end = Instant.now().plus(PATIENCE);
        do {
            // What changed of items is asked in the background, a second after the last time.
            callAll(function, "recommend");
            calls.addAll(aws.takeCalls());
        } while (calls.stream().noneMatch(call -> call.endsWith("/index/changes"))
                && Instant.now().isBefore(end));
        compare("api/RecommendRole", calls);
    }

    @Test
    void eventsMayDoWhatItDoesAndNothingElse() throws IOException {
        RequestStreamHandler function = StartedEventsFunction.by(environment("Events"), RequestLog.NONE);
        callAll(function, "events");
        compare("api/EventsRole", aws.takeCalls());
    }

    @Test
    void archiveMayDoWhatItDoesAndNothingElse() throws IOException {
        RequestStreamHandler function = StartedArchiveHandler.by(environment("Archive"));
        String event = "{\"user_id\":{\"S\":\"u1\"},\"type\":{\"S\":\"view\"},\"item_id\":{\"S\":\"i\"},"
                + "\"timestamp\":{\"N\":\"1442545187000\"}}";
        String user = "\"user_id\":{\"S\":\"u1\"}";
        String item = "\"item_id\":{\"S\":\"i\"}";
        archive(function, "{" + user + ",\"event_key\":{\"S\":\"k\"}}", event);
        archive(function, "{" + user + "}", "{" + user + ",\"deleted_at\":{\"N\":\"1442545187000\"}}");
        archive(function, "{" + item + "}", "{" + item + ",\"updated_at\":{\"N\":\"1442545187000\"}}");
        compare("api/ArchiveRole", aws.takeCalls());
    }

    @Test
    void theRolloutMayDoWhatItDoesAndNothingElse() throws IOException {
        Path objects = folder.resolve("on-trial");
        ObjectStore models = new FolderObjectStore(objects);
        TinyBundle.publish(models, "v1", folder.resolve("work-v1"), 1);
        TinyBundle.put(models, "v2", folder.resolve("work-v2"));
        models.put(
                "runs/r1.json",
                "{\"run\":\"r1\",\"outcome\":\"candidate\",\"version\":\"v2\"}".getBytes(StandardCharsets.UTF_8));
        String day = LocalDate.now(ZoneOffset.UTC).toString();
        long nowMs = System.currentTimeMillis();
        models.put(
                "events/dt=" + day + "/a.ndjson.gz",
                gzip("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"a\",\"timestamp\":" + nowMs + "}"));
        models.put("tombstones/dt=" + day + "/a.ndjson.gz", gzip("{\"user_id\":\"x\",\"forgotten_at\":" + nowMs + "}"));
        try (AwsStub shop = AwsStub.keeping(objects);
                SdkSettings settings = SdkSettings.of(shop.endpoint())) {
            RequestStreamHandler rollout = new RolloutHandler(environment("training", "Rollout"), Clock.systemUTC());
            assertThat(call(rollout, "{\"action\":\"status\"}")).contains("\"trial\":\"none\"");
            assertThat(call(rollout, "{\"action\":\"result\",\"run\":\"r1\"}")).contains("candidate");
            assertThat(call(rollout, "{\"action\":\"start\",\"version\":\"v2\",\"share\":0.1}"))
                    .contains("\"trial\"");
            assertThat(call(rollout, "{\"action\":\"compare\",\"alarms\":[]}")).contains("\"continue\"");
            assertThat(call(rollout, "{\"action\":\"compare\",\"alarms\":[{\"name\":\"errors\",\"state\":\"ALARM\"}]}"))
                    .contains("\"roll_back\"");
            compare("training/RolloutRole", shop.takeCalls());
        }
    }

    private static byte[] gzip(String line) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void archive(RequestStreamHandler function, String keys, String image) throws IOException {
        String answer = call(
                function,
                "{\"Records\":[{\"eventName\":\"INSERT\",\"eventSourceARN\":\"arn:s\",\"dynamodb\":{\"SequenceNumber\":\"1\","
                        + "\"Keys\":" + keys + ",\"NewImage\":" + image + "}}]}");
        assertThat(answer).isEqualTo("{\"batchItemFailures\":[]}");
    }

    /** What the retrain does with its store, once each; reading the log is its container's, which does not exist yet. */
    @Test
    void theRetrainMayPublish() throws IOException {
        JsonNode variables =
                stacks.only("training", "AWS::ECS::TaskDefinition", "Task").at("/ContainerDefinitions/0/Environment");
        Resolver resolver = new Resolver(stacks);
        String store = "";
        for (JsonNode variable : variables) {
            if (variable.get("Name").asText().equals("NEXTCART_STORE")) {
                store = resolver.text("training", variable.get("Value"));
            }
        }
        ObjectStore models = ObjectStores.open(store);
        Path file = Files.writeString(folder.resolve("ranker"), "model");
        models.upload("models/v2/ranker.cbm", file);
        models.list("models/");
        models.etag("models/v2/manifest.json");
        assertThat(models.get("models/current.json")).isPresent();
        models.putIf("models/current.json", new byte[] {1}, Optional.of("e"));
        List<Statement> allowed = allowed("training/TaskRole");
        assertThat(aws.takeCalls())
                .hasSizeGreaterThan(3)
                .allMatch(call -> allowed.stream()
                        .anyMatch(statement -> statement.allows(call.split(" ")[0], call.split(" ")[1])));
    }

    private static List<Statement> allowed(String role) {
        return Statement.all(stacks).stream()
                .filter(statement ->
                        statement.holder().equals(role) && statement.principal().isEmpty())
                .toList();
    }

    private static void compare(String role, Set<String> calls) {
        List<Statement> allowed = allowed(role);
        assertThat(calls).as("calls of %s", role).isNotEmpty();
        assertThat(calls)
                .as("%s", allowed)
                .allMatch(call -> allowed.stream()
                        .anyMatch(statement -> statement.allows(call.split(" ")[0], call.split(" ")[1])));
        Set<String> unused = new TreeSet<>();
        for (Statement statement : allowed) {
            for (String action : statement.actions()) {
                for (String resource : statement.resources()) {
                    Statement one = new Statement(role, "Allow", List.of(action), List.of(resource), "", "");
                    if (!UNSEEN.contains(action)
                            && calls.stream().noneMatch(call -> one.allows(call.split(" ")[0], call.split(" ")[1]))) {
                        unused.add(action + " " + resource);
                    }
                }
            }
        }
        assertThat(unused).as("allowed, but never called; called: %s", calls).isEmpty();
    }

    private static Map<String, String> environment(String function) {
        return environment("api", function);
    }

    private static Map<String, String> environment(String stack, String function) {
        JsonNode variables = stacks.only(stack, "AWS::Lambda::Function", function)
                .get("Environment")
                .get("Variables");
        Resolver resolver = new Resolver(stacks);
        Map<String, String> environment = new LinkedHashMap<>();
        variables.properties().forEach(v -> environment.put(v.getKey(), resolver.text(stack, v.getValue())));
        environment.put("AWS_ENDPOINT_URL_S3", aws.endpoint().toString());
        environment.put("AWS_REGION", "us-east-1");
        return environment;
    }

    private static void callAll(RequestStreamHandler function, String tag) throws IOException {
        List<String> requests = requests(tag);
        assertThat(requests).isNotEmpty();
        for (String request : requests) {
            JsonNode answer = JSON.readTree(call(function, request));
            assertThat(answer.get("statusCode").asInt())
                    .as("%s: %s", request, answer)
                    .isBetween(200, 299);
        }
    }

    private static String call(RequestStreamHandler function, String request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        function.handleRequest(new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)), out, null);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** A proxy event for each operation of a function. */
    private static List<String> requests(String tag) throws IOException {
        JsonNode document = JSON.valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("../functions/openapi.yaml"))));
        Function<String, String> filled =
                path -> path.replace("{user_id}", "u1").replace("{item_id}", "461686");
        List<String> requests = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (method.getValue().path("tags").path(0).asText().equals(tag)) {
                        Map<String, Object> event = new HashMap<>();
                        event.put("httpMethod", method.getKey().toUpperCase(Locale.ROOT));
                        event.put("path", filled.apply(path.getKey()));
                        if (!path.getKey().startsWith("/v1")) {
                            event.put("queryStringParameters", Map.of("user_id", "1", "item_id", "461686"));
                        }
                        JsonNode body = method.getValue().at("/requestBody/content/application~1json/example");
                        if (!body.isMissingNode()) {
                            event.put("body", body.toString());
                        }
                        requests.add(JSON.valueToTree(event).toString());
                    }
                }));
        return requests;
    }
}
