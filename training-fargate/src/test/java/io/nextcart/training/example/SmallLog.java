package io.nextcart.training.example;

import io.nextcart.data.EventType;
import io.nextcart.training.table.SessionLog;
import java.util.ArrayList;
import java.util.List;

/** Session logs written by hand: one call per event, sessions in the order of their first event. */
public final class SmallLog {
    private final List<int[]> events = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    public SmallLog add(int session, int user, EventType type, int item, long timestampMs) {
        events.add(new int[] {session, user, SessionLog.code(type), item});
        times.add(timestampMs);
        return this;
    }

    public SessionLog log() {
        int n = events.size();
        int[] user = new int[n];
        int[] item = new int[n];
        byte[] type = new byte[n];
        long[] time = new long[n];
        long[] until = new long[n];
        int sessions = n == 0 ? 0 : events.get(n - 1)[0] + 1;
        int[] offsets = new int[sessions + 1];
        for (int i = 0; i < n; i++) {
            user[i] = events.get(i)[1];
            type[i] = (byte) events.get(i)[2];
            item[i] = events.get(i)[3];
            time[i] = times.get(i);
            until[i] = Long.MAX_VALUE;
            if (type[i] == SessionLog.code(EventType.REMOVE_FROM_CART)) {
                until[i] = time[i];
                for (int before = offsets[events.get(i)[0]]; before < i; before++) {
                    if (item[before] == item[i] && type[before] == SessionLog.code(EventType.ADD_TO_CART)) {
                        until[before] = Math.min(until[before], time[i]);
                    }
                }
            }
            offsets[events.get(i)[0] + 1] = i + 1;
        }
        return new SessionLog(user, item, type, time, until, offsets);
    }
}
