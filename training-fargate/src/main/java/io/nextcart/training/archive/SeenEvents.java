package io.nextcart.training.archive;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;

/**
 * Recognises repeated events by 128 bits of {@link EventKey#withShopper}: among ten thousand million events, two
 * collide with a probability below 10<sup>−18</sup>. About 40 bytes an event.
 */
final class SeenEvents {
    private final Set<UUID> hashes = new ObjectOpenHashSet<>();

    /** Adds an event; returns whether it is new. */
    boolean add(Event event) {
        ByteBuffer hash = ByteBuffer.wrap(EventKey.withShopper(event));
        return hashes.add(new UUID(hash.getLong(), hash.getLong()));
    }
}
