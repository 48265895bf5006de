package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.archive.StartedArchiveHandler;
import io.nextcart.functions.events.StartedEventsFunction;
import io.nextcart.functions.notify.StartedNotifyHandler;
import io.nextcart.functions.recommend.StartedPreTrafficHook;
import io.nextcart.functions.recommend.StartedRecommendFunction;
import io.nextcart.functions.rollout.ModelsFunction;
import io.nextcart.functions.rollout.RolloutHandler;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Runs the functions with the variables from the template, through every call of functions/openapi.yaml, against a
 * server that records their calls of DynamoDB, S3 and SSM; compares those with the policies of their roles.
 */
class CallsFitPoliciesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static AwsStub aws;
    private static SdkSettings sdk;
    private static RoleCalls roles;

    @BeforeAll
    static void start() throws IOException {
        roles = new RoleCalls(Synth.PROD.result());
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
            // The catalogue's changes are read in the background, a second after the last time.
            callAll(function, "recommend");
            calls.addAll(aws.takeCalls());
        } while (calls.stream().noneMatch(call -> call.endsWith("/index/changes"))
                && Instant.now().isBefore(end));
        roles.compare("api/RecommendRole", calls);
    }

    @Test
    void theHookMayDoWhatItDoesAndNothingElse() throws IOException {
        Map<String, String> environment = environment("Hook");
        String recommend = Synth.PROD.result().resources("api", "AWS::Lambda::Function").keySet().stream()
                .filter(id -> id.startsWith("RecommendFunction"))
                .findFirst()
                .orElseThrow();
        environment.put("NEXTCART_VERSION", "arn:aws:lambda:us-east-1:111122223333:function:" + recommend + ":7");
        environment.put("AWS_ENDPOINT_URL_LAMBDA", aws.endpoint().toString());
        environment.put("AWS_ENDPOINT_URL_CODEDEPLOY", aws.endpoint().toString());
        String event = "{\"DeploymentId\":\"d\",\"LifecycleEventHookExecutionId\":\"h\"}";
        assertThat(call(StartedPreTrafficHook.by(environment), event)).contains("\"fault\":null");
        roles.compare("api/HookRole", aws.takeCalls());
    }

    @Test
    void eventsMayDoWhatItDoesAndNothingElse() throws IOException {
        RequestStreamHandler function = StartedEventsFunction.by(environment("Events"), RequestLog.NONE);
        callAll(function, "events");
        assertThat(call(
                        function,
                        "{\"httpMethod\":\"GET\",\"path\":\"/v1/rules\","
                                + "\"multiValueQueryStringParameters\":{\"version\":[\"1\"]}}"))
                .contains("\"statusCode\":200");
        roles.compare("api/EventsRole", aws.takeCalls());
    }

    @Test
    void modelsMayDoWhatItDoesAndNothingElse() throws IOException {
        Path objects = folder.resolve("models-listed");
        ObjectStore models = new FolderObjectStore(objects);
        TinyBundle.publish(models, "v1", folder.resolve("work-listed"), 1);
        TinyBundle.put(models, "20150918T025947Z-1f0c8a2b", folder.resolve("work-other"));
        models.put(
                "runs/r1.json",
                "{\"ended_at\":1,\"outcome\":\"refused\",\"version\":\"v3\"}".getBytes(StandardCharsets.UTF_8));
        for (String report : List.of("models/20150918T025947Z-1f0c8a2b/report.html", "runs/v3-report.html")) {
            models.put(report, "<!doctype html>".getBytes(StandardCharsets.UTF_8));
        }
        try (AwsStub shop = AwsStub.keeping(objects);
                SdkSettings settings = SdkSettings.of(shop.endpoint())) {
            Map<String, String> environment = environment("Models");
            environment.put("AWS_ENDPOINT_URL_CLOUDWATCH", shop.endpoint().toString());
            RequestStreamHandler function = new ModelsFunction(environment, RequestLog.NONE);
            callAll(function, "models"); // the example of a champion is the other version
            assertThat(call(function, "{\"httpMethod\":\"GET\",\"path\":\"/v1/models/v3/report\"}"))
                    .contains("\"statusCode\":200");
            assertThat(Files.readString(objects.resolve("models/current.json"))).contains("\"previous\":\"v1\"");
            roles.compare("api/ModelsRole", shop.takeCalls());
        }
    }

    /** With the keys of {@link RoleCalls}; a gateway stands before the function. */
    @Test
    void aKeyReachesWhatTheContractMarksForIt() throws IOException {
        Map<String, RequestStreamHandler> functions = Map.of(
                "recommend", StartedRecommendFunction.by(environment("Recommend"), RequestLog.NONE),
                "events", StartedEventsFunction.by(environment("Events"), RequestLog.NONE),
                "models", new ModelsFunction(environment("Models"), RequestLog.NONE));
        JsonNode document = JSON.valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("../functions/openapi.yaml"))));
        int calls = 0;
        for (var path : document.get("paths").properties()) {
            for (var method : path.getValue().properties()) {
                JsonNode operation = method.getValue();
                RequestStreamHandler function =
                        functions.get(operation.path("tags").path(0).asText());
                boolean needsKey = !operation.path("security").isEmpty();
                boolean ofPages = operation.path("x-nextcart-page").asBoolean();
                String call = method.getKey() + " " + path.getKey();
                assertThat(letIn(function, method.getKey(), path.getKey(), null))
                        .as(call)
                        .isEqualTo(!needsKey);
                assertThat(letIn(function, method.getKey(), path.getKey(), "another"))
                        .as(call)
                        .isEqualTo(!needsKey);
                assertThat(letIn(function, method.getKey(), path.getKey(), "everybody's"))
                        .as(call)
                        .isEqualTo(ofPages || !needsKey);
                assertThat(letIn(function, method.getKey(), path.getKey(), "ours"))
                        .as(call)
                        .isEqualTo(!operation.path("x-nextcart-admin").asBoolean());
                assertThat(letIn(function, method.getKey(), path.getKey(), "the boss's"))
                        .as(call)
                        .isTrue();
                calls++;
            }
        }
        assertThat(calls).isGreaterThan(10);
        aws.takeCalls();
    }

    private static boolean letIn(RequestStreamHandler function, String method, String path, String key)
            throws IOException {
        Map<String, Object> event = new HashMap<>();
        event.put("version", "1.0");
        event.put("httpMethod", method.toUpperCase(Locale.ROOT));
        event.put("path", path.replace("{user_id}", "u1").replace("{item_id}", "461686"));
        event.put("headers", key == null ? Map.of() : Map.of("x-api-key", key));
        event.put("requestContext", Map.of("requestId", "r"));
        int status = JSON.readTree(call(function, JSON.writeValueAsString(event)))
                .get("statusCode")
                .asInt();
        return status != 401 && status != 403;
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
        roles.compare("api/ArchiveRole", aws.takeCalls());
    }

    @Test
    void theRolloutMayDoWhatItDoesAndNothingElse() throws IOException {
        Path objects = folder.resolve("on-trial");
        ObjectStore models = new FolderObjectStore(objects);
        TinyBundle.publish(models, "v1", folder.resolve("work-v1"), 1);
        TinyBundle.put(models, "v2", folder.resolve("work-v2"));
        models.put(
                "runs/r1.json",
                "{\"run\":\"r1\",\"ended_at\":1,\"outcome\":\"candidate\",\"version\":\"v2\"}"
                        .getBytes(StandardCharsets.UTF_8));
        String day = LocalDate.now(ZoneOffset.UTC).toString();
        long nowMs = System.currentTimeMillis();
        models.put(
                "events/dt=" + day + "/a.ndjson.gz",
                gzip("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"a\",\"timestamp\":" + nowMs + "}"));
        models.put("tombstones/dt=" + day + "/a.ndjson.gz", gzip("{\"user_id\":\"x\",\"forgotten_at\":" + nowMs + "}"));
        try (AwsStub shop = AwsStub.keeping(objects);
                SdkSettings settings = SdkSettings.of(shop.endpoint())) {
            RequestStreamHandler rollout = new RolloutHandler(environment("training", "Rollout"), Clock.systemUTC());
            assertThat(call(rollout, "{\"action\":\"lift\"}")).contains("\"counted\"", "\"shoppers\":1,");
            assertThat(call(rollout, "{\"action\":\"status\"}")).contains("\"trial\":\"none\"");
            assertThat(call(rollout, "{\"action\":\"result\",\"run\":\"r1\"}")).contains("candidate");
            assertThat(call(rollout, "{\"action\":\"start\",\"version\":\"v2\",\"share\":0.1}"))
                    .contains("\"trial\"");
            assertThat(call(rollout, "{\"action\":\"compare\",\"alarms\":[]}")).contains("\"continue\"");
            String ringing = "{\"action\":\"compare\",\"alarms\":[{\"name\":\"a\",\"state\":\"ALARM\"}]}";
            assertThat(call(rollout, ringing)).contains("\"roll_back\"");
            roles.compare("training/RolloutRole", shop.takeCalls());
        }
    }

    @Test
    void theNotifierMayDoWhatItDoesAndNothingElse() throws IOException {
        List<String> sent = new CopyOnWriteArrayList<>();
        HttpServer telegram = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        telegram.createContext("/", exchange -> {
            sent.add(exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        telegram.start();
        try {
            Map<String, String> environment = environment("monitoring", "Notifier");
            environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
            environment.put(
                    "NEXTCART_TELEGRAM_URL",
                    "http://127.0.0.1:" + telegram.getAddress().getPort());
            call(
                    StartedNotifyHandler.by(environment),
                    "{\"Records\":[{\"Sns\":{\"Subject\":\"Nextcart: a new model serves\",\"Message\":\"v1\"}}]}");
        } finally {
            telegram.stop(0);
        }
        assertThat(sent)
                .singleElement()
                .asString()
                .startsWith("/bot1:token/sendMessage")
                .contains("v1");
        roles.compare("monitoring/NotifierRole", aws.takeCalls());
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

    private static Map<String, String> environment(String function) {
        return environment("api", function);
    }

    private static Map<String, String> environment(String stack, String function) {
        Map<String, String> environment = roles.ofFunction(stack, function);
        environment.put("AWS_ENDPOINT_URL_S3", aws.endpoint().toString());
        environment.put("AWS_ENDPOINT_URL_SSM", aws.endpoint().toString());
        environment.put("AWS_ENDPOINT_URL_CLOUDWATCH", aws.endpoint().toString());
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_ACCESS_KEY_ID", "key");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret");
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
        Function<String, String> filled = path -> path.replace("{user_id}", "u1")
                .replace("{item_id}", "461686")
                .replace("{rule_id}", "sale-pin")
                .replace("{version}", "20150918T025947Z-1f0c8a2b");
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
