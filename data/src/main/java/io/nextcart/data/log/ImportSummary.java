package io.nextcart.data.log;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an import wrote.
 *
 * @param views events of that type; so with {@code carts} and {@code transactions}
 * @param users different shoppers
 * @param usersExact whether that is exact, or within a few in a thousand; so with {@code items}
 * @param items different items with an event
 * @param firstMs time of the first event, milliseconds since the epoch
 * @param lastMs time of the last
 * @param itemRows items of whose properties there is a file, 0 when there is none
 * @param leftOut events that the shop said to leave out
 * @param badRows rows that were passed over in all files
 * @param samples the first of them
 */
public record ImportSummary(
        long views,
        long carts,
        long transactions,
        long users,
        boolean usersExact,
        long items,
        boolean itemsExact,
        long firstMs,
        long lastMs,
        long itemRows,
        long leftOut,
        long badRows,
        List<ReadReport.BadRow> samples) {
    public ImportSummary {
        samples = List.copyOf(samples);
    }

    /** The same for a person, a sentence a line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s of %s%s on %s%s: %s, %,d add to cart, %s",
                Counted.of(views + carts + transactions, "event"),
                usersExact ? "" : "about ",
                Counted.of(users, "shopper"),
                itemsExact ? "" : "about ",
                Counted.of(items, "item"),
                Counted.of(views, "view"),
                carts,
                Counted.of(transactions, "transaction")));
        lines.add("From " + day(firstMs) + " to " + day(lastMs) + " (UTC)");
        if (itemRows > 0) {
            lines.add("Properties of " + Counted.of(itemRows, "item"));
        }
        if (leftOut > 0) {
            lines.add(Counted.of(leftOut, "event") + " left out, as --event-type says");
        }
        if (badRows > 0) {
            lines.add(Counted.of(badRows, "unreadable row") + " passed over, the first: " + samples.get(0));
        }
        return lines;
    }

    private static LocalDate day(long ms) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC);
    }
}
