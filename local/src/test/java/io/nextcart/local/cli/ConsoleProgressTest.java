package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final StringWriter err = new StringWriter();
    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
    private final ConsoleProgress progress = new ConsoleProgress(new PrintWriter(err), false, now::get);

    private void after(long ms) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    @Test
    void quickWorkSaysNothing() {
        progress.report("reading", 0, 100, "rows");
        after(1999);
        progress.report("reading", 100, 100, "rows");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void lineTellsRowsAndTimeLeft() {
        progress.report("reading", 0, 4000, "rows");
        after(2500);
        progress.report("reading", 1000, 4000, "rows");
        assertThat(err.toString().strip()).isEqualTo("reading: 25 %, 1,000 of 4,000 rows, 8 s left");
    }

    @Test
    void nothingIsCountedOrForetoldBeforeThereIsSomething() {
        after(2500);
        progress.report("reading", 0, 0, "rows");
        after(2500);
        progress.report("reading", 0, 4000, "rows");
        after(2500);
        progress.report("reading", 199, 4000, "rows");
        after(2500);
        progress.report("reading", 200, 4000, "rows");
        assertThat(err.toString().lines().map(String::strip))
                .containsExactly(
                        "reading",
                        "reading",
                        "reading: 4 %, 199 of 4,000 rows",
                        "reading: 5 %, 200 of 4,000 rows, 2 min 23 s left");
    }

    @Test
    void linesComeEveryTwoSecondsAtMost() {
        for (int i = 0; i < 1000; i++) {
            after(10);
            progress.report(i % 2 == 0 ? "one" : "two", i, 0, "rows");
        }
        assertThat(err.toString().lines()).hasSize(5);
    }
}
