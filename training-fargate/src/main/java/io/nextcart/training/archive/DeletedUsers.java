package io.nextcart.training.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Event;
import io.nextcart.data.Sha256;
import io.nextcart.data.UserId;
import io.nextcart.data.log.TombstoneJson;
import java.io.IOException;
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

    /** Writes a tombstone for each. */
    void write(JsonGenerator json) throws IOException {
        for (Map.Entry<String, Long> user : untilMs.entrySet()) {
            TombstoneJson.write(json, new UserId(user.getKey()), user.getValue());
        }
    }

    /** Changes whenever someone is added; reveals nobody. */
    String digest() {
        Sha256 digest = new Sha256();
        untilMs.forEach((user, until) -> digest.add(user + '\n' + until + '\n'));
        return digest.hex();
    }
}
