package io.nextcart.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads objects side by side: a store far away takes some milliseconds for each. */
public final class SideBySide {
    private static final int READERS = 16;

    private SideBySide() {}

    /** Reads one object. */
    @FunctionalInterface
    public interface Read<T> {
        T of(String name) throws IOException;
    }

    /** What is read of each name, in their order. */
    public static <T> List<T> read(List<String> names, Read<T> read) throws IOException {
        ExecutorService readers = Executors.newFixedThreadPool(Math.max(1, Math.min(READERS, names.size())));
        try {
            List<Callable<T>> tasks = new ArrayList<>();
            names.forEach(name -> tasks.add(() -> read.of(name)));
            List<T> all = new ArrayList<>();
            for (Future<T> one : readers.invokeAll(tasks)) {
                all.add(one.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while reading").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } finally {
            readers.shutdownNow();
        }
    }
}
