package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.rollout.SequentialTest.Verdict;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.TrialCounts;
import io.nextcart.store.document.TrialLook;
import io.nextcart.store.document.TrialLook.Evidence;
import io.nextcart.store.document.TrialLook.Skipped;
import io.nextcart.store.document.TrialRecord;
import io.nextcart.store.document.TrialRecord.Decision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at a trial: counts it from the archive, and decides. */
final class Comparison {
    private static final double PERCENT = 100;
    /** With fewer add-to-carts, it is too early to complain about missing ids. */
    private static final int FEWEST_CARTS = 20;
    /** Attributed add-to-carts below one in this many mean that the shop does not send its ids back. */
    private static final int FEWEST_WITH_ID_ONE_IN = 100;

    private final TrialLog log;
    private final CountFile file;
    private final TrialSettings settings;

    Comparison(ObjectStore store, ObjectStore archive, TrialSettings settings) {
        this.log = new TrialLog(archive);
        this.file = new CountFile(store, settings.controlShare());
        this.settings = requireNonNull(settings, "settings is null");
    }

    /** What a look found, and the decision. */
    record Outcome(TrialLook look, Decision decision, String reason) {}

    /**
     * Looks once.
     *
     * @param alarms that are ringing; one that began after the trial's start ends it
     */
    Outcome look(TrialRecord trial, List<RolloutRequest.Alarm> alarms, long nowMs) throws IOException {
        TrialLog.Deleted deleted = log.deletedSince(trial.startedMs());
        TrialCount count = file.read(trial, nowMs, deleted.users());
        TrialLog.Listed listed = log.events(trial.startedMs(), nowMs, count);
        if (count.keep(listed.keys())) {
            file.write(trial, count);
        }
        TrialCount.Counts counts = count.counts(settings.horizon(), settings.settle());
        SequentialTest.Result result = new SequentialTest(trial.share(), settings.alphaPercent() / PERCENT)
                .look(arm(counts.champion()), arm(counts.challenger()));
        List<String> unreadable = new ArrayList<>(listed.unreadable());
        unreadable.addAll(deleted.unreadable());
        TrialLook look = new TrialLook(
                nowMs,
                counts.champion(),
                counts.challenger(),
                result.evidence(),
                alarms.stream()
                        .filter(alarm -> alarm.beganAfter(trial.startedMs()))
                        .map(RolloutRequest.Alarm::name)
                        .toList(),
                Skipped.of(unreadable, count.badRows()));
        return decide(trial, look, result.verdict());
    }

    private static SequentialTest.Arm arm(TrialCounts counts) {
        return new SequentialTest.Arm(counts.completed(), counts.converted());
    }

    private Outcome decide(TrialRecord trial, TrialLook look, Verdict proven) {
        if (!look.alarms().isEmpty()) {
            return new Outcome(look, Decision.ROLL_BACK, "an alarm rings: " + String.join(", ", look.alarms()));
        }
        Verdict verdict = fewest(look) < settings.minShoppers() ? Verdict.OPEN : proven;
        return switch (verdict) {
            case BETTER -> new Outcome(look, Decision.PROMOTE, "the challenger is better: " + lift(look));
            case WORSE -> new Outcome(look, Decision.ROLL_BACK, "the challenger is worse: " + lift(look));
            case OPEN ->
                look.atMs() - trial.startedMs() >= settings.longest().toMillis()
                        ? undecided(look)
                        : new Outcome(look, Decision.CONTINUE, open(look));
        };
    }

    private static long fewest(TrialLook look) {
        return Math.min(look.champion().completed(), look.challenger().completed());
    }

    private String open(TrialLook look) {
        long with = look.champion().addToCarts() + look.challenger().addToCarts();
        long all =
                with + look.champion().addToCartsWithoutId() + look.challenger().addToCartsWithoutId();
        if (all >= FEWEST_CARTS && with * FEWEST_WITH_ID_ONE_IN < all) {
            return String.format(
                    Locale.ROOT,
                    "the shop sends %s recommendation_id back: %,d of %,d add-to-carts carry one, and no others count",
                    with == 0 ? "no" : "hardly any",
                    with,
                    all);
        }
        long fewest = fewest(look);
        return fewest < settings.minShoppers()
                ? "too few shoppers to tell: " + fewest + " of the smaller variant have completed their "
                        + settings.horizon().toHours() + " h, " + settings.minShoppers() + " are needed"
                : "no difference is proven: " + lift(look);
    }

    private Outcome undecided(TrialLook look) {
        String why = settings.longest().toHours() + " h are over, and " + open(look);
        return new Outcome(look, settings.promoteUndecided() ? Decision.PROMOTE : Decision.ROLL_BACK, why);
    }

    private String lift(TrialLook look) {
        if (look.champion().converted() + look.challenger().converted() == 0) {
            return "no shopper of either variant has an add-to-cart that counts";
        }
        Evidence evidence = look.evidence();
        return String.format(
                Locale.ROOT,
                "%s shoppers with an add-to-cart (%d %% interval: %s to %s)",
                Double.isFinite(evidence.lift()) ? percent(evidence.lift()) : "only the challenger has",
                100 - settings.alphaPercent(),
                percent(evidence.lowest()),
                percent(evidence.highest()));
    }

    private static String percent(double lift) {
        return Double.isFinite(lift) && lift < 1e6 ? String.format(Locale.ROOT, "%+.1f %%", PERCENT * lift) : "any";
    }
}
