package io.nextcart.local.serve;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.functions.archive.ArchiveHandler;
import io.nextcart.local.store.ChangeStream;
import io.nextcart.local.store.ChangeStream.Change;
import io.nextcart.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what changes in a shop's file to its log of record, with the archive Lambda's own code, as Lambda does from a stream:
 * batches of one table, and from the first one again after a fault.
 */
final class LogKeeper implements Closeable {
    static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final int MOST_RECORDS = 1000;
    private static final PojoSerializer<DynamodbEvent> EVENTS =
            LambdaEventSerializers.serializerFor(DynamodbEvent.class, LogKeeper.class.getClassLoader());

    private final ChangeStream changes;
    private final ArchiveHandler archive;
    private final Duration interval;
    private final Consumer<String> told;
    private final List<String> faults = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "log of record");
    private @Nullable String lastFault;

    private LogKeeper(ChangeStream changes, ObjectStore objects, Duration interval, Consumer<String> told) {
        this.changes = requireNonNull(changes, "changes is null");
        this.archive = new ArchiveHandler(objects, faults::add);
        this.interval = interval;
        this.told = requireNonNull(told, "told is null");
    }

    /**
     * Begins.
     *
     * @param interval how long changes are gathered
     * @param told takes a line when the log cannot be written, and when it can again; the shop serves on
     */
    static LogKeeper start(ChangeStream changes, ObjectStore objects, Duration interval, Consumer<String> told)
            throws IOException {
        LogKeeper keeper = new LogKeeper(changes, objects, interval, told);
        changes.begin();
        keeper.thread.setDaemon(true);
        keeper.thread.start();
        return keeper;
    }

    /** Ends after one more try to write what is left; what cannot be written now is written after the next start. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean more = true;
        while (more) {
            try {
                more = !closing.await(interval.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                more = false;
            }
            try {
                while (writeOldest()) {}
                tell(null);
            } catch (IOException | RuntimeException e) {
                tell("the log of record cannot be written, it will be tried again: " + e.getMessage());
            }
        }
    }

    private boolean writeOldest() throws IOException {
        List<Change> oldest = changes.oldest(MOST_RECORDS);
        Map<String, List<String>> tables = new TreeMap<>();
        for (Change change : oldest) {
            Object stream = JSON.std.mapFrom(change.record()).get("eventSourceARN");
            tables.computeIfAbsent(String.valueOf(stream), first -> new ArrayList<>())
                    .add(change.record());
        }
        for (List<String> records : tables.values()) {
            archive(records);
        }
        if (!oldest.isEmpty()) {
            changes.remove(oldest);
        }
        return oldest.size() == MOST_RECORDS;
    }

    private void archive(List<String> records) throws IOException {
        byte[] batch = ("{\"Records\":[" + String.join(",", records) + "]}").getBytes(StandardCharsets.UTF_8);
        faults.clear();
        StreamsEventResponse answer = archive.handleRequest(EVENTS.fromJson(new ByteArrayInputStream(batch)), null);
        if (!answer.getBatchItemFailures().isEmpty()) {
            throw new IOException(String.join("; ", faults));
        }
    }

    private void tell(@Nullable String fault) {
        if (fault != null && !fault.equals(lastFault)) {
            told.accept(fault);
        } else if (fault == null && lastFault != null) {
            told.accept("the log of record is written again");
        }
        lastFault = fault;
    }
}
