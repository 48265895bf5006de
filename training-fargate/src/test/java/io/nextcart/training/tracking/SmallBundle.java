package io.nextcart.training.tracking;

import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** As much of a bundle as is told of. */
final class SmallBundle {
    static final String RANKER_BYTES = "not really trees";

    private SmallBundle() {}

    static Manifest manifest(String version) {
        return new Manifest(
                version,
                "abc",
                "cart",
                "v0",
                Map.of(),
                Map.of(
                        "seed",
                        42,
                        "parameters",
                        Map.of("loss", "Logloss", "learning_rate", 0.08),
                        "window",
                        Map.of("first_ms", 1_430_611_226_110L),
                        "metrics",
                        Map.of(
                                "cases",
                                192,
                                "model",
                                Map.of("hr@20", 0.75, "novelty@20", Double.NaN),
                                "repeat",
                                Map.of("hr@20", 0.5)),
                        "evaluation",
                        Map.of("intervals", Map.of("hr@20", Map.of("value", 0.75, "low", 0.7, "high", 0.8))),
                        "importance",
                        Map.of("hour", 4.1),
                        "stages",
                        List.of(
                                Map.of("name", "fit (the ranker)", "seconds", 2.5, "peak_rss_mb", 300),
                                Map.of("name", "gate", "seconds", 0.5, "peak_rss_mb", 200)),
                        "gate",
                        "passed"));
    }

    static Path write(Path folder, String version) throws IOException {
        Files.write(folder.resolve(Manifest.FILE), manifest(version).toJson());
        Files.writeString(folder.resolve("report.html"), "<!doctype html><title>Report</title>");
        Files.writeString(folder.resolve("ranker.cbm"), RANKER_BYTES);
        return folder;
    }
}
