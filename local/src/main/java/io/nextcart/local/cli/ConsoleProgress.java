package io.nextcart.local.cli;

import io.nextcart.data.Progress;
import java.io.Closeable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** Progress for people: a bar on a terminal, otherwise a line at most every two seconds. */
public final class ConsoleProgress implements Progress, Closeable {
    private static final long LINE_EVERY_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int BAR_EVERY_MS = 250;

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanoTime;

    private @Nullable ProgressBar bar;
    private String stage = "";
    private String announced = "";
    private long stageStart;
    private long lastLine;

    ConsoleProgress(PrintWriter err, boolean terminal, LongSupplier nanoTime) {
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.lastLine = nanoTime.getAsLong();
    }

    /**
     * Progress on standard error.
     *
     * @param err standard error, for lines
     */
    public static ConsoleProgress open(PrintWriter err) {
        // Set by the launcher: the JDK's own detection differs by version.
        return new ConsoleProgress(err, Boolean.getBoolean("nextcart.terminal"), System::nanoTime);
    }

    @Override
    public synchronized void report(String newStage, long done, long total, String unit) {
        long now = nanoTime.getAsLong();
        if (!newStage.equals(stage)) {
            end();
            stage = newStage;
            stageStart = now;
        }
        if (terminal) {
            onBar(done, total, unit);
        } else if (now - lastLine >= LINE_EVERY_NS) {
            lastLine = now;
            err.println(line(done, total, unit, now - stageStart));
            err.flush();
        }
    }

    @Override
    public void close() {
        end();
    }

    private String line(long done, long total, String unit, long elapsedNs) {
        if (done <= 0) {
            return stage;
        }
        if (total <= 0) {
            return String.format(Locale.ROOT, "%s: %,d %s", stage, done, unit);
        }
        String text =
                String.format(Locale.ROOT, "%s: %d %%, %,d of %,d %s", stage, 100 * done / total, done, total, unit);
        if (done >= total || elapsedNs <= 0 || !canForetell(done, total)) {
            return text;
        }
        double secondsLeft = elapsedNs / 1e9 / done * (total - done);
        return text + String.format(Locale.ROOT, ", %s left", duration(Math.round(secondsLeft)));
    }

    /** The first percents include start-up costs that the others do not have, such as starting a process. */
    private static boolean canForetell(long done, long total) {
        return 20 * done >= total;
    }

    private static String duration(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    private void onBar(long done, long total, String unit) {
        if (bar == null && done <= 0) {
            if (total <= 0 && !stage.equals(announced)) {
                announced = stage;
                err.println(stage);
                err.flush();
            }
            return;
        }
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName(stage)
                    .setInitialMax(total > 0 ? total : -1)
                    .setUnit(" " + unit, 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(BAR_EVERY_MS)
                    .setEtaFunction(ConsoleProgress::eta)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
        }
        if (total > 0) {
            bar.maxHint(total);
        }
        bar.stepTo(done);
        if (total > 0 && done >= total) {
            end();
        }
    }

    private static Optional<Duration> eta(ProgressState state) {
        long done = state.getCurrent();
        long total = state.getMax();
        return total > 0 && canForetell(done, total)
                ? Optional.of(Duration.ofMillis(
                        Math.round(1.0 * state.getElapsedAfterStart().toMillis() / done * (total - done))))
                : Optional.empty();
    }

    /** Ends the current bar, so that other text can follow. */
    synchronized void end() {
        if (bar != null) {
            bar.close();
            bar = null;
            stage = "";
        }
    }
}
