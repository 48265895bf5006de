import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Calls a server on eight connections, either each as soon as the answer before it has come (closed loop), or at fixed times
 * whatever the answers take (open loop), where a call counts from when it was due. Prints a Markdown table.
 */
final class HttpLoad {
    private static final int CONNECTIONS = 8;
    private static final int EVENTS = 200_000;
    private static final int BATCH = 100;
    private static final double SHARE = 0.7;
    private static final int WARM_UPS = 2;
    private static final byte[] END_OF_HEADERS = {'\r', '\n', '\r', '\n'};

    private final int port;
    private final Path stat;
    private final double seconds;

    /** Calls by their number, and how many things one call is about. */
    private record Kind(String name, LongFunction<byte[]> call, int status, int size) {}

    private record Figures(double perSecond, double p50, double p90, double p99, double p999, double cpuMs) {}

    private HttpLoad(int port, Path stat, double seconds) {
        this.port = port;
        this.stat = stat;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        HttpLoad load =
                new HttpLoad(Integer.parseInt(args[0]), Path.of("/proc", args[1], "stat"), Double.parseDouble(args[3]));
        int rounds = Integer.parseInt(args[4]);
        List<String[]> events = events(Path.of(args[2]));
        List<byte[]> gets = new ArrayList<>();
        List<byte[]> posts = new ArrayList<>();
        Map<String, List<String>> sessions = new LinkedHashMap<>();
        for (String[] event : events) {
            List<String> session = sessions.computeIfAbsent(event[1], user -> new ArrayList<>());
            session.add("{\"item_id\":\"" + event[3] + "\"}");
            List<String> last = session.subList(Math.max(0, session.size() - 50), session.size());
            gets.add(call("GET", "/v1/recommendations/" + event[1] + "?k=20", ""));
            posts.add(call("POST", "/v1/recommendations", "{\"session\":[" + String.join(",", last) + "],\"k\":20}"));
        }
        AtomicLong number = new AtomicLong();
        Kind batches = new Kind("events, 100 in a call", n -> batch(events, number), 202, BATCH);
        Kind singles = new Kind("events, one in a call", n -> single(events, number), 202, 1);
        Kind users = new Kind("lists for users, GET", n -> gets.get((int) (n % gets.size())), 200, 1);
        Kind carts = new Kind("lists for sessions, POST", n -> posts.get((int) (n % posts.size())), 200, 1);
        List<Kind> kinds = List.of(batches, singles, users, carts);
        for (int i = 0; i < WARM_UPS; i++) {
            for (Kind kind : kinds) {
                load.run(kind, Double.POSITIVE_INFINITY); // warms up: compiling takes a core for half a minute
            }
        }
        System.out.println("| " + CONNECTIONS + " connections | a second | p50 ms | p90 ms | p99 ms | p99.9 ms | server's CPU ms a call |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (Kind kind : kinds) {
            double capacity = load.median(kind, Double.POSITIVE_INFINITY, rounds);
            if (kind.status == 200) {
                load.median(kind, SHARE * capacity, rounds);
            }
        }
    }

