package io.nextcart.data.log;

import io.nextcart.data.Ids;
import io.nextcart.data.ItemId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts the records of a feed to items; counts them and what cannot be used. */
public final class FeedItems {
    /** Exact up to this many items; beyond, within a few in a thousand. */
    private static final int EXACT_COUNT = 1 << 18;

    private static final Pattern PRICE =
            Pattern.compile("(?:([A-Z]{3}) ?)?([0-9]{1,15})(?:[.]([0-9]{1,9})|,([0-9]{1,2}))?(?: ?([A-Z]{3}))?");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}+");
    private static final Pattern LEVELS = Pattern.compile("\\s*>\\s*");
    private static final String LEVEL = " > ";

    private final Consumer<CatalogueItem> sink;
    private final DistinctCount different = new DistinctCount(EXACT_COUNT);
    /** What could not be used, with its count and first place. */
    private final Map<String, Note> notes = new LinkedHashMap<>();

    private final Set<String> warnings = new LinkedHashSet<>();

    private @Nullable String currency;
    private long rows;
    private long items;
    private long titles;
    private long prices;
    private long images;
    private long inCategories;
    private long hidden;

    private record Note(String thing, long count, String first) {}

    /**
     * @param sink takes each item that can be used; the time of none is known
     */
    public FeedItems(Consumer<CatalogueItem> sink) {
        this.sink = sink;
    }

    /**
     * Reads a file.
     *
     * @param format {@link ExportFormat#isFeed}
     * @param bySku whether an item is named by its number in the stock instead of the page that it is on, where the format has both
     * @throws io.nextcart.data.BadInputException when it cannot be read or too many rows are bad
     */
    public ReadReport read(ExportFormat format, Source source, boolean bySku) {
        ReadReport report = switch (format) {
            case SHOPIFY -> ShopifyProducts.read(source, bySku, this);
            case WOOCOMMERCE -> WooCommerceProducts.read(source, bySku, this);
            case MERCHANT_FEED -> MerchantFeed.read(source, this);
            default -> throw new IllegalArgumentException(format.wireName() + " is not a feed");
        };
        rows += report.rows();
        return report;
    }

    /**
     * Adds an item.
     *
     * @param place of its row, for messages
     * @param categories paths such as {@code Women > Shoes}; their ancestors count too
     * @param title empty for none
     * @param image an address, empty for none
     * @throws IllegalArgumentException when the item has no usable part
     */
    void add(
            ItemId id,
            String place,
            @Nullable Boolean available,
            List<String> categories,
            @Nullable Double price,
            String title,
            String image) {
        Set<String> paths = paths(categories, place);
        String shownTitle = title(CONTROLS.matcher(title).replaceAll(" ").strip(), place);
        String shownImage = image(image.strip(), place);
        if (available == null && paths.isEmpty() && price == null && shownTitle == null && shownImage == null) {
            throw new IllegalArgumentException("the item " + id.value() + " has no usable field");
        }
        items++;
        different.add(id.value());
        titles += shownTitle == null ? 0 : 1;
        prices += price == null ? 0 : 1;
        images += shownImage == null ? 0 : 1;
        inCategories += paths.isEmpty() ? 0 : 1;
        hidden += Boolean.FALSE.equals(available) ? 1 : 0;
        sink.accept(new CatalogueItem(id, available, CatalogueItem.joined(paths), price, shownTitle, shownImage, 0));
    }

    /** Warns when a feed has none of some columns. */
    void lack(NamedColumns.Row row, List<String> columns, String effect) {
        if (columns.stream().noneMatch(row::has)) {
            warnings.add(CatalogueSummary.WARNING + "no column " + String.join(" or ", columns) + ": " + effect);
        }
    }

    /** Whether both hold; null when neither fails and one is not known. */
    static @Nullable Boolean both(@Nullable Boolean one, @Nullable Boolean other) {
        if (Boolean.FALSE.equals(one) || Boolean.FALSE.equals(other)) {
            return false;
        }
        return one == null ? null : other;
    }

    /**
     * Counts something that cannot be used.
     *
     * @param thing in the singular
     * @param what was done with it
     */
    void note(String thing, String what, String place) {
        notes.merge(what, new Note(thing, 1, place), (before, one) -> new Note(thing, before.count + 1, before.first));
    }

    /**
     * Parses a price; null for none.
     *
     * @param field for messages
     * @param text such as {@code 15.00 USD}, or without a currency
     * @throws IllegalArgumentException when it is not a price, or its currency differs from that of earlier prices
     */
    @Nullable
    Double price(String field, String text) {
        if (text.isBlank()) {
            return null;
        }
        Matcher price = PRICE.matcher(text.strip());
        if (!price.matches() || (price.group(1) != null && price.group(5) != null)) {
            throw new IllegalArgumentException(
                    field + " is '" + Quote.of(text, 40) + "', expected a price such as 15.00 or 15.00 USD");
        }
        String named = price.group(1) == null ? price.group(5) : price.group(1);
        if (named != null && currency != null && !named.equals(currency)) {
            throw new IllegalArgumentException(
                    field + " is '" + Quote.of(text, 40) + "', expected " + currency + ", as in earlier rows");
        }
        currency = named == null ? currency : named;
        String cents = price.group(3) == null ? price.group(4) : price.group(3);
        return Double.valueOf(price.group(2) + "." + (cents == null ? "0" : cents));
    }

    /**
     * Returns a text unchanged.
     *
     * @throws IllegalArgumentException when it was not valid UTF-8
     */
    static String text(String field, String text) {
        if (text.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException(
                    field + " is '" + Quote.of(text, 40) + "', " + Ids.NOT_UTF_8 + ", expected text in UTF-8");
        }
        return text;
    }

    private @Nullable String title(String title, String place) {
        if (title.length() > CatalogueItem.MAX_TITLE) {
            note("title", "cut to " + CatalogueItem.MAX_TITLE + " characters", place);
            int end = Character.isHighSurrogate(title.charAt(CatalogueItem.MAX_TITLE - 1))
                    ? CatalogueItem.MAX_TITLE - 1
                    : CatalogueItem.MAX_TITLE;
            return title.substring(0, end);
        }
        return title.isEmpty() ? null : title;
    }

    private @Nullable String image(String image, String place) {
        if (image.isEmpty()) {
            return null;
        }
        String usable = image.replace(" ", "%20");
        if (usable.length() > CatalogueItem.MAX_IMAGE_URL
                || !CatalogueValues.addressFault(usable).isEmpty()) {
            note("image", "left out whose address is not one of http or https", place);
            return null;
        }
        return usable;
    }

    /** The paths, then their ancestors, nearest first. */
    private Set<String> paths(List<String> categories, String place) {
        Set<String> paths = new LinkedHashSet<>();
        List<String> above = new ArrayList<>();
        for (String category : categories) {
            String path = String.join(LEVEL, LEVELS.split(category.strip().replace('|', '/')));
            for (int end = path.length(); end > 0; end = path.lastIndexOf(LEVEL, end - 1)) {
                (end == path.length() ? paths : above).add(path.substring(0, end));
            }
        }
        paths.addAll(above);
        Set<String> usable = new LinkedHashSet<>();
        for (String path : paths) {
            if (Ids.fault(path) != null) {
                note("category", "left out: not 1 to " + Ids.MAX_LENGTH + " characters in UTF-8", place);
            } else if (usable.size() == CatalogueItem.MAX_CATEGORIES) {
                note("category", "left out of items with more than " + CatalogueItem.MAX_CATEGORIES, place);
            } else {
                usable.add(path);
            }
        }
        return usable;
    }

    /** The summary as sentences. */
    public List<String> sentences(long files) {
        List<String> lines = new ArrayList<>();
        lines.add(Counted.of(rows, "row") + " from " + Counted.of(files, "file"));
        lines.add(String.format(
                Locale.ROOT,
                "%s: %,d with a title, %,d a price, %,d an image, %,d a category; %,d not available",
                Counted.of(items, "item"),
                titles,
                prices,
                images,
                inCategories,
                hidden));
        if (different.isExact() && different.count() < items) {
            lines.add(Counted.of(items - different.count(), "item") + " again under the same id: the last counts");
        }
        notes.forEach((what, note) ->
                lines.add(Counted.of(note.count, note.thing, note.thing.replaceFirst("y$", "ie") + "s") + " " + what
                        + ", the first: " + note.first));
        lines.addAll(warnings);
        return lines;
    }

    /** Items that can be used, so far. */
    public long items() {
        return items;
    }
}
