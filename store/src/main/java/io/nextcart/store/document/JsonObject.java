package io.nextcart.store.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSONObjectException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document of a store that is one JSON object. */
public final class JsonObject {
    private JsonObject() {}

    /**
     * Reads a document.
     *
     * @return its fields
     * @throws IOException when it is something else; the message begins with "not a JSON object: " and tells why, and where in the
     *     document. The parser's own message speaks of its settings and of Java.
     */
    public static Map<String, Object> read(byte[] bytes) throws IOException {
        @Nullable Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(bytes);
        } catch (JSONObjectException e) {
            throw wrong(isBlank(bytes) ? "it is empty" : "it is another value", e);
        } catch (JsonEOFException e) {
            throw wrong("it is cut off" + at(e.getLocation()), e);
        } catch (JsonProcessingException e) {
            throw wrong("it is no JSON" + at(e.getLocation()), e);
        } catch (IOException e) {
            throw wrong("it is no text in UTF-8", e);
        }
        if (fields == null) {
            throw wrong("it is null", null);
        }
        return fields;
    }

    private static IOException wrong(String why, @Nullable Exception cause) {
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
