package io.nextcart.training.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Sha256;
import io.nextcart.data.UserId;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.data.log.TombstoneJson;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Deleted users, and when: an event that had arrived by then must not be used, whatever its own time. If the arrival is
 * unknown, the event's own time counts instead, and an event of the future counts as arrived.
 */
public final class DeletedUsers implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Long> untilMs = new TreeMap<>();
    private final long nowMs;

    /**
     * Creates an empty set.
     *
     * @param nowMs the present, milliseconds since the epoch
     */
    public DeletedUsers(long nowMs) {
        this.nowMs = nowMs;
    }

    /** Adds a tombstone; the latest of a user counts. */
    void add(UserId user, long deletedAtMs) {
        untilMs.merge(user.value(), deletedAtMs, Math::max);
    }

    /** Whether the event must not be used. */
    public boolean covers(ArchivedEvent line) {
        if (untilMs.isEmpty()) {
            return false;
        }
        Long until = untilMs.get(line.event().userId().value());
        if (until == null) {
            return false;
        }
        long ownMs = line.event().timestampMs();
        return line.arrivedMs() == ArchivedEvent.UNKNOWN ? ownMs <= until || ownMs > nowMs : line.arrivedMs() <= until;
    }

    /** When a user was last deleted, milliseconds since the epoch; null for never. */
    @Nullable
    Long deletedAtMs(UserId user) {
        return untilMs.get(user.value());
    }

    /** Whether a user is deleted, at a time or later. */
    public boolean holds(UserId user, long deletedAtMs) {
        return untilMs.getOrDefault(user.value(), Long.MIN_VALUE) >= deletedAtMs;
    }

    /** Number of users. */
    public int size() {
        return untilMs.size();
    }

    /** Writes one tombstone per user. */
    void write(JsonGenerator json) throws IOException {
        for (Map.Entry<String, Long> user : untilMs.entrySet()) {
            TombstoneJson.write(json, new UserId(user.getKey()), user.getValue());
        }
    }

    /** Changes whenever a user is added; reveals no user. */
    String digest() {
        Sha256 digest = new Sha256().add("by arrival\n"); // invalidates what older versions found clean
        untilMs.forEach((user, until) -> digest.add(user + '\n' + until + '\n'));
        return digest.hex();
    }
}
