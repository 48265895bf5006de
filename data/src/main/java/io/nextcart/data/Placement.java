package io.nextcart.data;

import java.util.regex.Pattern;

/**
 * Where a list stands, on a page or in a mail, such as {@code home}, {@code product} or {@code cart}; the shop chooses
 * the names.
 */
public final class Placement {
    /** The form of a name, for messages. */
    public static final String EXPECTED = "1 to 64 of A-Z a-z 0-9 _ -";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Placement() {}

    public static boolean isName(String text) {
        return FORM.matcher(text).matches();
    }
}
