package io.nextcart.store.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSONObjectException;
import io.nextcart.data.log.Quote;
import io.nextcart.store.ObjectKey;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object read field by field. Errors name the document's place, the field by its path (such as
 * {@code window.first_ms}), its value and what was expected. A null field counts as missing. Unread fields are ignored,
 * so older code can read what newer code wrote.
 */
public final class JsonObject {
    /** An object without fields. */
    public static final JsonObject EMPTY = new JsonObject(Map.of(), "", "");

    /** Without the VM's table of texts, which a document with many names would fill. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .build();

    private static final List<String> NOT_FINITE = List.of("NaN", "Infinity", "-Infinity");

    private final Map<String, Object> fields;
    private final String place;
    private final String path;

    JsonObject(Map<String, Object> fields, String place, String path) {
        this.fields = fields;
        this.place = place;
        this.path = path;
    }

    /**
     * Reads a document.
     *
     * @param place where the bytes come from, for messages
     * @param expected what the document should be, for messages, such as {@code the record of a trial}
     */
    public static JsonObject read(byte[] bytes, String place, String expected) throws DamagedDocumentException {
        try {
            return new JsonObject(parse(bytes), place, "");
        } catch (IOException e) {
            throw new DamagedDocumentException(place + ": " + e.getMessage() + ", expected " + expected, e);
        }
    }

