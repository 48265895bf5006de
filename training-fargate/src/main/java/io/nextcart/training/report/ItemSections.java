package io.nextcart.training.report;

import static io.nextcart.training.report.Figure.count;
import static io.nextcart.training.report.Figure.share;
import static io.nextcart.training.report.Figure.text;

import io.nextcart.training.report.Figure.Kind;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.table.LogDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The most viewed and most carted items, gaps in the catalogue, and the spread of popularity. */
final class ItemSections {
    private static final int TOP = 15;
    private static final int MOST_POINTS = 300;
    private static final List<String> ATTRIBUTES = List.of("Category", "Availability", "Price");
    private static final int AVAILABLE = 1;

    private final String[] ids;
    private final long[] views;
    private final long[] carts;
    private final long[] purchases;
    private final long[] events;
    private final Columns catalogue;

    ItemSections(LogDatabase log) {
        ids = log.itemIds();
        Columns items = log.sql().read("report_items", Map.of("last_ms", log.lastMs()));
        views = items.spread("views", "item", ids.length);
        carts = items.spread("carts", "item", ids.length);
        purchases = items.spread("purchases", "item", ids.length);
        events = new long[ids.length];
        Arrays.setAll(events, item -> views[item] + carts[item] + purchases[item]);
        catalogue = log.sql().read("catalogue", Map.of("end_ms", Long.MAX_VALUE));
    }

    Section wanted() {
        int[] viewed = top(TOP, views);
        int[] carted = top(TOP, carts);
        int[] left = Arrays.stream(top(ids.length, views))
                .filter(item -> carts[item] == 0)
                .limit(TOP)
                .toArray();
        long both = Arrays.stream(viewed)
                .filter(item -> Arrays.stream(carted).anyMatch(other -> other == item))
                .count();
        int[] hundred = top(100, views);
        long never = Arrays.stream(hundred).filter(item -> carts[item] == 0).count();
        if (carted.length == 0) {
            return new Section(
                    "wanted",
                    "What is looked at and what is taken",
                    List.of("Nothing was put in the cart"
                            + (hundred.length == 0
                                    ? "."
                                    : ": item " + ids[hundred[0]] + " was looked at most, "
                                            + Words.count(views[hundred[0]]) + " times.")),
                    List.of(items("most-viewed", Kind.ROWS, "The most viewed items", viewed)));
        }
        List<String> seen = new ArrayList<>();
        seen.add(both + " of the " + viewed.length + " most viewed items are also among the " + carted.length
                + " most put in the cart.");
        if (left.length > 0) {
            seen.add("Of the " + hundred.length + " most viewed " + never + " were never put in the cart; item "
                    + ids[left[0]] + " was looked at " + Words.count(views[left[0]])
                    + " times without: price, pictures and stock of such items are worth a look.");
        }
        return new Section(
                "wanted",
                "What is looked at and what is taken",
                seen,
                List.of(
                        points(),
                        items("most-viewed", Kind.ROWS, "The most viewed items", viewed),
                        items("most-carted", Kind.NONE, "The items most put in the cart", carted),
                        items("not-carted", Kind.NONE, "Looked at and never put in the cart", left)));
    }

    private Figure items(String id, Kind kind, String title, int[] items) {
        Figure figure = new Figure(id, kind, title)
                .columns(text("Item"), count("Views"), count("Add-to-carts"), share("Add-to-carts per view"));
        for (int item : items) {
            figure.add(ids[item], views[item], carts[item], Words.share(carts[item], views[item]));
        }
        return figure;
    }

    private Figure points() {
        int[] items = top(MOST_POINTS, views);
        Figure figure = new Figure(
                        "views-and-carts",
                        Kind.POINTS,
                        "Views and add-to-carts of the " + items.length
                                + " most viewed items; those on the floor were never put in the cart")
                .columns(text("Item"), count("Views"), count("Add-to-carts"));
        for (int item : items) {
            figure.add(ids[item], views[item], carts[item]);
        }
        return figure;
    }

