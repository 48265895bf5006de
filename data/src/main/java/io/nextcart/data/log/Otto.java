package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.Ids;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads sessions in the format of the OTTO dataset: {@code
 * {"session":n,"events":[{"aid":n,"ts":ms,"type":"clicks|carts|orders"},…]}} per line. Each event is a row; an invalid
 * line loses all its rows. Format: https://github.com/otto-de/recsys-dataset.
 */
final class Otto {
    /** A hundred times the longest session; a file without line ends must not fill the memory. */
    private static final int LONGEST_LINE = 1 << 22;

    private final LogTimes times;
    private final EventTypeTally types;
    private final Consumer<Event> sink;
    private final List<Act> acts = new ArrayList<>();
    private final List<IllegalArgumentException> faults = new ArrayList<>();
    private int unwanted;

    private record Act(EventType type, ItemId item, long timestampMs) {}

    private Otto(LogTimes times, EventTypeTally types, Consumer<Event> sink) {
        this.times = times;
        this.types = types;
        this.sink = sink;
    }

    static ReadReport read(Source source, EventTypeTally types, Consumer<Event> sink) {
        return JsonLines.read(source, LONGEST_LINE, new Otto(source.times(), types, sink)::session);
    }

    private void session(String text, long line, RowCount count) {
        acts.clear();
        faults.clear();
        unwanted = 0;
        UserId user;
        try (JsonParser parser = JsonLines.JSON_FACTORY.createParser(text)) {
            user = new UserId(fields(parser));
        } catch (IOException | IllegalArgumentException e) {
            String reason = e instanceof IOException notJson
                    ? JsonLines.fault(notJson) + ", expected a session as a JSON object"
                    : String.valueOf(e.getMessage());
            count.bad(line, Math.max(1, rows()), reason);
            return;
        }
        for (IllegalArgumentException fault : faults) {
            if (fault instanceof LogTimes.OutsideException outside) {
                count.outside(line, outside);
            } else {
                count.bad(line, String.valueOf(fault.getMessage()));
            }
        }
        for (int i = 0; i < unwanted; i++) {
            count.good();
        }
        for (Act act : acts) {
            count.good();
            sink.accept(Event.of(user, act.type, act.item, act.timestampMs));
        }
    }

    /** Rows of the current line so far. */
    private int rows() {
        return acts.size() + faults.size() + unwanted;
    }

    /** Parses a line, keeps its acts and returns the session's id. */
    private String fields(JsonParser parser) throws IOException {
        String session = null;
        boolean events = false;
        JsonLines.begin(parser);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("session")) {
                session = text(parser);
            } else if (name.equals("events")) {
                events = true;
                events(parser);
            } else {
                parser.skipChildren();
            }
        }
        JsonLines.end(parser);
        if (session == null || !events) {
            throw new IllegalArgumentException(
                    (session == null ? "session" : "events") + " is missing, expected session and events");
        }
        return Ids.check("session", session);
    }

    private void events(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new JsonParseException(parser, "events is not an array", parser.currentTokenLocation());
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "an event is not an object", parser.currentTokenLocation());
            }
            event(parser);
        }
    }

    private void event(JsonParser parser) throws IOException {
        String aid = null;
        String ts = null;
        String type = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "aid" -> aid = text(parser);
                case "ts" -> ts = text(parser);
                case "type" -> type = text(parser);
                default -> parser.skipChildren();
            }
        }
        try {
            keep(aid, ts, type);
        } catch (LogTimes.OutsideException e) {
            faults.add(e);
        } catch (IllegalArgumentException e) {
            faults.add(new IllegalArgumentException("event " + (rows() + 1) + ": " + e.getMessage(), e));
        }
    }

    private void keep(@Nullable String aid, @Nullable String ts, @Nullable String type) {
        ItemId item = new ItemId(Ids.check("aid", present("aid", aid)));
        String time = present("ts", ts);
        long timestampMs = times.ms(
                Digits.parse(time, Digits.MOST),
                LogTimes.Unit.MS,
                () -> "ts is '" + Quote.of(time, 40) + "'",
                times.unitOr(LogTimes.Unit.MS).since1970());
        EventType known = types.typeOf(present("type", type));
        if (known == null) {
            unwanted++;
        } else {
            acts.add(new Act(known, item, timestampMs));
        }
    }

    private static String present(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing, expected aid, ts and type");
        }
        return value;
    }

    /** Text or a whole number; null for anything else. */
    private static @Nullable String text(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }
}
