import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The calls of a shop: its log is cut in two; the earlier part becomes the past, moved to end now, and the later part is lived
 * again and again, each time by new shoppers.
 */
final class SoakTraffic {
    private static final double PAST = 0.7;
    private static final int BATCH = 20;
    private static final int RECENT = 2000;
    private static final int CHANGED_ITEMS = 300;

    private final List<Row> rows;
    private final AtomicLong next = new AtomicLong();

    private record Row(long timeMs, String user, String type, String item, String transaction) {}

    /**
     * A call.
     *
     * @param lists whether its answer must hold items
     */
    record Call(HttpRequest request, boolean lists) {}

    private SoakTraffic(List<Row> rows) {
        this.rows = rows;
    }

    /** Reads a log, and writes its past. */
    static SoakTraffic of(Path log, Path past) throws IOException {
        List<String> lines = Files.readAllLines(log);
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            rows.add(new Row(Long.parseLong(cells[0]), cells[1], cells[2], cells[3], cells[4]));
        }
        rows.sort(Comparator.comparingLong(Row::timeMs));
        int cut = (int) (PAST * rows.size());
        long moved = System.currentTimeMillis() - rows.get(cut).timeMs;
        List<String> written = new ArrayList<>(List.of(lines.get(0)));
        for (Row row : rows.subList(0, cut)) {
            written.add(String.join(",", Long.toString(row.timeMs + moved), row.user, row.type, row.item, row.transaction));
        }
        Files.write(past, written);
        return new SoakTraffic(List.copyOf(rows.subList(cut, rows.size())));
    }

    /** The next call: for each 100, 60 lists, 35 posts of events and 5 changes of the catalogue. */
    Call next(URI server, Random random) {
        int kind = random.nextInt(100);
        if (kind < 40) {
            return get(server, "/v1/recommendations/" + user(recent(random)) + "?k=20");
        } else if (kind < 48) {
            return post(server, "/v1/recommendations", "{\"k\":20,\"session\":[" + session(random) + "]}", true);
        } else if (kind < 56) {
            return get(server, "/v1/items/" + row(recent(random)).item + "/similar?k=10");
        } else if (kind < 60) {
            return get(server, "/v1/popular?k=20&fields=title,price");
        } else if (kind < 90) {
            return post(server, "/v1/events", event(next.getAndIncrement()), false);
        } else if (kind < 95) {
            long first = next.getAndAdd(BATCH);
            return post(server, "/v1/events", list("events", BATCH, i -> event(first + i)), false);
        } else if (kind < 99) {
            String item = row(random.nextInt(CHANGED_ITEMS)).item;
            return new Call(request(server, "/v1/items/" + item).PUT(BodyPublishers.ofString(change(random))).build(), false);
        }
        return post(server, "/v1/items", list("items", BATCH, i -> "{\"item_id\":\""
                + row(random.nextInt(CHANGED_ITEMS)).item + "\"," + change(random).substring(1)), false);
    }

    private static String list(String name, int size, java.util.function.IntFunction<String> element) {
        return IntStream.range(0, size).mapToObj(element).collect(Collectors.joining(",", "{\"" + name + "\":[", "]}"));
    }

    private Row row(long number) {
        return rows.get((int) (number % rows.size()));
    }

    private String user(long number) {
        return row(number).user + "-" + number / rows.size();
    }

    /** The number of an event of the last minutes. */
    private long recent(Random random) {
        return Math.max(0, next.get() - 1 - random.nextInt(RECENT));
    }

    private String session(Random random) {
        long last = recent(random);
        return IntStream.range(0, 5)
                .mapToObj(i -> "{\"item_id\":\"" + row(last + i).item + "\"}")
                .collect(Collectors.joining(","));
    }

    private String event(long number) {
        Row row = row(number);
        String transaction = row.transaction.isEmpty() ? "" : ",\"transaction_id\":\"" + number + "\"";
        return "{\"event_id\":\"" + number + "\",\"user_id\":\"" + user(number) + "\",\"type\":\"" + row.type
                + "\",\"item_id\":\"" + row.item + "\"" + transaction + "}";
    }

    private static String change(Random random) {
        return "{\"price\":" + random.nextInt(1, 100) + ",\"available\":" + (random.nextInt(10) > 0) + "}";
    }

    private static Call get(URI server, String path) {
        return new Call(request(server, path).build(), true);
    }

    private static Call post(URI server, String path, String body, boolean lists) {
        return new Call(request(server, path).POST(BodyPublishers.ofString(body)).build(), lists);
    }

    private static HttpRequest.Builder request(URI server, String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("X-API-Key", SoakServer.KEY)
                .timeout(Duration.ofSeconds(30));
    }
}
