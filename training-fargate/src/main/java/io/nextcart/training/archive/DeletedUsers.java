package io.nextcart.training.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Sha256;
import io.nextcart.data.UserId;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.data.log.TombstoneJson;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Deleted users, and when: an event that had arrived by then must not be used, whatever time it bears. Of an event whose arrival is not
 * known its own time is taken, and one of the future counts as arrived.
 */
public final class DeletedUsers {
    private final Map<String, Long> untilMs = new TreeMap<>();
    private final long nowMs;

    /**
     * Nobody yet.
     *
     * @param nowMs the present, milliseconds since the epoch
     */
    public DeletedUsers(long nowMs) {
        this.nowMs = nowMs;
    }

    /** Adds a tombstone; of several of one user the latest counts. */
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

    /** Number of users. */
    public int size() {
        return untilMs.size();
    }

    /** Writes a tombstone for each. */
    void write(JsonGenerator json) throws IOException {
        for (Map.Entry<String, Long> user : untilMs.entrySet()) {
            TombstoneJson.write(json, new UserId(user.getKey()), user.getValue());
        }
    }

    /** Changes whenever someone is added; reveals nobody. */
    String digest() {
        Sha256 digest = new Sha256().add("by arrival\n"); // what older versions found clean is looked at again
        untilMs.forEach((user, until) -> digest.add(user + '\n' + until + '\n'));
        return digest.hex();
    }
}
