import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Serves a shop under load for a long time, and says whether anything failed or grew. */
final class Soak {
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration CAPACITY = Duration.ofSeconds(30);
    /** In shorter runs everything grows: code is compiled, caches fill. */
    private static final int ENOUGH_MINUTES = 10;

    /** What one minute was like. */
    private record Minute(SoakClients.Summary calls, SoakServer.Sample server) {}

    private Soak() {}

    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[0]);
        int minutes = Integer.parseInt(args[1]);
        double share = Double.parseDouble(args[2]);
        if (minutes < 1 || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(minutes + " minutes at " + share + ", expected 1 or more, and 0 to 1");
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        SoakTraffic traffic = SoakTraffic.of(work.resolve("shop/events.csv"), work.resolve("past.csv"));
        SoakModels models = new SoakModels(work);
        models.publishTheFirst();
        List<String> faults;
        try (SoakServer server = SoakServer.start(work)) {
            SoakClients clients = new SoakClients(server.url(), traffic);
            models.sendThePast(server.url());
            clients.run(Double.POSITIVE_INFINITY, WARM_UP);
            double capacity = clients.run(Double.POSITIVE_INFINITY, CAPACITY).perSecond();
            say("Capacity, with the clients on this machine: %,.0f calls a second; from here on %,.0f", capacity, share * capacity);
            List<Minute> table = soak(minutes, share * capacity, clients, server, models);
            faults = new ArrayList<>(clients.faults());
            faults.addAll(models.faults());
            faults.addAll(grown(table));
            int answering = clients.models().size();
            say("%nModels that answered: %d", answering);
            if (answering < 2 && minutes >= ENOUGH_MINUTES) {
                faults.add("the model that began answered to the end, expected others too");
            }
            server.stop();
        }
        faults.addAll(models.audit());
        say("%n%s", faults.isEmpty() ? "No fault." : "FAILED:");
        faults.forEach(fault -> say("- %s", fault));
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    private static List<Minute> soak(
            int minutes, double perSecond, SoakClients clients, SoakServer server, SoakModels models) throws Exception {
        say("%n| time | calls | p50 ms | p99 ms | longest ms | faults | heap MB | native MB | mapped MB | maps | files | threads | models |");
        say("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        List<Minute> table = new ArrayList<>();
        models.begin();
        for (int minute = 0; minute < minutes; minute++) {
            Minute row = new Minute(clients.run(perSecond, Duration.ofMinutes(1)), server.sample());
            table.add(row);
            say(
                    "| %s | %,d | %.1f | %.1f | %.0f | %d | %.1f | %.1f | %.1f | %d | %d | %d | %s |",
                    LocalTime.now().truncatedTo(ChronoUnit.SECONDS),
                    row.calls.calls(),
                    row.calls.p50Ms(),
                    row.calls.p99Ms(),
                    row.calls.longestMs(),
                    row.calls.faults(),
                    row.server.heapMb(),
                    row.server.nativeMb(),
                    row.server.mappedMb(),
                    row.server.maps(),
                    row.server.files(),
                    row.server.threads(),
                    models.sinceLast());
        }
        models.end();
        return table;
    }

    /** What is more in the last third than it was in the first, by medians. */
    private static List<String> grown(List<Minute> table) {
        List<String> grown = new ArrayList<>();
        if (table.size() < ENOUGH_MINUTES) {
            say("%nToo short to see growth: expected %d minutes or more", ENOUGH_MINUTES);
            return grown;
        }
        check(grown, table, "heap MB after a collection", row -> row.server.heapMb(), 1.25, 32);
        check(grown, table, "native MB", row -> row.server.nativeMb(), 1.2, 32);
        check(grown, table, "maps", row -> row.server.maps(), 1.1, 16);
        check(grown, table, "open files", row -> row.server.files(), 1.1, 8);
        check(grown, table, "threads", row -> row.server.threads(), 1.1, 8);
        check(grown, table, "p50 ms", row -> row.calls.p50Ms(), 1.5, 0.5);
        check(grown, table, "p99 ms", row -> row.calls.p99Ms(), 2, 10);
        return grown;
    }

    private static void check(
            List<String> grown, List<Minute> table, String what, ToDoubleFunction<Minute> figure, double factor, double more) {
        int third = table.size() / 3;
        double first = median(table.subList(1, 1 + third), figure);
        double last = median(table.subList(table.size() - third, table.size()), figure);
        double most = Math.max(factor * first, first + more);
        say("%s: %.1f in the first third, %.1f in the last, at most %.1f allowed", what, first, last, most);
        if (last > most) {
            grown.add("%s grew from %.1f to %.1f".formatted(what, first, last));
        }
    }

    private static double median(List<Minute> rows, ToDoubleFunction<Minute> figure) {
        double[] sorted = rows.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
