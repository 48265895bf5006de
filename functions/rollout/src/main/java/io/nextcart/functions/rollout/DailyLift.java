package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.LiftGroups;
import io.nextcart.store.document.LiftRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts every night what recommendations bring, into {@link LiftRecord} and the metrics. It counts from the day of the
 * first count, within {@link #LONGEST} and {@link #MOST_EVENTS}; a new share of the control group starts over.
 */
final class DailyLift {
    private static final Duration LONGEST = Duration.ofDays(91);
    /**
     * 300 MB of the function's memory, and three minutes of its fifteen; the day that reaches it is read to its end.
     */
    private static final long MOST_EVENTS = 20_000_000;

    private static final double PERCENT = 100;

    private final ObjectStore store;
    private final ObjectStore archive;
    private final double share;
    private final Clock clock;
    private final RequestLog metrics;

    DailyLift(ObjectStore store, ObjectStore archive, double share, Clock clock, RequestLog metrics) {
        this.store = requireNonNull(store, "store is null");
        this.archive = requireNonNull(archive, "archive is null");
        this.share = share;
        this.clock = requireNonNull(clock, "clock is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
    }

    /**
     * Counts, unless there is no control group.
     *
     * @throws IOException when a store fails, or another process counts
     */
    JsonFields count() throws IOException {
        if (share == 0) {
            return new JsonFields().put("state", "off");
        }
        long nowMs = clock.millis();
        Optional<Tagged> before = store.get(LiftRecord.KEY);
        LiftRecord begun = before.isEmpty() ? begin(nowMs) : begun(before.get(), nowMs);
        long sinceMs = Math.max(begun.sinceMs(), midnight(nowMs - LONGEST.toMillis()));
        Lift.Counted counted = Lift.of(archive, share, sinceMs, nowMs, MOST_EVENTS);
        Lift lift = counted.lift();
        LiftRecord next =
                begun.looked(new LiftRecord.Look(nowMs, counted.fromMs(), lift.all()), lift.weeks(), lift.placements());
        if (!store.putIf(LiftRecord.KEY, next.toJson().toIndentedBytes(), before.map(Tagged::etag))) {
            throw new IOException(place() + ": another process wrote it meanwhile; try again");
        }
        metrics.measured(measures(lift.all()));
        return lift.all()
                .putInto(new JsonFields().put("state", "counted"))
                .put("objects_skipped", lift.unreadable().size())
                .put("rows_skipped", lift.badRows());
    }

    private LiftRecord begun(Tagged stored, long nowMs) throws IOException {
        LiftRecord record = LiftRecord.read(stored.bytes(), place());
        return record.controlShare() == share ? record : begin(nowMs);
    }

    private LiftRecord begin(long nowMs) {
        return LiftRecord.begin(share, midnight(nowMs));
    }

    private static long midnight(long timeMs) {
        return timeMs - Math.floorMod(timeMs, Duration.ofDays(1).toMillis());
    }

    private String place() {
        return store.location() + "/" + LiftRecord.KEY;
    }

    /** The known ones. */
    private static List<Measure> measures(LiftGroups all) {
        Double estimate = all.estimate();
        List<Measure> measures = new ArrayList<>();
        if (estimate != null) {
            measures.add(new Measure(Metric.LIFT, PERCENT * estimate));
        }
        if (Double.isFinite(all.highest())) {
            measures.add(new Measure(Metric.LIFT_LOWEST, PERCENT * all.lowest()));
            measures.add(new Measure(Metric.LIFT_HIGHEST, PERCENT * all.highest()));
        }
        return measures;
    }
}
