package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.bundle.Current;
import io.nextcart.engine.bundle.CurrentJson;
import io.nextcart.engine.bundle.ObjectKey;
import io.nextcart.engine.bundle.ObjectSource.Tagged;
import io.nextcart.engine.bundle.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the pipeline asks about models and trials. Every action may be asked again: what was done is recognised, what was left
 * half done is finished. {@code models/current.json} is only changed by conditional writes.
 */
final class RolloutService {
    private static final int ATTEMPTS = 5;

    private final ObjectStore store;
    private final TrialSettings settings;
    private final Clock clock;
    private final Comparison comparison;

    RolloutService(ObjectStore store, ObjectStore archive, TrialSettings settings, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.comparison = new Comparison(store, archive, settings);
    }

    /**
     * Does what {@code action} says.
     *
     * @throws IllegalArgumentException when the request is none, with the field and what was expected
     * @throws IOException when a store fails, or somebody else changed what serves
     */
    Map<String, Object> answer(Map<String, Object> request) throws IOException {
        return switch (text(request, "action")) {
            case "status" -> status();
            case "result" -> new RunResult(store).of(key(request, "run"));
            case "start" -> start(key(request, "version"), share(request));
            case "compare" -> compare(Alarm.raised(request.get("alarms")));
            default ->
                throw new IllegalArgumentException(
                        "action is " + request.get("action") + ", expected status, result, start or compare");
        };
    }

    private Map<String, Object> status() throws IOException {
        Optional<Current> current = serving().current();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("trial", current.filter(Current::hasTrial).isPresent() ? "running" : "none");
        answer.put("champion", current.map(Current::champion).orElse(null));
        answer.put("challenger", current.map(Current::challenger).orElse(null));
        return answer;
    }

    private Map<String, Object> start(String version, double share) throws IOException {
        if (store.etag("models/" + version + "/manifest.json").isEmpty()) {
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
                    return Message.promotedAtOnce(version);
                }
                continue;
            }
            if (current.hasTrial() && !version.equals(current.challenger())) {
                throw new IOException(store.location() + "/" + Current.KEY + ": challenger " + current.challenger()
                        + " is on trial, expected that to end before " + version + " begins");
            }
            if (version.equals(current.challenger())) {
                return Message.begun(version, current, settings);
            }
            // The record first, so that there is none without it.
            write(Trial.start(version, current.champion(), share, nowMs));
            Current next = current.withChallenger(version, share);
            if (put(next, serving)) {
                return Message.begun(version, next, settings);
            }
        }
        throw lostRace();
    }

    private Map<String, Object> compare(List<String> alarms) throws IOException {
        Current current = serving()
                .current()
                .orElseThrow(() ->
                        new IOException(store.location() + "/" + Current.KEY + ": nothing serves, expected a trial"));
        String challenger = current.challenger();
        if (challenger == null) {
            return Message.compared(ended(current));
        }
        Trial trial = trial(challenger);
        if (trial.decision() == Trial.Decision.CONTINUE) {
            trial = comparison.look(trial, alarms, clock.millis());
            write(trial); // before it is carried out, so that it is known when that breaks off
        }
        if (trial.decision() == Trial.Decision.CONTINUE) {
            return Message.compared(trial);
        }
        boolean promote = trial.decision() == Trial.Decision.PROMOTE;
        long nowMs = clock.millis();
        change(challenger, now -> promote ? now.promoted(nowMs) : now.withoutChallenger());
        return Message.compared(ended(serving().current().orElseThrow()));
    }

    /** Changes what serves, as long as the challenger is the one that was compared. */
    private void change(String challenger, UnaryOperator<Current> change) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Serving serving = serving();
            Current now = serving.current().orElse(null);
            if (now == null || !challenger.equals(now.challenger()) || put(change.apply(now), serving)) {
                return; // done, or somebody else ended the trial: the caller finds out which
            }
        }
        throw lostRace();
    }

    /** The trial that ended last, whoever ended it. */
    private Trial ended(Current current) throws IOException {
        Trial last = null;
        for (String key : store.list("trials/").stream().filter(Trial::isKey).toList()) {
            Trial trial = read(key);
            last = last == null || trial.startedMs() >= last.startedMs() ? trial : last;
        }
        if (last == null) {
            throw new IOException(store.location() + "/trials: there is none, expected a trial");
        }
        new CountFile(store).delete(last.challenger());
        if (last.ended()) {
            return last;
        }
        boolean serves = current.champion().equals(last.challenger());
        boolean asDecided = serves
                ? last.decision() == Trial.Decision.PROMOTE
                : last.decision() == Trial.Decision.ROLL_BACK
                        && current.champion().equals(last.champion());
        Trial over = asDecided
                ? last.carriedOut()
                : last.over(
                        serves ? Trial.Decision.PROMOTE : Trial.Decision.ROLL_BACK,
                        "somebody else changed what serves: the champion is " + current.champion() + " now",
                        clock.millis());
        write(over);
        return over;
    }

    private Trial trial(String challenger) throws IOException {
        return read(Trial.key(challenger));
    }

    private Trial read(String key) throws IOException {
        String place = store.location() + "/" + key;
        Tagged tagged = store.get(key).orElseThrow(() -> new IOException(place + ": no such object, expected a trial"));
        return Trial.read(tagged.bytes(), place);
    }

    private void write(Trial trial) throws IOException {
        String key = Trial.key(trial.challenger());
        if (!store.putIf(key, trial.toJson(), store.etag(key))) {
            throw new IOException(store.location() + "/" + key + ": written by somebody else meanwhile; ask again");
        }
    }

    /** What serves, and the tag to change it by. */
    private record Serving(Optional<Current> current, Optional<String> tag) {}

    private Serving serving() throws IOException {
        Optional<Tagged> tagged = store.get(Current.KEY);
        if (tagged.isEmpty()) {
            return new Serving(Optional.empty(), Optional.empty());
        }
        Current current = CurrentJson.read(tagged.get().bytes(), store.location() + "/" + Current.KEY);
        return new Serving(Optional.of(current), Optional.of(tagged.get().etag()));
    }

    private boolean put(Current next, Serving before) throws IOException {
        return store.putIf(Current.KEY, CurrentJson.write(next), before.tag());
    }

    private IOException lostRace() {
        return new IOException(
                store.location() + "/" + Current.KEY + ": others keep changing it; nothing was changed here");
    }

    private static String text(Map<String, Object> request, String field) {
        if (request.get(field) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(field + " is " + request.get(field) + ", expected a text");
    }

    private static String key(Map<String, Object> request, String field) {
        String text = text(request, field);
        if (!ObjectKey.isSegment(text)) {
            throw new IllegalArgumentException(field + " is '" + text + "', expected letters, digits and . _ = + -");
        }
        return text;
    }

    private static double share(Map<String, Object> request) {
        // Below 1, so that there is somebody to compare with.
        if (request.get("share") instanceof Number share && share.doubleValue() >= 0 && share.doubleValue() < 1) {
            return share.doubleValue();
        }
        throw new IllegalArgumentException(
                "share is " + request.get("share") + ", expected a number from 0 to below 1");
    }
}
