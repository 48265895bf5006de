package io.nextcart.local.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.Measure.OfList;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.rollout.today.Figure;
import io.nextcart.functions.rollout.today.Traffic;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the handlers of this process answer, or what packaged functions say of each request, by UTC day, in memory: from the
 * start of the server on.
 */
final class LiveTraffic implements Traffic {
    /** This month and the day before it. */
    private static final int MOST_DAYS = 32;

    private static final System.Logger LOGGER = System.getLogger(LiveTraffic.class.getName());
    private static final double NANOS_PER_MS = 1e6;

    /** Written once for each list that a shopper gets, and for nothing else. */
    private static final Metric OF_EACH_LIST = Figure.LISTS.metric();

    private static final String METRICS = "{\"_aws\":";
    /** Of the metrics of lists. */
    private static final String OF_LISTS = "{\"" + Metric.FUNCTION + "\":";

    private static final Map<String, String> UNKNOWN = Map.of(
            "alarms", "A server on one machine has none.",
            "cost", "On one machine nobody charges for requests; docs/cost.md says what AWS would.");
    private static final String ONE_PROCESS = "This server is one process: it starts once.";
    private static final String YESTERDAY = "The server counts since its start, in memory.";

    private final LongSupplier clock;
    private final boolean packaged;
    private final long startMs;
    private final ConcurrentSkipListMap<Long, Counted> days = new ConcurrentSkipListMap<>();

    /**
     * @param clock milliseconds since the epoch
     * @param packaged whether functions run in processes of their own, whose starts count
     */
    LiveTraffic(LongSupplier clock, boolean packaged) {
        this.packaged = packaged;
        this.clock = requireNonNull(clock, "clock is null");
        this.startMs = clock.getAsLong();
        day(startMs);
    }

    /** A log that counts a function's requests, and passes them on. */
    RequestLog of(String function, RequestLog next) {
        Map<Metric, Figure> figures = Figure.sumsOf(function);
        boolean timed = function.equals("recommend");
        return (requestId, route, status, latencyNanos, measures) -> {
            next.answered(requestId, route, status, latencyNanos, measures);
            Counted today = day(clock.getAsLong());
            today.answered(figures, status, measures);
            if (timed && measures.stream().anyMatch(LiveTraffic::isOfList)) {
                today.took(latencyNanos);
            }
        };
    }

    /**
     * Reads the lines that the JVMs of a packaged function print, and counts what those of metrics say.
     *
     * @param next takes all lines, or all but those of metrics
     */
    Consumer<String> linesOf(String function, boolean metrics, Consumer<String> next) {
        Map<Metric, Figure> figures = Figure.sumsOf(function);
        boolean timed = function.equals("recommend");
        return line -> {
            String said = line.substring(line.indexOf("] ") + 1).strip(); // behind the name of the JVM
            if (said.startsWith(METRICS)) {
                count(said, figures, timed);
            }
            if (metrics || !(said.startsWith(METRICS) || said.startsWith(OF_LISTS))) {
                next.accept(line);
            }
        };
    }

    private static boolean isOfList(Measure measure) {
        return measure.metric() == OF_EACH_LIST;
    }

    private void count(String line, Map<Metric, Figure> figures, boolean timed) {
        Counted today = day(clock.getAsLong());
        try {
            JsonObject values = JsonObject.read(line.getBytes(UTF_8), "what a function printed", "metrics");
            for (Map.Entry<Metric, Figure> each : figures.entrySet()) {
                String name = each.getKey().wireName();
                if (values.has(name)) {
                    today.add(each.getValue(), values.number(name));
                }
            }
            if (timed && values.has(OF_EACH_LIST.wireName())) {
                today.took((long) (values.number(Metric.LATENCY.wireName()) * NANOS_PER_MS));
            }
        } catch (DamagedDocumentException e) {
            LOGGER.log(System.Logger.Level.WARNING, e.getMessage() + ": " + line);
        }
    }

