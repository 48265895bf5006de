package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** The event log as NDJSON: one event per line, with the fields that {@link EventDecoder} takes. */
public final class NdjsonLog {
    private static final JsonFactory JSON_FACTORY = new JsonFactory();
    static final int LONGEST_LINE = 1 << 16;
    private static final int GZIP_BUFFER_BYTES = 1 << 16;

    private NdjsonLog() {}

    /**
     * Reads a file, plain or gzip. Each event must have a time.
     *
     * @param maxBadRows tolerated share of bad rows, 0–1
     * @throws io.nextcart.data.BadInputException when the file cannot be read or has too many bad rows
     */
    public static ReadReport read(Path file, double maxBadRows, Progress progress, Consumer<Event> sink) {
        return read(Source.of(file, maxBadRows, progress), sink);
    }

    static ReadReport read(Source source, Consumer<Event> sink) {
        return JsonLines.read(
                source,
                LONGEST_LINE,
                JsonLines.objects("an event", row -> EventDecoder.event(row, source.times()), sink));
    }

    /** Writes events, one per line. */
    public static final class Writer implements Closeable {
        private final JsonGenerator json;

        /** @param out closed together with this writer */
        public Writer(OutputStream out) throws IOException {
            json = JSON_FACTORY.createGenerator(out);
            json.setRootValueSeparator(null);
        }

        /** Writes a gzip file. */
        public static Writer gzip(Path file) throws IOException {
            OutputStream plain = new BufferedOutputStream(Files.newOutputStream(file));
            return new Writer(new GZIPOutputStream(plain, GZIP_BUFFER_BYTES));
        }

        /**
         * Writes one event, without null parts.
         *
         * @throws UncheckedIOException when it cannot be written, so this can serve as the sink of a reader
         */
        public void write(Event event) {
            try {
                EventJson.write(json, event);
                json.writeRaw('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            json.close();
        }
    }
}
