package io.nextcart.local.store;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/** An event without what its {@link RowKey} says already. */
record EventBody(
        EventType type,
        String itemId,
        @Nullable String eventId,
        @Nullable String transactionId,
        @Nullable Double value,
        @Nullable String recommendationId) {
    static EventBody of(Event event) {
        return new EventBody(
                event.type(),
                event.itemId().value(),
                event.eventId(),
                event.transactionId(),
                event.value(),
                event.recommendationId());
    }

    Event at(RowKey key) {
        return new Event(
                eventId,
                new UserId(key.user()),
                type,
                new ItemId(itemId),
                key.timestampMs(),
                transactionId,
                value,
                recommendationId);
    }

    /**
     * Its form in the file: one byte with the type (its place in {@link EventType}, bits 0–1) and which optional parts
     * follow (bits 2–5), the item as text, then those parts.
     */
    static final class Type extends BasicDataType<EventBody> {
        private static final EventType[] TYPES = EventType.values();
        private static final int TYPE_MASK = 3;
        private static final int EVENT_ID = 4;
        private static final int TRANSACTION_ID = 8;
        private static final int VALUE = 16;
        private static final int RECOMMENDATION_ID = 32;
        private static final int OBJECT_BYTES = 96;

        @Override
        public int getMemory(EventBody body) {
            return OBJECT_BYTES
                    + 2 * body.itemId.length()
                    + textBytes(body.eventId)
                    + textBytes(body.transactionId)
                    + textBytes(body.recommendationId);
        }

        @Override
        public void write(WriteBuffer into, EventBody body) {
            int parts = body.type.ordinal()
                    | (body.eventId == null ? 0 : EVENT_ID)
                    | (body.transactionId == null ? 0 : TRANSACTION_ID)
                    | (body.value == null ? 0 : VALUE)
                    | (body.recommendationId == null ? 0 : RECOMMENDATION_ID);
            into.put((byte) parts);
            StringDataType.INSTANCE.write(into, body.itemId);
            write(into, body.eventId);
            write(into, body.transactionId);
            if (body.value != null) {
                into.putDouble(body.value);
            }
            write(into, body.recommendationId);
        }

        @Override
        public EventBody read(ByteBuffer from) {
            int parts = from.get();
            return new EventBody(
                    TYPES[parts & TYPE_MASK],
                    StringDataType.INSTANCE.read(from),
                    (parts & EVENT_ID) == 0 ? null : StringDataType.INSTANCE.read(from),
                    (parts & TRANSACTION_ID) == 0 ? null : StringDataType.INSTANCE.read(from),
                    (parts & VALUE) == 0 ? null : from.getDouble(),
                    (parts & RECOMMENDATION_ID) == 0 ? null : StringDataType.INSTANCE.read(from));
        }

        @Override
        public EventBody[] createStorage(int size) {
            return new EventBody[size];
        }

        private static void write(WriteBuffer into, @Nullable String text) {
            if (text != null) {
                StringDataType.INSTANCE.write(into, text);
            }
        }

        private static int textBytes(@Nullable String text) {
            return text == null ? 0 : 56 + 2 * text.length();
        }
    }
}
