package io.nextcart.functions.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Ids in the compatible calls, whose clients know whole numbers only. */
public final class NumericIds {
    private static final int LONGEST = 18;

    private NumericIds() {}

    /**
     * Writes an id: as a number when it is 1 to 18 digits that a number would print the same way (no leading zero), else as
     * text.
     */
    public static void write(JsonGenerator json, String id) throws IOException {
        if (isNumber(id)) {
            json.writeNumber(Long.parseLong(id));
        } else {
            json.writeString(id);
        }
    }

    private static boolean isNumber(String id) {
        if (id.isEmpty() || id.length() > LONGEST || (id.charAt(0) == '0' && id.length() > 1)) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
