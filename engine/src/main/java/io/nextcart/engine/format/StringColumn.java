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
        return new String(bytes(index), StandardCharsets.UTF_8);
    }

    /** The bytes of the value at an index, 0 to size − 1. */
    public byte[] bytes(int index) {
        byte[] bytes = new byte[length(index)];
        data.get(from(index), bytes);
        return bytes;
    }

    /** For each string its index in another column, or −1. Both are sorted by {@link #ORDER}. */
    public int[] indicesIn(StringColumn other) {
        int[] indices = new int[count];
        int there = 0;
        for (int i = 0; i < count; i++) {
            int order = 1;
            while (there < other.count
                    && (order = compare(i, other.data, other.from(there), other.length(there))) > 0) {
                there++;
            }
            indices[i] = order == 0 ? there : -1;
        }
        return indices;
    }

    private int from(int index) {
        return bytesAt + data.getInt(4 * index);
    }

    private int length(int index) {
        return data.getInt(4 * index + 4) - data.getInt(4 * index);
    }

    /** The index of a string in a column sorted by {@link #ORDER}, or −1. */
    public int indexOf(String value) {
        ByteBuffer key = ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)).order(ByteOrder.LITTLE_ENDIAN);
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle, key, 0, key.limit());
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

    private int compare(int index, ByteBuffer other, int otherFrom, int otherLength) {
        int from = from(index);
        int length = length(index);
        int common = Math.min(length, otherLength);
        for (int i = 0; i < common; i++) {
            int order = Byte.compareUnsigned(data.get(from + i), other.get(otherFrom + i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(length, otherLength);
    }
}
