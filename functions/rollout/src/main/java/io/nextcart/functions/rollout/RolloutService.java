package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.RequestLog;
import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.TrialRecord;
import io.nextcart.store.document.TrialRecord.Decision;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Starts, watches and ends trials. Every request may be repeated: finished work is recognised, unfinished work
 * completed. {@code models/current.json} is changed only by conditional writes.
 */
final class RolloutService {
    private static final int ATTEMPTS = 5;

    private final ObjectStore store;
    private final TrialSettings settings;
    private final Clock clock;
    private final Comparison comparison;
    private final TrialRecords records;
    private final CountFile counts;
    private final DailyLift lift;

    RolloutService(ObjectStore store, ObjectStore archive, TrialSettings settings, Clock clock) {
        this(store, archive, settings, clock, RequestLog.NONE);
    }

    RolloutService(ObjectStore store, ObjectStore archive, TrialSettings settings, Clock clock, RequestLog metrics) {
        this.store = requireNonNull(store, "store is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.comparison = new Comparison(store, archive, settings);
        this.records = new TrialRecords(store);
        this.counts = new CountFile(store, settings.controlShare());
        this.lift = new DailyLift(store, archive, settings.controlShare(), clock, metrics);
    }

    /**
     * Carries out a request.
     *
     * @throws IOException when a store fails, or another process changed what serves
     */
    JsonFields answer(RolloutRequest request) throws IOException {
        if (request instanceof RolloutRequest.Result result) {
            return RunResult.of(store, result.run());
        }
        if (request instanceof RolloutRequest.CountLift) {
            return lift.count();
        }
        if (request instanceof RolloutRequest.Start start) {
            return start(start.version(), start.share(), start.watcher());
        }
        if (request instanceof RolloutRequest.Watch watch) {
            return watch(watch.version(), watch.watcher());
        }
        return request instanceof RolloutRequest.Compare compare ? compare(compare) : status();
    }

    private JsonFields status() throws IOException {
        Optional<Current> current = serving().current();
        if (current.isPresent()) {
            for (String challenger : records.running()) {
                ended(challenger); // ended manually: nothing else would close its record
            }
        }
        return RolloutAnswer.status(current.orElse(null));
    }

    private JsonFields start(String version, double share, @Nullable String watcher) throws IOException {
        if (store.etag(Manifest.key(version)).isEmpty()) {
            throw new IOException(
                    store.location() + "/models/" + version + ": no such model, expected one that is stored");
        }
        long nowMs = clock.millis();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Serving serving = serving();
            Current current = serving.current().orElse(null);
            if (current == null || share == 0 || current.champion().equals(version)) {
                Current next = current == null
                        ? new Current(version, null, 0, null, nowMs)
                        : current.published(version, nowMs);
                boolean serves = current != null && current.champion().equals(version);
                if (serves || put(next, serving)) {
                    return RolloutAnswer.promotedAtOnce(version);
                }
                continue;
            }
            if (current.hasTrial() && !version.equals(current.challenger())) {
                throw new IOException(store.location() + "/" + Current.KEY + ": challenger " + current.challenger()
                        + " is on trial, expected that to end before " + version + " starts");
            }
            if (version.equals(current.challenger())) {
                if (watcher != null) {
                    watch(version, watcher);
                }
                return RolloutAnswer.onTrial(version, current, settings);
            }
            // The record first, so that every trial has one.
            records.begin(TrialRecord.start(version, current.champion(), share, nowMs, watcher));
            Current next = current.withChallenger(version, share);
            if (put(next, serving)) {
                return RolloutAnswer.onTrial(version, next, settings);
            }
        }
        throw lostRace();
    }

    /** The newest watcher counts; the earlier one finds out at its next look. */
    private JsonFields watch(String version, String watcher) throws IOException {
        return RolloutAnswer.watched(records.change(version, now -> now.watchedBy(watcher)));
    }

