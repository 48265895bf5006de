package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was read of items and categories.
 *
 * @param properties rows of the files of item properties, or of the archive's items
 * @param items what is known of items
 * @param treeFile rows of the category tree's file
 * @param tree its shape
 * @param feeds what was read of the feeds in an archive, a sentence each
 */
public record CatalogueSummary(Rows properties, Items items, Rows treeFile, Tree tree, List<String> feeds) {
    /** No items and no categories were given. */
    public static final CatalogueSummary NONE =
            new CatalogueSummary(Rows.NONE, new Items(0, 0, 0, 0, 0, 0, 0, 0, ""), Rows.NONE, Tree.NONE, List.of());
    /** Starts a line that reports input without effect. */
    public static final String WARNING = "WARNING: ";

    private static final int MOST_NAMES = 5;

    public CatalogueSummary {
        requireNonNull(properties, "properties is null");
        requireNonNull(items, "items is null");
        requireNonNull(treeFile, "treeFile is null");
        requireNonNull(tree, "tree is null");
        feeds = List.copyOf(feeds);
    }

    /**
     * The rows of files.
     *
     * @param files their number
     * @param read all rows
     * @param bad rows that could not be understood
     * @param firstBad the first of them, or null
     * @param others rows of properties that have no meaning here, by property
     */
    public record Rows(
            long files, long read, long bad, ReadReport.@Nullable BadRow firstBad, Map<String, Long> others) {
        /** No file. */
        public static final Rows NONE = new Rows(0, 0, 0, null, Map.of());

        public Rows {
            others = Map.copyOf(others);
        }

        /** Adds the rows of one more file. */
        public Rows plus(ReadReport report, Map<String, Long> allOthers) {
            ReadReport.BadRow first = firstBad == null && !report.samples().isEmpty()
                    ? report.samples().get(0)
                    : firstBad;
            return new Rows(files + 1, read + report.rows(), bad + report.badRows(), first, allOthers);
        }

        private void addTo(List<String> lines) {
            if (bad > 0) {
                lines.add(Counted.of(bad, "row") + " not understood, the first: " + firstBad);
            }
            if (!others.isEmpty()) {
                lines.add(Counted.of(
                                others.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum(),
                                "row")
                        + " of other properties, not read: "
                        + others.entrySet().stream()
                                .sorted(Map.Entry.<String, Long>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                                .limit(MOST_NAMES)
                                .map(one -> String.format(
                                        Locale.ROOT, "%s (%,d)", Quote.of(one.getKey(), 40), one.getValue()))
                                .collect(Collectors.joining(", "))
                        + (others.size() > MOST_NAMES ? ", …" : ""));
            }
        }
    }

    /**
     * What is known of items, in their newest state.
     *
     * @param rows values that were given
     * @param empty rows without a value
     * @param later values later than the last event
     * @param withEvents items with an event
     * @param category items with an event and a category
     * @param price items with an event and a price
     * @param availability items with an event and an availability
     * @param withoutEvents items with a value but no event
     * @param example the id of an item without events, empty when there is none
     */
    public record Items(
            long rows,
            long empty,
            long later,
            long withEvents,
            long category,
            long price,
            long availability,
            long withoutEvents,
            String example) {
        private boolean isWithoutEffect() {
            return category + price + availability == 0;
        }

        /** A copy with the number of values later than the last event. */
        public Items withLater(long values) {
            return new Items(rows, empty, values, withEvents, category, price, availability, withoutEvents, example);
        }
    }

    /**
     * The shape of the category tree.
     *
     * @param categories in it
     * @param roots without a parent
     * @param orphans parents that are named but have no row of their own
     * @param twoParents categories with rows of different parents; the last counts
     * @param inCycles categories that are their own ancestors
     * @param used categories of items that are in the tree
     * @param strange categories of items that are not in the tree
     * @param example one for each fault, in the order orphans, two parents, cycles, strange; empty for none
     */
    public record Tree(
            long categories,
            long roots,
            long orphans,
            long twoParents,
            long inCycles,
            long used,
            long strange,
            List<String> example) {
        /** No tree. */
        public static final Tree NONE = new Tree(0, 0, 0, 0, 0, 0, 0, List.of("", "", "", ""));

        public Tree {
            example = List.copyOf(example);
        }

        private String line() {
            StringBuilder line = new StringBuilder("Category tree: ")
                    .append(Counted.of(categories, "category", "categories"))
                    .append(", ")
                    .append(Counted.of(roots, "root"));
            fault(line, orphans, "named as parent without a row of its own", 0);
            fault(line, twoParents, "with two parents (the last counts)", 1);
            fault(line, inCycles, "above itself, a cycle", 2);
            fault(line, strange, "of items not in the tree", 3);
            return line.toString();
        }

        private void fault(StringBuilder line, long count, String what, int which) {
            if (count > 0) {
                line.append("; ")
                        .append(Counted.of(count, "category", "categories"))
                        .append(' ')
                        .append(what)
                        .append(", such as ")
                        .append(Quote.of(example.get(which), 40));
            }
        }
    }

    /** The summary as sentences; none when nothing was given. Input without effect starts with {@link #WARNING}. */
    public List<String> sentences() {
        List<String> lines = new ArrayList<>(feeds);
        if (items.rows > 0 || properties.files > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s of items%s: of %s with events %,d have a category, %,d a price, %,d an availability%s",
                    Counted.of(items.rows, "property", "properties"),
                    properties.files == 0
                            ? ""
                            : " in " + Counted.of(properties.read, "row") + " from "
                                    + Counted.of(properties.files, "file"),
                    Counted.of(items.withEvents, "item"),
                    items.category,
                    items.price,
                    items.availability,
                    items.withoutEvents == 0
                            ? ""
                            : "; " + Counted.of(items.withoutEvents, "item") + " without events"));
            properties.addTo(lines);
            if (items.empty > 0) {
                lines.add(Counted.of(items.empty, "row") + " of properties without a value");
            }
            if (items.later > 0) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%,d of %s later than the last event: lists show them, but nothing was learnt from them",
                        items.later,
                        Counted.of(items.rows, "property is", "properties are")));
            }
            if (items.rows == 0) {
                lines.add(WARNING
                        + "the item properties have no effect: no row has a categoryid, available or 790 (the price)");
            } else if (items.isWithoutEffect() && items.withEvents > 0) {
                lines.add(WARNING + "the item properties say nothing of any item with events, only of others, such as "
                        + Quote.of(items.example, 40) + ": are the ids those of the log?");
            }
        }
        if (treeFile.files > 0) {
            lines.add(tree.line());
            treeFile.addTo(lines);
            if (tree.used == 0) {
                lines.add(WARNING + "the category tree has no effect: "
                        + (tree.strange == 0
                                ? "no item has a category"
                                : "no category of an item is in it, such as " + Quote.of(tree.example.get(3), 40)));
            }
        }
        return lines;
    }
}
