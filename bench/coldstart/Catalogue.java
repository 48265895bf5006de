import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/** What a shop says of many items: as lines of an archive, and as rows of DynamoDB. */
final class Catalogue {
    private static final long SAID_AT_MS = Instant.parse("2015-09-17T12:00:00Z").toEpochMilli();
    /** DynamoDB sends 1 MB at a time: of items as these, so many. */
    private static final int PAGE = 6_700;

    private Catalogue() {}

    /**
     * Writes the lines of an archive.
     *
     * @param args how many items, and the folder of the archive
     */
    public static void main(String[] args) throws IOException {
        Path day = Files.createDirectories(Path.of(args[1], "items/dt=2015-09-17"));
        try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(day.resolve("1.ndjson.gz"))), StandardCharsets.UTF_8))) {
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                out.write("{\"item_id\":\"" + id(i) + "\",\"available\":" + available(i) + ",\"category\":\"" + category(i)
                        + "\",\"price\":" + price(i) + ",\"title\":\"" + title(i) + "\",\"image_url\":\"" + image(i)
                        + "\",\"updated_at\":" + (SAID_AT_MS + i) + "}\n");
            }
        }
    }

    /** The answer of a scan from an item on. */
    static byte[] page(int from, int items) {
        int to = Math.min(items, from + PAGE);
        StringBuilder page = new StringBuilder("{\"Items\":[");
        for (int i = from; i < to; i++) {
            page.append(i == from ? "" : ",")
                    .append("{\"item_id\":{\"S\":\"" + id(i) + "\"},\"available\":{\"BOOL\":" + available(i)
                            + "},\"category\":{\"S\":\"" + category(i) + "\"},\"price\":{\"S\":\"" + price(i)
                            + "\"},\"title\":{\"S\":\"" + title(i) + "\"},\"image_url\":{\"S\":\"" + image(i)
                            + "\"},\"change_day\":{\"S\":\"2015-09-17\"},\"updated_at\":{\"N\":\"" + (SAID_AT_MS + i)
                            + "\"}}");
        }
        page.append("],\"Count\":" + (to - from) + ",\"ScannedCount\":" + (to - from));
        if (to < items) {
            page.append(",\"LastEvaluatedKey\":{\"item_id\":{\"S\":\"" + id(to) + "\"}}");
        }
        return page.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The number of an item of which only the id is known. */
    static int number(String id) {
        return Integer.parseInt(id) / 2;
    }

    private static String id(int i) {
        return Integer.toString(2 * i);
    }

    private static boolean available(int i) {
        return i % 10 != 0;
    }

    private static int category(int i) {
        return i * 31 % 1_000;
    }

    private static double price(int i) {
        return i * 7_919L % 100_000 / 100.0;
    }

    private static String title(int i) {
        String[] words = {"Running", "Cotton", "Classic", "Blue", "Leather", "Summer", "Shoe", "Shirt", "Lamp", "Garden"};
        return words[i % 10] + " " + words[i / 10 % 10] + " " + words[i / 100 % 10] + " model " + i * 7_919L % 1_000_003;
    }

    private static String image(int i) {
        return "https://cdn.shop.example/images/products/" + i % 97 + "/" + Integer.toHexString(i * 0x9E3779B1) + "_large.jpg";
    }
}
