package io.nextcart.training.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.engine.format.StringColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DictionaryTest {
    @Test
    void stringsAreNumberedInTheOrderOfTheirFirstArrival() {
        Dictionary ids = new Dictionary();

        assertThat(List.of(ids.number("b"), ids.number(""), ids.number("é"), ids.number("b"), ids.number("𝄞")))
                .containsExactly(0, 1, 2, 0, 3);
        assertThat(ids.size()).isEqualTo(4);
        assertThat(ids.find("é")).isEqualTo(2);
        assertThat(ids.find("e")).isEqualTo(-1);
        assertThat(ids.strings(new int[] {3, 1})).containsExactly("𝄞", "");
        assertThat(ids.sorted(number -> number > 0)).containsExactly(1, 2, 3);
    }

    @Test
    void manyStringsOfAllLengthsAreFoundAndSorted() {
        Random random = new Random(5);
        Map<String, Integer> numbers = new HashMap<>();
        List<String> strings = new ArrayList<>();
        Dictionary ids = new Dictionary();
        for (int i = 0; i < 30_000; i++) {
            String string = "ü".repeat(random.nextInt(20)) + random.nextInt(10_000);
            Integer known = numbers.putIfAbsent(string, strings.size());
            if (known == null) {
                strings.add(string);
            }
            assertThat(ids.number(string)).isEqualTo(numbers.get(string));
        }

        assertThat(ids.size()).isEqualTo(strings.size());
        for (int number = 0; number < strings.size(); number++) {
            assertThat(ids.string(number)).isEqualTo(strings.get(number));
        }
        assertThat(ids.strings(ids.sorted(number -> true)))
                .containsExactly(strings.stream().sorted(StringColumn.ORDER).toArray(String[]::new));
    }

    @Test
    void aStringMayBeLongerThanAPageButNotOf16MiB() {
        Dictionary ids = new Dictionary();
        String most = "a".repeat((1 << 24) - 1);

        assertThat(ids.number(most)).isZero();
        assertThat(ids.number("")).isEqualTo(1);
        assertThat(ids.string(0)).isEqualTo(most);
        assertThat(ids.find(most)).isZero();
        assertThatThrownBy(() -> ids.number(most + "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a text of 16777216 bytes, expected less than 16 MiB");
    }
}
