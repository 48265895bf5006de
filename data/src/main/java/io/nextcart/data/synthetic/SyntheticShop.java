package io.nextcart.data.synthetic;

import io.nextcart.data.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes a synthetic shop as RetailRocket files. */
public final class SyntheticShop {
    public static final String EVENTS = "events.csv";
    /** The item properties, in two parts. */
    public static final List<String> PROPERTIES = List.of("item_properties_part1.csv", "item_properties_part2.csv");

    public static final String CATEGORIES = "category_tree.csv";

    private SyntheticShop() {}

    /** The paths of the four files in a folder. */
    public static List<Path> files(Path folder) {
        return Stream.of(List.of(EVENTS), PROPERTIES, List.of(CATEGORIES))
                .flatMap(List::stream)
                .map(folder::resolve)
                .toList();
    }

    /**
     * Writes all four files into a folder; they appear only when all are complete.
     *
     * @param folder created when missing
     */
    public static void write(ShopSpec spec, Path folder, Progress progress) throws IOException {
        Files.createDirectories(folder);
        ShopWorld world = new ShopWorld(spec);
        try (CsvFile events = new CsvFile(folder.resolve(EVENTS), EventWriter.HEADER);
                CsvFile part1 = new CsvFile(folder.resolve(PROPERTIES.get(0)), PropertyWriter.HEADER);
                CsvFile part2 = new CsvFile(folder.resolve(PROPERTIES.get(1)), PropertyWriter.HEADER);
                CsvFile categories = new CsvFile(folder.resolve(CATEGORIES), "categoryid,parentid")) {
            EventWriter.write(spec, new VisitLog(world, progress), events, progress);
            PropertyWriter.write(world, part1, part2, progress);
            for (int category = 0; category < world.categories(); category++) {
                int parent = world.parent(category);
                categories.row(category + "," + (parent < 0 ? "" : parent));
            }
            for (CsvFile file : List.of(events, part1, part2, categories)) {
                file.commit();
            }
        }
    }
}
