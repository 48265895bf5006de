package io.nextcart.training.gate;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.GateDetails;
import io.nextcart.store.document.GateDetails.Difference;
import io.nextcart.training.evaluate.PairedBootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The gate's decision and its grounds, for the console and the manifest.
 *
 * @param refusals why the model may not go into service; empty when it may
 */
public record Verdict(Evidence evidence, List<String> refusals) {
    public Verdict {
        requireNonNull(evidence, "evidence is null");
        refusals = List.copyOf(requireNonNull(refusals, "refusals is null"));
    }

    /** The same verdict with more refusals. */
    public Verdict and(List<String> more) {
        List<String> all = new ArrayList<>(refusals);
        all.addAll(more);
        return new Verdict(evidence, all);
    }

    /** Whether the model may go into service. */
    public boolean passed() {
        return refusals.isEmpty();
    }

    /** A table for people: the model's lead over each rival, in points. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "  %-30s %26s %26s", "above, in points", "HR@20", "MRR@20"));
        for (Rival rival : Rival.values()) {
            List<String> cells = evidence.leads().stream()
                    .filter(one -> one.rival() == rival)
                    .map(one -> cell(one.difference()))
                    .toList();
            if (!cells.isEmpty()) {
                lines.add(String.format(Locale.ROOT, "  %-30s %26s %26s", rival.words(), cells.get(0), cells.get(1)));
            }
        }
        lines.add(String.format(
                Locale.ROOT,
                "  both bounds: one-sided 95 %% each, by %,d resamples of the %,d shoppers",
                PairedBootstrap.RESAMPLES,
                evidence.shoppers()));
        return lines;
    }

    /**
     * The verdict for the manifest.
     *
     * @param forced whether the model is published regardless of the gate
     */
    public GateDetails details(boolean forced) {
        Map<String, Map<String, Difference>> against = new LinkedHashMap<>();
        for (Rival rival : Rival.values()) {
            for (Lead one : evidence.leads()) {
                if (one.rival() == rival) {
                    against.computeIfAbsent(rival.wireName(), any -> new LinkedHashMap<>())
                            .put(one.metric(), one.difference());
                }
            }
        }
        return new GateDetails(
                passed() ? GateDetails.PASSED : GateDetails.REFUSED,
                refusals,
                forced && !passed(),
                new GateDetails.Evidence(
                        evidence.cases(),
                        evidence.shoppers(),
                        Math.round(10 * evidence.days()) / 10.0,
                        evidence.events(),
                        PairedBootstrap.RESAMPLES,
                        against));
    }

    private static String cell(Difference difference) {
        return String.format(
                Locale.ROOT,
                "%+.2f (%+.2f to %+.2f)",
                100 * difference.mean(),
                100 * difference.low(),
                100 * difference.high());
    }
}
