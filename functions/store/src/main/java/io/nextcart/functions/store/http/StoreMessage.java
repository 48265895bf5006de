package io.nextcart.functions.store.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.Decoded;
import io.nextcart.data.log.EventDecoder;
import io.nextcart.data.log.EventJson;
import io.nextcart.data.log.ItemJson;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.UserPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The request or response of a call of {@link HttpStore}, as a JSON object with these fields. Each call uses some of
 * them; the others are empty.
 *
 * @param id of a user or of an item
 * @param number a limit, a count, a time or a version
 * @param fresh the positions of new events
 * @param lines events, with their time of arrival where the call needs it; {@code events} in JSON
 * @param document text, such as JSON that is kept as text
 * @param error why the call failed
 */
public record StoreMessage(
        String id,
        long number,
        BitSet fresh,
        List<ArchivedEvent> lines,
        List<CatalogueItem> items,
        String document,
        String error) {
    /** Instead of the time of a deletion. */
    private static final long NEVER = -1;

    private static final JsonFactory FACTORY = new JsonFactory();

    public static StoreMessage of(String id, long number) {
        return new StoreMessage(id, number, new BitSet(), List.of(), List.of(), "", "");
    }

    public static StoreMessage ofFresh(BitSet fresh) {
        return new StoreMessage("", 0, fresh, List.of(), List.of(), "", "");
    }

    public static StoreMessage ofEvents(List<Event> events) {
        List<ArchivedEvent> lines = events.stream()
                .map(event -> new ArchivedEvent(event, ArchivedEvent.UNKNOWN))
                .toList();
        return new StoreMessage("", 0, new BitSet(), lines, List.of(), "", "");
    }

    /** Asks for a page of what is held about a user. */
    static StoreMessage ofPage(UserId user, String after) {
        return new StoreMessage(user.value(), 0, new BitSet(), List.of(), List.of(), after, "");
    }

    public static StoreMessage ofPage(UserPage page) {
        Long deletedAtMs = page.deletedAtMs();
        long number = deletedAtMs == null ? NEVER : deletedAtMs;
        return new StoreMessage("", number, new BitSet(), page.events(), List.of(), page.next(), "");
    }

    public static StoreMessage ofItems(List<CatalogueItem> items) {
        return new StoreMessage("", 0, new BitSet(), List.of(), items, "", "");
    }

    public static StoreMessage ofDocument(long number, String document) {
        return new StoreMessage("", number, new BitSet(), List.of(), List.of(), document, "");
    }

    public static StoreMessage ofError(String error) {
        return new StoreMessage("", 0, new BitSet(), List.of(), List.of(), "", error);
    }

    /** The events without their times of arrival. */
    public List<Event> events() {
        return lines.stream().map(ArchivedEvent::event).toList();
    }

    UserPage page() {
        return new UserPage(lines, number == NEVER ? null : Long.valueOf(number), document);
    }

    /** The message as UTF-8. */
    public byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeNumberField("number", number);
            int[] positions = fresh.stream().toArray();
            json.writeFieldName("fresh");
            json.writeArray(positions, 0, positions.length);
            json.writeArrayFieldStart("events");
            for (ArchivedEvent line : lines) {
                EventJson.write(json, line);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("items");
            for (CatalogueItem item : items) {
                ItemJson.write(json, item);
            }
            json.writeEndArray();
            json.writeStringField("document", document);
            json.writeStringField("error", error);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * Parses a message.
     *
     * @throws IOException when it is invalid
     */
    public static StoreMessage read(byte[] utf8) throws IOException {
        String id = "";
        long number = 0;
        BitSet fresh = new BitSet();
        List<ArchivedEvent> lines = new ArrayList<>();
        List<CatalogueItem> items = new ArrayList<>();
        String document = "";
        String error = "";
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("expected a JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                switch (name) {
                    case "id" -> id = parser.getText();
                    case "number" -> number = parser.getLongValue();
                    case "document" -> document = parser.getText();
                    case "error" -> error = parser.getText();
                    case "fresh" -> each(parser, () -> fresh.set(position(parser)));
                    case "events" -> each(parser, () -> lines.add(event(parser)));
                    case "items" -> each(parser, () -> items.add(ItemJson.read(object(parser))));
                    default -> throw new IOException("unknown field " + name);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("not an item of a catalogue: " + e.getMessage(), e);
        }
        return new StoreMessage(id, number, fresh, lines, items, document, error);
    }

    private interface Element {
        void read() throws IOException;
    }

    private static void each(JsonParser parser, Element element) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    /** A position in a batch: a larger one would take memory for all below it. */
    private static int position(JsonParser parser) throws IOException {
        int position = parser.getIntValue();
        if (position < 0 || position >= EventStore.MAX_BATCH) {
            throw new IOException("position " + position + ", expected 0 to " + (EventStore.MAX_BATCH - 1));
        }
        return position;
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("expected an object");
        }
        return JSON.std.mapFrom(parser);
    }

    private static ArchivedEvent event(JsonParser parser) throws IOException {
        Map<String, Object> fields = object(parser);
        Decoded decoded = EventDecoder.decode(fields, -1);
        if (decoded instanceof Decoded.Accepted accepted) {
            long arrivedMs = fields.get(ArchivedEvent.ARRIVED_AT) instanceof Number arrived
                    ? arrived.longValue()
                    : ArchivedEvent.UNKNOWN;
            return new ArchivedEvent(accepted.event(), arrivedMs);
        }
        throw new IOException("not an event: " + decoded);
    }
}
