package io.nextcart.infra.settings;

import io.nextcart.functions.api.trial.Assignment;

/**
 * How a new model is tried before it serves everybody; docs/rollout.md explains how it is judged.
 *
 * @param challengerShare share of the shoppers who get a model on trial, 0 to 0.5; 0 publishes it at once
 * @param hours after which a trial ends undecided, up to 1000, longer than the horizon
 * @param horizonHours how long after a shopper's first event an add-to-cart counts, 1 to 168
 * @param minShoppers shoppers of each variant who must have completed their horizon before the numbers decide
 * @param alphaPercent the chance of calling two equal models different, 1 to 50
 * @param undecided {@code keep} the champion or {@code promote} the challenger when nothing was significant
 * @param lookEverySeconds pause of the pipeline between two looks at a trial, 10 to 86400
 */
public record TrialSettings(
        double challengerShare,
        int hours,
        int horizonHours,
        int minShoppers,
        int alphaPercent,
        String undecided,
        int lookEverySeconds) {
    /** Step Functions allows 25,000 events per execution, and a look takes 20. */
    private static final int MOST_LOOKS = 1200;

    private static final int SECONDS_PER_HOUR = 3600;

    static TrialSettings read(SettingsReader reader) {
        TrialSettings trial = new TrialSettings(
                reader.share("training.challengerShare", Assignment.LARGEST_SHARE),
                reader.number("training.trialHours", 2, 1000),
                reader.number("training.trialHorizonHours", 1, 168),
                reader.number("training.trialMinShoppers", 1, 100_000_000),
                reader.number("training.trialAlphaPercent", 1, 50),
                reader.text("training.trialUndecided", "keep|promote", "keep or promote"),
                reader.number("training.lookEverySeconds", 10, 86_400));
        reader.require(
                trial.hours > trial.horizonHours,
                "training.trialHours is " + trial.hours + ", expected more than training.trialHorizonHours, which is "
                        + trial.horizonHours);
        int looks = trial.hours * SECONDS_PER_HOUR / Math.max(1, trial.lookEverySeconds);
        reader.require(
                looks <= MOST_LOOKS,
                "training.lookEverySeconds is " + trial.lookEverySeconds + ", expected at most " + MOST_LOOKS
                        + " looks in training.trialHours, not " + looks);
        return trial;
    }
}
