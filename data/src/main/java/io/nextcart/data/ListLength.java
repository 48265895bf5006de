package io.nextcart.data;

/** The bounds of {@code k}, the number of entries of a list: the same for every call and in the API's contract. */
public final class ListLength {
    public static final int LEAST = 1;
    public static final int MOST = 100;
    /** When the caller does not specify one. */
    public static final int STANDARD = 10;

    /** How many already shown items a list may leave out. */
    public static final int DEEPEST = 1000;

    private ListLength() {}
}
