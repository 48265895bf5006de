package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** The event log as NDJSON: one event a line, in the fields that {@link EventDecoder} takes. */
public final class NdjsonLog {
    private static final JsonFactory JSON_FACTORY = new JsonFactory();
    private static final int LONGEST_LINE = 1 << 16;
    private static final int LONGEST_REASON = 200;
    private static final int REPORT_EVERY_ROWS = 4096;

    private NdjsonLog() {}

    /**
     * Reads a file, plain or gzip. An event in the log must name its time.
     *
     * @param maxBadRows share of bad rows that is tolerated, 0–1
     * @throws io.nextcart.data.BadInputException when the file cannot be read or has too many bad rows
     */
    public static ReadReport read(Path file, double maxBadRows, Progress progress, Consumer<Event> sink) {
        RowCount count = new RowCount(file, maxBadRows);
        long line = 0;
        try (InputFile input = InputFile.open(file, progress)) {
            try (Reader reader = input.reader()) {
                BoundedLines lines = new BoundedLines(reader, LONGEST_LINE);
                for (String text = lines.next(); text != null; text = lines.next()) {
                    line++;
                    if (lines.length() > LONGEST_LINE) {
                        count.bad(line, lines.length() + " characters, expected at most " + LONGEST_LINE);
                    } else if (!text.isBlank()) {
                        accept(text, line, count, sink);
                    }
                    if (line % REPORT_EVERY_ROWS == 0) {
                        input.report();
                    }
                }
                input.report();
            } catch (IOException e) {
                throw input.failed(line, e);
            }
        }
        return count.end();
    }

    private static void accept(String text, long line, RowCount count, Consumer<Event> sink) {
        Map<String, Object> fields;
        try {
            fields = object(text);
        } catch (IOException e) {
            count.bad(line, fault(e) + ", expected an event as a JSON object");
            return;
        }
        if (fields.get("timestamp") == null) {
            count.bad(line, "timestamp is missing, " + EventDecoder.EXPECTED_TIME);
            return;
        }
        Decoded decoded = EventDecoder.decode(fields, 0);
        if (decoded instanceof Decoded.Accepted accepted) {
            count.good();
            sink.accept(accepted.event());
        } else if (decoded instanceof Decoded.Rejected rejected) {
            count.bad(line, rejected.field() + " " + rejected.reason());
        }
    }

    private static Map<String, Object> object(String text) throws IOException {
        try (JsonParser parser = JSON_FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "not an object", parser.currentTokenLocation());
            }
            Map<String, Object> fields = JSON.std.mapFrom(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one object", parser.currentTokenLocation());
            }
            return fields;
        }
    }

    private static String fault(IOException e) {
        if (!(e instanceof JsonProcessingException json)) {
            return Quote.of(String.valueOf(e.getMessage()), LONGEST_REASON);
        }
        // The parser adds where an object began, in words about its own settings.
        String message = String.valueOf(json.getOriginalMessage()).replaceAll(" \\(start marker at \\[.*?\\]\\)", "");
        String reason = Quote.of(message, LONGEST_REASON);
        JsonLocation location = json.getLocation();
        return location == null ? reason : "column " + location.getColumnNr() + ": " + reason;
    }

    /** Writes events, one a line. */
    public static final class Writer implements Closeable {
        private final JsonGenerator json;

        /**
         * @param out taken over: closed with this
         */
        public Writer(OutputStream out) throws IOException {
            json = JSON_FACTORY.createGenerator(out);
            json.setRootValueSeparator(null);
        }

        /** Writes one event; parts that are null are left out. */
        public void write(Event event) throws IOException {
            EventJson.write(json, event);
            json.writeRaw('\n');
        }

        @Override
        public void close() throws IOException {
            json.close();
        }
    }
}
