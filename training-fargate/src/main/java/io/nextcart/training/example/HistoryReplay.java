package io.nextcart.training.example;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.session.SessionState;
import io.nextcart.training.table.SessionLog;
import java.util.Arrays;

/**
 * Rebuilds a shopper's past at any point of the log, as serving would have found it: the earlier sessions, then the
 * events of the session before that point. Thread-safe.
 */
public final class HistoryReplay {
    private static final int NONE = -1;

    private final SessionLog log;
    private final String[] itemIds;
    private final int[] previousSession;

    /**
     * @param log all sessions in order of their start
     * @param itemIds ids of its items, by index
     */
    public HistoryReplay(SessionLog log, String[] itemIds) {
        this.log = requireNonNull(log, "log is null");
        this.itemIds = itemIds.clone();
        this.previousSession = previousSessions(log);
    }

    /** The log. */
    public SessionLog log() {
        return log;
    }

    /** Replays into a workspace. */
    public TableReplay into(Workspace workspace) {
        return new TableReplay(this, itemIds, workspace);
    }

    /** Receives events, oldest first. */
    interface Visitor {
        void event(int item, EventType type, long timestampMs);
    }

    /** Visits the events known just before an event, as {@link TableReplay#fill} does, in item indices of the log. */
    void visit(int session, int position, boolean inline, Visitor visitor) {
        if (inline) {
            visitViews(session, position, visitor);
            return;
        }
        int[] spanFrom = new int[SessionState.MAX_EVENTS + 1];
        int[] spanTo = new int[SessionState.MAX_EVENTS + 1];
        int room = SessionState.MAX_EVENTS;
        int spans = 0;
        int current = session;
        int end = log.sessionOffsets()[session] + position;
        while (current != NONE && room > 0) {
            int from = Math.max(log.sessionOffsets()[current], end - room);
            spanFrom[spans] = from;
            spanTo[spans++] = end;
            room -= end - from;
            current = previousSession[current];
            end = current == NONE ? 0 : log.sessionOffsets()[current + 1];
        }
        while (spans-- > 0) {
            for (int i = spanFrom[spans]; i < spanTo[spans]; i++) {
                visitor.event(log.item()[i], log.typeAt(i), log.timestampMs()[i]);
            }
        }
    }

    private void visitViews(int session, int position, Visitor visitor) {
        int start = log.sessionOffsets()[session];
        int end = start + position;
        int from = end;
        for (int views = 0; from > start && views < SessionState.MAX_EVENTS; ) {
            from--;
            views += log.typeAt(from) == EventType.VIEW ? 1 : 0;
        }
        for (int i = from; i < end; i++) {
            if (log.typeAt(i) == EventType.VIEW) {
                visitor.event(log.item()[i], EventType.VIEW, SessionState.NO_TIME);
            }
        }
    }

    /** Whether the log holds an earlier session of the same shopper. */
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
