package io.nextcart.training.example;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Objective;
import io.nextcart.data.log.Counted;
import io.nextcart.training.table.SessionLog;

/**
 * How the log is cut in time: the ranker learns from the sessions of {@code [trainFrom, holdoutFrom)} and is judged on
 * the sessions from {@code holdoutFrom} on. Windows grow from the end of the log until they hold enough target actions,
 * within bounds.
 *
 * <p>The ranker's window is cut into folds with equally many sessions; the examples of a fold come from tables of the
 * log before it. A log with many target actions needs one fold. A small log is used nearly whole, in several folds,
 * because tables of its first fifth alone would look too little like those that serve.
 *
 * @param trainFrom first session that the ranker learns from
 * @param holdoutFrom first session of the holdout
 * @param sessions number of sessions in all
 * @param folds at least 1
 */
public record Windows(int trainFrom, int holdoutFrom, int sessions, int folds) {
    private static final int HOLDOUT_TARGETS = 6_000;
    private static final int TRAIN_TARGETS = 40_000;
    private static final double MAX_HOLDOUT_SHARE = 0.10;
    private static final double MAX_TRAIN_SHARE = 0.30;
    private static final int MIN_SESSIONS = 10;
    /** A log with fewer target actions than this in the usual share of its sessions is used nearly whole. */
    private static final int FEW_TARGETS = 10_000;

    private static final double SMALL_LOG_FROM = 0.20;
    private static final int SMALL_LOG_FOLDS = 3;

    /**
     * Cuts a log.
     *
     * @throws BadInputException when the log is too small to learn from and to judge on
     */
    public static Windows of(SessionLog log, Objective objective) {
        int sessions = log.sessions();
        if (sessions < MIN_SESSIONS) {
            throw new BadInputException(
                    "the log holds " + Counted.of(sessions, "session") + ", expected at least " + MIN_SESSIONS);
        }
        byte target = SessionLog.code(objective.target());
        int holdoutFrom = walkBack(log, sessions, target, HOLDOUT_TARGETS, MAX_HOLDOUT_SHARE);
        int trainFrom = walkBack(log, holdoutFrom, target, TRAIN_TARGETS, MAX_TRAIN_SHARE);
        if (targets(log, trainFrom, holdoutFrom, target) < FEW_TARGETS) {
            int earlier = Math.min(trainFrom, Math.max(1, (int) (SMALL_LOG_FROM * sessions)));
            return new Windows(earlier, holdoutFrom, sessions, Math.min(SMALL_LOG_FOLDS, holdoutFrom - earlier));
        }
        return new Windows(trainFrom, holdoutFrom, sessions, 1);
    }

    /** First session of a fold, 0 to {@link #folds()}; for {@code folds()} it is {@link #holdoutFrom}. */
    public int foldFrom(int fold) {
        return trainFrom + (int) ((long) (holdoutFrom - trainFrom) * fold / folds);
    }

    /** When a session starts, milliseconds since the epoch. */
    public static long startMs(SessionLog log, int session) {
        return log.timestampMs()[log.sessionOffsets()[session]];
    }

    /** When the ranker's window starts, milliseconds since the epoch. */
    public long trainFromMs(SessionLog log) {
        return startMs(log, trainFrom);
    }

    /** When the holdout starts, milliseconds since the epoch. */
    public long holdoutFromMs(SessionLog log) {
        return startMs(log, holdoutFrom);
    }

    private static int walkBack(SessionLog log, int end, byte target, int enough, double maxShare) {
        int earliest = end - Math.max(1, (int) (maxShare * log.sessions()));
        int found = 0;
        int from = end;
        while (from > Math.max(1, earliest) && found < enough) {
            from--;
            found += targets(log, from, from + 1, target);
        }
        return from;
    }

    private static int targets(SessionLog log, int fromSession, int toSession, byte target) {
        int found = 0;
        for (int i = log.sessionOffsets()[fromSession]; i < log.sessionOffsets()[toSession]; i++) {
            found += log.type()[i] == target ? 1 : 0;
        }
        return found;
    }
}
