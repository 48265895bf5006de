package io.nextcart.store.document;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.WireName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a trial: the document {@code trials/<challenger>.json}, as docs/rollout.md describes it.
 *
 * @param startedMs when the challenger was first shown, milliseconds since the epoch
 * @param decision {@code continue}, or how the trial should end
 * @param decidedMs when that was decided; null while it is {@code continue}
 * @param ended whether the decision was carried out
 * @param watcher the execution that watches the trial until it ends; null when unknown
 * @param looks oldest first
 */
public record TrialRecord(
        String challenger,
        String champion,
        double share,
        long startedMs,
        Decision decision,
        String reason,
        @Nullable Long decidedMs,
        boolean ended,
        @Nullable String watcher,
        List<TrialLook> looks) {
    /** The key prefix of all such documents. */
    public static final String PREFIX = "trials/";

    /** The decision of a look. */
    public enum Decision implements WireName {
        CONTINUE("running"),
        PROMOTE("promoted"),
        ROLL_BACK("rolled_back");

        private final String state;

        Decision(String state) {
            this.state = state;
        }

        private String state() {
            return state;
        }
    }

    public TrialRecord {
        requireNonNull(challenger, "challenger is null");
        requireNonNull(champion, "champion is null");
        requireNonNull(decision, "decision is null");
        requireNonNull(reason, "reason is null");
        looks = List.copyOf(looks);
        if (ended && decision == Decision.CONTINUE) {
            throw new IllegalArgumentException("the trial ended with continue, expected promote or roll_back");
        }
    }

    public static TrialRecord start(
            String challenger, String champion, double share, long nowMs, @Nullable String watcher) {
        String why = "it has just started";
        return new TrialRecord(
                challenger, champion, share, nowMs, Decision.CONTINUE, why, null, false, watcher, List.of());
    }

    public static String key(String challenger) {
        return PREFIX + challenger + ".json";
    }

    /**
     * Reads the document.
     *
     * @param challenger whose trial it must be
     * @param place where it comes from, for messages
     */
    public static TrialRecord read(byte[] json, String challenger, String place) throws DamagedDocumentException {
        JsonObject root = JsonObject.read(json, place, "the record of a trial");
        if (!root.text("challenger").equals(challenger)) {
            throw root.wrong("challenger", "'" + challenger + "', as the object's name says");
        }
        Decision decision = root.oneOf("decision", Decision.values(), Decision::wireName);
        Decision state = root.oneOf("state", Decision.values(), Decision::state);
        if (state != Decision.CONTINUE && state != decision) {
            throw root.wrong("state", decision == Decision.CONTINUE ? "running" : "running or " + decision.state);
        }
        double share = root.share("share");
        if (share == 0 || share == 1) {
            throw root.wrong("share", "a number above 0 and below 1"); // otherwise there is nothing to compare
        }
        return new TrialRecord(
                challenger,
                root.version("champion"),
                share,
                root.instantMs("started_at"),
                decision,
                root.text("reason"),
                decision == Decision.CONTINUE ? null : root.instantMs("ended_at"),
                state != Decision.CONTINUE,
                root.optionalText("watcher"),
                root.objects("looks", TrialLook::of));
    }

    public JsonFields toJson() {
        return new JsonFields()
                .put("challenger", challenger)
                .put("champion", champion)
                .put("share", share)
                .putInstant("started_at", startedMs)
                .put("state", state())
                .put("decision", decision.wireName())
                .put("reason", reason)
                .putInstant("ended_at", decidedMs)
                .put("watcher", watcher)
                .putAll("looks", looks, TrialLook::toJson);
    }

    /** {@code running}, {@code promoted} or {@code rolled_back}. */
    public String state() {
        return ended ? decision.state : Decision.CONTINUE.state;
    }

    /** The last look, or null before the first. */
    public @Nullable TrialLook lastLook() {
        return looks.isEmpty() ? null : looks.get(looks.size() - 1);
    }

    /** The same with its last look alone. */
    public TrialRecord withLastLook() {
        TrialLook last = lastLook();
        return with(decision, reason, decidedMs, ended, watcher, last == null ? List.of() : List.of(last));
    }

    /** Makes this execution the watcher; a trial that has ended needs none. */
    public TrialRecord watchedBy(String name) {
        return ended ? this : with(decision, reason, decidedMs, false, name, looks);
    }

    /**
     * Whether another execution watches the trial now.
     *
     * @param name the caller, or null when it has none
     */
    public boolean isTakenFrom(@Nullable String name) {
        return name != null && watcher != null && !name.equals(watcher);
    }

    /** Adds a look and its decision; an earlier final decision stands. */
    public TrialRecord looked(TrialLook look, Decision next, String why) {
        if (decision != Decision.CONTINUE) {
            return this;
        }
        List<TrialLook> all = new ArrayList<>(looks);
        all.add(look);
        return with(next, why, next == Decision.CONTINUE ? null : Long.valueOf(look.atMs()), false, watcher, all);
    }

    /** Ends the trial for a reason other than a look. */
    public TrialRecord over(Decision how, String why, long nowMs) {
        return with(how, why, nowMs, true, watcher, looks);
    }

    /** Marks the decision as carried out. */
    public TrialRecord carriedOut() {
        return with(decision, reason, decidedMs, true, watcher, looks);
    }

    /** Rolled back again: the trial had ended, but the challenger was still shown. */
    public TrialRecord takenOut() {
        String why = "its trial was already over (" + reason + "), and the challenger was shown all the same";
        return with(Decision.ROLL_BACK, why, decidedMs, true, watcher, looks);
    }

    private TrialRecord with(
            Decision nextDecision,
            String nextReason,
            @Nullable Long nextDecidedMs,
            boolean nextEnded,
            @Nullable String nextWatcher,
            List<TrialLook> nextLooks) {
        return new TrialRecord(
                challenger,
                champion,
                share,
                startedMs,
                nextDecision,
                nextReason,
                nextDecidedMs,
                nextEnded,
                nextWatcher,
                nextLooks);
    }
}
