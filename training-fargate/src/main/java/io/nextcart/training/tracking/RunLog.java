package io.nextcart.training.tracking;

import io.nextcart.engine.bundle.Bundle;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Logs one run to one server, step by step. It notes a step that the server refuses and tries the next ones; it ends
 * when the server cannot be reached or refuses the run itself.
 */
final class RunLog {
    /** The name in the registry. */
    static final String MODEL = "ranking_model";

    private static final List<String> ARTIFACTS = List.of(Manifest.FILE, "report.html", Bundle.RANKER);
    private static final String PROXY = "mlflow-artifacts:";
    /** MLflow's limit is 1,000 in a call. */
    private static final int METRICS_IN_A_CALL = 900;

    private final TrackingSettings settings;
    private final MlflowServer server;
    private final Path bundle;
    private final String outcome;
    private final long endedAtMs;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private volatile String step = "the manifest";

    RunLog(TrackingSettings settings, Path bundle, String outcome, long endedAtMs) {
        this.settings = settings;
        this.server = new MlflowServer(settings);
        this.bundle = bundle;
        this.outcome = outcome;
        this.endedAtMs = endedAtMs;
    }

    /**
     * All faults so far, in one line; any thread may call it.
     *
     * @param latest the fault of the present step, or empty
     */
    String faults(String latest) {
        List<String> all = new ArrayList<>(faults);
        if (!latest.isEmpty()) {
            all.add(step + ": " + latest);
        }
        return String.join("; ", all);
    }

    /** A step that the server may refuse. */
    private interface Call {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Logs everything.
     *
     * @throws IOException when nothing more can be logged
     */
    void log() throws IOException, InterruptedException {
        Manifest manifest = Manifest.read(bundle);
        RunFields fields = RunFields.of(manifest);
        List<JsonFields> tags = List.of(
                pair("nextcart.version", manifest.version()),
                pair("nextcart.outcome", outcome),
                pair("nextcart.gate", fields.gate()));
        step = "the experiment";
        String experimentId = experimentId(settings.experiment());
        step = "the run";
        JsonFields creation = new JsonFields()
                .put("experiment_id", experimentId)
                .put("run_name", manifest.version())
                .put("start_time", endedAtMs - Math.round(1e3 * fields.seconds()))
                .putAll("tags", tags, tag -> tag);
        JsonObject info =
                server.post("mlflow/runs/create", creation).object("run").object("info");
        String run = info.text("run_id");
        String root = info.text("artifact_uri");
        attempt("the parameters", () -> {
            List<JsonFields> all = new ArrayList<>();
            fields.parameters().forEach((name, value) -> all.add(pair(name, value)));
            server.post("mlflow/runs/log-batch", run(run).putAll("params", all, one -> one));
        });
        attempt("the metrics", () -> metrics(run, fields.metrics()));
        boolean stored = artifacts(root);
        if (stored && !outcome.equals("refused")) {
            attempt("the model version", () -> register(run, root, tags));
        }
        // Last, so that a finished run is a complete one.
        attempt(
                "the end of the run",
                () -> server.post(
                        "mlflow/runs/update", run(run).put("status", "FINISHED").put("end_time", endedAtMs)));
    }

    private boolean attempt(String what, Call call) throws IOException, InterruptedException {
        step = what;
        try {
            call.run();
            return true;
        } catch (MlflowException | DamagedDocumentException e) {
            faults.add(what + ": " + e.getMessage());
            return false;
        }
    }

    private String experimentId(String name) throws IOException, InterruptedException {
        try {
            return experiment(name);
        } catch (MlflowException e) {
            e.unless("RESOURCE_DOES_NOT_EXIST");
        }
        try {
            return server.post("mlflow/experiments/create", new JsonFields().put("name", name))
                    .text("experiment_id");
        } catch (MlflowException e) {
            e.unless("RESOURCE_ALREADY_EXISTS"); // another training was faster
            return experiment(name);
        }
    }

    private String experiment(String name) throws IOException, InterruptedException {
        JsonObject found = server.get("mlflow/experiments/get-by-name", "experiment_name", name);
        return found.object("experiment").text("experiment_id");
    }

    private void metrics(String run, Map<String, Double> metrics) throws IOException, InterruptedException {
        List<JsonFields> all = new ArrayList<>();
        metrics.forEach((name, value) -> all.add(new JsonFields()
                .put("key", name)
                .put("value", value)
                .put("timestamp", endedAtMs)
                .put("step", 0)));
        for (int from = 0; from < all.size(); from += METRICS_IN_A_CALL) {
            List<JsonFields> some = all.subList(from, Math.min(all.size(), from + METRICS_IN_A_CALL));
            server.post("mlflow/runs/log-batch", run(run).putAll("metrics", some, one -> one));
        }
    }

    /** Whether the ranker is where the registry will point. */
    private boolean artifacts(String root) throws IOException, InterruptedException {
        if (!root.startsWith(PROXY)) {
            faults.add("the files: the server keeps them at '" + root + "' and stores none for others, start it with"
                    + " --serve-artifacts");
            return false;
        }
        String folder = URI.create(root).getRawPath().substring(1);
        boolean ranker = false;
        for (String name : ARTIFACTS) {
            Path file = bundle.resolve(name);
            if (Files.exists(file)) {
                boolean stored = attempt(name, () -> server.put(folder, file));
                ranker |= stored && name.equals(Bundle.RANKER);
            }
        }
        return ranker;
    }

    private void register(String run, String root, List<JsonFields> tags) throws IOException, InterruptedException {
        try {
            server.post("mlflow/registered-models/create", new JsonFields().put("name", MODEL));
        } catch (MlflowException e) {
            e.unless("RESOURCE_ALREADY_EXISTS");
        }
        server.post(
                "mlflow/model-versions/create",
                run(run).put("name", MODEL).put("source", root).putAll("tags", tags, tag -> tag));
    }

    private static JsonFields run(String id) {
        return new JsonFields().put("run_id", id);
    }

    private static JsonFields pair(String key, String value) {
        return new JsonFields().put("key", key).put("value", value);
    }
}
