package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The single command of docs/localstack.md, as typed: the stacks with real Lambda containers, a shop, its model. They
 * answer as {@code serve} does with the same model. Then deployments that change nothing, functions, and the API's
 * document; a destroy that leaves nothing; and the end.
 */
@Tag("long")
class LocalStackEndToEndIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String ORIGIN = "https://www.shop.example";

    /**
     * A call each: method, path, body. In lists marked {@code ~}, scores depend on the second of the call. w1 is in the
     * control group.
     */
    private static final String CALLS = """
            GET /v1/health
            GET /v1/model
            POST /v1/events {"user_id":"w1","type":"view","item_id":"ITEM","event_id":"e1"}
            POST /v1/events {"user_id":"w1","type":"view","item_id":"ITEM","event_id":"e1"}
            POST /v1/events {"events":[{"user_id":"w1","type":"addtocart","item_id":"ITEM","event_id":"e2"},{"user_id":"w1","type":"z","item_id":"1"}]}
            POST /v1/events {bad
            GET /v1/users/w1/events?k=5
            ~GET /v1/recommendations/w1?k=10
            ~GET /v1/recommendations/nobody?k=10
            POST /v1/events {"user_id":"w2","type":"view","item_id":"ITEM","event_id":"e3"}
            ~GET /v1/recommendations/w2?k=10
            ~GET /v1/recommendations/w2?k=3&offset=2&exclude_viewed=true&fields=title,price&placement=home
            ~GET /v1/recommendations/w1?k=3&exclude=ITEM&exclude=1,2
            ~POST /v1/recommendations {"session":[{"item_id":"ITEM"}],"k":5}
            GET /v1/recommendations/w1?k=1000
            GET /v1/items/ITEM/similar?k=10
            GET /v1/items/a%2Fb/similar?k=1
            GET /v1/popular?k=10
            GET /v1/popular?k=abc
            PUT /v1/items/ITEM {"available":"maybe"}
            PUT /v1/items/ITEM {"available":false,"price":5}
            GET /v1/items/ITEM
            POST /v1/items {"items":[{"item_id":"batched","price":3},{"item_id":"batched","title":"t"},{"item_id":"","price":1}]}
            GET /v1/items/batched
            DELETE /v1/items/batched
            GET /v1/items/batched
            POST /v1/items {"item_id":"batched"}
            POST /similar_items?item_id=ITEM&k=3
            DELETE /v1/users/w1
            GET /v1/users/w1/events?k=5
            """;

    @TempDir
    private Path folder;

    private final int port = freePort();
    private boolean isUp;

    @AfterEach
    void downLeavesNothing() throws Exception {
        if (isUp) {
            run("down", "./nextcart", "localstack", "down");
            assertThat(run("ps", "docker", "ps", "--all", "--format", "{{.Names}}"))
                    .doesNotContain("nextcart-localstack-" + port);
            assertThat(HOME.resolve(".nextcart/localstack-" + port)).doesNotExist();
        }
    }

    @Test
    void theStacksAnswerAsServeDoesThroughUpdatesAndAreGoneInTheEnd() throws Exception {
        LocalStackIT.requireImages("localstack/localstack:4.14.0", "public.ecr.aws/lambda/java:25");
        built();
        isUp = true;
        String up = up("up", ORIGIN);
        URI api = URI.create(only(up, "The API: (\\S+)"));
        String key = only(up, "X-API-Key: (\\w+)\"");
        assertThat(up).contains("\"fallback_level\":\"personal\"");

        String store = output("state", "ModelStore");
        int servePort = freePort();
        Process serve = start(
                "serve",
                "./nextcart",
                "serve",
                "--store",
                store,
                "--port",
                "" + servePort,
                "--api-key",
                key,
                "--archive",
                "none",
                "--control-share",
                "0.05",
                "--data",
                folder.resolve("serve").toString());
        try {
            URI local = URI.create("http://127.0.0.1:" + servePort);
            while (!answers(local)) {
                assertThat(serve.isAlive()).as("serve runs").isTrue();
                Thread.sleep(200);
            }
            String item = only(send(local, "GET", "/v1/popular?k=1", key, null).body(), "\"item_id\":\"(\\w+)\"");
            SoftAssertions all = new SoftAssertions();
            for (String line : CALLS.replace("ITEM", item).split("\n")) {
                String[] call = line.replace("~", "").split(" ", 3);
                String body = call.length == 3 ? call[2] : null;
                HttpResponse<String> theirs = send(local, call[0], call[1], key, body);
                HttpResponse<String> ours = send(api, call[0], call[1], key, body);
                // All differences at once, since getting here takes minutes.
                all.assertThat(answer(ours, line)).as(line).isEqualTo(answer(theirs, line));
            }
            all.assertAll();
        } finally {
            serve.descendants().forEach(ProcessHandle::destroy);
            serve.destroy();
            serve.waitFor();
        }
        for (String wrong : new String[] {null, "wrong-wrong-wrong-wrong"}) {
            assertThat(send(api, "GET", "/v1/popular", wrong, null).statusCode())
                    .isEqualTo(403);
        }

        String page = aws(
                        "apigateway",
                        "get-api-key",
                        "--api-key",
                        output("api", "PageApiKeyId"),
                        "--include-value",
                        "--query",
                        "value",
                        "--output",
                        "text")
                .strip();
        assertThat(send(api, "GET", "/v1/popular", page, null).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = send(api, "DELETE", "/v1/users/u1", page, null);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("expected the shop's own for this call");
        assertThat(up("same", ORIGIN))
                .contains("nextcart-dev-state (no changes)", "nextcart-dev-api (no changes)", api.toString());
        String list = "/v1/recommendations/w5?k=3";
        assertThat(send(api, "GET", list, key, null).body()).contains("\"variant\":\"champion\"");
        assertThat(up("functions", ORIGIN, "-c", "api.controlShare=0.5"))
                .contains("nextcart-dev-state (no changes)", "nextcart-dev-api\n", api.toString());
        assertThat(send(api, "GET", list, key, null).body()).contains("\"variant\":\"control\"");

        String other = "https://north.shop.example";
        String changed = up("document", other, "-c", "api.controlShare=0.5");
        assertThat(changed).contains("nextcart-dev-state (no changes)", "nextcart-dev-api\n", key);
        URI anew = URI.create(only(changed, "The API: (\\S+)"));
        assertThat(anew).isNotEqualTo(api);
        assertThat(send(anew, "GET", list, key, null).body()).contains("\"variant\":\"control\"");
        assertThat(send(anew, "GET", "/v1/popular", page, null).statusCode()).isEqualTo(200);
        assertThat(send(anew, "OPTIONS", "/v1/popular", null, null).headers().firstValue("access-control-allow-origin"))
                .contains(other);

        run(
                "destroy",
                "sh",
                "-c",
                "cd infra-cdk && node_modules/.bin/cdk destroy --all --force -c stage=dev -c target=localstack"
                        + " --output " + folder.resolve("cdk.out"));
        for (String all : new String[] {
            "s3 ls",
            "dynamodb list-tables",
            "lambda list-functions",
            "apigateway get-rest-apis",
            "apigateway get-api-keys",
            "iam list-roles",
            "sns list-topics",
            "sqs list-queues"
        }) {
            assertThat(aws(all.split(" "))).as(all).doesNotContain("nextcart-");
        }
    }

    private String up(String name, String origin, String... settings) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("./nextcart", "localstack", "up", "-c", "api.corsOrigin=" + origin));
        command.addAll(Arrays.asList(settings));
        return run(name, command.toArray(String[]::new));
    }

    /** The build of this test has made what the launcher would make. */
    private static void built() throws IOException {
        for (String stamp : List.of("local/target/launcher.built", "infra-cdk/target/localstack.built")) {
            Path file = HOME.resolve(stamp);
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        }
    }

    private static String answer(HttpResponse<String> response, String line) {
        return response.statusCode() + " " + response.headers().firstValue("content-type") + " "
                + timeless(response.body(), line);
    }

    private static String timeless(String body, String line) {
        String same = body.replaceAll("\"(recommendation_id|request_id|timestamp|\\w+_at)\":\"[^\"]*\"", "\"$1\":\"\"")
                .replaceAll("\"(timestamp|\\w+_ms|age_\\w+)\":[0-9.]+", "\"$1\":0");
        return line.startsWith("~") ? same.replaceAll("\"score\":[0-9.E-]+", "\"score\":0") : same;
    }

    private String output(String stack, String name) throws IOException {
        JsonNode outputs = new ObjectMapper()
                .readTree(HOME.resolve(".nextcart/localstack-" + port + "/outputs.json")
                        .toFile());
        return outputs.get("nextcart-dev-" + stack).get(name).asText();
    }

    private String aws(String... arguments) throws Exception {
        // It warns of its own age.
        List<String> command = new ArrayList<>(List.of(
                "docker", "exec", "nextcart-localstack-" + port, "sh", "-c", "awslocal \"$@\" 2>/dev/null", "aws"));
        command.addAll(Arrays.asList(arguments));
        return run("aws", command.toArray(String[]::new));
    }

    private static boolean answers(URI server) {
        try {
            return send(server, "GET", "/v1/health", null, null).statusCode() == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private static HttpResponse<String> send(URI server, String method, String path, String key, String body)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("X-API-Key", key);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Runs a command that must succeed; returns its output. */
    private String run(String name, String... command) throws Exception {
        Process process = start(name, command);
        int status = process.waitFor();
        String printed = Files.readString(folder.resolve(name + ".txt"));
        assertThat(status).as("%s: %s", String.join(" ", command), printed).isZero();
        return printed;
    }

    private Process start(String name, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".txt").toFile());
        builder.environment().put("NEXTCART_LOCALSTACK_PORT", Integer.toString(port));
        for (String endpoint : List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3")) {
            builder.environment().put(endpoint, "http://127.0.0.1:" + port);
        }
        for (String secret : List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")) {
            builder.environment().put(secret, "test");
        }
        builder.environment().put("AWS_REGION", "us-east-1");
        return builder.start();
    }

    private static String only(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
