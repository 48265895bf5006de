package io.nextcart.training.example;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.training.table.SessionLog;
import java.util.Arrays;

/**
 * The points of a window at which a shopper could have been asked: one per event that is followed, in the same session,
 * by the target action. Sampled down evenly by a hash, so that the choice depends on nothing but the log and the seed.
 *
 * @param session the session of each question
 * @param position how many of its events are known
 * @param target the item of the next target action
 */
public record Questions(int[] session, int[] position, int[] target) {

    /** Number of questions. */
    public int size() {
        return session.length;
    }

    /**
     * Finds the questions of sessions {@code [fromSession, toSession)}.
     *
     * @param most sample down to about this many
     */
    public static Questions of(
            SessionLog log, int fromSession, int toSession, Objective objective, int most, long seed) {
        long all = walk(log, fromSession, toSession, objective, null, 0, 0);
        long threshold = all <= most ? Long.MAX_VALUE : (long) ((double) most / all * Long.MAX_VALUE);
        int size = (int) walk(log, fromSession, toSession, objective, null, threshold, seed);
        Questions questions = new Questions(new int[size], new int[size], new int[size]);
        walk(log, fromSession, toSession, objective, questions, threshold, seed);
        return questions;
    }

    /** Visits every question; counts all when the threshold is 0, else those whose hash is at most the threshold. */
    private static long walk(
            SessionLog log,
            int fromSession,
            int toSession,
            Objective objective,
            @org.jspecify.annotations.Nullable Questions into,
            long threshold,
            long seed) {
        int target = objective.target().ordinal();
        int count = 0;
        for (int session = fromSession; session < toSession; session++) {
            int from = log.sessionOffsets()[session];
            int to = log.sessionOffsets()[session + 1];
            int next = -1;
            int[] nextTarget = new int[to - from];
            Arrays.fill(nextTarget, -1);
            for (int i = to - 1; i >= from; i--) {
                nextTarget[i - from] = next;
                next = log.type()[i] == target ? log.item()[i] : next;
            }
            for (int i = from; i < to - 1; i++) {
                boolean asked = nextTarget[i - from] >= 0 && log.type()[i] == EventType.VIEW.ordinal();
                if (!asked || (threshold > 0 && (mix(seed, session, i - from) & Long.MAX_VALUE) > threshold)) {
                    continue;
                }
                if (into != null) {
                    into.session[count] = session;
                    into.position[count] = i - from + 1;
                    into.target[count] = nextTarget[i - from];
                }
                count++;
            }
        }
        return count;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014) over the parts. */
    public static long mix(long seed, long a, long b) {
        long z = seed + 0x9E3779B97F4A7C15L * (a * 31 + b + 1);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
