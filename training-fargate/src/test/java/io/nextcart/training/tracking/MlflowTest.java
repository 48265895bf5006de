package io.nextcart.training.tracking;

import static io.nextcart.training.tracking.FakeMlflow.says;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_010_000L), ZoneOffset.UTC);
    private static final String NOT_FOUND = "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"no such\"}";
    private static final String EXISTS = "{\"error_code\":\"RESOURCE_ALREADY_EXISTS\",\"message\":\"is there\"}";

    @TempDir
    private Path bundle;

    private FakeMlflow server;
    private final List<String> warnings = new ArrayList<>();
    /** Long, so that a busy machine fails no test; tests of hanging servers shorten it. */
    private Duration budget = Duration.ofSeconds(60);

    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        server = new FakeMlflow();
        SmallBundle.write(bundle, "v1");
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.close();
    }

    @Test
    void aPublishedModelIsLoggedWhole() {
        record("published");

        assertThat(warnings).isEmpty();
        assertThat(server.calls())
                .extracting(call -> call.substring(0, call.indexOf(' ', 6)))
                .containsExactly(
                        "GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=nextcart",
                        "POST /api/2.0/mlflow/runs/create",
                        "POST /api/2.0/mlflow/runs/log-batch",
                        "POST /api/2.0/mlflow/runs/log-batch",
                        "PUT /api/2.0/mlflow-artifacts/artifacts/1/r1/artifacts/manifest.json",
                        "PUT /api/2.0/mlflow-artifacts/artifacts/1/r1/artifacts/report.html",
                        "PUT /api/2.0/mlflow-artifacts/artifacts/1/r1/artifacts/ranker.cbm",
                        "POST /api/2.0/mlflow/registered-models/create",
                        "POST /api/2.0/mlflow/model-versions/create",
                        "POST /api/2.0/mlflow/runs/update");
        assertThat(call("runs/create"))
                .contains("\"run_name\":\"v1\"", "\"start_time\":1700000007000", "\"nextcart.outcome\"");
        assertThat(call("ranker.cbm")).endsWith(SmallBundle.RANKER_BYTES);
        assertThat(call("runs/update")).contains("\"status\":\"FINISHED\"", "\"end_time\":1700000010000");
        assertThat(server.authorization()).isEqualTo("null");
    }

    @Test
    void aRefusedModelIsARunWithoutAVersion() {
        record("refused");

        assertThat(warnings).isEmpty();
        assertThat(call("runs/create")).contains("\"refused\"");
        assertThat(server.calls()).noneMatch(call -> call.contains("model-versions"));
    }

    @Test
    void withoutAnAddressNothingIsLogged() {
        new Mlflow(Map.of(), CLOCK, warnings::add).record(bundle, "published");

        assertThat(warnings).isEmpty();
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void theExperimentIsMadeWhenThereIsNone() {
        server.with("get-by-name", says(404, NOT_FOUND));

        record("published");

        assertThat(warnings).isEmpty();
        assertThat(call("runs/create")).contains("\"experiment_id\":\"7\"");
    }

    @Test
    void aModelThatIsRegisteredAlreadyGetsAnotherVersion() {
        server.with("registered-models/create", says(400, EXISTS));

        record("candidate");

        assertThat(warnings).isEmpty();
        assertThat(call("model-versions/create")).contains("\"ranking_model\"", "\"candidate\"");
    }

    @Test
    void userAndPasswordAreSentAndNeverPrinted() {
        server.with("get-by-name", says(401, "You are not authenticated"));

        record("published", Map.of("MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "s3cret"));

        assertThat(server.authorization())
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("ada:s3cret".getBytes(UTF_8)));
        assertThat(warnings)
                .containsExactly("MLflow at " + server.address()
                        + " does not have all of this training: the experiment: HTTP 401: You are not authenticated");
    }

    @Test
    void aRefusedStepDoesNotStopTheOthers() {
        server.with("\"timestamp\"", says(500, "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"disk\\nfull\"}"))
                .with("report.html", says(503, ""));

        record("published");

        assertThat(warnings)
                .singleElement()
                .asString()
                .endsWith(": the metrics: HTTP 500 INTERNAL_ERROR: disk full; report.html: HTTP 503");
        assertThat(call("model-versions/create")).contains("r1");
    }

    @Test
    void filesKeptElsewhereAreReportedAndTheRestIsLogged() {
        server.artifactsAt("/srv/my files/1/r1");

        record("published");

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("the files: ", "/srv/my files/1/r1", "--serve-artifacts");
        assertThat(server.calls())
                .anyMatch(call -> call.contains("\"metrics\""))
                .noneMatch(call -> call.startsWith("PUT") || call.contains("model-versions"));
    }

    @Test
    void aServerThatRefusesConnectionsIsOneLine() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        record("published", Map.of("MLFLOW_TRACKING_URI", "http://127.0.0.1:" + port));

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("the experiment: ")
                .endsWith("ConnectException");
    }

    @Test
    void aServerThatHangsIsLeft() {
        budget = Duration.ofSeconds(5); // for the calls before it, on a busy machine
        server.with("log-batch", exchange -> await());

        record("published");

        assertThat(warnings).singleElement().asString().endsWith("the parameters: no answer within 5.0 s for all");
    }

    @Test
    void halfAnAnswerThatEndsIsOneLine() {
        server.with("runs/create", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"run\":".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        });

        record("published");

        assertThat(warnings).singleElement().asString().contains("the run: ");
    }

    @Test
    void halfAnAnswerThatNeverEndsIsLeft() {
        budget = Duration.ofSeconds(1);
        server.with("get-by-name", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"experiment\":".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            await();
        });

        record("published");

        assertThat(warnings).singleElement().asString().endsWith("the experiment: no answer within 1.0 s for all");
    }

    @Test
    void aPageOfAnotherServerIsOneLine() {
        server.with("get-by-name", says(200, "<html>\n<body>Welcome</body></html>"));

        record("published");

        assertThat(warnings)
                .singleElement()
                .asString()
                .endsWith("the experiment: expected a JSON object, got '<html> <body>Welcome</body></html>'");
    }

    @Test
    void anAnswerWithoutWhatWasAskedForIsOneLine() {
        server.with("runs/create", says(200, "{\"run\":{}}"));

        record("published");

        assertThat(warnings)
                .singleElement()
                .asString()
                .endsWith("the run: the answer: field 'run.info' is missing, expected an object");
    }

    @Test
    void aBundleWithoutManifestIsOneLine() throws IOException {
        Files.delete(bundle.resolve("manifest.json"));

        record("published");

        assertThat(warnings).singleElement().asString().contains("the manifest: ", "manifest.json");
    }

    @Test
    void everySettingThatCannotBeUsedIsReported() {
        record("published", Map.of("MLFLOW_TRACKING_URI", "sqlite:///m.db", "MLFLOW_TRACKING_USERNAME", "ada"));

        assertThat(warnings)
                .containsExactly(
                        "MLflow has nothing of this training: environment: MLFLOW_TRACKING_URI is 'sqlite:///m.db', expected"
                                + " http://host:port or https://host; MLFLOW_TRACKING_PASSWORD is not set, expected one,"
                                + " since MLFLOW_TRACKING_USERNAME is set");
    }

    @Test
    void aWarningNamesTheVariableWhatItHoldsAndWhatWasExpected() {
        String expected = "', expected http://host:port or https://host";
        Map<String, String> texts = Map.of(
                "localhost:5000", "is 'localhost:5000" + expected,
                "databricks", "is 'databricks" + expected,
                "http://my server", "is 'http://my server" + expected,
                "http://host?x=1", "is 'http://host?x=1" + expected);
        texts.forEach((place, fault) -> {
            warnings.clear();
            record("published", Map.of("MLFLOW_TRACKING_URI", place));
            assertThat(warnings)
                    .containsExactly("MLflow has nothing of this training: environment: MLFLOW_TRACKING_URI " + fault);
        });
        warnings.clear();
        record("published", Map.of("MLFLOW_TRACKING_USERNAME", "a:b", "MLFLOW_TRACKING_PASSWORD", "s3cret"));
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("MLFLOW_TRACKING_USERNAME is 'a:b', expected no colon")
                .doesNotContain("s3cret");
        warnings.clear();
        record("published", Map.of("MLFLOW_TRACKING_PASSWORD", "s3cret"));
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("MLFLOW_TRACKING_USERNAME is not set")
                .doesNotContain("s3cret");
    }

    @Test
    void aPasswordInTheAddressIsNotRepeated() {
        for (String place : List.of(
                "http://ada:s3cret@localhost:5000", "http://ada:s3c/ret 3@host", "ada:s3cret@host", "x://s3cret@")) {
            warnings.clear();
            record("published", Map.of("MLFLOW_TRACKING_URI", place));
            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .contains("MLFLOW_TRACKING_URI is '", "…@", "expected http://host:port")
                    .doesNotContain("s3c")
                    .doesNotContain("ret");
        }
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String call(String part) {
        return server.calls().stream()
                .filter(call -> call.contains(part))
                .findFirst()
                .orElseThrow();
    }

    private void record(String outcome) {
        record(outcome, Map.of());
    }

    private void record(String outcome, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("MLFLOW_TRACKING_URI", server.address() + "/"));
        environment.putAll(more);
        new Mlflow(environment, CLOCK, warnings::add, budget).record(bundle, outcome);
    }
}
