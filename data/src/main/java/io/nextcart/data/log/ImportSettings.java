package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to import.
 *
 * @param from the system that wrote the export
 * @param in files of its events, for a feed of its items; at least one
 * @param out the event log to write, for a feed the items; gzip when it ends in {@code .gz}
 * @param items files of its items, when they are to be imported
 * @param itemsOut the item properties to write; required with {@code items}, optional for a feed, else null
 * @param names the meaning of event type names
 * @param times of the events
 * @param maxBadRows tolerated share of bad rows per file, 0–1
 * @param force whether existing files may be replaced
 * @param columns of CSV; given if and only if CSV is imported
 * @param bySku for Shopify and WooCommerce: whether each variant is an item, by its SKU, instead of each product
 */
public record ImportSettings(
        ExportFormat from,
        List<Path> in,
        Path out,
        List<Path> items,
        @Nullable Path itemsOut,
        EventTypeNames names,
        LogTimes times,
        double maxBadRows,
        boolean force,
        @Nullable CsvColumns columns,
        boolean bySku) {
    /**
     * Checks everything that needs no file.
     *
     * @throws BadInputException with every problem
     */
    public ImportSettings {
        requireNonNull(from, "from is null");
        requireNonNull(out, "out is null");
        requireNonNull(names, "names is null");
        requireNonNull(times, "times is null");
        in = List.copyOf(in);
        items = List.copyOf(items);
        List<String> problems = new ArrayList<>();
        if (in.isEmpty()) {
            problems.add("no file to import, expected at least one");
        }
        if (!from.isFeed() && items.isEmpty() != (itemsOut == null)) {
            problems.add(
                    items.isEmpty()
                            ? "items-out without items, expected both"
                            : "items without items-out, expected both");
        }
        if (!items.isEmpty() && !from.hasItems()) {
            problems.add(
                    from == ExportFormat.RETAILROCKET
                            ? "item properties of retailrocket need no import, train takes them as they are"
                            : from.isFeed()
                                    ? from.wireName() + " holds items alone, expected them as --in"
                                    : "an export of " + from.wireName() + " has no items");
        }
        if (times.unit() != null && (from == ExportFormat.GORSE || from.isFeed())) {
            problems.add(
                    from.isFeed()
                            ? from.wireName() + " has no times, expected no --time-unit"
                            : "times of gorse are dates, expected no --time-unit");
        }
        if (from.isFeed() && !names.isUsual()) {
            problems.add(from.wireName() + " has no events, expected no --event-type");
        }
        if (bySku && from != ExportFormat.SHOPIFY && from != ExportFormat.WOOCOMMERCE) {
            problems.add("ids of " + from.wireName() + " are known, expected no --by-sku");
        }
        if ((from == ExportFormat.CSV) != (columns != null)) {
            problems.add(
                    columns == null
                            ? "csv without columns, expected --columns user=…,item=…,time=…"
                            : "columns of " + from.wireName() + " are known, expected no --columns");
        }
        if (!(maxBadRows >= 0 && maxBadRows <= 1)) {
            problems.add("max-bad-rows is " + maxBadRows + ", expected 0 to 1");
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join("; ", problems));
        }
    }
}
