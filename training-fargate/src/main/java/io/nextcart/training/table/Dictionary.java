package io.nextcart.training.table;

import io.nextcart.engine.format.StringColumn;
import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Numbers strings in the order of their first arrival, from 0. It holds millions of ids: as UTF-8 in pages, at about 25
 * bytes each beside their text, where a string of its own and a place in a hash map take a hundred.
 */
public final class Dictionary {
    private static final int PAGE_BITS = 18;
    private static final int LENGTH_BITS = 24;
    private static final long NONE = -1;

    private final List<byte[]> pages = new ArrayList<>();
    /** Of each string its page, its place in it, and its length in bytes, packed. */
    private final LongArrayList places = new LongArrayList();
    /**
     * Open addressing with linear probing, at most three quarters full: the hash of a string and its number, or none. The
     * hash spares most looks at other strings, each of which waits for memory.
     */
    private long[] table = empty(16);

    private int usedOfPage;

    public Dictionary() {}

    /** The string's number, a new one when it is new. */
    public int number(String string) {
        byte[] text = string.getBytes(StandardCharsets.UTF_8);
        int hash = hash(text);
        int slot = slot(text, hash);
        if (table[slot] == NONE) {
            table[slot] = ((long) hash << Integer.SIZE) | size();
            places.add(keep(text));
            if (size() > table.length / 4 * 3) {
                grow();
            }
            return size() - 1;
        }
        return (int) table[slot];
    }

    /** The string's number, or −1. */
    public int find(String string) {
        byte[] text = string.getBytes(StandardCharsets.UTF_8);
        return (int) table[slot(text, hash(text))];
    }

    /** Number of strings. */
    public int size() {
        return places.size();
    }

    /** The string of a number. */
    public String string(int number) {
        return new String(page(number), from(number), length(number), StandardCharsets.UTF_8);
    }

    /** The strings of some numbers. */
    String[] strings(int[] chosen) {
        return Arrays.stream(chosen).mapToObj(this::string).toArray(String[]::new);
    }

    /** The numbers of all strings for which {@code kept} is true, in {@link StringColumn#ORDER} of the strings. */
    int[] sorted(IntPredicate kept) {
        int[] numbers = IntStream.range(0, size()).filter(kept).toArray();
        IntArrays.parallelQuickSort(numbers, this::compare);
        return numbers;
    }

    private int compare(int one, int other) {
        return Arrays.compareUnsigned(
                page(one), from(one), from(one) + length(one), page(other), from(other), from(other) + length(other));
    }

    /** The slot of a text, or the free slot where it belongs. */
    private int slot(byte[] text, int hash) {
        int slot = hash & (table.length - 1);
        while (table[slot] != NONE
                && !((int) (table[slot] >>> Integer.SIZE) == hash && holds((int) table[slot], text))) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private boolean holds(int number, byte[] text) {
        int from = from(number);
        return Arrays.equals(page(number), from, from + length(number), text, 0, text.length);
    }

    private static int hash(byte[] text) {
        int hash = 0;
        for (byte one : text) {
            hash = 31 * hash + one;
        }
        return HashCommon.mix(hash);
    }

    private void grow() {
        long[] before = table;
        table = empty(Math.multiplyExact(2, before.length));
        for (long entry : before) {
            if (entry != NONE) {
                int slot = (int) (entry >>> Integer.SIZE) & (table.length - 1);
                while (table[slot] != NONE) {
                    slot = (slot + 1) & (table.length - 1);
                }
                table[slot] = entry;
            }
        }
    }

    private long keep(byte[] text) {
        if (text.length >= (1 << LENGTH_BITS)) {
            throw new IllegalArgumentException("a text of " + text.length + " bytes, expected less than 16 MiB");
        }
        if (pages.isEmpty() || usedOfPage + text.length >= pages.get(pages.size() - 1).length) {
            pages.add(new byte[Math.max(1 << PAGE_BITS, text.length)]);
            usedOfPage = 0;
        }
        int page = pages.size() - 1;
        System.arraycopy(text, 0, pages.get(page), usedOfPage, text.length);
        long place = ((((long) page << PAGE_BITS) | usedOfPage) << LENGTH_BITS) | text.length;
        usedOfPage += text.length;
        return place;
    }

    private byte[] page(int number) {
        return pages.get((int) (places.getLong(number) >>> (PAGE_BITS + LENGTH_BITS)));
    }

    private int from(int number) {
        return (int) (places.getLong(number) >>> LENGTH_BITS) & ((1 << PAGE_BITS) - 1);
    }

    private int length(int number) {
        return (int) places.getLong(number) & ((1 << LENGTH_BITS) - 1);
    }

    private static long[] empty(int size) {
        long[] table = new long[size];
        Arrays.fill(table, NONE);
        return table;
    }
}
