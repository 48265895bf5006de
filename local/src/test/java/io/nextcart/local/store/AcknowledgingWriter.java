package io.nextcart.local.store;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueItem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that stores events, and as many items, and prints the number of each once both are stored, until it is
 * killed.
 */
final class AcknowledgingWriter {
    static final int USERS = 50;
    private static final int THREADS = 3;

    private AcknowledgingWriter() {}

    /**
     * @param args the store's file, and the first number
     */
    public static void main(String[] args) throws Exception {
        ShopFile file = ShopFile.open(Path.of(args[0]));
        MvEventStore store = new MvEventStore(file, Clock.systemUTC());
        MvCatalogueStore catalogue = new MvCatalogueStore(file);
        AtomicInteger next = new AtomicInteger(Integer.parseInt(args[1]));
        PrintStream out = System.out;
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int batchSize = 1 + 10 * t;
            Thread thread = new Thread(() -> write(store, catalogue, next, batchSize, out));
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

    /** The catalogue entry of an event's item. */
    static CatalogueItem item(int number) {
        return new CatalogueItem(new ItemId("i" + number), false, "c", 1.0 + number, null, null, 1_000_000L + number);
    }

    private static void write(
            MvEventStore store, MvCatalogueStore catalogue, AtomicInteger next, int batchSize, PrintStream out) {
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
                for (Event event : batch) {
                    catalogue.put(item((int) (event.timestampMs() - 1_000_000L)));
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
