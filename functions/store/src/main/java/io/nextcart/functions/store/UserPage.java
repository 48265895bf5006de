package io.nextcart.functions.store;

import io.nextcart.data.log.ArchivedEvent;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of all that a store holds about a user.
 *
 * @param events at most {@link EventStore#MAX_READ}, oldest first
 * @param deletedAtMs when the user was last deleted, milliseconds since the epoch; null for never
 * @param next where the next page begins, of the form that {@link #isBegin} takes; empty for the last page
 */
public record UserPage(List<ArchivedEvent> events, @Nullable Long deletedAtMs, String next) {
    private static final Pattern BEGIN = Pattern.compile("0?[0-9]{1,18}-[0-9]{1,18}-[0-9a-z-]{1,40}");

    public UserPage {
        events = List.copyOf(events);
    }

    /** Whether a text can be the {@link #next} of a page. */
    public static boolean isBegin(String text) {
        return BEGIN.matcher(text).matches();
    }
}
