package io.nextcart.training.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Features that alone predict the answer too well to be honest. Each is tested twice: does it separate the answers of
 * training cases better than anything known before them can, and does it do much better there than on the holdout, as
 * when the tables of the training hold its answers? docs/gate.md has the measurements behind the bounds.
 */
final class StrongFeatures {
    /** The area within cases that no feature exceeds without an entry in {@link #REASONS}. */
    static final double BOUND = 0.95;
    /** The bound for features with a reason. */
    static final double BOUND_WITH_REASON = 0.995;
    /** How much stronger a feature may be in training than on the holdout. */
    static final double GAP = 0.10;
    /** Standard errors by which a gap must exceed zero to count. */
    private static final double GAP_ERRORS = 4;

    private static final String REPEAT =
            "what shoppers put in the cart is often the item they look at: where every cart comes"
                    + " from the item's page, the newest item of the session is nearly always the answer";
    private static final String SAME =
            "an item's factors are nearest to itself: where the answer is mostly an item of the"
                    + " session, they tell it as well as the repeats do";

    /** Why a feature may be very strong. */
    static final Map<String, String> REASONS = Map.of(
            "repeat_score", REPEAT,
            "repeat_rank", REPEAT,
            "repeat_position", REPEAT,
            "repeat_distinct_position", REPEAT,
            "repeat_views", REPEAT,
            "als_session", SAME,
            "als_newest", SAME,
            "als_session_cosine", SAME,
            "als_newest_cosine", SAME,
            "als_closest_cosine", SAME);

    private StrongFeatures() {}

    /**
     * Looks for features that are too strong in training.
     *
     * @param training by name
     * @return one plain sentence that names them all
     */
    static Optional<String> tooStrong(Map<String, CaseAuc> training) {
        List<String> found = new ArrayList<>();
        training.forEach((name, auc) -> {
            double bound = REASONS.containsKey(name) ? BOUND_WITH_REASON : BOUND;
            if (0.5 + auc.strength() > bound) {
                found.add(CheckReport.text(
                        "%s (AUC %.3f, %.3f to %.3f is believed)", name, auc.value(), 1 - bound, bound));
            }
        });
        return alarm("a feature alone tells the answers of training, most likely because it sees them: ", found);
    }

    /**
     * Looks for features that are much stronger in training than on the holdout.
     *
     * @return one plain sentence that names them all
     */
    static Optional<String> strongerThanOnHoldout(Map<String, CaseAuc> training, Map<String, CaseAuc> holdout) {
        List<String> found = new ArrayList<>();
        training.forEach((name, auc) -> {
            CaseAuc other = requireNonNull(holdout.get(name), name);
            double gap = Math.signum(auc.value() - 0.5) * (auc.value() - other.value());
            double error = Math.hypot(auc.standardError(), other.standardError());
            if (auc.strength() > other.strength() && gap > GAP && gap > GAP_ERRORS * error) {
                found.add(CheckReport.text("%s (AUC %.3f beside %.3f)", name, auc.value(), other.value()));
            }
        });
        return alarm(
                CheckReport.text(
                        "a feature tells the answers of training better than those of the holdout, by more than %.2f, most"
                                + " likely because what training looks things up in holds them: ",
                        GAP),
                found);
    }

    private static Optional<String> alarm(String words, List<String> found) {
        return found.isEmpty() ? Optional.empty() : Optional.of(words + String.join(", ", found));
    }
}
