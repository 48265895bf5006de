package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.bundle.ObjectStore;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.rollout.Trial.Decision;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at a trial: counts it from the log of record, and decides. */
final class Comparison {
    private static final double PERCENT = 100;

    private final TrialLog log;
    private final TrialSettings settings;

    Comparison(ObjectStore archive, TrialSettings settings) {
        this.log = new TrialLog(archive);
        this.settings = requireNonNull(settings, "settings is null");
    }

    private record Decided(Decision decision, String reason) {}

    /**
     * One look.
     *
     * @param alarms the names of those that ring: each ends the trial
     */
    Look look(Trial trial, List<String> alarms, long nowMs) throws IOException {
        TrialCount count = new TrialCount(
                new Assignment(trial.challenger(), trial.share()),
                trial.champion(),
                trial.startedMs(),
                nowMs,
                log.forgottenSince(trial.startedMs()));
        TrialLog.Skipped skipped = log.events(trial.startedMs(), nowMs, count::accept);
        TrialCount.Counts counts = count.counts(settings.horizon(), settings.settle());
        SequentialTest.Result result = new SequentialTest(trial.share(), settings.alphaPercent() / PERCENT)
                .look(counts.champion().arm(), counts.challenger().arm());
        Decided decided = decide(trial, alarms, counts, result, nowMs);
        Map<String, Object> look = new LinkedHashMap<>();
        look.put("at", Instant.ofEpochMilli(nowMs).toString());
        look.put("champion", counts.champion().fields());
        look.put("challenger", counts.challenger().fields());
        look.put("lift", finite(result.lift()));
        look.put("lift_lowest", finite(result.lowest()));
        look.put("lift_highest", finite(result.highest()));
        look.put("evidence_better", finite(result.better()));
        look.put("evidence_worse", finite(result.worse()));
        look.put("alarms", alarms);
        look.put("objects_skipped", skipped.objects());
        look.put("rows_skipped", skipped.rows());
        return new Look(look, decided.decision, decided.reason, nowMs);
    }

    private Decided decide(
            Trial trial, List<String> alarms, TrialCount.Counts counts, SequentialTest.Result result, long nowMs) {
        if (!alarms.isEmpty()) {
            return new Decided(Decision.ROLL_BACK, "an alarm rings: " + String.join(", ", alarms));
        }
        boolean over = nowMs - trial.startedMs() >= settings.longest().toMillis();
        long fewest =
                Math.min(counts.champion().completed(), counts.challenger().completed());
        if (fewest < settings.minShoppers()) {
            String reason = "too few shoppers to tell: " + fewest + " of the smaller variant are through their "
                    + settings.horizon().toHours() + " h, " + settings.minShoppers() + " are needed";
            return over ? undecided(reason) : new Decided(Decision.CONTINUE, reason);
        }
        return switch (result.verdict()) {
            case BETTER -> new Decided(Decision.PROMOTE, "the challenger is better: " + lift(result));
            case WORSE -> new Decided(Decision.ROLL_BACK, "the challenger is worse: " + lift(result));
            case OPEN -> {
                String reason = "no difference is proven: " + lift(result);
                yield over ? undecided(reason) : new Decided(Decision.CONTINUE, reason);
            }
        };
    }

    private Decided undecided(String reason) {
        String days = settings.longest().toHours() + " h are over, and ";
        return settings.promoteUndecided()
                ? new Decided(Decision.PROMOTE, days + reason)
                : new Decided(Decision.ROLL_BACK, days + reason);
    }

    private String lift(SequentialTest.Result result) {
        return String.format(
                Locale.ROOT,
                "%+.1f %% shoppers with an add-to-cart (%d %% interval: %s to %s)",
                PERCENT * result.lift(),
                100 - settings.alphaPercent(),
                percent(result.lowest()),
                percent(result.highest()));
    }

    private static String percent(double lift) {
        return Double.isFinite(lift) && lift < 1e6 ? String.format(Locale.ROOT, "%+.1f %%", PERCENT * lift) : "any";
    }

    private static Object finite(double value) {
        return Double.isFinite(value) ? (Object) value : String.valueOf(value);
    }
}
