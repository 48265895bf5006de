package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.util.Map;

/** A shopper's wish to be forgotten as a line of the log of record: {@code user_id} and {@code forgotten_at}, in milliseconds. */
public final class TombstoneJson {
    private static final String USER_ID = "user_id";
    private static final String FORGOTTEN_AT = "forgotten_at";

    private TombstoneJson() {}

    /** Writes one object. */
    public static void write(JsonGenerator json, UserId user, long forgottenAtMs) throws IOException {
        json.writeStartObject();
        json.writeStringField(USER_ID, user.value());
        json.writeNumberField(FORGOTTEN_AT, forgottenAtMs);
        json.writeEndObject();
    }

    /** Who was forgotten, and up to when, milliseconds since the epoch. */
    record Line(UserId user, long untilMs) {}

    /**
     * Reads one object.
     *
     * @throws IllegalArgumentException with the field at fault
     */
    static Line read(Map<String, Object> fields) {
        return new Line(new UserId(FieldText.required(fields, USER_ID)), FieldText.time(fields, FORGOTTEN_AT));
    }
}
