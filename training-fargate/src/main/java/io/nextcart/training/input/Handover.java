package io.nextcart.training.input;

import io.nextcart.training.stage.Background;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows on their way from the thread that decodes them to one that takes them, in order, so that both work at once. */
final class Handover<T> {
    private static final int ROWS = 2048;
    private static final int BATCHES = 4;
    private static final long LOOK_MS = 100;

    private final BlockingQueue<List<T>> queue = new ArrayBlockingQueue<>(BATCHES);
    private final Background<@Nullable Void> taking;
    private List<T> batch = new ArrayList<>(ROWS);

    private Handover(Consumer<T> sink) {
        taking = Background.start("rows", () -> {
            for (List<T> next = queue.take(); !next.isEmpty(); next = queue.take()) {
                next.forEach(sink);
            }
            return null;
        });
    }

    /**
     * Runs a reader on this thread and a sink on another; returns when the sink has taken all rows.
     *
     * @param reader gets the consumer of its rows, and returns its result
     * @param sink an exception from it ends the reading, and is thrown here
     */
    static <T, R> R between(Function<Consumer<T>, R> reader, Consumer<T> sink) {
        Handover<T> rows = new Handover<>(sink);
        try {
            return reader.apply(rows::add);
        } finally {
            rows.end();
        }
    }

    private void add(T row) {
        batch.add(row);
        if (batch.size() == ROWS) {
            pass();
        }
    }

    private void end() {
        if (!batch.isEmpty()) {
            pass();
        }
        pass(); // an empty batch is the end
        taking.result();
    }

    private void pass() {
        boolean passed = false;
        try {
            while (!passed && !taking.isDone()) {
                passed = queue.offer(batch, LOOK_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw Background.interrupted(e);
        }
        batch = new ArrayList<>(ROWS);
        if (!passed) {
            taking.result(); // throws why the sink takes no more
        }
    }
}
