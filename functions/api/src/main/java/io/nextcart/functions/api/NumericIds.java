package io.nextcart.functions.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.regex.Pattern;

/** Ids in the compatible calls, whose clients know whole numbers only. */
public final class NumericIds {
    /** What a number would print the same way: no leading zero. */
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private NumericIds() {}

    /** Writes an id as a number when it has the form of one of 1 to 18 digits, else as text. */
    public static void write(JsonGenerator json, String id) throws IOException {
        if (NUMBER.matcher(id).matches()) {
            json.writeNumber(Long.parseLong(id));
        } else {
            json.writeString(id);
        }
    }
}
