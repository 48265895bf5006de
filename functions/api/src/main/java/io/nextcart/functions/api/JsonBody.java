package io.nextcart.functions.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.log.Quote;
import java.io.IOException;
import java.util.Map;

/** Reads the body of a request: one JSON object without duplicate keys, nothing after it, nesting of at most 32. */
final class JsonBody {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            // Names are the sender's: thousands with one hash code would make the VM's table of texts slow.
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The message goes to the caller, who need not see the names of our classes.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final int LONGEST_REASON = 200;

    private JsonBody() {}

    /**
     * The object's fields.
     *
     * @throws ProblemException 400 that names {@code body}
     */
    static Map<String, Object> object(ApiRequest request) {
        if (isWide(request.body())) {
            throw notUsable("is not JSON in UTF-8");
        }
        try (JsonParser parser = FACTORY.createParser(request.body())) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw notUsable(first == null ? "is empty, expected a JSON object" : "expected a JSON object");
            }
            Map<String, Object> fields = JSON.std.mapFrom(parser);
            if (parser.nextToken() != null) {
                throw notUsable("continues after the JSON object, expected its end");
            }
            return fields;
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            String fault = e instanceof StreamConstraintsException ? "is beyond a limit" : "is not JSON";
            throw notUsable(fault + where + ": " + Quote.parser(e.getOriginalMessage(), LONGEST_REASON));
        } catch (IOException e) {
            throw notUsable("is not JSON in UTF-8");
        }
    }

    /** Whether it looks like UTF-16 or UTF-32, which the parser would take: as UTF-8, JSON begins with none of these bytes. */
    private static boolean isWide(byte[] body) {
        for (int i = 0; i < Math.min(body.length, 4); i++) {
            if (body[i] == 0 || body[i] == (byte) 0xFE || body[i] == (byte) 0xFF) {
                return true;
            }
        }
        return false;
    }

    private static ProblemException notUsable(String reason) {
        return ProblemException.invalid("body", reason);
    }
}
