package io.nextcart.training.example;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.training.table.SessionLog;
import java.util.stream.IntStream;

/**
 * The points of a window at which a shopper could have been recommended to: one per view that is followed, in the same
 * session, by the target action. Sampled down evenly by a hash, so that the choice depends on nothing but the log and the seed.
 *
 * @param session the session of each case
 * @param position how many of its events are known
 * @param target the item of the next target action
 */
public record Cases(int[] session, int[] position, int[] target) {

    /** Number of cases. */
    public int size() {
        return session.length;
    }

    /**
     * Finds the cases of sessions {@code [fromSession, toSession)}.
     *
     * @param most sample down to about this many
     */
    public static Cases of(SessionLog log, int fromSession, int toSession, Objective objective, int most, long seed) {
        int[] all = new int[1];
        walk(log, fromSession, toSession, objective, (session, position, target) -> all[0]++);
        long threshold = all[0] <= most ? Long.MAX_VALUE : (long) ((double) most / all[0] * Long.MAX_VALUE);
        IntStream.Builder sessions = IntStream.builder();
        IntStream.Builder positions = IntStream.builder();
        IntStream.Builder targets = IntStream.builder();
        walk(log, fromSession, toSession, objective, (session, position, target) -> {
            if ((mix(seed, session, position - 1) & Long.MAX_VALUE) <= threshold) {
                sessions.add(session);
                positions.add(position);
                targets.add(target);
            }
        });
        return new Cases(
                sessions.build().toArray(),
                positions.build().toArray(),
                targets.build().toArray());
    }

    private interface Visitor {
        void visit(int session, int position, int target);
    }

    private static void walk(SessionLog log, int fromSession, int toSession, Objective objective, Visitor visitor) {
        byte view = SessionLog.code(EventType.VIEW);
        byte target = SessionLog.code(objective.target());
        for (int session = fromSession; session < toSession; session++) {
            int from = log.sessionOffsets()[session];
            int to = log.sessionOffsets()[session + 1];
            int next = -1;
            int[] nextTarget = new int[to - from];
            for (int i = to - 1; i >= from; i--) {
                nextTarget[i - from] = next;
                next = log.type()[i] == target ? log.item()[i] : next;
            }
            for (int i = from; i < to; i++) {
                if (nextTarget[i - from] >= 0 && log.type()[i] == view) {
                    visitor.visit(session, i - from + 1, nextTarget[i - from]);
                }
            }
        }
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014) over the parts. */
    public static long mix(long seed, long a, long b) {
        long z = seed + 0x9E3779B97F4A7C15L * (a * 31 + b + 1);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