    /**
     * Parses an object into maps, lists and values, for JSON without a fixed shape.
     *
     * @throws IOException when it is not an object. The message starts with "not a JSON object: " and gives the reason
     *     and the position; the parser's own would mention its settings and Java.
     */
    public static Map<String, Object> parse(byte[] bytes) throws IOException {
        @Nullable Map<String, Object> fields;
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            fields = JSON.std.mapFrom(parser);
        } catch (StreamConstraintsException e) {
            throw notAnObject(
                    "it is beyond a limit" + at(e.getLocation()) + ": " + Quote.parser(e.getOriginalMessage(), 200), e);
        } catch (JSONObjectException e) {
            throw notAnObject(isBlank(bytes) ? "it is empty" : "it is another value", e);
        } catch (JsonEOFException e) {
            throw notAnObject("it is cut off" + at(e.getLocation()), e);
        } catch (JsonProcessingException e) {
            throw notAnObject("it is not valid JSON" + at(e.getLocation()), e);
        } catch (IOException e) {
            throw notAnObject("it is not UTF-8 text", e);
        }
        if (fields == null) {
            throw notAnObject("it is null", null);
        }
        return fields;
    }

    /** Whether the field is present and not null. */
    public boolean has(String field) {
        return fields.get(field) != null;
    }

    /** The names of all fields, in order. */
    public List<String> names() {
        return List.copyOf(fields.keySet());
    }

    public String text(String field) throws DamagedDocumentException {
        return required(field, "a text", JsonObject::asText);
    }

    /** A string, or null when the field is missing. */
    public @Nullable String optionalText(String field) throws DamagedDocumentException {
        return has(field) ? text(field) : null;
    }

    /** The name of a model version: one segment of an {@link ObjectKey}. */
    public String version(String field) throws DamagedDocumentException {
        return required(field, "a version name", value -> asText(value).filter(ObjectKey::isSegment));
    }

    /** The name of a model version, or null when the field is missing. */
    public @Nullable String optionalVersion(String field) throws DamagedDocumentException {
        return has(field) ? version(field) : null;
    }

    /** A finite number. */
    public double number(String field) throws DamagedDocumentException {
        return required(field, "a number", JsonObject::asNumber);
    }

    /** A finite number, or {@code otherwise} when the field is missing. */
    public double number(String field, double otherwise) throws DamagedDocumentException {
        return has(field) ? number(field) : otherwise;
    }

    /** A number from 0 to 1. */
    public double share(String field) throws DamagedDocumentException {
        return required(field, "a number from 0 to 1", value -> asNumber(value).filter(n -> n >= 0 && n <= 1));
    }

    public long count(String field) throws DamagedDocumentException {
        return required(field, "a whole number", JsonObject::asWhole);
    }

    /** A whole number, or {@code otherwise} when the field is missing. */
    public long count(String field, long otherwise) throws DamagedDocumentException {
        return has(field) ? count(field) : otherwise;
    }

    public boolean flag(String field) throws DamagedDocumentException {
        return required(
                field, "true or false", value -> value instanceof Boolean flag ? Optional.of(flag) : Optional.empty());
    }

    /** An instant in ISO 8601, as milliseconds since the epoch. */
    public long instantMs(String field) throws DamagedDocumentException {
        return required(
                field,
                "a time such as 2015-09-18T02:59:47Z",
                value -> asText(value).flatMap(JsonObject::asMillis));
    }

    /**
     * A value by its name.
     *
     * @param values the allowed values, such as {@code RunOutcome.values()}
     * @param wireName returns the name of a value in the document
     */
    public <E> E oneOf(String field, E[] values, Function<E, String> wireName) throws DamagedDocumentException {
        List<String> names = new ArrayList<>();
        for (E value : values) {
            if (wireName.apply(value).equals(fields.get(field))) {
                return value;
            }
            names.add(wireName.apply(value));
        }
        int last = names.size() - 1;
        throw wrong(field, String.join(", ", names.subList(0, last)) + (last > 0 ? " or " : "") + names.get(last));
    }

    public JsonObject object(String field) throws DamagedDocumentException {
        return required(field, "an object", value -> asObject(value, field));
    }

    /** An object; an empty one when the field is missing. */
    public JsonObject objectOrEmpty(String field) throws DamagedDocumentException {
        return has(field) ? object(field) : new JsonObject(Map.of(), place, path + field + ".");
    }

    /** A list of objects; empty when the field is missing. */
    public List<JsonObject> objects(String field) throws DamagedDocumentException {
        return list(field, "a list of objects", this::asObject);
    }

    public interface Reader<T> {
        T read(JsonObject json) throws DamagedDocumentException;
    }

    /** A list of objects, converted by the reader; empty when the field is missing. */
    public <T> List<T> objects(String field, Reader<T> reader) throws DamagedDocumentException {
        List<T> read = new ArrayList<>();
        for (JsonObject object : objects(field)) {
            read.add(reader.read(object));
        }
        return read;
    }

    /** A list of strings; empty when the field is missing. */
    public List<String> texts(String field) throws DamagedDocumentException {
        return list(field, "a list of texts", (value, name) -> asText(value));
    }

    /** A list of finite numbers; empty when the field is missing. */
    public List<Double> numbers(String field) throws DamagedDocumentException {
        return list(field, "a list of numbers", (value, name) -> asNumber(value));
    }

    /** All fields as objects, in order. */
    public Map<String, JsonObject> objectsByName() throws DamagedDocumentException {
        return objectsByName(json -> json);
    }

    /** All fields as objects, converted by the reader, in order. */
    public <T> Map<String, T> objectsByName(Reader<T> reader) throws DamagedDocumentException {
        Map<String, T> read = new LinkedHashMap<>();
        for (String name : fields.keySet()) {
            read.put(name, reader.read(object(name)));
        }
        return read;
    }

    /**
     * All fields as numbers, in order, without null fields. A value that is not finite, which documents hold as text
     * such as {@code "NaN"}, becomes NaN.
     */
    public Map<String, Double> numbersByName() throws DamagedDocumentException {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String name : fields.keySet()) {
            if (has(name)) {
                numbers.put(name, NOT_FINITE.contains(fields.get(name)) ? Double.NaN : number(name));
            }
        }
        return numbers;
    }

    /** All fields as whole numbers, in order. */
    public Map<String, Long> countsByName() throws DamagedDocumentException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String name : fields.keySet()) {
            counts.put(name, count(name));
        }
        return counts;
    }

    /** The same fields as maps, lists and values, for JSON without a fixed shape. */
    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(fields);
    }

    /** The same fields, for writing. */
    public JsonFields toFields() {
        return new JsonFields(fields);
    }

    /** The exception for a field whose value is not as expected. */
    public DamagedDocumentException wrong(String field, String expected) {
        @Nullable Object value = fields.get(field);
        String shown = value instanceof String ? "'" + value + "'" : value == null ? "missing" : value.toString();
        return new DamagedDocumentException(
                place + ": field '" + path + field + "' is " + shown + ", expected " + expected);
    }

    private <T> T required(String field, String expected, Function<Object, Optional<T>> read)
            throws DamagedDocumentException {
        return Optional.ofNullable(fields.get(field)).flatMap(read).orElseThrow(() -> wrong(field, expected));
    }

    private interface Element<T> {
        Optional<T> read(Object value, String name);
    }

    private <T> List<T> list(String field, String expected, Element<T> element) throws DamagedDocumentException {
        if (!has(field)) {
            return List.of();
        }
        if (!(fields.get(field) instanceof List<?> values)) {
            throw wrong(field, expected);
        }
        List<T> read = new ArrayList<>();
        for (Object value : values) {
            read.add(element.read(value, field + "[" + read.size() + "]").orElseThrow(() -> wrong(field, expected)));
        }
        return read;
    }

    private Optional<JsonObject> asObject(Object value, String name) {
        if (!(value instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((key, one) -> object.put(String.valueOf(key), one));
        return Optional.of(new JsonObject(object, place, path + name + "."));
    }

    private static Optional<String> asText(Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Double> asNumber(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue())
                ? Optional.of(number.doubleValue())
                : Optional.empty();
    }

    private static Optional<Long> asWhole(Object value) {
        return value instanceof Integer || value instanceof Long
                ? Optional.of(((Number) value).longValue())
                : Optional.empty();
    }

    private static Optional<Long> asMillis(String text) {
        try {
            return Optional.of(Instant.parse(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static IOException notAnObject(String why, @Nullable Exception cause) {
        return new IOException("not a JSON object: " + why, cause);
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte one : bytes) {
            if (one != ' ' && one != '\n' && one != '\r' && one != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
