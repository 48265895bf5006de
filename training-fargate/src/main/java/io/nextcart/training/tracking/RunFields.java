package io.nextcart.training.tracking;

import io.nextcart.store.document.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as MLflow wants it: parameters are texts, metrics are numbers, names hold letters, digits and {@code _-. :/} only.
 * What the manifest lacks is left out.
 *
 * @param parameters what was chosen before the training
 * @param metrics what came of it; all finite
 * @param seconds time of all stages
 */
record RunFields(Map<String, String> parameters, Map<String, Double> metrics, double seconds) {
    static RunFields of(Manifest manifest) {
        Map<String, Object> details = manifest.details();
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("objective", manifest.objective());
        parameters.put("schema_hash", manifest.schemaHash());
        parameters.put("parent", manifest.parent() == null ? "none" : manifest.parent());
        if (details.get("seed") != null) {
            parameters.put("seed", String.valueOf(details.get("seed")));
        }
        map(details.get("parameters")).forEach((name, value) -> parameters.put(name("", name), String.valueOf(value)));
        map(details.get("window")).forEach((name, value) -> {
            if (value instanceof Number ms) {
                String time = Instant.ofEpochMilli(ms.longValue()).toString();
                parameters.put(name("window_", String.valueOf(name).replaceAll("_ms$", "")), time);
            }
        });

        Map<String, Double> metrics = new TreeMap<>();
        Map<?, ?> rankers = map(details.get("metrics"));
        rankers.forEach((ranker, values) -> numbers(metrics, "model".equals(ranker) ? "" : ranker + "/", map(values)));
        number(metrics, "cases", rankers.get("cases"));
        map(map(details.get("evaluation")).get("intervals")).forEach((metric, interval) -> {
            number(metrics, name("", metric) + "_low", map(interval).get("low"));
            number(metrics, name("", metric) + "_high", map(interval).get("high"));
        });
        numbers(metrics, "count/", map(details.get("counts")));
        numbers(metrics, "calibration/", map(details.get("calibration")));
        numbers(metrics, "importance/", map(details.get("importance")));
        return new RunFields(parameters, metrics, stages(details.get("stages"), metrics));
    }

    private static double stages(@Nullable Object stages, Map<String, Double> metrics) {
        double seconds = 0;
        double peakMb = 0;
        for (Object one : stages instanceof Iterable<?> list ? list : List.of()) {
            Map<?, ?> stage = map(one);
            if (stage.get("seconds") instanceof Number took) {
                number(metrics, name("seconds/", stage.get("name")), took);
                seconds += took.doubleValue();
            }
            if (stage.get("peak_rss_mb") instanceof Number peak) {
                peakMb = Math.max(peakMb, peak.doubleValue());
            }
        }
        number(metrics, "seconds", seconds);
        number(metrics, "peak_mb", peakMb);
        return seconds;
    }

    private static void numbers(Map<String, Double> metrics, String prefix, Map<?, ?> values) {
        values.forEach((name, value) -> number(metrics, name(prefix, name), value));
    }

    private static void number(Map<String, Double> metrics, String name, @Nullable Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            metrics.put(name, number.doubleValue());
        }
    }

    private static String name(String prefix, @Nullable Object name) {
        return (prefix + name).replace("@", "_at_").replaceAll("[^A-Za-z0-9_\\-. :/]", "_");
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
