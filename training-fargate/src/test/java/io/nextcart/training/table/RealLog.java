package io.nextcart.training.table;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The real event log, if the machine has one: set NEXTCART_REAL_EVENTS or -Dnextcart.realEvents to its path. */
public final class RealLog {
    private RealLog() {}

    /** The log's path; without one, skips the calling test. */
    public static Path path() {
        String path = System.getProperty("nextcart.realEvents", System.getenv("NEXTCART_REAL_EVENTS"));
        Assumptions.assumeTrue(path != null, "no real log: set NEXTCART_REAL_EVENTS to an events.csv.gz");
        return Path.of(path);
    }

    /**
     * Reads the log {@code copies} times: each copy has its own shoppers, and items shifted by another stride, so that
     * it makes new pairs.
     */
    public static void read(Path file, int copies, Consumer<Event> sink) throws IOException {
        for (int copy = 0; copy < copies; copy++) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while ((line = lines.readLine()) != null) {
                    String[] cells = line.split(",", -1);
                    long item = Long.parseLong(cells[3]) + 50_000L * copy;
                    EventType type = EventType.fromWireName(cells[2]);
                    sink.accept(Event.of(
                            new UserId(copy == 0 ? cells[1] : cells[1] + "-" + copy),
                            type,
                            new ItemId(Long.toString(item)),
                            Long.parseLong(cells[0])));
                }
            }
        }
    }
}
