package io.nextcart.data.synthetic;

import io.nextcart.data.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Writes the item property files: for every item its category, its price and stock whenever they change, and other
 * properties, exactly as many rows as the {@link ShopSpec} says. Rows carry the time of a weekly snapshot, as in the
 * original.
 */
final class PropertyWriter {
    private static final long OTHER_KIND = 8;
    private static final long WEEK_MS = 7 * 86_400_000L;
    private static final int WEEKS = 18;
    private static final int OTHER_PROPERTIES = 1_100;
    private static final double SHARE_OF_PART_1 = 0.5425;
    private static final int PROGRESS_EVERY = 5_000;
    /** The property that holds the price. */
    private static final int PRICE = 790;

    private final ShopWorld world;
    private CsvBytes csv;
    private long left;

    private PropertyWriter(ShopWorld world, CsvBytes csv) {
        this.world = world;
        this.csv = csv;
    }

    static void write(ShopWorld world, Path part1, Path part2, Progress progress) throws IOException {
        ShopSpec spec = world.spec();
        String header = "timestamp,itemid,property,value";
        int items = spec.items();
        int split = (int) (items * SHARE_OF_PART_1);
        try (CsvBytes first = new CsvBytes(part1, header);
                CsvBytes second = new CsvBytes(part2, header)) {
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
            first.commit();
            second.commit();
        }
    }

    /** Writes the rows of one item: what has a meaning first, then others until there are {@code rows}. */
    private void item(int item, long rows) throws IOException {
        left = rows;
        if (begin(0, item, "categoryid")) {
            csv.number(world.category(item)).end();
        }
        boolean available = !world.isAvailable(item, 0);
        double price = -1;
        for (int week = 0; week < WEEKS; week++) {
            if (world.isAvailable(item, week) != available && begin(week, item, "available")) {
                available = !available;
                csv.number(available ? 1 : 0).end();
            }
            if (world.price(item, week) != price && begin(week, item, Integer.toString(PRICE))) {
                price = world.price(item, week);
                csv.decimal(price).end();
            }
        }
        SplittableRandom random = Mix.random(world.spec().seed(), OTHER_KIND, item);
        while (left > 0) {
            int property = random.nextInt(OTHER_PROPERTIES);
            begin(random.nextInt(WEEKS), item, Integer.toString(property == PRICE ? OTHER_PROPERTIES : property));
            for (int word = random.nextInt(3); word > 0; word--) {
                csv.number(random.nextInt(1_300_000)).text(" ");
            }
            csv.number(random.nextInt(1_300_000)).end();
        }
    }

    private boolean begin(int week, int item, String property) throws IOException {
        if (left == 0) {
            return false;
        }
        left--;
        csv.number(ShopSpec.START_MS + week * WEEK_MS).comma();
        csv.number(item + 1L).comma().text(property).comma();
        return true;
    }
}
