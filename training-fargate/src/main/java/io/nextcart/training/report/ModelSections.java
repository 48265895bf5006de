package io.nextcart.training.report;

import io.nextcart.store.document.Manifest;
import io.nextcart.training.registry.Details;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model's manifest tells: how good it is, for whom, what it looks at, and how it was made. */
final class ModelSections {
    private static final int MOST_FEATURES = 20;
    private static final Map<String, String> NAMES = Map.of(
            "model", "Nextcart",
            "nextcart", "Nextcart",
            "champion", "the model in service",
            "repeat", "the shopper's own items",
            "popularity", "popular items",
            "trending", "rising items",
            "co_visitation", "co-visitation alone");
    /** A population stability index above this is commonly called a marked shift. */
    private static final double SHIFTED = 0.2;

    private final Manifest manifest;
    private final Details details;

    ModelSections(Manifest manifest) {
        this.manifest = manifest;
        this.details = Details.of(manifest);
    }

    List<Section> sections() {
        return List.of(quality(), inside(), making());
    }

    private Section quality() {
        Details metrics = details.at("metrics");
        Details intervals = details.at("evaluation").at("intervals");
        List<String> seen = new ArrayList<>();
        Details hit = intervals.at("hr@20");
        String cases = Double.isNaN(metrics.number("cases")) ? "" : " of " + Words.count(metrics.number("cases"));
        if (hit.has("value")) {
            seen.add("Model " + manifest.version() + " (objective: " + manifest.objective()
                    + ") has what the shopper took among its first 20 items in " + Words.percent(hit.number("value"))
                    + cases + " held-out cases, with 95 % confidence in " + Words.percent(hit.number("low")) + " to "
                    + Words.percent(hit.number("high")) + ".");
        }
        bestRival(metrics).ifPresent(rival -> {
            Details lead = details.at("evaluation").at("lead_over").at(rival).at("hr@20");
            if (lead.has("value")) {
                seen.add("The strongest simple rule is " + name(rival) + " with "
                        + Words.percent(metrics.at(rival).number("hr@20")) + ": the model is "
                        + Words.percent(lead.number("value")) + " of the cases ahead ("
                        + Words.percent(lead.number("low"))
                        + " to " + Words.percent(lead.number("high")) + ").");
            }
        });
        if (!seen.isEmpty()) {
            seen.add(
                    "HR@20 is the share of cases in which what the shopper took is among the first 20 items. MRR@20 says how"
                            + " high it stands: 100 % is always first, 50 % second. NDCG@20 says the same of all that the shopper"
                            + " took. Coverage is the share of the catalogue's items that were recommended to anybody.");
        }
        if (!details.at("calibration").list("table").isEmpty()) {
            seen.add(
                    "A score promises how likely the shopper is to take the item: the more alike the two bars of a pair are in"
                            + " the plot of what came, the better it keeps its promise.");
        }
        return new Section(
                "model", "How good the model is", seen, List.of(rankers(metrics), lead(), segments(), calibration()));
    }

    private static Optional<String> bestRival(Details metrics) {
        return metrics.names().stream()
                .filter(name -> !name.equals("model")
                        && !name.equals("champion")
                        && metrics.at(name).has("hr@20"))
                .max(Comparator.comparingDouble(name -> metrics.at(name).number("hr@20")));
    }

    private static Figure rankers(Details metrics) {
        List<List<Object>> rows = new ArrayList<>();
        for (String ranker : metrics.names()) {
            Details its = metrics.at(ranker);
            if (its.has("hr@20")) {
                rows.add(List.of(
                        name(ranker),
                        value(its, "hr@20"),
                        value(its, "mrr@20"),
                        value(its, "ndcg@20"),
                        value(its, "coverage@20")));
            }
        }
        return new Figure(
                "rankers",
                Figure.Kind.ROWS,
                "The model and simple rules on the same cases",
                List.of(
                        Figure.text("Ranker"),
                        Figure.share("Found in 20 (HR@20)"),
                        Figure.share("Place (MRR@20)"),
                        Figure.share("Order (NDCG@20)"),
                        Figure.share("Coverage of the catalogue")),
                rows);
    }

    private Figure lead() {
        List<List<Object>> rows = new ArrayList<>();
        Details leads = details.at("evaluation").at("lead_over");
        for (String rival : leads.names()) {
            for (String metric : List.of("hr@20", "mrr@20")) {
                Details one = leads.at(rival).at(metric);
                if (one.has("value")) {
                    rows.add(List.of(name(rival), metric, value(one, "value"), value(one, "low"), value(one, "high")));
                }
            }
        }
        return new Figure(
                "leads",
                Figure.Kind.NONE,
                "How far the model is ahead, with 95 % intervals",
                List.of(
                        Figure.text("Of"),
                        Figure.text("Metric"),
                        Figure.share("Ahead by"),
                        Figure.share("At least"),
                        Figure.share("At most")),
                rows);
    }

    private Figure segments() {
        Details segments = details.at("evaluation").at("segments");
        List<List<Object>> rows = new ArrayList<>();
        for (String segment : segments.names()) {
            Details one = segments.at(segment);
            rows.add(List.of(
                    segment.replace('_', ' '),
                    value(one.at("nextcart"), "hr@20"),
                    value(one.at("repeat"), "hr@20"),
                    value(one, "cases")));
        }
        return new Figure(
                "segments",
                Figure.Kind.ROWS,
                "Found in 20, by segment",
                List.of(
                        Figure.text("Segment"),
                        Figure.share("Nextcart"),
                        Figure.share("The shopper's own items"),
                        Figure.count("Cases")),
                rows);
    }

