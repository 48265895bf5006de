package io.nextcart.training.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a candidate goes into service: judged on enough cases, not below showing what is popular, not below
 * repeating what the shopper looked at, and not below the model in service by more than a margin. Both HR@20 and MRR@20
 * count.
 *
 * @param minimumCases holdout cases needed to judge, at least 1
 * @param margin by how much the candidate may fall short of the champion, as a share of the champion's score, 0–1; it
 *     absorbs the noise between two fits
 */
public record Gate(int minimumCases, double margin) {
    public Gate {
        if (minimumCases < 1 || !(margin >= 0 && margin <= 1)) {
            throw new IllegalArgumentException("gate has " + minimumCases + " cases and margin " + margin
                    + ", expected at least 1 case and a margin from 0 to 1");
        }
    }

    /**
     * Judges a candidate.
     *
     * @param champion the model in service on the same holdout, if there is one
     * @throws IllegalArgumentException when the scores come from holdouts of different size
     */
    public GateResult decide(Scores candidate, Scores popularity, Scores repeat, Optional<Scores> champion) {
        List<String> reasons = new ArrayList<>();
        if (candidate.cases() < minimumCases) {
            reasons.add("only " + candidate.cases() + " holdout cases, at least " + minimumCases
                    + " are needed to judge: train on a longer log");
        }
        compare(candidate, popularity, 0, "showing popular items", reasons);
        compare(candidate, repeat, 0, "repeating the items just viewed", reasons);
        champion.ifPresent(scores -> compare(candidate, scores, margin, "the model in service", reasons));
        return reasons.isEmpty() ? new GateResult.Passed() : new GateResult.Refused(reasons);
    }

    private static void compare(Scores candidate, Scores rival, double margin, String name, List<String> reasons) {
        if (candidate.cases() != rival.cases()) {
            throw new IllegalArgumentException("the candidate was judged on " + candidate.cases() + " cases, " + name
                    + " on " + rival.cases() + ", expected the same holdout");
        }
        compare("HR@20", candidate.hr20(), rival.hr20(), margin, name, reasons);
        compare("MRR@20", candidate.mrr20(), rival.mrr20(), margin, name, reasons);
    }

    private static void compare(
            String metric, double candidate, double rival, double margin, String name, List<String> reasons) {
        if (candidate < rival * (1 - margin)) {
            String allowed = margin > 0 ? String.format(Locale.ROOT, " by more than %.1f %% of it", 100 * margin) : "";
            reasons.add(String.format(
                    Locale.ROOT,
                    "%s is %.2f %%, below the %.2f %% of %s%s",
                    metric,
                    100 * candidate,
                    100 * rival,
                    name,
                    allowed));
        }
    }
}