    /** Prints and returns calls a second: the median of some rounds, each figure by itself. */
    private double median(Kind kind, double perSecond, int rounds) throws Exception {
        List<Figures> figures = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            figures.add(run(kind, perSecond));
        }
        String name = kind.name + (Double.isInfinite(perSecond) ? "" : ", open loop at 70 %");
        double[] rates = figures.stream().mapToDouble(Figures::perSecond).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f | %.2f | %.2f | %.3f |%n",
                name,
                rates[rounds / 2] * kind.size,
                at(figures.stream().mapToDouble(Figures::p50).sorted().toArray(), 0.5),
                at(figures.stream().mapToDouble(Figures::p90).sorted().toArray(), 0.5),
                at(figures.stream().mapToDouble(Figures::p99).sorted().toArray(), 0.5),
                at(figures.stream().mapToDouble(Figures::p999).sorted().toArray(), 0.5),
                at(figures.stream().mapToDouble(Figures::cpuMs).sorted().toArray(), 0.5));
        return rates[rounds / 2];
    }

    private Figures run(Kind kind, double perSecond) throws Exception {
        AtomicLong next = new AtomicLong();
        long cpu = cpuTicks();
        long began = System.nanoTime();
        long end = began + (long) (seconds * 1e9);
        Callable<double[]> connection = () -> {
            double[] times = new double[1024];
            int size = 0;
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setTcpNoDelay(true);
                OutputStream out = socket.getOutputStream();
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                while (true) {
                    long call = next.getAndIncrement();
                    long now = System.nanoTime();
                    long due = Double.isInfinite(perSecond) ? now : began + (long) (call * 1e9 / perSecond);
                    if (due >= end) {
                        return Arrays.copyOf(times, size);
                    }
                    while (now < due) {
                        LockSupport.parkNanos(due - now);
                        now = System.nanoTime();
                    }
                    out.write(kind.call.apply(call));
                    answer(in, kind.status);
                    times = size == times.length ? Arrays.copyOf(times, 2 * size) : times;
                    times[size++] = (System.nanoTime() - due) / 1e6;
                }
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        double[] times = {};
        try {
            for (Future<double[]> done : threads.invokeAll(Collections.nCopies(CONNECTIONS, connection))) {
                int before = times.length;
                times = Arrays.copyOf(times, before + done.get().length);
                System.arraycopy(done.get(), 0, times, before, times.length - before);
            }
        } finally {
            threads.shutdown();
        }
        double took = (System.nanoTime() - began) / 1e9;
        Arrays.sort(times);
        return new Figures(
                times.length / took,
                at(times, 0.5),
                at(times, 0.9),
                at(times, 0.99),
                at(times, 0.999),
                (cpuTicks() - cpu) * 10.0 / times.length);
    }

    /** Reads an answer to its end. */
    private static void answer(InputStream in, int status) throws IOException {
        StringBuilder head = new StringBuilder();
        int matched = 0;
        while (matched < END_OF_HEADERS.length) {
            int one = in.read();
            if (one < 0) {
                throw new IOException("the server closed the connection after: " + head);
            }
            head.append((char) one);
            matched = one == END_OF_HEADERS[matched] ? matched + 1 : one == '\r' ? 1 : 0;
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:");
        if (at < 0) {
            throw new IOException("no content-length: " + head);
        }
        int length = Integer.parseInt(
                lower.substring(at + "content-length:".length(), lower.indexOf('\r', at)).strip());
        byte[] body = in.readNBytes(length);
        if (!head.substring(9, 12).equals(Integer.toString(status)) || body.length < length) {
            throw new IOException("expected " + status + ", got " + head + new String(body, StandardCharsets.UTF_8));
        }
    }

    private static byte[] single(List<String[]> events, AtomicLong number) {
        return call("POST", "/v1/events", event(events, number.getAndIncrement()));
    }

    private static byte[] batch(List<String[]> events, AtomicLong number) {
        long first = number.getAndAdd(BATCH);
        StringBuilder body = new StringBuilder("{\"events\":[");
        for (int i = 0; i < BATCH; i++) {
            body.append(i == 0 ? "" : ",").append(event(events, first + i));
        }
        return call("POST", "/v1/events", body + "]}");
    }

    private static String event(List<String[]> events, long number) {
        String[] event = events.get((int) (number % events.size()));
        String transaction = event[2].equals("transaction") ? ",\"transaction_id\":\"" + number + "\"" : "";
        return "{\"event_id\":\"" + number + "\",\"user_id\":\"" + event[1] + "\",\"type\":\"" + event[2] + "\",\"item_id\":\""
                + event[3] + "\"" + transaction + "}";
    }

    private static byte[] call(String method, String path, String body) {
        String type = body.isEmpty() ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
        return (method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + type + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    /** The log's last events, by time: of all of them, this process would collect garbage for as long as the server may take. */
    private static List<String[]> events(Path log) throws IOException {
        Deque<String[]> last = new ArrayDeque<>();
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last.add(line.split(",", -1));
                if (last.size() > EVENTS) {
                    last.remove();
                }
            }
        }
        List<String[]> events = new ArrayList<>(last);
        events.sort(Comparator.comparingLong(event -> Long.parseLong(event[0])));
        return events;
    }

    /** Processor time of the server, in hundredths of a second. */
    private long cpuTicks() throws IOException {
        String line = Files.readString(stat);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) (share * sorted.length)];
    }
}
