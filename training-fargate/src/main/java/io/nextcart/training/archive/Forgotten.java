package io.nextcart.training.archive;

import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Who was forgotten, and up to when: an event up to and including that time must not be used. */
public final class Forgotten {
    private final Map<String, Long> untilMs = new TreeMap<>();

    /** Adds a tombstone; of several of one shopper the latest counts. */
    void add(UserId user, long forgottenAtMs) {
        untilMs.merge(user.value(), forgottenAtMs, Math::max);
    }

    /** Whether the event must not be used. */
    public boolean covers(Event event) {
        if (untilMs.isEmpty()) {
            return false;
        }
        Long until = untilMs.get(event.userId().value());
        return until != null && event.timestampMs() <= until;
    }

    /** Number of shoppers. */
    public int size() {
        return untilMs.size();
    }

    /** Changes whenever somebody is added; tells nothing of who. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            untilMs.forEach(
                    (user, until) -> digest.update((user + '\n' + until + '\n').getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
