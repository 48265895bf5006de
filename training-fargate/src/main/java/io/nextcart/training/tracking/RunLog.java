package io.nextcart.training.tracking;

import io.nextcart.engine.bundle.Bundle;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One run told to one server, step by step. A step that the server refuses is noted and the next ones are tried; a server that
 * cannot be reached, or that does not take the run at all, ends it.
 */
final class RunLog {
    /** The name in the registry. */
    static final String MODEL = "ranking_model";

    private static final List<String> ARTIFACTS = List.of(Manifest.FILE, "report.html", Bundle.RANKER);
    private static final String VERSION_TAG = "nextcart.version";
    private static final String FINISHED = "FINISHED";
    private static final String PROXY = "mlflow-artifacts:";
    /** MLflow takes 1,000 in a call. */
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
     * What went wrong so far, in one line; any thread may ask.
     *
     * @param latest what went wrong with the step that is being told now, or empty
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
     * Tells everything.
     *
     * @throws IOException when nothing more can be told
     */
    void tell() throws IOException, InterruptedException {
        Manifest manifest = Manifest.read(bundle);
        RunFields fields = RunFields.of(manifest);
        step = "the experiment";
        String experimentId = experimentId(settings.experiment());
        Optional<Map<?, ?>> earlier = earlier(manifest, experimentId);
        if (earlier.filter(info -> FINISHED.equals(info.get("status"))).isPresent()) {
            return; // told by a training that was killed before it had cleaned up
        }
        step = "the run";
        Map<?, ?> info = earlier.isPresent() ? earlier.get() : begin(manifest, fields, experimentId);
        String run = text(info, "run_id");
        String root = text(info, "artifact_uri");
        attempt("the parameters", () -> parameters(run, fields.parameters()));
        attempt("the metrics", () -> metrics(run, fields.metrics()));
        boolean stored = artifacts(root);
        if (stored && !outcome.equals("refused")) {
            attempt("the model version", () -> {
                if (earlier.isEmpty() || !isRegistered(run)) {
                    register(manifest, fields, run, root);
                }
            });
        }
        // Last, so that a run that is finished was told whole.
        attempt(
                "the end of the run",
                () -> server.post(
                        "mlflow/runs/update", Map.of("run_id", run, "status", FINISHED, "end_time", endedAtMs)));
    }

    private Map<?, ?> begin(Manifest manifest, RunFields fields, String experimentId)
            throws IOException, InterruptedException {
        return info(map(
                server.post(
                        "mlflow/runs/create",
                        Map.of(
                                "experiment_id",
                                experimentId,
                                "run_name",
                                manifest.version(),
                                "start_time",
                                endedAtMs - Math.round(1e3 * fields.seconds()),
                                "tags",
                                tags(manifest, fields.gate()))),
                "run"));
    }

    /** What the server has of the run of this very bundle: a training that is taken up again gives it the same version. */
    private Optional<Map<?, ?>> earlier(Manifest manifest, String experimentId)
            throws IOException, InterruptedException {
        step = "the search for an earlier run";
        try {
            Map<String, Object> found = server.post(
                    "mlflow/runs/search",
                    Map.of(
                            "experiment_ids",
                            List.of(experimentId),
                            "filter",
                            "tags.`" + VERSION_TAG + "` = '" + manifest.version() + "'",
                            "max_results",
                            1));
            return found.get("runs") instanceof List<?> runs && !runs.isEmpty() && runs.get(0) instanceof Map<?, ?> run
                    ? Optional.of(info(run))
                    : Optional.empty();
        } catch (MlflowException e) {
            faults.add(step + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isRegistered(String run) throws IOException, InterruptedException {
        Map<String, Object> found = server.get("mlflow/model-versions/search", "filter", "run_id='" + run + "'");
        return found.get("model_versions") instanceof List<?> versions && !versions.isEmpty();
    }

    private boolean attempt(String what, Call call) throws IOException, InterruptedException {
        step = what;
        try {
            call.run();
            return true;
        } catch (MlflowException e) {
            faults.add(what + ": " + e.getMessage());
            return false;
        }
    }

    private String experimentId(String name) throws IOException, InterruptedException {
        try {
            return experiment(name);
        } catch (MlflowException e) {
            if (!e.code().equals("RESOURCE_DOES_NOT_EXIST")) {
                throw e;
            }
        }
        try {
            return text(server.post("mlflow/experiments/create", Map.of("name", name)), "experiment_id");
        } catch (MlflowException e) {
            if (e.code().equals("RESOURCE_ALREADY_EXISTS")) {
                return experiment(name); // another training was quicker
            }
            throw e;
        }
    }

    private String experiment(String name) throws IOException, InterruptedException {
        Map<String, Object> found = server.get("mlflow/experiments/get-by-name", "experiment_name", name);
        return text(map(found, "experiment"), "experiment_id");
    }

    private void parameters(String run, Map<String, String> parameters) throws IOException, InterruptedException {
        List<Map<String, String>> all = new ArrayList<>();
        parameters.forEach((name, value) -> all.add(Map.of("key", name, "value", value)));
        server.post("mlflow/runs/log-batch", Map.of("run_id", run, "params", all));
    }

    private void metrics(String run, Map<String, Double> metrics) throws IOException, InterruptedException {
        List<Map<String, Object>> all = new ArrayList<>();
        metrics.forEach(
                (name, value) -> all.add(Map.of("key", name, "value", value, "timestamp", endedAtMs, "step", 0)));
        for (int from = 0; from < all.size(); from += METRICS_IN_A_CALL) {
            List<Map<String, Object>> some = all.subList(from, Math.min(all.size(), from + METRICS_IN_A_CALL));
            server.post("mlflow/runs/log-batch", Map.of("run_id", run, "metrics", some));
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

    private void register(Manifest manifest, RunFields fields, String run, String root)
            throws IOException, InterruptedException {
        try {
            server.post("mlflow/registered-models/create", Map.of("name", MODEL));
        } catch (MlflowException e) {
            if (!e.code().equals("RESOURCE_ALREADY_EXISTS")) {
                throw e;
            }
        }
        server.post(
                "mlflow/model-versions/create",
                Map.of("name", MODEL, "source", root, "run_id", run, "tags", tags(manifest, fields.gate())));
    }

    private List<Map<String, String>> tags(Manifest manifest, String gate) {
        return List.of(
                Map.of("key", VERSION_TAG, "value", manifest.version()),
                Map.of("key", "nextcart.outcome", "value", outcome),
                Map.of("key", "nextcart.gate", "value", gate));
    }

    private static Map<?, ?> info(Map<?, ?> run) throws MlflowException {
        return map(run, "info");
    }

    private static Map<?, ?> map(Map<?, ?> answer, String field) throws MlflowException {
        if (answer.get(field) instanceof Map<?, ?> map) {
            return map;
        }
        throw new MlflowException("the answer lacks '" + field + "'", "");
    }

    private static String text(Map<?, ?> answer, String field) throws MlflowException {
        if (answer.get(field) instanceof String text) {
            return text;
        }
        throw new MlflowException("the answer lacks '" + field + "'", "");
    }
}
