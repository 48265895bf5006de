package io.nextcart.local.store;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * What makes an event one of its kind.
 *
 * @param user the shopper
 * @param eventKey by {@link io.nextcart.data.EventKey}
 */
record IdKey(String user, String eventKey) implements Comparable<IdKey> {
    @Override
    public int compareTo(IdKey other) {
        int byUser = user.compareTo(other.user);
        return byUser != 0 ? byUser : eventKey.compareTo(other.eventKey);
    }

    /** Its form in the file: two texts. */
    static final class Type extends BasicDataType<IdKey> {
        private static final int OBJECT_BYTES = 120;

        @Override
        public int compare(IdKey a, IdKey b) {
            return a.compareTo(b);
        }

        @Override
        public int getMemory(IdKey key) {
            return OBJECT_BYTES + 2 * (key.user.length() + key.eventKey.length());
        }

        @Override
        public void write(WriteBuffer into, IdKey key) {
            StringDataType.INSTANCE.write(into, key.user);
            StringDataType.INSTANCE.write(into, key.eventKey);
        }

        @Override
        public IdKey read(ByteBuffer from) {
            String user = StringDataType.INSTANCE.read(from);
            return new IdKey(user, StringDataType.INSTANCE.read(from));
        }

        @Override
        public IdKey[] createStorage(int size) {
            return new IdKey[size];
        }
    }
}
