package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads files with one JSON object per line. Empty lines are skipped. */
final class JsonLines {
    /** Without the VM's table of texts: names are the log's, and each row may have others. */
    static final JsonFactory JSON_FACTORY = JsonFactory.builder()
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .build();

    private static final int LONGEST_REASON = 200;

    private JsonLines() {}

    /** Handles a line and counts its rows. */
    interface Line {
        /**
         * @param text not blank
         * @param line its number, from 1
         * @param count must count every row, good or bad
         */
        void accept(String text, long line, RowCount count);
    }

    /**
     * Reads the lines of a file.
     *
     * @param longestLine a longer line, in characters, is a bad row
     */
    static ReadReport read(Source source, int longestLine, Line sink) {
        RowCount count = new RowCount(source.file().toString(), source.maxBadRows());
        try (InputFile input = InputFile.open(source.file(), source.progress())) {
            read(input, longestLine, count, sink);
        }
        return count.end();
    }

    /** Reads the lines of one of several files of a log. */
    static void read(InputFile input, int longestLine, RowCount count, Line sink) {
        input.lines(longestLine, (text, line, length) -> {
            if (length > longestLine) {
                count.bad(line, length + " characters, expected at most " + longestLine);
            } else {
                sink.accept(text, line, count);
            }
        });
    }

    /**
     * Handles lines that are one row each.
     *
     * @param what the content of a line, for messages, such as {@code an event}
     * @param decoder converts an object, or returns null to only count it; throws {@link IllegalArgumentException} with
     *     the reason for a bad one
     * @param sink takes decoded rows; an exception from it ends the reading
     */
    static <T> Line objects(String what, Function<RowFields, @Nullable T> decoder, Consumer<T> sink) {
        return (text, line, count) -> {
            T decoded;
            try {
                decoded = decoder.apply(object(text));
            } catch (IOException e) {
                count.bad(line, fault(e) + ", expected " + what + " as a JSON object");
                return;
            } catch (LogTimes.OutsideException e) {
                count.outside(line, e);
                return;
            } catch (IllegalArgumentException e) {
                count.bad(line, String.valueOf(e.getMessage()));
                return;
            }
            count.good();
            if (decoded != null) {
                sink.accept(decoded);
            }
        };
    }

    private static RowFields object(String text) throws IOException {
        try (JsonParser parser = JSON_FACTORY.createParser(text)) {
            begin(parser);
            RowFields fields = new RowFields(JSON.std.mapFrom(parser));
            end(parser);
            return fields;
        }
    }

    /** Moves to the start of the line's object. */
    static void begin(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            String what = first == JsonToken.START_ARRAY ? "a JSON array, not one object a line" : "not an object";
            throw new JsonParseException(parser, what, parser.currentTokenLocation());
        }
    }

    /** Checks that nothing follows the object. */
    static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "more than one object", parser.currentTokenLocation());
        }
    }

    /** Why a line is not valid JSON, with the column. */
    static String fault(IOException e) {
        if (!(e instanceof JsonProcessingException json)) {
            return Quote.of(String.valueOf(e.getMessage()), LONGEST_REASON);
        }
        String reason = Quote.parser(String.valueOf(json.getOriginalMessage()), LONGEST_REASON);
        JsonLocation location = json.getLocation();
        return location == null ? reason : "column " + location.getColumnNr() + ": " + reason;
    }
}
