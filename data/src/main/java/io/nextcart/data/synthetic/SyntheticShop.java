package io.nextcart.data.synthetic;

import io.nextcart.data.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a synthetic shop as RetailRocket files. */
public final class SyntheticShop {
    public static final String EVENTS = "events.csv";
    /** The item properties, in two parts. */
    public static final List<String> PROPERTIES = List.of("item_properties_part1.csv", "item_properties_part2.csv");

    public static final String CATEGORIES = "category_tree.csv";

    private SyntheticShop() {}

    /**
     * Writes all four files into a folder, each visible only when it is whole.
     *
     * @param folder created when missing
     */
    public static void write(ShopSpec spec, Path folder, Progress progress) throws IOException {
        Files.createDirectories(folder);
        ShopWorld world = new ShopWorld(spec);
        EventWriter.write(spec, new VisitLog(world, progress), folder.resolve(EVENTS), progress);
        PropertyWriter.write(world, folder.resolve(PROPERTIES.get(0)), folder.resolve(PROPERTIES.get(1)), progress);
        try (CsvFile csv = new CsvFile(folder.resolve(CATEGORIES), "categoryid,parentid")) {
            for (int category = 0; category < world.categories(); category++) {
                int parent = world.parent(category);
                csv.row(category + "," + (parent < 0 ? "" : parent));
            }
            csv.commit();
        }
    }
}