    private Figure calibration() {
        List<List<Object>> rows = new ArrayList<>();
        for (Details bin : details.at("calibration").list("table")) {
            rows.add(List.of(
                    Words.percent(bin.number("from")) + "–" + Words.percent(bin.number("to")),
                    value(bin, "promised"),
                    value(bin, "came"),
                    value(bin, "items")));
        }
        return new Figure(
                "calibration",
                Figure.Kind.BARS,
                "What scores promise and what came, by promised probability",
                List.of(
                        Figure.text("Promised"),
                        Figure.share("Promised on average"),
                        Figure.share("Came"),
                        Figure.count("Items")),
                rows);
    }

    private Section inside() {
        Details importance = details.at("importance");
        List<String> strongest = importance.names().stream()
                .sorted(Comparator.comparingDouble(name -> -importance.number(name)))
                .limit(MOST_FEATURES)
                .toList();
        List<List<Object>> rows = new ArrayList<>();
        for (String feature : strongest) {
            rows.add(List.of(feature, value(importance, feature) / 100));
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "importance",
                Figure.Kind.ROWS,
                "The features that move the ranker most",
                List.of(Figure.text("Feature"), Figure.share("Importance")),
                rows));
        List<String> seen = new ArrayList<>();
        if (!strongest.isEmpty()) {
            seen.add("Of " + importance.names().size() + " features " + strongest.get(0) + " moves the ranker most: "
                    + Words.percent(importance.number(strongest.get(0)) / 100) + " of all importance.");
        }
        Details drift = details.at("checks").at("drift");
        Details index = drift.at("stability_index");
        if (index.names().isEmpty()) {
            seen.add("Drift is not known: no model served when this one was trained, or its features were others.");
        } else {
            List<String> moved = index.names().stream()
                    .sorted(Comparator.comparingDouble(name -> -index.number(name)))
                    .limit(MOST_FEATURES)
                    .toList();
            long shifted = index.names().stream()
                    .filter(name -> index.number(name) > SHIFTED)
                    .count();
            double most = value(index, moved.get(0));
            seen.add("Since " + drift.text("parent") + " was trained " + shifted + " of "
                    + index.names().size() + " features moved markedly"
                    + (most == 0 ? "." : "; " + moved.get(0) + " moved most.")
                    + " The index compares how often each value comes with how often it came then: 0 is no change, above "
                    + SHIFTED + " a marked one.");
            List<List<Object>> driftRows = new ArrayList<>();
            moved.forEach(name -> driftRows.add(List.of(name, value(index, name))));
            figures.add(new Figure(
                    "drift",
                    Figure.Kind.ROWS,
                    "Drift: population stability index",
                    List.of(Figure.text("Feature"), Figure.number("Index")),
                    driftRows));
        }
        return new Section("features", "What the model looks at", seen, figures);
    }

    private Section making() {
        List<List<Object>> stages = new ArrayList<>();
        double seconds = 0;
        for (Details stage : details.list("stages")) {
            stages.add(List.of(
                    stage.text("name"),
                    value(stage, "seconds"),
                    value(stage, "cpu_seconds"),
                    value(stage, "peak_rss_mb")));
            seconds += value(stage, "seconds");
        }
        List<List<Object>> gate = new ArrayList<>();
        Details against = details.at("evidence").at("against");
        for (String rival : against.names()) {
            for (String metric : against.at(rival).names()) {
                Details one = against.at(rival).at(metric);
                gate.add(List.of(name(rival), metric, value(one, "difference"), value(one, "low"), value(one, "high")));
            }
        }
        List<String> seen = new ArrayList<>();
        String decision = switch (details.text("gate")) {
            case "passed" -> "let the model pass";
            case "refused" -> "refused the model";
            default -> "left no decision";
        };
        seen.add("The gate " + decision
                + (Boolean.TRUE.equals(details.map().get("forced")) ? ", and it was published by force." : "."));
        details.texts("gate_refusals").forEach(refusal -> seen.add("Refused: " + refusal));
        seen.add("The stages took " + Words.count(seconds) + " s up to the writing of the manifest.");
        return new Section(
                "making",
                "How the model was made and judged",
                seen,
                List.of(
                        new Figure(
                                "gate",
                                Figure.Kind.NONE,
                                "The gate's evidence: differences to each rival, with one-sided bounds of 95 %",
                                List.of(
                                        Figure.text("Rival"),
                                        Figure.text("Metric"),
                                        Figure.share("Difference"),
                                        Figure.share("Not below"),
                                        Figure.share("Not above")),
                                gate),
                        new Figure(
                                "stages",
                                Figure.Kind.ROWS,
                                "What the stages of the training took",
                                List.of(
                                        Figure.text("Stage"),
                                        Figure.number("Seconds"),
                                        Figure.number("CPU seconds"),
                                        Figure.count("Peak MiB")),
                                stages)));
    }

    private static String name(String ranker) {
        return NAMES.getOrDefault(ranker, ranker.replace('_', ' '));
    }

    /** A number to draw: 0 where the manifest has none. */
    private static double value(Details of, String field) {
        double value = of.number(field);
        return Double.isNaN(value) ? 0 : value;
    }
}
