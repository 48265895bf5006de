package io.nextcart.training.stage;

import java.util.OptionalLong;

/**
 * Looks at the memory that this process has to itself ten times a second, and keeps the largest. The system remembers
 * the peak only of all resident pages, and pages of mapped files among them can be taken back at any time.
 */
final class OwnMemory implements AutoCloseable {
    private static final long EVERY_MS = 100;

    private final Thread thread = new Thread(this::run, "own-memory");
    private OptionalLong largestMb = OptionalLong.empty();

    private OwnMemory() {}

    /** Starts to look. */
    static OwnMemory watch() {
        OwnMemory memory = new OwnMemory();
        memory.look();
        memory.thread.setDaemon(true);
        memory.thread.start();
        return memory;
    }

    /** The largest so far, now included, MiB; empty where the system does not tell. */
    OptionalLong peakMb() {
        look();
        synchronized (this) {
            return largestMb;
        }
    }

    private synchronized void look() {
        OptionalLong now = Usage.ownMb();
        if (now.isPresent() && now.getAsLong() > largestMb.orElse(0)) {
            largestMb = now;
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY_MS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
