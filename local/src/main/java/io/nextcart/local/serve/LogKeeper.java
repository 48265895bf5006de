package io.nextcart.local.serve;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.nextcart.functions.archive.ArchiveHandler;
import io.nextcart.local.store.ChangeStream;
import io.nextcart.local.store.ChangeStream.Change;
import io.nextcart.store.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of a shop's file to its archive with the archive Lambda's own code, called as Lambda does from a
 * stream: in batches of one table, retried from the first after a fault.
 */
final class LogKeeper implements Closeable {
    static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final int MAX_RECORDS = 1000;
    private static final PojoSerializer<DynamodbEvent> EVENTS =
            LambdaEventSerializers.serializerFor(DynamodbEvent.class, LogKeeper.class.getClassLoader());

    private final ChangeStream changes;
    private final ArchiveHandler archive;
    private final Duration interval;
    private final Consumer<String> output;
    private final List<String> faults = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "archive");
    private @Nullable String lastFault;

    private LogKeeper(ChangeStream changes, ObjectStore objects, Duration interval, Consumer<String> output) {
        this.changes = requireNonNull(changes, "changes is null");
        this.archive = new ArchiveHandler(objects, faults::add);
        this.interval = interval;
        this.output = requireNonNull(output, "output is null");
    }

    /**
     * Starts to write.
     *
     * @param interval time to collect changes
     * @param output receives a line when the archive cannot be written, and when it can again; the shop keeps serving
     */
    static LogKeeper start(ChangeStream changes, ObjectStore objects, Duration interval, Consumer<String> output)
            throws IOException {
        LogKeeper keeper = new LogKeeper(changes, objects, interval, output);
        changes.begin();
        keeper.thread.setDaemon(true);
        keeper.thread.start();
        return keeper;
    }

    /** Ends after one more attempt to write the rest; what fails now is written after the next start. */
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
                report(null);
            } catch (IOException | RuntimeException e) {
                report("the archive cannot be written, it will be tried again: " + e.getMessage());
            }
        }
    }

    private boolean writeOldest() throws IOException {
        List<Change> oldest = changes.oldest(MAX_RECORDS);
        String records = oldest.stream().map(Change::record).collect(Collectors.joining(","));
        Map<String, List<DynamodbStreamRecord>> tables = new TreeMap<>();
        for (DynamodbStreamRecord record :
                EVENTS.fromJson("{\"Records\":[" + records + "]}").getRecords()) {
            tables.computeIfAbsent(record.getEventSourceARN(), first -> new ArrayList<>())
                    .add(record);
        }
        for (List<DynamodbStreamRecord> batch : tables.values()) {
            DynamodbEvent event = new DynamodbEvent();
            event.setRecords(batch);
            faults.clear();
            if (!archive.handleRequest(event, null).getBatchItemFailures().isEmpty()) {
                throw new IOException(String.join("; ", faults));
            }
        }
        if (!oldest.isEmpty()) {
            changes.remove(oldest);
        }
        return oldest.size() == MAX_RECORDS;
    }

    private void report(@Nullable String fault) {
        if (fault != null && !fault.equals(lastFault)) {
            output.accept(fault);
        } else if (fault == null && lastFault != null) {
            output.accept("the archive is written again");
        }
        lastFault = fault;
    }
}
