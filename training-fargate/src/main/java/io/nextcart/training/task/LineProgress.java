package io.nextcart.training.task;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Locale;

/** Logs a line when a new activity starts, and occasionally while it lasts: every log line is stored and paid for. */
final class LineProgress implements Progress {
    private static final long EVERY_MS = 30_000;

    private final PrintStream out;
    private final Clock clock;
    private String latest = "";
    private long toldAtMs;

    LineProgress(PrintStream out, Clock clock) {
        this.out = requireNonNull(out, "out is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public synchronized void report(String stage, long done, long total, String unit) {
        long now = clock.millis();
        if (!stage.equals(latest)) {
            latest = stage;
            out.println(stage);
            toldAtMs = now;
        } else if (now - toldAtMs >= EVERY_MS) {
            String of = total > 0 ? String.format(Locale.ROOT, " of %,d", total) : "";
            out.println(done > 0 ? String.format(Locale.ROOT, "%s: %,d%s %s", stage, done, of, unit) : stage);
            toldAtMs = now;
        }
    }
}