    private JsonFields compare(RolloutRequest.Compare request) throws IOException {
        Current current = serving()
                .current()
                .orElseThrow(() ->
                        new IOException(store.location() + "/" + Current.KEY + ": nothing serves, expected a trial"));
        String shown = current.challenger();
        String challenger = request.version() != null ? request.version() : shown != null ? shown : latest();
        TrialRecord trial = records.read(challenger);
        if (!trial.isTakenFrom(request.watcher())) {
            trial = challenger.equals(shown) ? look(trial, request.alarms()) : ended(challenger);
        }
        return RolloutAnswer.compared(trial, trial.isTakenFrom(request.watcher()));
    }

    private String latest() throws IOException {
        return records.latest()
                .orElseThrow(() -> new IOException(store.location() + "/trials: it is empty, expected a trial"))
                .challenger();
    }

    private TrialRecord look(TrialRecord before, List<RolloutRequest.Alarm> alarms) throws IOException {
        String challenger = before.challenger();
        TrialRecord trial = before;
        if (trial.decision() == Decision.CONTINUE) {
            Comparison.Outcome seen = comparison.look(trial, alarms, clock.millis());
            // Written before it is carried out, so that the decision survives a failure. A decision that others made
            // meanwhile stands.
            trial = records.change(challenger, now -> now.looked(seen.look(), seen.decision(), seen.reason()));
        }
        if (trial.decision() == Decision.CONTINUE) {
            return trial;
        }
        boolean promote = trial.decision() == Decision.PROMOTE && !before.ended();
        long nowMs = clock.millis();
        if (change(challenger, now -> promote ? now.promoted(nowMs) : now.withoutChallenger()) && before.ended()) {
            return before.takenOut(); // somebody put it on trial again: a finished trial stays finished
        }
        return ended(challenger);
    }

    /**
     * Changes what serves, if the challenger is still the compared one.
     *
     * @return false when it is not: the trial was ended otherwise
     */
    private boolean change(String challenger, UnaryOperator<Current> change) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Serving serving = serving();
            Current now = serving.current().orElse(null);
            if (now == null || !challenger.equals(now.challenger())) {
                return false;
            }
            if (put(change.apply(now), serving)) {
                return true;
            }
        }
        throw lostRace();
    }

    /** The record of a trial, closed once its challenger is no longer shown. */
    private TrialRecord ended(String challenger) throws IOException {
        return records.change(challenger, trial -> {
            Current current = serving().current().orElseThrow();
            if (trial.ended() || challenger.equals(current.challenger())) {
                return trial;
            }
            counts.delete(challenger); // before the record is closed: nothing would look for them afterwards
            boolean serves = current.champion().equals(challenger);
            boolean asDecided = serves
                    ? trial.decision() == Decision.PROMOTE
                    : trial.decision() == Decision.ROLL_BACK
                            && current.champion().equals(trial.champion());
            return asDecided
                    ? trial.carriedOut()
                    : trial.over(
                            serves ? Decision.PROMOTE : Decision.ROLL_BACK,
                            "it was ended manually: " + current.champion() + " is the champion now",
                            clock.millis());
        });
    }

    /** What serves, and the tag for a conditional write. */
    private record Serving(Optional<Current> current, Optional<String> tag) {}

    private Serving serving() throws IOException {
        Optional<Tagged> tagged = store.get(Current.KEY);
        if (tagged.isEmpty()) {
            return new Serving(Optional.empty(), Optional.empty());
        }
        Current current = Current.read(tagged.get().bytes(), store.location() + "/" + Current.KEY);
        return new Serving(Optional.of(current), Optional.of(tagged.get().etag()));
    }

    private boolean put(Current next, Serving before) throws IOException {
        return store.putIf(Current.KEY, next.toJson(), before.tag());
    }

    private IOException lostRace() {
        return new IOException(store.location() + "/" + Current.KEY + ": others keep changing it; nothing was changed");
    }
}
