package io.nextcart.training.example;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.training.table.SessionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points at which a shopper could have been shown recommendations: after each view of a window. The relevant items of a
 * point are, for views, the item viewed next in the session; for carts, the items put in the cart after it within the
 * horizon and not removed again in the same session, next one first. Points are sampled evenly by a hash, so the sample
 * depends only on the log and the seed.
 *
 * @param session the session of each point
 * @param position how many of its events are known
 * @param relevant the relevant items of each point, without repeats; empty when nothing followed
 * @param weight how many points of the holdout each stands for, at least 1
 */
public record Cases(int[] session, int[] position, int[][] relevant, double[] weight) {

    public int size() {
        return session.length;
    }

    /**
     * The points of sessions {@code [fromSession, toSession)} that have an answer. All weigh the same.
     *
     * @param log all sessions in order of their start; events of sessions after {@code toSession} can be relevant too
     * @param most sample down to about this many
     */
    public static Cases answered(
            SessionLog log, int fromSession, int toSession, Objective objective, Horizon horizon, int most, long seed) {
        return answered(new Walk(log, fromSession, toSession, objective, horizon, Long.MAX_VALUE), most, seed);
    }

    /**
     * The points of sessions {@code [fromSession, toSession)} with an answer within a day and before a time: what a
     * ranker may learn from if it is judged on what happens from that time on. All weigh the same.
     *
     * @param beforeMs every relevant action is before it, milliseconds since the epoch
     * @param most sample down to about this many
     */
    public static Cases toLearnFrom(
            SessionLog log, int fromSession, int toSession, long beforeMs, Objective objective, int most, long seed) {
        return answered(new Walk(log, fromSession, toSession, objective, Horizon.DAY, beforeMs), most, seed);
    }

    private static Cases answered(Walk walk, int most, long seed) {
        Cases points = walk.sample(most, 0, seed);
        Arrays.fill(points.weight, 1);
        return points;
    }

    /**
     * The points with an answer and those without, each weighted to stand for its kind: together they represent every
     * view of the holdout, as a shop would ask.
     *
     * @param mostOfKind sample each kind down to about this many
     */
    public static Cases everyView(
            SessionLog log,
            int fromSession,
            int toSession,
            Objective objective,
            Horizon horizon,
            int mostOfKind,
            long seed) {
        return new Walk(log, fromSession, toSession, objective, horizon, Long.MAX_VALUE)
                .sample(mostOfKind, mostOfKind, seed);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014) over the parts. */
    public static long mix(long seed, long a, long b) {
        long z = seed + 0x9E3779B97F4A7C15L * (a * 31 + b + 1);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Visits the views of a window. */
    private static final class Walk {
        private static final int[] NOTHING = {};

        private final SessionLog log;
        private final int fromSession;
        private final int toSession;
        private final byte target;
        private final boolean nextOnly;
        private final Horizon horizon;
        private final long beforeMs;
        private final int[] nextSession;

        Walk(SessionLog log, int fromSession, int toSession, Objective objective, Horizon horizon, long beforeMs) {
            this.log = requireNonNull(log, "log is null");
            this.fromSession = fromSession;
            this.toSession = toSession;
            this.target = SessionLog.code(objective.target());
            this.nextOnly = objective == Objective.VIEW;
            this.horizon = requireNonNull(horizon, "horizon is null");
            this.beforeMs = beforeMs;
            this.nextSession = nextSessions(log);
        }

        Cases sample(int mostAnswered, int mostSilent, long seed) {
            int[] all = new int[2];
            visit((session, position, relevant) -> all[relevant.length > 0 ? 1 : 0]++);
            long[] threshold = {threshold(mostSilent, all[0]), threshold(mostAnswered, all[1])};
            IntStream.Builder sessions = IntStream.builder();
            IntStream.Builder positions = IntStream.builder();
            List<int[]> kept = new ArrayList<>();
            visit((session, position, relevant) -> {
                int kind = relevant.length > 0 ? 1 : 0;
                if ((mix(seed, session, position - 1) & Long.MAX_VALUE) <= threshold[kind]) {
                    sessions.add(session);
                    positions.add(position);
                    kept.add(relevant);
                }
            });
            int answered =
                    (int) kept.stream().filter(relevant -> relevant.length > 0).count();
            double[] weight = new double[kept.size()];
            for (int i = 0; i < weight.length; i++) {
                weight[i] = kept.get(i).length > 0
                        ? (double) all[1] / answered
                        : (double) all[0] / (kept.size() - answered);
            }
            return new Cases(
                    sessions.build().toArray(), positions.build().toArray(), kept.toArray(new int[0][]), weight);
        }

        private static long threshold(int most, int all) {
            return all <= most ? Long.MAX_VALUE : most == 0 ? -1 : (long) ((double) most / all * Long.MAX_VALUE);
        }

        private interface Visitor {
            void visit(int session, int position, int[] relevant);
        }

        private void visit(Visitor visitor) {
            for (int session = fromSession; session < toSession; session++) {
                int from = log.sessionOffsets()[session];
                for (int i = from; i < log.sessionOffsets()[session + 1]; i++) {
                    if (log.typeAt(i) == EventType.VIEW) {
                        visitor.visit(session, i - from + 1, relevant(session, i));
                    }
                }
            }
        }

        private int[] relevant(int session, int asked) {
            int[] found = NOTHING;
            int current = session;
            int from = asked + 1;
            while (current >= 0) {
                for (int i = from; i < log.sessionOffsets()[current + 1]; i++) {
                    long atMs = log.timestampMs()[i];
                    boolean within = atMs < beforeMs
                            && (current == session || atMs - log.timestampMs()[asked] <= horizon.beyondMs());
                    if (within
                            && log.type()[i] == target
                            && !contains(found, log.item()[i])
                            && log.stands(i, beforeMs)) {
                        found = Arrays.copyOf(found, found.length + 1);
                        found[found.length - 1] = log.item()[i];
                        if (nextOnly) {
                            return found;
                        }
                    }
                }
                current = nextOnly ? -1 : nextSession[current];
                from = current < 0 ? 0 : log.sessionOffsets()[current];
                if (current >= 0 && log.timestampMs()[from] - log.timestampMs()[asked] > horizon.beyondMs()) {
                    return found;
                }
            }
            return found;
        }

        private static boolean contains(int[] items, int item) {
            for (int one : items) {
                if (one == item) {
                    return true;
                }
            }
            return false;
        }

        private static int[] nextSessions(SessionLog log) {
            int[] next = new int[log.sessions()];
            int users = 0;
            for (int user : log.user()) {
                users = Math.max(users, user + 1);
            }
            int[] later = new int[users];
            Arrays.fill(later, -1);
            for (int session = log.sessions() - 1; session >= 0; session--) {
                int user = log.user()[log.sessionOffsets()[session]];
                next[session] = later[user];
                later[user] = session;
            }
            return next;
        }
    }
}