    @Override
    public Seen since(LocalDate first) {
        day(clock.getAsLong());
        List<Day> seen = days.tailMap(first.toEpochDay()).entrySet().stream()
                .map(day -> day.getValue().day(LocalDate.ofEpochDay(day.getKey()), startMs))
                .toList();
        Map<String, String> unknown = new LinkedHashMap<>(UNKNOWN);
        if (!packaged) {
            unknown.put("cold_starts", ONE_PROCESS);
        }
        if (seen.size() < 2) {
            unknown.put("yesterday", YESTERDAY);
        }
        return new Seen(seen, null, null, unknown);
    }

    private Counted day(long timeMs) {
        long day = Math.floorDiv(timeMs, 86_400_000L);
        Counted counted = days.get(day);
        if (counted == null) {
            counted = days.computeIfAbsent(day, one -> new Counted(packaged));
            days.headMap(day - MOST_DAYS).clear();
        }
        return counted;
    }

    /** The counts of one day. */
    private static final class Counted {
        /** Each bucket ends 5 % above the one before; the first ends at 1 µs, the last takes all above 160 s. */
        private static final double STEP = Math.log(1.05);

        private static final int BUCKETS = 388;
        private static final double NANOS_PER_MICRO = 1000;
        private static final double MICROS_PER_MS = 1000;

        private final Map<Figure, DoubleAdder> sums = new EnumMap<>(Figure.class);
        private final AtomicLongArray latencies = new AtomicLongArray(BUCKETS);

        Counted(boolean packaged) {
            for (Figure figure : Figure.values()) {
                if (figure.isSum() && (packaged || figure != Figure.COLD_STARTS)) {
                    sums.put(figure, new DoubleAdder());
                }
            }
        }

        void answered(Map<Metric, Figure> figures, int status, List<Measure> measures) {
            add(figures.get(Metric.REQUESTS), 1);
            add(figures.get(Metric.ERRORS), status >= 500 ? 1 : 0);
            add(figures.get(Metric.BAD_REQUESTS), status >= 400 && status < 500 ? 1 : 0);
            boolean trouble = false;
            for (Measure measure : measures) {
                if (measure.list().equals(OfList.ALL)) {
                    add(figures.get(measure.metric()), measure.value());
                    trouble |= measure.metric().isTrouble();
                }
            }
            add(figures.get(Metric.TROUBLED), trouble ? 1 : 0);
        }

        private void add(@Nullable Figure figure, double value) {
            DoubleAdder sum = figure == null ? null : sums.get(figure);
            if (figure != null && sum != null) {
                sum.add(figure.isCount() ? 1 : value);
            }
        }

        void took(long latencyNanos) {
            double bucket = Math.ceil(Math.log(latencyNanos / NANOS_PER_MICRO) / STEP);
            latencies.incrementAndGet((int) Math.max(0, Math.min(BUCKETS - 1, bucket)));
        }

        Day day(LocalDate date, long startMs) {
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            sums.forEach((figure, sum) -> figures.put(figure, sum.sum()));
            putPercentile(figures, Figure.P50_MS, 0.5);
            putPercentile(figures, Figure.P99_MS, 0.99);
            long midnightMs = date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            return new Day(date, Math.max(midnightMs, startMs), figures);
        }

        /** The middle of the bucket in which the share is reached: within 2.5 %. */
        private void putPercentile(Map<Figure, Double> figures, Figure figure, double share) {
            long all = 0;
            for (int i = 0; i < BUCKETS; i++) {
                all += latencies.get(i);
            }
            long seen = 0;
            for (int i = 0; i < BUCKETS && all > 0; i++) {
                seen += latencies.get(i);
                if (seen >= share * all) {
                    figures.put(figure, Math.exp(STEP * (i - 0.5)) / MICROS_PER_MS);
                    return;
                }
            }
        }
    }
}
