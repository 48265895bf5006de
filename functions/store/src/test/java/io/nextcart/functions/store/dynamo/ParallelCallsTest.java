package io.nextcart.functions.store.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelCallsTest {
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    private void work() {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        running.decrementAndGet();
        done.incrementAndGet();
    }

    @Test
    void noMoreThanSoManyRunAtATime() throws Exception {
        new ParallelCalls(4).run(Collections.nCopies(100, this::work));
        assertThat(done).hasValue(100);
        assertThat(most).hasValue(4);
        assertThat(running).hasValue(0);
    }

    @Test
    void noCallIsNoWork() throws Exception {
        new ParallelCalls(4).run(List.of());
        assertThat(done).hasValue(0);
    }

    @Test
    void afterAFaultNothingBeginsAndNothingRuns() {
        List<ParallelCalls.Call> calls = new ArrayList<>(Collections.nCopies(100, this::work));
        calls.set(3, () -> {
            throw new IOException("no disk");
        });
        assertThatThrownBy(() -> new ParallelCalls(2).run(calls))
                .isInstanceOf(IOException.class)
                .hasMessage("no disk");
        assertThat(running).hasValue(0);
        assertThat(done.get()).isLessThan(50);
    }

    @Test
    void anInterruptEndsTheWorkAndIsPassedOn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        List<ParallelCalls.Call> calls = new ArrayList<>(Collections.nCopies(1000, this::work));
        calls.set(0, () -> {
            begun.countDown();
            work();
        });
        AtomicInteger emitted = new AtomicInteger();
        Thread caller = new Thread(() -> {
            try {
                new ParallelCalls(2).run(calls);
            } catch (InterruptedIOException e) {
                emitted.set(Thread.currentThread().isInterrupted() ? 1 : -1);
            } catch (IOException e) {
                emitted.set(-2);
            }
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        assertThat(emitted).hasValue(1);
        assertThat(running).hasValue(0);
        assertThat(done.get()).isLessThan(1000);
    }
}
