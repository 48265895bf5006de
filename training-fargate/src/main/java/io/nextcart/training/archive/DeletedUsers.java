package io.nextcart.training.archive;

import io.nextcart.data.Event;
import io.nextcart.data.Sha256;
import io.nextcart.data.UserId;
import java.util.Map;
import java.util.TreeMap;

/** Deleted users, and until when: an event up to and including that time must not be used. */
public final class DeletedUsers {
    private final Map<String, Long> untilMs = new TreeMap<>();

    /** Adds a tombstone; of several of one user the latest counts. */
    void add(UserId user, long deletedAtMs) {
        untilMs.merge(user.value(), deletedAtMs, Math::max);
    }

    /** Whether the event must not be used. */
    public boolean covers(Event event) {
        if (untilMs.isEmpty()) {
            return false;
        }
        Long until = untilMs.get(event.userId().value());
        return until != null && event.timestampMs() <= until;
    }

    /** Number of users. */
    public int size() {
        return untilMs.size();
    }

    /** Changes whenever someone is added; reveals nobody. */
    String digest() {
        Sha256 digest = new Sha256();
        untilMs.forEach((user, until) -> digest.add(user + '\n' + until + '\n'));
        return digest.hex();
    }
}
