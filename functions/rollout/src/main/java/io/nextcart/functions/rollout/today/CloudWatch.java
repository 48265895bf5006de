package io.nextcart.functions.rollout.today;

import io.nextcart.data.Environment;
import io.nextcart.functions.api.AwsCall;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.Prices;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metrics and alarms of a stage in CloudWatch. A metric that was not written on a day counts as 0 on it, since the
 * functions write most only when something happened; on a day without requests, there are no percentiles.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html">GetMetricData</a>
 */
public final class CloudWatch implements Traffic {
    private static final System.Logger LOGGER = System.getLogger(CloudWatch.class.getName());
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MOST_PAGES = 20;
    private static final double MS_PER_SECOND = 1000;

    private final AwsCall calls;
    private final String namespace;
    private final String alarms;
    private final Prices prices;
    private final Clock clock;

    private CloudWatch(AwsCall calls, String namespace, String alarms, Prices prices, Clock clock) {
        this.calls = calls;
        this.namespace = namespace;
        this.alarms = alarms;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * The stage that the environment names: {@code NEXTCART_STAGE}, the beginning of the names of its alarms in {@code
     * NEXTCART_ALARMS}, and {@link Prices} in {@code NEXTCART_PRICES}. Without alarms' names nothing is asked.
     */
    public static Traffic named(Environment variables, Clock clock) {
        String alarms = variables.optional("NEXTCART_ALARMS");
        if (alarms.isEmpty()) {
            return first -> Seen.nothing("NEXTCART_ALARMS does not say which stage of CloudWatch to ask.");
        }
        Prices prices;
        try {
            prices = Prices.parse(variables.optional("NEXTCART_PRICES"), "NEXTCART_PRICES");
        } catch (DamagedDocumentException e) {
            variables.fault(String.valueOf(e.getMessage()));
            prices = new Prices(0, 0, 0, "");
        }
        return new CloudWatch(
                AwsCall.to(AwsCall.Service.CLOUDWATCH, variables),
                Metric.namespace(variables.optional("NEXTCART_STAGE")),
                alarms,
                prices,
                clock);
    }

    @Override
    public Seen since(LocalDate first) throws IOException {
        Map<String, String> unknown = new LinkedHashMap<>();
        List<Day> days = days(first);
        if (days.isEmpty()) {
            String why = "CloudWatch holds no metric since " + first
                    + ": nobody asked, or the functions run with NEXTCART_METRICS=off.";
            List.of("today", "cost").forEach(name -> unknown.put(name, why));
        }
        List<Alarm> watching = alarms(unknown);
        return new Seen(days.isEmpty() ? null : days, watching.isEmpty() ? null : watching, prices, unknown);
    }

    private List<Day> days(LocalDate first) throws IOException {
        long from = first.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        JsonFields question = new JsonFields()
                .put("StartTime", from)
                .put("EndTime", today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                .putAll("MetricDataQueries", List.of(Figure.values()), this::query);
        Map<LocalDate, Map<Figure, Double>> found = new TreeMap<>();
        for (JsonObject result : pages("GetMetricData", question, "MetricDataResults")) {
            Figure figure = figure(result);
            List<Double> times = result.numbers("Timestamps");
            List<Double> values = result.numbers("Values");
            for (int i = 0; i < Math.min(times.size(), values.size()); i++) {
                LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(times.get(i).longValue(), SECONDS_PER_DAY));
                found.computeIfAbsent(day, one -> new EnumMap<>(Figure.class))
                        .merge(figure, values.get(i), Double::sum);
            }
        }
        if (found.isEmpty()) {
            return List.of();
        }
        return first.datesUntil(today.plusDays(1))
                .map(day -> day(day, found.getOrDefault(day, new EnumMap<>(Figure.class))))
                .toList();
    }

    private static Day day(LocalDate date, Map<Figure, Double> figures) {
        for (Figure figure : Figure.values()) {
            if (figure.isSum()) {
                figures.putIfAbsent(figure, 0.0);
            }
        }
        return new Day(date, date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli(), figures);
    }

    private JsonFields query(Figure figure) {
        JsonFields dimension = new JsonFields().put("Name", Metric.FUNCTION).put("Value", figure.function());
        JsonFields metric = new JsonFields()
                .put("Namespace", namespace)
                .put("MetricName", figure.metric().wireName())
                .putAll("Dimensions", List.of(dimension), one -> one);
        JsonFields statistic = new JsonFields()
                .put("Metric", metric)
                .put("Period", SECONDS_PER_DAY)
                .put("Stat", figure.statistic());
        return new JsonFields().put("Id", figure.wireName()).put("MetricStat", statistic);
    }

    private static Figure figure(JsonObject result) throws DamagedDocumentException {
        return result.oneOf("Id", Figure.values(), Figure::wireName);
    }

    /** None when there are none, or when they cannot be read; says which. */
    private List<Alarm> alarms(Map<String, String> unknown) {
        try {
            List<Alarm> all = alarms();
            if (all.isEmpty()) {
                unknown.put("alarms", "There are no alarms: monitoring.level is off.");
            }
            return all;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "The alarms cannot be read", e);
            unknown.put("alarms", "They cannot be read now; the function's log says why.");
            return List.of();
        }
    }

    private List<Alarm> alarms() throws IOException {
        List<Alarm> all = new ArrayList<>();
        JsonFields question = new JsonFields().put("AlarmNamePrefix", alarms);
        for (JsonObject alarm : pages("DescribeAlarms", question, "MetricAlarms")) {
            all.add(new Alarm(
                    alarm.text("AlarmName"),
                    alarm.optionalText("AlarmDescription"),
                    "ALARM".equals(alarm.optionalText("StateValue")),
                    ms(alarm)));
        }
        return all;
    }

    private static @Nullable Long ms(JsonObject alarm) throws DamagedDocumentException {
        String field = "StateTransitionedTimestamp";
        return alarm.has(field) ? (long) (MS_PER_SECOND * alarm.number(field)) : null;
    }

    /** The objects in a field of every page of an answer. */
    private List<JsonObject> pages(String action, JsonFields question, String field) throws IOException {
        List<JsonObject> all = new ArrayList<>();
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonObject answer = calls.send(action, question);
            all.addAll(answer.objects(field));
            String next = answer.optionalText("NextToken");
            if (next == null || next.isEmpty()) {
                return all;
            }
            question.put("NextToken", next);
        }
        throw new IOException(action + " has more than " + MOST_PAGES + " pages");
    }
}
