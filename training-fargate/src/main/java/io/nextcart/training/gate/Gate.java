package io.nextcart.training.gate;

import io.nextcart.data.log.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether a model goes into service. docs/gate.md gives the reasons for the limits.
 *
 * <ul>
 *   <li>There is enough data to judge by, and no sign of a leak.
 *   <li>No rival, baseline or model in service, is proven to be better by more than the margin: in neither measure is the whole of
 *       the difference's one-sided 95 % interval below it.
 *   <li>The model is proven to be better than each baseline, in one of the two measures at least. Since there are two, each has to
 *       show it with 97.5 % confidence (Bonferroni), so that a model that is no better than a baseline gets past it at most once in
 *       20 times.
 * </ul>
 *
 * @param minimumCases holdout cases needed to judge, at least 1
 * @param minimumShoppers distinct shoppers that they come from, at least 1
 * @param minimumDays days from the first event of the log to the last, 0 or more
 * @param minimumEvents events of the log, 0 or more
 * @param margin what counts as nothing, as a share of the rival's value, 0–1: two fits of the same log with other seeds differ
 *     by as much
 */
public record Gate(int minimumCases, int minimumShoppers, double minimumDays, long minimumEvents, double margin) {
    /** The limits that retrains are held to. */
    public static final Gate STANDARD = new Gate(100, 50, 7, 2_000, 0.01);

    /** Share of the resamples in which the model has to be better than a baseline. */
    static final double PROVEN = 0.975;

    public Gate {
        if (minimumCases < 1
                || minimumShoppers < 1
                || !(minimumDays >= 0)
                || minimumEvents < 0
                || !(margin >= 0 && margin <= 1)) {
            throw new IllegalArgumentException("gate needs " + minimumCases + " cases, " + minimumShoppers
                    + " shoppers, " + minimumDays + " days, " + minimumEvents + " events with margin " + margin
                    + ", expected at least 1 case and shopper, and a margin from 0 to 1");
        }
    }

    /** Judges a model. */
    public Verdict decide(Evidence evidence) {
        if (evidence.cases() == 0 && !evidence.alarms().isEmpty()) {
            return new Verdict(evidence, evidence.alarms()); // how much is missing would only hide what is wrong
        }
        List<String> reasons = new ArrayList<>();
        atLeast(evidence.cases(), minimumCases, "holdout case", "", reasons);
        atLeast(evidence.shoppers(), minimumShoppers, "shopper", " in the holdout", reasons);
        atLeast(evidence.events(), minimumEvents, "event", " in the log", reasons);
        if (evidence.days() < minimumDays) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the log spans only %.1f days, at least %.0f are needed to judge: train on a longer log",
                    evidence.days(),
                    minimumDays));
        }
        reasons.addAll(evidence.alarms());
        for (Rival rival : Rival.values()) {
            List<Lead> against = evidence.leads().stream()
                    .filter(one -> one.rival() == rival)
                    .toList();
            List<String> below =
                    against.stream().filter(this::isBelow).map(this::below).toList();
            reasons.addAll(below);
            if (rival.isBaseline() && below.isEmpty() && against.stream().noneMatch(Gate::isBetter)) {
                reasons.add(notBetter(rival, against));
            }
        }
        return new Verdict(evidence, reasons);
    }

    private static void atLeast(long have, long need, String what, String where, List<String> reasons) {
        if (have < need) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "only %s%s, at least %,d are needed to judge: train on a longer log",
                    Counted.of(have, what),
                    where,
                    need));
        }
    }

    private boolean isBelow(Lead one) {
        return one.difference().high() < -margin * one.other();
    }

    private static boolean isBetter(Lead one) {
        return one.difference().better() >= PROVEN;
    }

    private String below(Lead one) {
        return String.format(
                Locale.ROOT,
                "%s is %.2f %%, below the %.2f %% of %s: with 95 %% confidence by at least %.2f points, and %.2f are let pass",
                one.metric().toUpperCase(Locale.ROOT),
                100 * one.model(),
                100 * one.other(),
                one.rival().words(),
                -100 * one.difference().high(),
                100 * margin * one.other());
    }

    private static String notBetter(Rival rival, List<Lead> against) {
        String measured = against.stream()
                .map(one -> String.format(
                        Locale.ROOT,
                        "%s %.2f %% beside %.2f %%, better in %.1f %% of the resamples",
                        one.metric().toUpperCase(Locale.ROOT),
                        100 * one.model(),
                        100 * one.other(),
                        100 * one.difference().better()))
                .reduce((first, second) -> first + "; " + second)
                .orElse("not compared");
        return String.format(
                Locale.ROOT,
                "not shown to be better than %s, expected %.1f %% in one measure at least: %s",
                rival.words(),
                100 * PROVEN,
                measured);
    }
}
