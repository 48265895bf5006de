package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.UserId;
import java.io.IOException;

/** A tombstone as a line of the archive: {@code user_id} and {@code forgotten_at}, in milliseconds. */
public final class TombstoneJson {
    private TombstoneJson() {}

    public static void write(JsonGenerator json, UserId user, long deletedAtMs) throws IOException {
        json.writeStartObject();
        json.writeStringField("user_id", user.value());
        json.writeNumberField("forgotten_at", deletedAtMs);
        json.writeEndObject();
    }

    /** A deleted user, and the latest time of the events to remove, milliseconds since the epoch. */
    record Line(UserId user, long untilMs) {}

    static Line read(RowFields row) {
        return new Line(new UserId(row.id("user_id")), row.time("forgotten_at"));
    }
}
