package io.nextcart.store;

import java.util.regex.Pattern;

/** The form of a key in an {@link ObjectSource}: valid in a folder and in S3, and unable to escape either. */
public final class ObjectKey {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_=-][A-Za-z0-9._=+-]{0,199}");

    private ObjectKey() {}

    /**
     * Checks that a key is one or more segments joined by {@code /}, each 1 to 200 of {@code A–Z a–z 0–9 . _ = + -} and
     * not starting with a dot or a plus.
     *
     * @return the key
     * @throws IllegalArgumentException that quotes the key
     */
    public static String require(String key) {
        for (String segment : key.split("/", -1)) {
            if (!isSegment(segment)) {
                throw new IllegalArgumentException("key is '" + key
                        + "', expected segments of 1 to 200 letters, digits and . _ = + - joined by /, none of which starts"
                        + " with a dot");
            }
        }
        return key;
    }

    /** Whether a name is a valid segment of a key. */
    public static boolean isSegment(String name) {
        return SEGMENT.matcher(name).matches();
    }
}
