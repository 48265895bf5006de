package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.rollout.SequentialTest.Verdict;
import io.nextcart.functions.rollout.Trial.Decision;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at a trial: counts it from the log of record, and decides. */
final class Comparison {
    private static final double PERCENT = 100;
    /** Of the objects that cannot be read so many are named. */
    private static final int MOST_NAMED = 10;
    /** With fewer, nothing is said of what the shop sends back. */
    private static final int FEWEST_CARTS = 20;
    /** Recommendations that lead to less than one add-to-cart in a hundred would be the first of their kind. */
    private static final int FEWEST_WITH_ID_ONE_IN = 100;

    private final TrialLog log;
    private final CountFile file;
    private final TrialSettings settings;

    Comparison(ObjectStore store, ObjectStore archive, TrialSettings settings) {
        this.log = new TrialLog(archive);
        this.file = new CountFile(store);
        this.settings = requireNonNull(settings, "settings is null");
    }

    private record Decided(Decision decision, String reason) {}

    /**
     * One look.
     *
     * @param alarms the names of those that ring: each ends the trial
     */
    Look look(Trial trial, List<String> alarms, long nowMs) throws IOException {
        TrialLog.Forgotten forgotten = log.forgottenSince(trial.startedMs());
        Counted counted = file.read(trial, nowMs, forgotten.users());
        TrialLog.Listed listed = log.events(trial.startedMs(), nowMs, counted);
        if (counted.keep(listed.keys())) {
            file.write(trial, counted);
        }
        TrialCount.Counts counts = counted.count().counts(settings.horizon(), settings.settle());
        SequentialTest.Result result = new SequentialTest(trial.share(), settings.alphaPercent() / PERCENT)
                .look(counts.champion().arm(), counts.challenger().arm());
        Decided decided = decide(trial, alarms, counts, result, nowMs);
        Map<String, @Nullable Object> look = new LinkedHashMap<>();
        look.put("at", Instant.ofEpochMilli(nowMs).toString());
        look.put("champion", counts.champion().fields());
        look.put("challenger", counts.challenger().fields());
        look.put("lift", finite(result.lift()));
        look.put("lift_lowest", finite(result.lowest()));
        look.put("lift_highest", finite(result.highest()));
        look.put("evidence_better", finite(result.better()));
        look.put("evidence_worse", finite(result.worse()));
        look.put("alarms", alarms);
        List<String> unreadable = new ArrayList<>(listed.unreadable());
        unreadable.addAll(forgotten.unreadable());
        look.put("objects_skipped", unreadable.size());
        look.put("skipped", unreadable.subList(0, Math.min(MOST_NAMED, unreadable.size())));
        look.put("rows_skipped", counted.badRows());
        return new Look(look, decided.decision, decided.reason, nowMs);
    }

    private Decided decide(
            Trial trial, List<String> alarms, TrialCount.Counts counts, SequentialTest.Result result, long nowMs) {
        if (!alarms.isEmpty()) {
            return new Decided(Decision.ROLL_BACK, "an alarm rings: " + String.join(", ", alarms));
        }
        Verdict verdict = fewest(counts) < settings.minShoppers() ? Verdict.OPEN : result.verdict();
        return switch (verdict) {
            case BETTER -> new Decided(Decision.PROMOTE, "the challenger is better: " + lift(counts, result));
            case WORSE -> new Decided(Decision.ROLL_BACK, "the challenger is worse: " + lift(counts, result));
            case OPEN -> {
                String reason = open(counts, result);
                yield nowMs - trial.startedMs() >= settings.longest().toMillis()
                        ? undecided(reason)
                        : new Decided(Decision.CONTINUE, reason);
            }
        };
    }

    private static long fewest(TrialCount.Counts counts) {
        return Math.min(counts.champion().completed(), counts.challenger().completed());
    }

    private String open(TrialCount.Counts counts, SequentialTest.Result result) {
        long with = counts.champion().addToCarts() + counts.challenger().addToCarts();
        long all = with
                + counts.champion().addToCartsWithoutId()
                + counts.challenger().addToCartsWithoutId();
        if (all >= FEWEST_CARTS && with * FEWEST_WITH_ID_ONE_IN < all) {
            return String.format(
                    Locale.ROOT,
                    "the shop sends %s recommendation_id back: %,d of %,d add-to-carts carry one, and no others count",
                    with == 0 ? "no" : "hardly any",
                    with,
                    all);
        }
        long fewest = fewest(counts);
        return fewest < settings.minShoppers()
                ? "too few shoppers to tell: " + fewest + " of the smaller variant are through their "
                        + settings.horizon().toHours() + " h, " + settings.minShoppers() + " are needed"
                : "no difference is proven: " + lift(counts, result);
    }

    private Decided undecided(String reason) {
        String why = settings.longest().toHours() + " h are over, and " + reason;
        return new Decided(settings.promoteUndecided() ? Decision.PROMOTE : Decision.ROLL_BACK, why);
    }

    private String lift(TrialCount.Counts counts, SequentialTest.Result result) {
        if (counts.champion().converted() + counts.challenger().converted() == 0) {
            return "no shopper of either variant has an add-to-cart that counts";
        }
        return String.format(
                Locale.ROOT,
                "%s shoppers with an add-to-cart (%d %% interval: %s to %s)",
                Double.isFinite(result.lift()) ? percent(result.lift()) : "only the challenger has",
                100 - settings.alphaPercent(),
                percent(result.lowest()),
                percent(result.highest()));
    }

    private static String percent(double lift) {
        return Double.isFinite(lift) && lift < 1e6 ? String.format(Locale.ROOT, "%+.1f %%", PERCENT * lift) : "any";
    }

    /** JSON has no other numbers. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
