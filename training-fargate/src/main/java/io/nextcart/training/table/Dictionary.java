package io.nextcart.training.table;

import io.nextcart.engine.format.StringColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Numbers strings in the order of their first arrival, from 0. */
final class Dictionary {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> strings = new ArrayList<>();

    int number(String string) {
        Integer known = numbers.get(string);
        if (known != null) {
            return known;
        }
        int number = strings.size();
        numbers.put(string, number);
        strings.add(string);
        return number;
    }

    int size() {
        return strings.size();
    }

    String string(int number) {
        return strings.get(number);
    }

    /** The numbers of all strings that {@code kept} holds true for, in {@link StringColumn#ORDER} of the strings. */
    int[] sorted(IntPredicate kept) {
        return IntStream.range(0, strings.size())
                .filter(kept)
                .boxed()
                .sorted(Comparator.comparing(strings::get, StringColumn.ORDER))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
