package io.nextcart.functions.api;

import java.util.regex.Pattern;

/** Ids in the compatible calls, whose clients accept only whole numbers. */
public final class NumericIds {
    /** Digits that a number would print the same way: no leading zero. */
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private NumericIds() {}

    /** An id as a JSON value: a number if it is one of 1 to 18 digits, else text. */
    public static Object of(String id) {
        return NUMBER.matcher(id).matches() ? Long.valueOf(id) : id;
    }
}
