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
 *   <li>No rival, whether a baseline or the model in service, is significantly better by more than the margin: in
 *       neither metric does the whole one-sided 95 % interval of the difference lie below it.
 *   <li>The model is significantly better than each baseline in at least one of the two metrics. Each metric
 *       needs 97.5 % confidence (Bonferroni), so that a model no better than a baseline passes at most once in 20
 *       times.
 * </ul>
 *
 * @param minimumCases holdout cases needed to judge, at least 1
 * @param minimumShoppers distinct shoppers behind them, at least 1
 * @param minimumDays days from the first event of the log to the last, 0 or more
 * @param minimumEvents events of the log, 0 or more
 * @param margin negligible difference, as a share of the rival's value, 0–1; two fits of one log with different seeds
 *     differ by as much
 */
public record Gate(int minimumCases, int minimumShoppers, double minimumDays, long minimumEvents, double margin) {
    /** The limits for retrains. */
    public static final Gate STANDARD = new Gate(100, 50, 7, 2_000, 0.01);

    /** Share of the resamples in which the model must beat a baseline. */
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
            return new Verdict(evidence, evidence.alarms()); // missing data would only distract from them
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
