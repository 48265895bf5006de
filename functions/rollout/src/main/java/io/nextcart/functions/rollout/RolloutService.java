package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
    private final TrialRecords records;
    private final CountFile counts;

    RolloutService(ObjectStore store, ObjectStore archive, TrialSettings settings, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.comparison = new Comparison(store, archive, settings);
        this.records = new TrialRecords(store);
        this.counts = new CountFile(store);
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
            case "start" -> start(key(request, "version"), share(request), watcher(request));
            case "watch" -> watch(key(request, "version"), text(request, "watcher"));
            case "compare" ->
                compare(
                        request.get("version") == null ? null : key(request, "version"),
                        watcher(request),
                        Alarm.raised(request.get("alarms")));
            default ->
                throw new IllegalArgumentException(
                        "action is " + request.get("action") + ", expected status, result, start, watch or compare");
        };
    }

    private Map<String, Object> status() throws IOException {
        Optional<Current> current = serving().current();
        if (current.isPresent()) {
            for (String challenger : records.running()) {
                ended(challenger); // by other hand: nobody would close its record
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("trial", current.filter(Current::hasTrial).isPresent() ? "running" : "none");
        answer.put("champion", current.map(Current::champion).orElse(null));
        answer.put("challenger", current.map(Current::challenger).orElse(null));
        return answer;
    }

    private Map<String, Object> start(String version, double share, @Nullable String watcher) throws IOException {
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
                if (watcher != null) {
                    watch(version, watcher);
                }
                return Message.begun(version, current, settings);
            }
            // The record first, so that there is none without it.
            records.begin(Trial.start(version, current.champion(), share, nowMs, watcher));
            Current next = current.withChallenger(version, share);
            if (put(next, serving)) {
                return Message.begun(version, next, settings);
            }
        }
        throw lostRace();
    }

    /** The newest watcher is the one: whoever watched before is told so at the next look. */
    private Map<String, Object> watch(String version, String watcher) throws IOException {
        Trial trial = records.change(version, now -> now.watchedBy(watcher));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("state", trial.ended() ? "over" : "trial");
        answer.put("version", version);
        return answer;
    }

    /**
     * Looks, and carries out what that leads to.
     *
     * @param version null for the one on trial, or else the last one that was
     * @param watcher who looks; null for whoever does not watch
     */
    private Map<String, Object> compare(@Nullable String version, @Nullable String watcher, List<String> alarms)
            throws IOException {
        Current current = serving()
                .current()
                .orElseThrow(() ->
                        new IOException(store.location() + "/" + Current.KEY + ": nothing serves, expected a trial"));
        String shown = current.challenger();
        String challenger = version != null ? version : shown != null ? shown : latest();
        Trial trial = records.read(challenger);
        if (!trial.isTakenFrom(watcher)) {
            trial = challenger.equals(shown) ? look(trial, alarms) : ended(challenger);
        }
        return trial.isTakenFrom(watcher) ? Message.left(trial) : Message.compared(trial);
    }

    private String latest() throws IOException {
        return records.latest()
                .orElseThrow(() -> new IOException(store.location() + "/trials: there is none, expected a trial"))
                .challenger();
    }

    private Trial look(Trial before, List<String> alarms) throws IOException {
        String challenger = before.challenger();
        Trial trial = before;
        if (trial.decision() == Trial.Decision.CONTINUE) {
            Look look = comparison.look(trial, alarms, clock.millis());
            // Before it is carried out, so that it is known when that breaks off. What others decided meanwhile stands.
            trial = records.change(challenger, now -> now.looked(look));
        }
        if (trial.decision() == Trial.Decision.CONTINUE) {
            return trial;
        }
        boolean promote = trial.decision() == Trial.Decision.PROMOTE && !before.ended();
        long nowMs = clock.millis();
        if (change(challenger, now -> promote ? now.promoted(nowMs) : now.withoutChallenger()) && before.ended()) {
            return before.takenOut(); // somebody showed it again by hand: what is over stays over
        }
        return ended(challenger);
    }

    /**
     * Changes what serves, as long as the challenger is the one that was compared.
     *
     * @return false when it is not: somebody else ended the trial
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

    /** The record of a trial, closed when its challenger is not shown any more, whoever ended it. */
    private Trial ended(String challenger) throws IOException {
        return records.change(challenger, trial -> {
            Current current = serving().current().orElseThrow();
            if (trial.ended() || challenger.equals(current.challenger())) {
                return trial;
            }
            counts.delete(challenger); // before the record says so: nobody would look for them afterwards
            boolean serves = current.champion().equals(challenger);
            boolean asDecided = serves
                    ? trial.decision() == Trial.Decision.PROMOTE
                    : trial.decision() == Trial.Decision.ROLL_BACK
                            && current.champion().equals(trial.champion());
            return asDecided
                    ? trial.carriedOut()
                    : trial.over(
                            serves ? Trial.Decision.PROMOTE : Trial.Decision.ROLL_BACK,
                            "it was ended by other hand: " + current.champion() + " is the champion now",
                            clock.millis());
        });
    }

    /** What serves, and the tag to change it by. */
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

    private static @Nullable String watcher(Map<String, Object> request) {
        return request.get("watcher") == null ? null : text(request, "watcher");
    }

    private static double share(Map<String, Object> request) {
        if (request.get("share") instanceof Number share
                && share.doubleValue() >= 0
                && share.doubleValue() <= Assignment.LARGEST_SHARE) {
            return share.doubleValue();
        }
        throw new IllegalArgumentException(
                "share is " + request.get("share") + ", expected a number from 0 to " + Assignment.LARGEST_SHARE);
    }
}
