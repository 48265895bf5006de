package io.nextcart.training.example;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.SessionState;
import io.nextcart.training.table.SessionLog;
import java.util.Arrays;

/**
 * Puts a shopper's past as of any point of the log into a session state, as serving would find it then: the events of
 * the session before that point and, before them, the shopper's earlier sessions.
 */
public final class HistoryReplay {
    private static final int NONE = -1;

    private final SessionLog log;
    private final int[] previousSession;
    private final int[] spanFrom = new int[SessionState.MAX_EVENTS + 1];
    private final int[] spanTo = new int[SessionState.MAX_EVENTS + 1];

    /**
     * @param log all sessions in order of their start
     */
    public HistoryReplay(SessionLog log) {
        this.log = requireNonNull(log, "log is null");
        this.previousSession = previousSessions(log);
    }

    /** The log. */
    public SessionLog log() {
        return log;
    }

    /**
     * Fills the state with what was known just before an event.
     *
     * @param session index of the session in the log
     * @param position position in the session, exclusive: events before it are known
     * @param timeless leaves out the times, as a shop does that sends none
     */
    public void fill(SessionState state, int session, int position, boolean timeless) {
        state.reset();
        int room = SessionState.MAX_EVENTS;
        int spans = 0;
        int current = session;
        int end = log.sessionOffsets()[session] + position;
        while (current != NONE && room > 0) {
            int from = Math.max(log.sessionOffsets()[current], end - room);
            spanFrom[spans] = from;
            spanTo[spans++] = end;
            room -= end - from;
            current = timeless ? NONE : previousSession[current];
            end = current == NONE ? 0 : log.sessionOffsets()[current + 1];
        }
        while (spans-- > 0) {
            for (int i = spanFrom[spans]; i < spanTo[spans]; i++) {
                long time = timeless ? SessionState.NO_TIME : log.timestampMs()[i];
                state.add(log.item()[i], log.typeAt(i), time);
            }
        }
    }

    /** Whether the log holds an earlier session of the shopper of this one. */
    public boolean isReturning(int session) {
        return previousSession[session] != NONE;
    }

    private static int[] previousSessions(SessionLog log) {
        int sessions = log.sessionOffsets().length - 1;
        int[] previous = new int[sessions];
        int users = 0;
        for (int user : log.user()) {
            users = Math.max(users, user + 1);
        }
        int[] last = new int[users];
        Arrays.fill(last, NONE);
        for (int session = 0; session < sessions; session++) {
            int user = log.user()[log.sessionOffsets()[session]];
            previous[session] = last[user];
            last[user] = session;
        }
        return previous;
    }
}
