package io.nextcart.training.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nextcart.data.Objective;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The parts of a bundle that are logged. */
final class SmallBundle {
    static final String RANKER_BYTES = "not really trees";

    private SmallBundle() {}

    static Manifest manifest(String version) throws IOException {
        JsonObject details = JsonObject.read("""
                {"seed": 42,
                 "parameters": {"loss": "Logloss", "trees": 400, "depth": 6, "learning_rate": 0.08, "threads": 2},
                 "window": {"first_ms": 1430611226110},
                 "metrics": {"cases": 192, "model": {"hr@20": 0.75, "novelty@20": "NaN"}, "repeat": {"hr@20": 0.5}},
                 "evaluation": {"intervals": {"hr@20": {"value": 0.75, "low": 0.7, "high": 0.8}}},
                 "importance": {"hour": 4.1},
                 "stages": [{"name": "fit (the ranker)", "seconds": 2.5, "cpu_seconds": 4.5, "peak_rss_mb": 300},
                            {"name": "gate", "seconds": 0.5, "cpu_seconds": 0.5, "peak_rss_mb": 200}],
                 "gate": "passed"}""".getBytes(UTF_8), "test", "details");
        return new Manifest(version, "abc", Objective.CART, ModelKind.FITTED, "v0", Map.of(), details);
    }

    static Path write(Path folder, String version) throws IOException {
        Files.write(folder.resolve(Manifest.FILE), manifest(version).toJson());
        Files.writeString(folder.resolve("report.html"), "<!doctype html><title>Report</title>");
        Files.writeString(folder.resolve("ranker.cbm"), RANKER_BYTES);
        return folder;
    }
}
