package io.nextcart.local.store;

import java.nio.ByteBuffer;
import java.util.Comparator;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * Where an event lies in the file: the events of a shopper side by side, oldest first.
 *
 * @param user the shopper
 * @param timestampMs when it happened, milliseconds since the epoch
 * @param arrival orders events of the same millisecond
 * @param eventKey what makes it one of its kind
 */
record RowKey(String user, long timestampMs, long arrival, String eventKey) implements Comparable<RowKey> {
    private static final Comparator<RowKey> ORDER = Comparator.comparing(RowKey::user)
            .thenComparingLong(RowKey::timestampMs)
            .thenComparingLong(RowKey::arrival)
            .thenComparing(RowKey::eventKey);

    /** Before every event of a shopper. */
    static RowKey before(String user) {
        return new RowKey(user, -1, -1, "");
    }

    /** After every event of a shopper. */
    static RowKey after(String user) {
        return new RowKey(user, Long.MAX_VALUE, Long.MAX_VALUE, "");
    }

    @Override
    public int compareTo(RowKey other) {
        return ORDER.compare(this, other);
    }

    /** Its form in the file: user and event key as text, time and arrival as variable-length numbers. */
    static final class Type extends BasicDataType<RowKey> {
        private static final int OBJECT_BYTES = 144;

        @Override
        public int compare(RowKey a, RowKey b) {
            return a.compareTo(b);
        }

        @Override
        public int getMemory(RowKey key) {
            return OBJECT_BYTES + 2 * (key.user.length() + key.eventKey.length());
        }

        @Override
        public void write(WriteBuffer into, RowKey key) {
            StringDataType.INSTANCE.write(into, key.user);
            into.putVarLong(key.timestampMs);
            into.putVarLong(key.arrival);
            StringDataType.INSTANCE.write(into, key.eventKey);
        }

        @Override
        public RowKey read(ByteBuffer from) {
            String user = StringDataType.INSTANCE.read(from);
            long timestampMs = DataUtils.readVarLong(from);
            long arrival = DataUtils.readVarLong(from);
            return new RowKey(user, timestampMs, arrival, StringDataType.INSTANCE.read(from));
        }

        @Override
        public RowKey[] createStorage(int size) {
            return new RowKey[size];
        }
    }
}
