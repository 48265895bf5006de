package io.nextcart.training.table;

import io.nextcart.engine.format.StringColumn;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Numbers strings in the order of their first arrival, from 0. */
public final class Dictionary {
    private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
    private final List<String> strings = new ArrayList<>();

    public Dictionary() {
        numbers.defaultReturnValue(-1);
    }

    /** The string's number, a new one when it is new. */
    public int number(String string) {
        int known = numbers.putIfAbsent(string, strings.size());
        if (known < 0) {
            strings.add(string);
            return strings.size() - 1;
        }
        return known;
    }

    /** The string's number, or −1. */
    public int find(String string) {
        return numbers.getInt(string);
    }

    /** Number of strings. */
    public int size() {
        return strings.size();
    }

    /** The string of a number. */
    public String string(int number) {
        return strings.get(number);
    }

    /** The strings of some numbers. */
    String[] strings(int[] chosen) {
        return Arrays.stream(chosen).mapToObj(strings::get).toArray(String[]::new);
    }

    /** The numbers of all strings for which {@code kept} is true, in {@link StringColumn#ORDER} of the strings. */
    int[] sorted(IntPredicate kept) {
        return IntStream.range(0, strings.size())
                .filter(kept)
                .boxed()
                .sorted(Comparator.comparing(strings::get, StringColumn.ORDER))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
