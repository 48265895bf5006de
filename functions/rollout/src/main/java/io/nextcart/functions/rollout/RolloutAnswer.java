package io.nextcart.functions.rollout;

import io.nextcart.store.document.Current;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.document.TrialCounts;
import io.nextcart.store.document.TrialLook;
import io.nextcart.store.document.TrialRecord;
import io.nextcart.store.document.TrialRecord.Decision;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's answer to a {@link RolloutRequest}, with a message for people if there is news. Subjects are ASCII and
 * shorter than 100 characters, as SNS requires.
 */
final class RolloutAnswer {
    private RolloutAnswer() {}

    /** The model in service, if any. */
    static JsonFields status(@Nullable Current current) {
        return new JsonFields()
                .put("trial", current != null && current.hasTrial() ? "running" : "none")
                .put("champion", current == null ? null : current.champion())
                .put("challenger", current == null ? null : current.challenger());
    }

    /** The result of a training. */
    static JsonFields result(RunOutcome outcome, @Nullable String version, String subject, String message) {
        return new JsonFields()
                .put("outcome", outcome.wireName())
                .put("version", version)
                .put("subject", subject)
                .put("message", message);
    }

    /** No trial: the version serves every shopper. */
    static JsonFields promotedAtOnce(String version) {
        return new JsonFields()
                .put("state", "promoted")
                .put("version", version)
                .put("subject", "Nextcart: a new model serves")
                .put("message", "Model " + version + " serves every shopper, without a trial.");
    }

    /** A trial runs. */
    static JsonFields onTrial(String version, Current current, TrialSettings settings) {
        String message = String.format(
                Locale.ROOT,
                "Model %s is shown to %.1f %% of the shoppers, for %d h at most. Model %s serves the others.",
                version,
                100 * current.challengerShare(),
                settings.longest().toHours(),
                current.champion());
        return new JsonFields()
                .put("state", "trial")
                .put("version", version)
                .put("subject", "Nextcart: a new model is on trial")
                .put("message", message);
    }

    /** The watcher is recorded. */
    static JsonFields watched(TrialRecord trial) {
        return new JsonFields().put("state", trial.ended() ? "over" : "trial").put("version", trial.challenger());
    }

    /**
     * The last look at a trial, and its decision.
     *
     * @param left whether another execution watches the trial now, so that this one has nothing left to do or to report
     */
    static JsonFields compared(TrialRecord trial, boolean left) {
        TrialLook look = trial.lastLook();
        String reason = left ? "execution " + trial.watcher() + " watches it now" : trial.reason();
        Decision decision = left ? Decision.CONTINUE : trial.decision();
        String subject = switch (decision) {
            case CONTINUE -> "Nextcart: the trial goes on";
            case PROMOTE -> "Nextcart: the new model is promoted";
            case ROLL_BACK -> "Nextcart: the new model is rolled back";
        };
        return new JsonFields()
                .put("decision", decision.wireName())
                .put("watch", left ? "leave" : "keep")
                .put("version", trial.challenger())
                .put("reason", reason)
                .put("champion", counts(trial.champion(), look == null ? null : look.champion()))
                .put("challenger", counts(trial.challenger(), look == null ? null : look.challenger()))
                .put("subject", subject)
                .put(
                        "message",
                        left
                                ? "The trial of model " + trial.challenger() + ": " + reason + ".\n"
                                : message(trial, look));
    }

    private static JsonFields counts(String version, @Nullable TrialCounts counts) {
        JsonFields fields = new JsonFields().put("version", version);
        return counts == null ? fields : counts.putInto(fields);
    }

    private static String message(TrialRecord trial, @Nullable TrialLook look) {
        String verdict = switch (trial.decision()) {
            case CONTINUE -> "goes on";
            case PROMOTE -> "is over: it serves every shopper now";
            case ROLL_BACK -> "is over: " + trial.champion() + " serves every shopper";
        };
        String text = "The trial of model " + trial.challenger() + " " + verdict + ". Why: " + trial.reason() + ".\n";
        return look == null
                ? text
                : text
                        + line("champion", look.champion())
                        + line("challenger", look.challenger())
                        + skipped(look.skipped());
    }

    private static String line(String variant, TrialCounts counts) {
        String without = counts.addToCartsWithoutId() > 0
                ? counts.addToCartsWithoutId() + " more without a recommendation_id, "
                : "";
        return variant + ": " + counts.converted() + " of " + counts.completed()
                + " shoppers with an add-to-cart; " + counts.clicks() + " clicks, " + counts.addToCarts()
                + " add-to-carts, " + without + counts.purchases() + " purchases; " + counts.mismatched()
                + " events name another model.\n";
    }

    private static String skipped(TrialLook.Skipped skipped) {
        String objects = skipped.objects() == 0
                ? ""
                : skipped.objects() + " objects of the archive cannot be read, or not to their end; what else they"
                        + " hold is missing in these numbers: " + String.join(", ", skipped.names())
                        + (skipped.names().size() < skipped.objects() ? " and others" : "") + ".\n";
        return objects + (skipped.rows() == 0 ? "" : skipped.rows() + " rows of the other objects are not events.\n");
    }
}
