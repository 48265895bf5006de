package io.nextcart.training.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HandoverTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 100_000})
    void rowsAreTakenInOrderOnAnotherThread(int count) {
        List<Integer> taken = new ArrayList<>();
        AtomicReference<Thread> taker = new AtomicReference<>(Thread.currentThread());

        String result = Handover.<Integer, String>between(
                rows -> {
                    IntStream.range(0, count).forEach(rows::accept);
                    return "read";
                },
                row -> {
                    taken.add(row);
                    taker.set(Thread.currentThread());
                });

        assertThat(result).isEqualTo("read");
        assertThat(taken).isEqualTo(IntStream.range(0, count).boxed().toList());
        assertThat(taker.get() == Thread.currentThread()).isEqualTo(count == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 50_000, 99_999})
    void aFaultOfTheSinkEndsTheReading(int faulty) {
        List<Integer> taken = new ArrayList<>();

        assertThatThrownBy(() -> Handover.<Integer, String>between(
                        rows -> {
                            IntStream.range(0, 100_000).forEach(rows::accept);
                            return "read";
                        },
                        row -> {
                            if (row == faulty) {
                                throw new IllegalArgumentException("row " + row);
                            }
                            taken.add(row);
                        }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row " + faulty);
        assertThat(taken).hasSize(faulty);
    }

    @Test
    void aFaultOfTheReaderIsThrownOnceAllRowsBeforeItAreTaken() {
        List<Integer> taken = new ArrayList<>();

        assertThatThrownBy(() -> Handover.<Integer, String>between(
                        rows -> {
                            IntStream.range(0, 5_000).forEach(rows::accept);
                            throw new BadInputException("line 5001");
                        },
                        taken::add))
                .isInstanceOf(BadInputException.class)
                .hasMessage("line 5001");
        assertThat(taken).hasSize(5_000);
    }
}
