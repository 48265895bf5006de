package io.nextcart.local.store;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that puts events and prints the number of each once it is acknowledged, until it is killed. */
final class AcknowledgingWriter {
    static final int USERS = 50;
    private static final int THREADS = 3;

    private AcknowledgingWriter() {}

    /**
     * @param args the store's file, and the first number
     */
    public static void main(String[] args) throws Exception {
        MvEventStore store = MvEventStore.open(Path.of(args[0]));
        AtomicInteger next = new AtomicInteger(Integer.parseInt(args[1]));
        PrintStream out = System.out;
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int batchSize = 1 + 10 * t;
            Thread thread = new Thread(() -> write(store, next, batchSize, out));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    static Event event(int number) {
        return new Event(
                "e" + number,
                new UserId("u" + number % USERS),
                EventType.VIEW,
                new ItemId("i" + number),
                1_000_000L + number,
                null,
                null,
                null);
    }

    private static void write(MvEventStore store, AtomicInteger next, int batchSize, PrintStream out) {
        try {
            while (true) {
                List<Event> batch = new ArrayList<>();
                StringBuilder acknowledged = new StringBuilder();
                for (int i = 0; i < batchSize; i++) {
                    int number = next.getAndIncrement();
                    batch.add(event(number));
                    acknowledged.append(number).append(";\n");
                }
                if (store.put(batch).cardinality() != batchSize) {
                    throw new IllegalStateException("new events were taken for duplicates");
                }
                synchronized (out) {
                    out.print(acknowledged);
                    out.flush();
                }
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
