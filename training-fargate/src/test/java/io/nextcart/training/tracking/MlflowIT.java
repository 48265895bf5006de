package io.nextcart.training.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server, named by NEXTCART_MLFLOW: {@code mlflow server --port 5000}, then {@code http://localhost:5000}. */
class MlflowIT {
    /** A server that has just started on a busy machine takes longer than a training would wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path bundle;

    private final List<String> warnings = new ArrayList<>();
    private Optional<TrackingSettings> settings = Optional.empty();

    @Test
    void aModelIsFoundInRunsFilesAndRegistry() throws IOException, InterruptedException {
        MlflowServer server = logged("published");
        String run = run(server);

        JsonObject found = server.get("mlflow/runs/get", "run_id", run);
        assertThat(found.asMap().toString())
                .contains("status=FINISHED", "key=hr_at_20, value=0.75", "key=loss, value=Logloss")
                .contains("key=nextcart.outcome, value=published", "key=repeat/hr_at_20, value=0.5");
        assertThat(server.get("mlflow/artifacts/list", "run_id", run).asMap().toString())
                .contains("path=manifest.json", "path=report.html", "path=ranker.cbm");
        assertThat(stored(found, "ranker.cbm")).isEqualTo(Files.readString(bundle.resolve("ranker.cbm")));
        assertThat(versions(server, run)).contains("name=ranking_model", "status=READY");
    }

    @Test
    void aRefusedModelIsNotInTheRegistry() throws IOException, InterruptedException {
        MlflowServer server = logged("refused");

        assertThat(versions(server, run(server))).doesNotContain("ranking_model");
    }

    private MlflowServer logged(String outcome) throws IOException {
        String address = System.getenv("NEXTCART_MLFLOW");
        assumeTrue(address != null, "NEXTCART_MLFLOW names no MLflow server");
        Map<String, String> environment = new HashMap<>();
        environment.put("MLFLOW_TRACKING_URI", address);
        environment.put("MLFLOW_EXPERIMENT_NAME", "test " + UUID.randomUUID());
        new Mlflow(environment, Clock.systemUTC(), warnings::add, PATIENCE)
                .record(SmallBundle.write(bundle, "v1"), outcome);
        assertThat(warnings).isEmpty();
        settings = TrackingSettings.of(environment);
        return new MlflowServer(settings.orElseThrow());
    }

    /** The only run of this test's experiment. */
    private String run(MlflowServer server) throws IOException, InterruptedException {
        String name = settings.orElseThrow().experiment();
        JsonObject experiment = server.get("mlflow/experiments/get-by-name", "experiment_name", name);
        String id = experiment.object("experiment").text("experiment_id");
        List<JsonObject> runs = server.post("mlflow/runs/search", new JsonFields().put("experiment_ids", List.of(id)))
                .objects("runs");
        assertThat(runs).hasSize(1);
        return runs.get(0).object("info").text("run_id");
    }

    private String stored(JsonObject run, String file) throws IOException, InterruptedException {
        String root = run.object("run").object("info").text("artifact_uri");
        URI place = URI.create(settings.orElseThrow().server() + "/api/2.0/mlflow-artifacts/artifacts"
                + URI.create(root).getRawPath() + "/" + file);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(place).build(), BodyHandlers.ofString())
                .body();
    }

    private static String versions(MlflowServer server, String run) throws IOException, InterruptedException {
        return server.get("mlflow/model-versions/search", "filter", "run_id='" + run + "'")
                .asMap()
                .toString();
    }
}
