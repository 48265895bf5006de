package io.nextcart.engine.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Strings in a mapped file: {@code count + 1} offsets, then UTF-8 bytes. */
public final class StringColumn {
    /** The order that {@link #indexOf} needs: unsigned UTF-8 bytes, which is code point order. */
    public static final Comparator<String> ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final ByteBuffer data;
    private final int count;
    private final int bytesAt;

    StringColumn(ByteBuffer data, int count) {
        this.data = data;
        this.count = count;
        this.bytesAt = 4 * (count + 1);
    }

    /** Checks that {@link #indexOf} could find every string of a column. */
    public static void checkAscending(String[] ids) {
        for (int i = 1; i < ids.length; i++) {
            if (ORDER.compare(ids[i - 1], ids[i]) >= 0) {
                throw new IllegalArgumentException(
                        "id '" + ids[i] + "' follows '" + ids[i - 1] + "', expected ascending ids");
            }
        }
    }

    public int size() {
        return count;
    }

    /** The string at an index, 0 to size − 1. */
    public String get(int index) {
        int from = data.getInt(4 * index);
        byte[] bytes = new byte[data.getInt(4 * index + 4) - from];
        data.get(bytesAt + from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The index of a string in a column sorted by {@link #ORDER}, or −1. */
    public int indexOf(String value) {
        ByteBuffer key = ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)).order(ByteOrder.LITTLE_ENDIAN);
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle, key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private int compare(int index, ByteBuffer key) {
        int from = bytesAt + data.getInt(4 * index);
        int length = bytesAt + data.getInt(4 * index + 4) - from;
        int common = Math.min(length, key.limit());
        for (int i = 0; i < common; i++) {
            int order = Byte.compareUnsigned(data.get(from + i), key.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(length, key.limit());
    }
}
