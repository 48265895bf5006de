package io.nextcart.training.check;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.CheckDetails;
import io.nextcart.store.document.CheckDetails.Drift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the checks of a training found: for the gate, the console and the manifest. */
public final class CheckReport {
    private final List<String> names;
    private final QuestionAuc[] training;
    private final QuestionAuc[] holdout;
    private final ShuffledAnswers shuffled;
    private final Map<String, Histogram> histograms;
    private final Optional<Drift> drift;
    private final int compared;

    CheckReport(
            List<String> names,
            QuestionAuc[] training,
            QuestionAuc[] holdout,
            ShuffledAnswers shuffled,
            Map<String, Histogram> histograms,
            Optional<Drift> drift,
            int compared) {
        this.names = List.copyOf(names);
        this.training = training.clone();
        this.holdout = holdout.clone();
        this.shuffled = requireNonNull(shuffled, "shuffled is null");
        this.histograms = requireNonNull(histograms, "histograms is null");
        this.drift = requireNonNull(drift, "drift is null");
        this.compared = compared;
    }

    /** Signs of a leak, one plain sentence each. */
    public List<String> alarms() {
        List<String> alarms = new ArrayList<>();
        shuffled.alarm().ifPresent(alarms::add);
        StrongFeatures.tooStrong(names, training).ifPresent(alarms::add);
        StrongFeatures.strongerThanOnHoldout(names, training, holdout).ifPresent(alarms::add);
        return alarms;
    }

    /** A few lines for a person, warnings of drift among them. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "Checks: %,d vectors are, to the last bit, those that serving computes", compared));
        lines.add(
                shuffled.auc().questions() == 0
                        ? "  too few cases to see that answers drawn by lot cannot be learnt"
                        : String.format(
                                Locale.ROOT,
                                "  answers drawn by lot cannot be learnt: AUC %.3f, chance is %.3f to %.3f",
                                shuffled.auc().value(),
                                0.5 - shuffled.band(),
                                0.5 + shuffled.band()));
        int strongest = 0;
        for (int f = 0; f < training.length; f++) {
            strongest = training[f].strength() > training[strongest].strength() ? f : strongest;
        }
        // Whichever way it points, so that 1 is perfect.
        double sign = Math.signum(training[strongest].value() - 0.5);
        lines.add(String.format(
                Locale.ROOT,
                "  the strongest feature alone: %s, AUC %.3f in training, %.3f on the holdout",
                names.get(strongest),
                0.5 + sign * (training[strongest].value() - 0.5),
                0.5 + sign * (holdout[strongest].value() - 0.5)));
        drift.ifPresent(since -> lines.addAll(lines(since)));
        return lines;
    }

    private static List<String> lines(Drift drift) {
        List<String> lines = new ArrayList<>();
        Map.Entry<String, Double> largest = drift.stabilityIndex().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        lines.add(String.format(
                Locale.ROOT,
                "  drift since %s: at most %.3f, of %s; %.2f is a shift",
                drift.parent(),
                largest.getValue(),
                largest.getKey(),
                FeatureDrift.SHIFTED));
        drift.stabilityIndex().forEach((name, index) -> {
            if (index >= FeatureDrift.SHIFTED) {
                lines.add(String.format(
                        Locale.ROOT,
                        "  Warning: feature '%s' has shifted since the model in service was trained, by %.2f",
                        name,
                        index));
            }
        });
        return lines;
    }

    /** All of it for the manifest. */
    public CheckDetails details() {
        QuestionAuc auc = shuffled.auc();
        Map<String, CheckDetails.Histogram> bins = new LinkedHashMap<>();
        histograms.forEach((name, histogram) -> bins.put(name, histogram.details()));
        return new CheckDetails(
                compared,
                new CheckDetails.ShuffledAnswers(
                        auc.questions(),
                        rounded(auc.value()),
                        rounded(0.5 - shuffled.band()),
                        rounded(0.5 + shuffled.band())),
                byName(training),
                byName(holdout),
                drift.map(CheckReport::rounded).orElse(null),
                bins);
    }

    private Map<String, Double> byName(QuestionAuc[] areas) {
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int f = 0; f < areas.length; f++) {
            byName.put(names.get(f), rounded(areas[f].value()));
        }
        return byName;
    }

    private static Drift rounded(Drift drift) {
        Map<String, Double> indices = new LinkedHashMap<>();
        drift.stabilityIndex().forEach((name, index) -> indices.put(name, rounded(index)));
        return new Drift(drift.parent(), indices);
    }

    private static double rounded(double value) {
        return Math.round(1e4 * value) / 1e4;
    }
}
