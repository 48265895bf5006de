package io.nextcart.data.synthetic;

import io.nextcart.data.Progress;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.SplittableRandom;

/**
 * Writes the item property files: for every item its category, its price and stock at each change, and other
 * properties, with exactly as many rows as the {@link ShopSpec} demands. Rows carry the time of a weekly snapshot, as
 * in the original.
 */
final class PropertyWriter {
    private static final long OTHER_KIND = 8;
    private static final int WEEKS = 18;
    private static final int OTHER_PROPERTIES = 1_100;
    private static final double SHARE_OF_PART_1 = 0.5425;
    static final String HEADER = "timestamp,itemid,property,value";
    private static final int PROGRESS_EVERY = 5_000;
    /** The property that holds the price. */
    private static final int PRICE = 790;

    private final ShopWorld world;
    private CsvFile csv;
    private long left;

    private PropertyWriter(ShopWorld world, CsvFile csv) {
        this.world = world;
        this.csv = csv;
    }

    static void write(ShopWorld world, CsvFile first, CsvFile second, Progress progress) throws IOException {
        ShopSpec spec = world.spec();
        int items = spec.items();
        int split = (int) (items * SHARE_OF_PART_1);
        PropertyWriter writer = new PropertyWriter(world, first);
        for (int item = 0; item < items; item++) {
            if (item == split) {
                writer.csv = second;
            }
            long before = spec.propertyRows() * item / items;
            writer.item(item, spec.propertyRows() * (item + 1) / items - before);
            if ((item + 1) % PROGRESS_EVERY == 0 || item + 1 == items) {
                progress.report("writing properties", item + 1L, items, "items");
            }
        }
    }

    /** Writes the rows of one item: properties with a meaning first, then others up to {@code rows}. */
    private void item(int item, long rows) throws IOException {
        left = rows;
        row(0, item, "categoryid", Integer.toString(world.category(item)));
        boolean available = !world.isAvailable(item, 0);
        double price = -1;
        for (int week = 0; week < WEEKS; week++) {
            boolean before = available;
            if (world.isAvailable(item, week) != before && row(week, item, "available", before ? "0" : "1")) {
                available = !before;
            }
            double now = world.price(item, week);
            if (now != price && row(week, item, Integer.toString(PRICE), decimal(now))) {
                price = now;
            }
        }
        SplittableRandom random = Mix.random(world.spec().seed(), OTHER_KIND, item);
        while (left > 0) {
            int property = random.nextInt(OTHER_PROPERTIES);
            int week = random.nextInt(WEEKS);
            StringBuilder words = new StringBuilder();
            for (int word = random.nextInt(3); word > 0; word--) {
                words.append(random.nextInt(1_300_000)).append(' ');
            }
            words.append(random.nextInt(1_300_000));
            row(week, item, Integer.toString(property == PRICE ? OTHER_PROPERTIES : property), words.toString());
        }
    }

    private boolean row(int week, int item, String property, String value) throws IOException {
        if (left == 0) {
            return false;
        }
        left--;
        csv.row(ShopSpec.START_MS + week * ShopSpec.WEEK_MS + "," + (item + 1) + "," + property + "," + value);
        return true;
    }

    /** A number as the dataset writes it: {@code n123.450}. */
    private static String decimal(double value) {
        return "n" + BigDecimal.valueOf(Math.round(value * 1000), 3);
    }
}
