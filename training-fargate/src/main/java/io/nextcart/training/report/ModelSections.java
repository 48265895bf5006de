package io.nextcart.training.report;

import static io.nextcart.training.report.Figure.count;
import static io.nextcart.training.report.Figure.number;
import static io.nextcart.training.report.Figure.share;
import static io.nextcart.training.report.Figure.text;

import io.nextcart.store.document.CheckDetails.Drift;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.store.document.GateDetails;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.RankerMetrics;
import io.nextcart.store.document.StageRecord;
import io.nextcart.store.document.TrainingDetails;
import io.nextcart.training.report.Figure.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model's manifest records: how good it is, for whom, which features it uses, and how it was made. */
final class ModelSections {
    private static final int MOST_FEATURES = 20;
    private static final String HR = "hr@20";
    private static final String MRR = "mrr@20";
    private static final String RULE = "own_then_co_visitation";
    private static final Map<String, String> NAMES = Map.of(
            TrainingDetails.MODEL,
            "Nextcart",
            "champion",
            "the model in service",
            RULE,
            "own items, then co-visitation",
            "repeat",
            "the shopper's own items",
            "popularity",
            "popular items",
            "trending",
            "rising items",
            "co_visitation",
            "co-visitation alone");
    /** A population stability index above this is commonly called a marked shift. */
    private static final double SHIFTED = 0.2;

    private final Manifest manifest;
    private final TrainingDetails details;

    ModelSections(Manifest manifest) throws DamagedDocumentException {
        this.manifest = manifest;
        this.details = manifest.training();
    }

    List<Section> sections() {
        return List.of(quality(), inside(), making());
    }

    private Section quality() {
        RankerMetrics metrics = details.metrics();
        List<String> seen = new ArrayList<>();
        Interval hit = details.evaluation().interval(HR);
        if (hit.isKnown()) {
            String cases = metrics.cases() < 0 ? "" : " of " + Words.count(metrics.cases());
            seen.add("Model " + manifest.version() + " (objective: "
                    + manifest.objective().wireName()
                    + ") has what the shopper took among its first 20 items in " + Words.percent(hit.value())
                    + cases + " held-out cases, with 95 % confidence in " + Words.percent(hit.low()) + " to "
                    + Words.percent(hit.high()) + ".");
        }
        bestBaseline(metrics).ifPresent(baseline -> {
            Interval lead = details.evaluation().lead(baseline, HR);
            if (lead.isKnown()) {
                seen.add("The strongest baseline is " + name(baseline) + " with "
                        + Words.percent(metrics.value(baseline, HR)) + ": the model is " + Words.percent(lead.value())
                        + " of the cases ahead (" + Words.percent(lead.low()) + " to " + Words.percent(lead.high())
                        + ").");
            }
        });
        if (!seen.isEmpty()) {
            seen.add(
                    "HR@20 is the share of cases in which what the shopper took is among the first 20 items. MRR@20 says"
                            + " how high it stands: 100 % is always first, 50 % second. NDCG@20 says the same of all that the shopper"
                            + " took. Coverage is the share of the catalogue's items that were recommended to anybody.");
        }
        if (!details.calibration().reliability().table().isEmpty()) {
            seen.add(
                    "A score promises how likely the shopper is to take the item: the more alike the two bars of a pair are"
                            + " in the plot of what came, the better it keeps its promise.");
        }
        List<Figure> figures = List.of(rankers(metrics), leads(), segments(), calibration());
        return new Section("model", "How good the model is", seen, figures);
    }

    private static Optional<String> bestBaseline(RankerMetrics metrics) {
        return metrics.byRanker().keySet().stream()
                .filter(name -> !name.equals(TrainingDetails.MODEL) && !name.equals("champion"))
                .filter(name -> !Double.isNaN(metrics.value(name, HR)))
                .max(Comparator.comparingDouble(name -> metrics.value(name, HR)));
    }

    private static Figure rankers(RankerMetrics metrics) {
        Figure figure = new Figure("rankers", Kind.ROWS, "The model and the baselines on the same cases")
                .columns(
                        text("Ranker"),
                        share("Found in 20 (HR@20)"),
                        share("Place (MRR@20)"),
                        share("Order (NDCG@20)"),
                        share("Coverage of the catalogue"));
        metrics.byRanker().keySet().forEach(ranker -> {
            if (!Double.isNaN(metrics.value(ranker, HR))) {
                figure.add(
                        name(ranker),
                        metrics.value(ranker, HR),
                        metrics.value(ranker, MRR),
                        metrics.value(ranker, "ndcg@20"),
                        metrics.value(ranker, "coverage@20"));
            }
        });
        return figure;
    }

    private Figure leads() {
        Figure figure = new Figure("leads", Kind.NONE, "How far the model is ahead, with 95 % intervals")
                .columns(text("Of"), text("Metric"), share("Ahead by"), share("At least"), share("At most"));
        for (String rival : details.evaluation().leadOver().keySet()) {
            for (String metric : List.of(HR, MRR)) {
                Interval one = details.evaluation().lead(rival, metric);
                if (one.isKnown()) {
                    figure.add(name(rival), metric, one.value(), one.low(), one.high());
                }
            }
        }
        return figure;
    }

