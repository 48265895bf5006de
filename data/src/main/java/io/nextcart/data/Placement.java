package io.nextcart.data;

import java.util.regex.Pattern;

/** Where on a page or in a mail a list stands, such as {@code home}, {@code product} or {@code cart}: the shop's own names. */
public final class Placement {
    /** What a name is, for messages. */
    public static final String EXPECTED = "1 to 64 of A-Z a-z 0-9 _ -";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Placement() {}

    /** Whether a text may name a placement. */
    public static boolean isName(String text) {
        return FORM.matcher(text).matches();
    }
}
