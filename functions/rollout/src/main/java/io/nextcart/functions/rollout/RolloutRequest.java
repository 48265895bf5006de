package io.nextcart.functions.rollout;

import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of the pipeline; docs/rollout.md describes each action. */
sealed interface RolloutRequest {
    /** Asks what serves, and whether a trial runs. */
    record Status() implements RolloutRequest {}

    /** Asks for the result of a training. */
    record Result(String run) implements RolloutRequest {}

    /** Counts what recommendations bring. */
    record CountLift() implements RolloutRequest {}

    /**
     * Puts a model on trial.
     *
     * @param share 0 to {@link Assignment#LARGEST_SHARE}; at 0 the model serves everybody at once
     * @param watcher the execution that will look at the trial, or null
     */
    record Start(String version, double share, @Nullable String watcher) implements RolloutRequest {}

    /** Makes an execution the watcher of a trial. */
    record Watch(String version, String watcher) implements RolloutRequest {}

    /**
     * Looks at a trial, and carries out the decision.
     *
     * @param version null for the model on trial, or else the last one that was
     * @param watcher the execution that looks; null for any other caller
     * @param alarms that are ringing
     */
    record Compare(@Nullable String version, @Nullable String watcher, List<Alarm> alarms) implements RolloutRequest {}

    /**
     * A ringing alarm.
     *
     * @param sinceMs since when, milliseconds since the epoch; null when unknown
     */
    record Alarm(String name, @Nullable Long sinceMs) {
        /** Whether it began to ring after this or at an unknown time; an earlier alarm has another cause. */
        boolean beganAfter(long ms) {
            return sinceMs == null || sinceMs > ms;
        }
    }

    /** Reads a request. */
    static RolloutRequest read(byte[] json) throws DamagedDocumentException {
        JsonObject request = JsonObject.read(json, "request", "an action with its fields");
        return switch (request.text("action")) {
            case "status" -> new Status();
            case "result" -> new Result(run(request));
            case "start" -> new Start(request.version("version"), share(request), request.optionalText("watcher"));
            case "lift" -> new CountLift();
            case "watch" -> new Watch(request.version("version"), request.text("watcher"));
            case "compare" ->
                new Compare(request.optionalVersion("version"), request.optionalText("watcher"), raised(request));
            default -> throw request.wrong("action", "status, lift, result, start, watch or compare");
        };
    }

    private static String run(JsonObject request) throws DamagedDocumentException {
        String run = request.text("run");
        if (!ObjectKey.isSegment(run)) {
            throw request.wrong("run", "the name of a run");
        }
        return run;
    }

    private static double share(JsonObject request) throws DamagedDocumentException {
        double share = request.share("share");
        if (share > Assignment.LARGEST_SHARE) {
            throw request.wrong("share", "a number from 0 to " + Assignment.LARGEST_SHARE);
        }
        return share;
    }

    private static List<Alarm> raised(JsonObject request) throws DamagedDocumentException {
        List<Alarm> ringing = new ArrayList<>();
        for (JsonObject alarm : request.objects("alarms")) {
            String name = alarm.text("name");
            if (alarm.text("state").equals("ALARM")) {
                ringing.add(new Alarm(name, alarm.has("since") ? Long.valueOf(alarm.instantMs("since")) : null));
            }
        }
        return ringing;
    }
}
