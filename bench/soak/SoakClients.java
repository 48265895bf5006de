import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that call at a rate, whatever the answers take: a call that waits for a client counts from when it was due. */
final class SoakClients {
    private static final int CLIENTS = 24;
    private static final int MOST_FAULTS = 5;
    /** Bounds of the counts of times: each is so much longer than the one before. */
    private static final double STEP = 1.02;

    private static final int STEPS = 1000;
    private static final Pattern MODEL = Pattern.compile("\"model\":\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final SoakTraffic traffic;
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong faultCount = new AtomicLong();
    private final Set<String> models = ConcurrentHashMap.newKeySet();

    /** Some calls, with the times from when they were due to the end of their answers. */
    record Summary(long calls, double perSecond, double p50Ms, double p99Ms, double longestMs, long faults) {}

    SoakClients(URI server, SoakTraffic traffic) {
        this.server = server;
        this.traffic = traffic;
    }

    /** Calls for a while; an infinite rate is one call after another by each client. */
    Summary run(double perSecond, Duration time) throws Exception {
        AtomicLong slots = new AtomicLong();
        AtomicLongArray times = new AtomicLongArray(STEPS);
        AtomicLong longest = new AtomicLong();
        long faultsBefore = faultCount.get();
        long began = System.nanoTime();
        long end = began + time.toNanos();
        Callable<Void> client = () -> {
            Random random = new Random(Thread.currentThread().getId() + began);
            while (true) {
                long slot = slots.getAndIncrement();
                long now = System.nanoTime();
                long due = Double.isInfinite(perSecond) ? now : began + (long) (slot * 1e9 / perSecond);
                if (due >= end) {
                    return null;
                }
                while (now < due) {
                    LockSupport.parkNanos(due - now);
                    now = System.nanoTime();
                }
                call(traffic.next(server, random));
                long took = System.nanoTime() - due;
                times.incrementAndGet(step(took));
                longest.accumulateAndGet(took, Math::max);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(client);
            }
            for (Future<Void> each : threads.invokeAll(clients)) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long calls = 0;
        for (int i = 0; i < STEPS; i++) {
            calls += times.get(i);
        }
        return new Summary(
                calls,
                calls / seconds,
                percentileMs(times, calls, 0.5),
                percentileMs(times, calls, 0.99),
                longest.get() / 1e6,
                faultCount.get() - faultsBefore);
    }

    private void call(SoakTraffic.Call call) {
        try {
            HttpResponse<String> answer = http.send(call.request(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                fault(call, answer.statusCode() + " " + answer.body());
            } else if (call.lists() && !answer.body().contains("\"item_id\"")) {
                fault(call, "no items: " + answer.body());
            }
            Matcher model = MODEL.matcher(answer.body());
            if (model.find()) {
                models.add(model.group(1));
            }
        } catch (IOException e) {
            fault(call, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fault(SoakTraffic.Call call, String what) {
        if (faultCount.incrementAndGet() <= MOST_FAULTS) {
            faults.add(call.request().method() + " " + call.request().uri() + ": " + what);
        }
    }

    /** The first faults, and how many there were. */
    List<String> faults() {
        List<String> said = new ArrayList<>(faults);
        if (faultCount.get() > MOST_FAULTS) {
            said.add("… " + faultCount.get() + " wrong answers in all");
        }
        return said;
    }

    /** The models that answered. */
    Set<String> models() {
        return Set.copyOf(models);
    }

    private static int step(long nanos) {
        return (int) Math.min(STEPS - 1, Math.max(0, Math.log(nanos / 1e3) / Math.log(STEP)));
    }

    private static double percentileMs(AtomicLongArray times, long calls, double share) {
        long left = (long) (share * calls);
        int step = 0;
        while (step < STEPS - 1 && left >= times.get(step)) {
            left -= times.get(step++);
        }
        return Math.pow(STEP, step + 0.5) / 1e3;
    }
}
