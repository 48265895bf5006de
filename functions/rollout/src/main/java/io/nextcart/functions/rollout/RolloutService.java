package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.bundle.Current;
import io.nextcart.engine.bundle.CurrentJson;
import io.nextcart.engine.bundle.ObjectKey;
import io.nextcart.engine.bundle.ObjectSource.Tagged;
import io.nextcart.engine.bundle.ObjectStore;
import io.nextcart.functions.api.trial.Assignment;
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
    private final TrialRecords records;

    RolloutService(ObjectStore store, ObjectStore archive, TrialSettings settings, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.comparison = new Comparison(archive, settings);
        this.records = new TrialRecords(store);
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
            records.begin(Trial.start(version, current.champion(), share, nowMs));
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
        String shown = current.challenger();
        if (shown == null) {
            Trial last = records.latest()
                    .orElseThrow(() -> new IOException(store.location() + "/trials: there is none, expected a trial"));
            return Message.compared(ended(last.challenger()));
        }
        Trial before = records.read(shown);
        Trial trial = before;
        if (trial.decision() == Trial.Decision.CONTINUE) {
            Look look = comparison.look(trial, alarms, clock.millis());
            // Before it is carried out, so that it is known when that breaks off. What others decided meanwhile stands.
            trial = records.change(shown, now -> now.looked(look));
        }
        if (trial.decision() == Trial.Decision.CONTINUE) {
            return Message.compared(trial);
        }
        boolean promote = trial.decision() == Trial.Decision.PROMOTE && !before.ended();
        long nowMs = clock.millis();
        if (change(shown, now -> promote ? now.promoted(nowMs) : now.withoutChallenger()) && before.ended()) {
            // Somebody showed it again by hand: what is over stays over.
            return Message.compared(before.takenOut());
        }
        return Message.compared(ended(shown));
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

    /** The record of a trial that is over, whoever ended it. */
    private Trial ended(String challenger) throws IOException {
        return records.change(challenger, trial -> {
            Current current = serving().current().orElseThrow();
            if (trial.ended() || challenger.equals(current.challenger())) {
                return trial;
            }
            boolean serves = current.champion().equals(challenger);
            boolean asDecided = serves
                    ? trial.decision() == Trial.Decision.PROMOTE
                    : trial.decision() == Trial.Decision.ROLL_BACK
                            && current.champion().equals(trial.champion());
            return asDecided
                    ? trial.carriedOut()
                    : trial.over(
                            serves ? Trial.Decision.PROMOTE : Trial.Decision.ROLL_BACK,
                            "somebody else changed what serves: the champion is " + current.champion() + " now",
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
        if (request.get("share") instanceof Number share
                && share.doubleValue() >= 0
                && share.doubleValue() <= Assignment.LARGEST_SHARE) {
            return share.doubleValue();
        }
        throw new IllegalArgumentException(
                "share is " + request.get("share") + ", expected a number from 0 to " + Assignment.LARGEST_SHARE);
    }
}
