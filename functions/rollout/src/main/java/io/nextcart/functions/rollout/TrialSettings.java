package io.nextcart.functions.rollout;

import io.nextcart.data.Environment;
import io.nextcart.functions.api.trial.Assignment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of a trial.
 *
 * @param horizon how long after a shopper's first event in the trial an add-to-cart counts
 * @param settle time for events to reach the archive: a shopper's horizon counts as over this much later
 * @param longest how long a trial lasts if nothing is significant
 * @param minShoppers shoppers of each variant who must have completed their horizon before the numbers decide
 * @param alphaPercent the chance, in percent, of calling two equal models different
 * @param promoteUndecided whether to promote a challenger when nothing was significant
 * @param controlShare share of the users, 0 to {@link Assignment#LARGEST_SHARE}, in the control group, and so in no
 *     trial
 */
record TrialSettings(
        Duration horizon,
        Duration settle,
        Duration longest,
        int minShoppers,
        int alphaPercent,
        boolean promoteUndecided,
        double controlShare) {
    static final TrialSettings DEFAULT = of(new Environment(Map.of()));

    /** Reads {@code NEXTCART_TRIAL_*}; {@link Environment#check} reports their faults. */
    static TrialSettings of(Environment variables) {
        int horizonHours = variables.wholeNumber("NEXTCART_TRIAL_HORIZON_HOURS", 1, 168, 24);
        int settleMinutes = variables.wholeNumber("NEXTCART_TRIAL_SETTLE_MINUTES", 0, 1440, 15);
        int longestHours = variables.wholeNumber("NEXTCART_TRIAL_HOURS", 1, 24 * 60, 7 * 24);
        int minShoppers = variables.wholeNumber("NEXTCART_TRIAL_MIN_SHOPPERS", 1, 100_000_000, 500);
        int alphaPercent = variables.wholeNumber("NEXTCART_TRIAL_ALPHA_PERCENT", 1, 50, 5);
        boolean promote = variables.parsed(
                "NEXTCART_TRIAL_UNDECIDED",
                false,
                value -> value.matches("keep|promote") ? Optional.of(value.equals("promote")) : Optional.empty(),
                "keep or promote");
        if (longestHours <= horizonHours) {
            variables.fault("NEXTCART_TRIAL_HOURS is " + longestHours
                    + ", expected more than NEXTCART_TRIAL_HORIZON_HOURS, which is " + horizonHours);
        }
        return new TrialSettings(
                Duration.ofHours(horizonHours),
                Duration.ofMinutes(settleMinutes),
                Duration.ofHours(longestHours),
                minShoppers,
                alphaPercent,
                promote,
                variables.share("NEXTCART_CONTROL_SHARE", Assignment.LARGEST_SHARE, 0));
    }
}
