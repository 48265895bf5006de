package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code trials/<challenger>.json} says of a trial.
 *
 * @param startedMs when the challenger was first shown, milliseconds since the epoch
 * @param decision {@code continue}, or how it is to end: {@code promote} or {@code roll_back}
 * @param ended whether that was carried out
 * @param watcher the execution that looks at it until it ends; null when none said so
 * @param looks what each look saw, oldest first
 */
record Trial(
        String challenger,
        String champion,
        double share,
        long startedMs,
        Decision decision,
        String reason,
        @Nullable Long decidedMs,
        boolean ended,
        @Nullable String watcher,
        List<Map<String, @Nullable Object>> looks) {
    /** How a look ends. */
    enum Decision {
        CONTINUE("continue"),
        PROMOTE("promote"),
        ROLL_BACK("roll_back");

        private final String wireName;

        Decision(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    Trial {
        requireNonNull(challenger, "challenger is null");
        requireNonNull(champion, "champion is null");
        requireNonNull(decision, "decision is null");
        requireNonNull(reason, "reason is null");
        looks = List.copyOf(looks);
        if (ended && decision == Decision.CONTINUE) {
            throw new IllegalArgumentException("a trial that ended says continue, expected promote or roll_back");
        }
    }

    /** A trial that begins. */
    static Trial start(String challenger, String champion, double share, long nowMs, @Nullable String watcher) {
        String why = "it has just begun";
        return new Trial(challenger, champion, share, nowMs, Decision.CONTINUE, why, null, false, watcher, List.of());
    }

    /** Watched by this one from now on; a trial that is over needs nobody. */
    Trial watchedBy(String name) {
        return ended
                ? this
                : new Trial(challenger, champion, share, startedMs, decision, reason, decidedMs, false, name, looks);
    }

    /**
     * Whether somebody else has taken it over.
     *
     * @param name who asks; null for whoever does not say
     */
    boolean isTakenFrom(@Nullable String name) {
        return name != null && watcher != null && !name.equals(watcher);
    }

    /** With one look more, and what it leads to; what was decided before it stands. */
    Trial looked(Look look) {
        if (decision != Decision.CONTINUE) {
            return this;
        }
        List<Map<String, @Nullable Object>> all = new ArrayList<>(looks);
        all.add(look.seen());
        Long decided = look.decision() == Decision.CONTINUE ? null : Long.valueOf(look.atMs());
        return new Trial(
                challenger, champion, share, startedMs, look.decision(), look.reason(), decided, false, watcher, all);
    }

    /** Over, for a reason that no look gave. */
    Trial over(Decision how, String why, long nowMs) {
        return new Trial(challenger, champion, share, startedMs, how, why, nowMs, true, watcher, looks);
    }

    /** Carried out as decided. */
    Trial carriedOut() {
        return new Trial(challenger, champion, share, startedMs, decision, reason, decidedMs, true, watcher, looks);
    }

    /** What is told of a trial that was over, and whose challenger was shown all the same. */
    Trial takenOut() {
        String why = "its trial was over before (" + reason + "), and the challenger was shown all the same";
        return new Trial(
                challenger, champion, share, startedMs, Decision.ROLL_BACK, why, decidedMs, true, watcher, looks);
    }
}
