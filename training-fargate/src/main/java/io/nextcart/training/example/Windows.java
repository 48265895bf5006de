package io.nextcart.training.example;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Objective;
import io.nextcart.training.table.SessionLog;

/**
 * How the log is cut in time: tables are built from what is before {@code trainFrom}, the ranker learns from the sessions
 * of {@code [trainFrom, holdoutFrom)}, and is judged on the sessions from {@code holdoutFrom} on. Windows grow from the end
 * of the log until they hold enough target actions, within bounds.
 *
 * @param trainFrom first session that the ranker learns from
 * @param holdoutFrom first session of the holdout
 * @param sessions number of sessions in all
 */
public record Windows(int trainFrom, int holdoutFrom, int sessions) {
    private static final int HOLDOUT_TARGETS = 6_000;
    private static final int TRAIN_TARGETS = 40_000;
    private static final double MAX_HOLDOUT_SHARE = 0.10;
    private static final double MAX_TRAIN_SHARE = 0.30;
    private static final int MIN_SESSIONS = 100;

    /**
     * Cuts a log.
     *
     * @throws BadInputException when the log is too small to learn from and to judge
     */
    public static Windows of(SessionLog log, Objective objective) {
        int sessions = log.sessions();
        if (sessions < MIN_SESSIONS) {
            throw new BadInputException(
                    "the log holds " + sessions + " sessions, expected at least " + MIN_SESSIONS + " to train on");
        }
        byte target = SessionLog.code(objective.target());
        int holdoutFrom = walkBack(log, sessions, target, HOLDOUT_TARGETS, MAX_HOLDOUT_SHARE);
        int trainFrom = walkBack(log, holdoutFrom, target, TRAIN_TARGETS, MAX_TRAIN_SHARE);
        return new Windows(trainFrom, holdoutFrom, sessions);
    }

    /** When the ranker's window starts, milliseconds since the epoch. */
    public long trainFromMs(SessionLog log) {
        return log.timestampMs()[log.sessionOffsets()[trainFrom]];
    }

    /** When the holdout starts, milliseconds since the epoch. */
    public long holdoutFromMs(SessionLog log) {
        return log.timestampMs()[log.sessionOffsets()[holdoutFrom]];
    }

    private static int walkBack(SessionLog log, int end, byte target, int enough, double maxShare) {
        int earliest = end - Math.max(1, (int) (maxShare * log.sessions()));
        int found = 0;
        int from = end;
        while (from > Math.max(1, earliest) && found < enough) {
            from--;
            for (int i = log.sessionOffsets()[from]; i < log.sessionOffsets()[from + 1]; i++) {
                found += log.type()[i] == target ? 1 : 0;
            }
        }
        return from;
    }
}
