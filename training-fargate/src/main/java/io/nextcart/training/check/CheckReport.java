package io.nextcart.training.check;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.CheckDetails;
import io.nextcart.store.document.CheckDetails.Drift;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The results of a training's checks, for the gate, the console and the manifest.
 *
 * @param training the strength of each feature alone, by name
 * @param holdout the same on the holdout
 * @param histograms the bins of each feature, by name
 * @param compared number of vectors compared with those of serving
 */
public record CheckReport(
        Map<String, CaseAuc> training,
        Map<String, CaseAuc> holdout,
        ShuffledAnswers shuffled,
        Map<String, Histogram> histograms,
        Optional<Drift> drift,
        int compared) {
    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Signs of a leak, one plain sentence each. */
    public List<String> alarms() {
        return Stream.of(
                        shuffled.alarm(),
                        StrongFeatures.tooStrong(training),
                        StrongFeatures.strongerThanOnHoldout(training, holdout))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A few lines for people, with warnings of drift. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text("Checks: %,d vectors are, to the last bit, those that serving computes", compared));
        lines.add(
                shuffled.auc().cases() == 0
                        ? "  too few cases to see that random answers cannot be learnt"
                        : text(
                                "  random answers cannot be learnt: AUC %.3f, chance is %.3f to %.3f",
                                shuffled.auc().value(), 0.5 - shuffled.band(), 0.5 + shuffled.band()));
        Map.Entry<String, CaseAuc> strongest = Collections.max(
                training.entrySet(), Map.Entry.comparingByValue(Comparator.comparingDouble(CaseAuc::strength)));
        CaseAuc onHoldout = requireNonNull(holdout.get(strongest.getKey()), strongest.getKey());
        double area = strongest.getValue().value() - 0.5;
        // In either direction, so that 1 is perfect.
        double sign = Math.signum(area);
        lines.add(text(
                "  the strongest feature alone: %s, AUC %.3f in training, %.3f on the holdout",
                strongest.getKey(), 0.5 + sign * area, 0.5 + sign * (onHoldout.value() - 0.5)));
        drift.ifPresent(since -> lines.addAll(lines(since)));
        return lines;
    }

    private static List<String> lines(Drift drift) {
        List<String> lines = new ArrayList<>();
        Map.Entry<String, Double> largest = drift.stabilityIndex().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        lines.add(text(
                "  drift since %s: at most %.3f, of %s; %.2f is a shift",
                drift.parent(), largest.getValue(), largest.getKey(), FeatureDrift.SHIFTED));
        drift.stabilityIndex().forEach((name, index) -> {
            if (index >= FeatureDrift.SHIFTED) {
                lines.add(text(
                        "  Warning: feature '%s' has shifted since the model in service was trained, by %.2f",
                        name, index));
            }
        });
        return lines;
    }

    /** All of it for the manifest. */
    public CheckDetails details() {
        CaseAuc auc = shuffled.auc();
        Map<String, CheckDetails.Histogram> bins = new LinkedHashMap<>();
        histograms.forEach((name, histogram) -> bins.put(name, histogram.details()));
        return new CheckDetails(
                compared,
                new CheckDetails.ShuffledAnswers(
                        auc.cases(),
                        rounded(auc.value()),
                        rounded(0.5 - shuffled.band()),
                        rounded(0.5 + shuffled.band())),
                rounded(training, CaseAuc::value),
                rounded(holdout, CaseAuc::value),
                drift.map(since -> new Drift(since.parent(), rounded(since.stabilityIndex(), Double::doubleValue)))
                        .orElse(null),
                bins);
    }

    private static <T> Map<String, Double> rounded(Map<String, T> values, ToDoubleFunction<T> value) {
        Map<String, Double> rounded = new LinkedHashMap<>();
        values.forEach((name, one) -> rounded.put(name, rounded(value.applyAsDouble(one))));
        return rounded;
    }

    private static double rounded(double value) {
        return Math.round(1e4 * value) / 1e4;
    }
}
