package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** Messages that quote what others wrote: they must not look like several lines of a log, nor steer a terminal. */
public final class OneLine {
    /** Longest message, in characters: a longer one would repeat the input. */
    public static final int LONGEST = 4_000;

    /** Control and format characters, among them those that turn the direction of writing, and line separators. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private OneLine() {}

    /** The message on one line of at most {@link #LONGEST} characters, with a question mark for each unprintable one. */
    public static String of(String message) {
        requireNonNull(message, "message is null");
        String start = message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
        return UNPRINTABLE.matcher(start).replaceAll("?");
    }
}
