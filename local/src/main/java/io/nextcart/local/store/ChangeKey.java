package io.nextcart.local.store;

import java.nio.ByteBuffer;
import java.util.Comparator;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * Where an item lies in the file: by its last change, so that what changed since a time lies side by side.
 *
 * @param timeMs milliseconds since the epoch
 */
record ChangeKey(long timeMs, String item) implements Comparable<ChangeKey> {
    private static final Comparator<ChangeKey> ORDER =
            Comparator.comparingLong(ChangeKey::timeMs).thenComparing(ChangeKey::item);

    @Override
    public int compareTo(ChangeKey other) {
        return ORDER.compare(this, other);
    }

    /** Its form in the file: the time as a variable-length number, the id as text. */
    static final class Type extends BasicDataType<ChangeKey> {
        private static final int OBJECT_BYTES = 80;

        @Override
        public int compare(ChangeKey a, ChangeKey b) {
            return a.compareTo(b);
        }

        @Override
        public int getMemory(ChangeKey key) {
            return OBJECT_BYTES + 2 * key.item.length();
        }

        @Override
        public void write(WriteBuffer into, ChangeKey key) {
            into.putVarLong(key.timeMs);
            StringDataType.INSTANCE.write(into, key.item);
        }

        @Override
        public ChangeKey read(ByteBuffer from) {
            long timeMs = DataUtils.readVarLong(from);
            return new ChangeKey(timeMs, StringDataType.INSTANCE.read(from));
        }

        @Override
        public ChangeKey[] createStorage(int size) {
            return new ChangeKey[size];
        }
    }
}