    private Figure segments() {
        // Models from before the rule was measured are shown beside the shopper's own items.
        String rival = details.metrics().byRanker().containsKey(RULE) ? RULE : "repeat";
        Figure figure = new Figure("segments", Kind.ROWS, "Found in 20, by segment")
                .columns(text("Segment"), share("Nextcart"), share(name(rival)), count("Cases"));
        details.evaluation().segments().forEach((segment, metrics) -> {
            double ours = metrics.value("nextcart", HR);
            figure.add(segment.replace('_', ' '), ours, metrics.value(rival, HR), metrics.cases());
        });
        return figure;
    }

    private Figure calibration() {
        Figure figure = new Figure(
                        "calibration", Kind.BARS, "What scores promise and what came, by promised probability")
                .columns(text("Promised"), share("Promised on average"), share("Came"), count("Items"));
        details.calibration().reliability().table().forEach(bin -> {
            figure.add(Words.percents(bin.from(), bin.to()), bin.promised(), bin.came(), bin.items());
        });
        return figure;
    }

    private Section inside() {
        Map<String, Double> importance = details.importance();
        List<String> seen = new ArrayList<>();
        Figure strongest = new Figure("importance", Kind.ROWS, "The features that move the ranker most")
                .columns(text("Feature"), share("Importance"));
        TrainingDetails.largest(importance, MOST_FEATURES).forEach((name, percent) -> {
            if (seen.isEmpty()) {
                seen.add("Of " + importance.size() + " features " + name + " moves the ranker most: "
                        + Words.percent(percent / 100) + " of all importance.");
            }
            strongest.add(name, percent / 100);
        });
        List<Figure> figures = new ArrayList<>(List.of(strongest));
        Drift drift = details.checks().drift();
        if (drift == null) {
            seen.add("Drift is not known: no model served when this one was trained, or its features were others.");
        } else {
            figures.add(drift(drift, seen));
        }
        return new Section("features", "What the model looks at", seen, figures);
    }

    private static Figure drift(Drift drift, List<String> seen) {
        Map<String, Double> index = drift.stabilityIndex();
        Map<String, Double> moved = TrainingDetails.largest(index, MOST_FEATURES);
        Map.Entry<String, Double> first = moved.entrySet().iterator().next();
        long shifted = index.values().stream().filter(one -> one > SHIFTED).count();
        seen.add("Since " + drift.parent() + " was trained " + shifted + " of " + index.size()
                + " features moved markedly" + (first.getValue() == 0 ? "." : "; " + first.getKey() + " moved most.")
                + " The index compares how often each value comes with how often it came then: 0 is no change, above "
                + SHIFTED + " a marked one.");
        Figure figure = new Figure("drift", Kind.ROWS, "Drift: population stability index")
                .columns(text("Feature"), number("Index"));
        moved.forEach(figure::add);
        return figure;
    }

    private Section making() {
        Figure stages = new Figure("stages", Kind.ROWS, "What the stages of the training took")
                .columns(
                        text("Stage"),
                        number("Seconds"),
                        number("CPU seconds"),
                        count("Peak MiB"),
                        count("Own MiB"),
                        count("MB read"));
        double seconds = 0;
        for (StageRecord stage : details.stages()) {
            stages.add(
                    stage.name(),
                    stage.seconds(),
                    stage.cpuSeconds(),
                    stage.peakRssMb(),
                    stage.peakOwnMb(),
                    Math.round(stage.bytesRead() / 1e6));
            seconds += stage.seconds();
        }
        Figure evidence = new Figure(
                        "gate",
                        Kind.NONE,
                        "The gate's evidence: differences to each rival, with one-sided bounds of 95 %")
                .columns(text("Rival"), text("Metric"), share("Difference"), share("Not below"), share("Not above"));
        GateDetails gate = details.gate();
        gate.evidence()
                .against()
                .forEach((rival, metrics) -> metrics.forEach(
                        (metric, one) -> evidence.add(name(rival), metric, one.mean(), one.low(), one.high())));
        List<String> seen = new ArrayList<>();
        String decision = switch (gate.decision()) {
            case GateDetails.PASSED -> "let the model pass";
            case GateDetails.REFUSED -> "refused the model";
            default -> "left no decision";
        };
        seen.add("The gate " + decision + (gate.forced() ? ", and it was published by force." : "."));
        gate.refusals().forEach(refusal -> seen.add("Refused: " + refusal));
        seen.add("The stages took " + Words.count(seconds) + " s up to the writing of the manifest.");
        Growth.sentence(details).ifPresent(sentence -> seen.add(sentence + "."));
        return new Section("making", "How the model was made and judged", seen, List.of(evidence, stages));
    }

    private static String name(String ranker) {
        return NAMES.getOrDefault(ranker, ranker.replace('_', ' '));
    }
}