    Section missing() {
        BitSet[] known = {new BitSet(), new BitSet(), new BitSet()};
        BitSet outOfStock = new BitSet();
        int[] item = catalogue.ints("item");
        int[] kind = catalogue.ints("kind");
        double[] value = catalogue.doubles("value");
        for (int row = 0; row < item.length; row++) {
            known[kind[row]].set(item[row]);
            if (kind[row] == AVAILABLE && value[row] == 0) {
                outOfStock.set(item[row]);
            }
        }
        double all = Arrays.stream(events).sum();
        Figure figure = new Figure("missing-attributes", Kind.ROWS, "Items without an attribute at the end of the log")
                .columns(text("Attribute"), share("Share of items"), share("Share of events"), count("Items"));
        int worst = 0;
        double[] shares = new double[ATTRIBUTES.size()];
        double[] eventShares = new double[ATTRIBUTES.size()];
        for (int attribute = 0; attribute < ATTRIBUTES.size(); attribute++) {
            BitSet there = known[attribute];
            double lacking = ids.length - there.cardinality();
            shares[attribute] = Words.share(lacking, ids.length);
            eventShares[attribute] = Words.share(sumEvents(i -> !there.get(i)), all);
            figure.add(ATTRIBUTES.get(attribute), shares[attribute], eventShares[attribute], lacking);
            worst = shares[attribute] > shares[worst] ? attribute : worst;
        }
        String first = shares[worst] == 0
                ? "Category, availability and price are known of every item with an event."
                : "What the catalogue lacks most is " + ATTRIBUTES.get(worst).toLowerCase(Locale.ROOT) + ": unknown of "
                        + Words.percent(shares[worst]) + " of " + Words.count(ids.length)
                        + " items with an event, which have "
                        + Words.percent(eventShares[worst]) + " of the events.";
        String second = known[AVAILABLE].isEmpty()
                ? "Nothing is known of stock."
                : Words.percent(Words.share(outOfStock.cardinality(), ids.length))
                        + " of the items are out of stock at the end of the log; they have "
                        + Words.percent(Words.share(sumEvents(outOfStock::get), all)) + " of the events.";
        return new Section("missing", "What the catalogue does not say", List.of(first, second), List.of(figure));
    }

    Section popularity() {
        long[] sorted = events.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double all = Arrays.stream(sorted).sum();
        double weighted = 0;
        for (int i = 0; i < n; i++) {
            weighted += (i + 1.0) * sorted[i];
        }
        double gini = 2 * weighted / (n * all) - (n + 1.0) / n;
        Figure curve = new Figure("popularity-curve", Kind.CURVE, "Share of events by share of the most popular items")
                .columns(share("Most popular items"), share("Share of events"));
        double one = 0;
        for (double share : new double[] {0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1}) {
            int items = (int) Math.round(share * n);
            double sum = Arrays.stream(sorted, n - items, n).sum();
            curve.add(share, sum / all);
            one = share == 0.01 ? sum / all : one;
        }
        double cartedShare = Words.share(Arrays.stream(carts).filter(c -> c > 0).count(), (long) n);
        double boughtShare =
                Words.share(Arrays.stream(purchases).filter(c -> c > 0).count(), (long) n);
        Figure coverage = new Figure(
                        "catalogue-coverage",
                        Kind.ROWS,
                        "Items with an event that were also put in the cart, and bought")
                .columns(text("Step"), share("Share of items"));
        coverage.add("Put in the cart", cartedShare);
        coverage.add("Bought", boughtShare);
        return new Section(
                "popularity",
                "How popularity is spread",
                List.of(
                        "The top 1 % of " + Words.count(n) + " items have " + Words.percent(one)
                                + " of the events; the Gini coefficient is " + String.format(Locale.ROOT, "%.2f", gini)
                                + " (0: all items alike, 1: one item has everything).",
                        Words.percent(cartedShare) + " of the items were ever put in the cart, and "
                                + Words.percent(boughtShare) + " ever bought."),
                List.of(curve, coverage));
    }

    private double sumEvents(IntPredicate counted) {
        return IntStream.range(0, ids.length)
                .filter(counted)
                .mapToDouble(item -> events[item])
                .sum();
    }

    /** The items with the highest counts above 0. */
    private static int[] top(int most, long[] counts) {
        return IntStream.range(0, counts.length)
                .filter(item -> counts[item] > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(item -> -counts[item])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
