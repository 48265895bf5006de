package io.nextcart.data;

/** How many entries a caller may ask for: the bounds of {@code k}, the same for every call and in the API's contract. */
public final class ListLength {
    public static final int LEAST = 1;
    public static final int MOST = 100;
    /** For a caller who does not say. */
    public static final int STANDARD = 10;

    /** How many items of a list may be left out because they were shown. */
    public static final int DEEPEST = 1000;

    private ListLength() {}
}
