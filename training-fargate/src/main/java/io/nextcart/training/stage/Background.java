package io.nextcart.training.stage;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work on a thread of its own, beside that of who needs its result. */
public final class Background<R> implements AutoCloseable {
    private final FutureTask<R> task;

    private Background(FutureTask<R> task) {
        this.task = task;
    }

    /**
     * Starts the work.
     *
     * @param name of its thread
     */
    public static <R> Background<R> start(String name, Callable<R> work) {
        Background<R> background = new Background<>(new FutureTask<>(work));
        Thread thread = new Thread(background.task, name);
        thread.setDaemon(true);
        thread.start();
        return background;
    }

    /** Whether it has ended, well or not. */
    public boolean isDone() {
        return task.isDone();
    }

    /** Waits for the end; throws what the work threw, which must be unchecked. */
    public R result() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            if (e.getCause() instanceof Error fault) {
                throw fault; // who starts a training tells what to do when memory is out
            }
            throw new IllegalStateException("work in the background failed", e);
        }
    }

    /** Waits for the end, whatever came of the work. */
    @Override
    public void close() {
        try {
            task.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            // result() throws it
        }
    }

    /** The exception for a thread that is interrupted as it waits; it stays interrupted. */
    public static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while work in the background went on", e);
    }
}
