package io.nextcart.functions.rollout.today;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.Prices;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.LiftGroups;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.registry.Registry;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/today}: whether the recommender works, what it brings and what it costs. What is not known is null,
 * with the reason in {@code unknown}; so it answers when what it asks does not.
 */
public final class TodayCalls {
    private static final System.Logger LOGGER = System.getLogger(TodayCalls.class.getName());

    private static final double MILLION = 1e6;

    private final ObjectStore store;
    private final Traffic traffic;
    private final Clock clock;

    /** @param store where models are published */
    public TodayCalls(ObjectStore store, Traffic traffic, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.traffic = requireNonNull(traffic, "traffic is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    public ApiResponse today(ApiRequest request) {
        long nowMs = clock.millis();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate month = today.withDayOfMonth(1);
        LocalDate yesterday = today.minusDays(1);
        Traffic.Seen seen = seen(yesterday.isBefore(month) ? yesterday : month);
        Map<String, String> unknown = new LinkedHashMap<>(seen.unknown());
        List<Traffic.Day> days = seen.days() == null ? List.of() : seen.days();
        Period ofMonth = month(days, month);
        JsonFields answer = new JsonFields()
                .putInstant("now", nowMs)
                .put("today", day(days, today))
                .put("yesterday", day(days, yesterday))
                .put("month", ofMonth == null ? null : ofMonth.toJson())
                .put("model", model(unknown))
                .put("lift", lift(unknown))
                .put("cost", cost(seen.prices(), ofMonth))
                .put("alarms", alarms(seen.alarms()))
                .put("unknown", unknown);
        return ApiResponse.json(200, answer);
    }

    private Traffic.Seen seen(LocalDate first) {
        try {
            return traffic.since(first);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "The counts of requests cannot be read", e);
            return Traffic.Seen.nothing("It cannot be read now; the function's log says why.");
        }
    }

    private static @Nullable JsonFields day(List<Traffic.Day> days, LocalDate date) {
        return days.stream()
                .filter(day -> day.date().equals(date))
                .findFirst()
                .map(day -> Period.of(day).toJson())
                .orElse(null);
    }

    private static @Nullable Period month(List<Traffic.Day> days, LocalDate first) {
        List<Traffic.Day> own =
                days.stream().filter(day -> !day.date().isBefore(first)).toList();
        return own.isEmpty() ? null : Period.sumOf(own);
    }

    private @Nullable JsonFields model(Map<String, String> unknown) {
        try {
            Optional<Registry.Serving> serving = new Registry(store).serving();
            DamagedDocumentException damage =
                    serving.map(Registry.Serving::damage).orElse(null);
            Current current = serving.map(Registry.Serving::current).orElse(null);
            if (current != null) {
                return current.toFields().putInstant("made_at", Manifest.madeAt(current.champion()));
            }
            unknown.put("model", damage == null ? "No model is published yet." : String.valueOf(damage.getMessage()));
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "What serves cannot be read", e);
            unknown.put("model", "The store of models does not respond.");
        }
        return null;
    }

    /** As docs/lift.md describes it. */
    private @Nullable JsonFields lift(Map<String, String> unknown) {
        try {
            Optional<LiftRecord> record =
                    LiftRecord.in(store).filter(one -> !one.looks().isEmpty());
            if (record.isPresent()) {
                return lift(record.get());
            }
            unknown.put("lift", "It has not been counted yet: that takes a control group and a night.");
        } catch (DamagedDocumentException e) {
            unknown.put("lift", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "The lift cannot be read", e);
            unknown.put("lift", "The store of models does not respond.");
        }
        return null;
    }

    private static JsonFields lift(LiftRecord record) {
        LiftRecord.Look last = record.looks().get(record.looks().size() - 1);
        JsonFields fields = new JsonFields()
                .put("control_share", record.controlShare())
                .putInstant("since", record.sinceMs())
                .putInstant("at", last.atMs());
        last.all().putInto(fields).put("enough", last.all().isEnough());
        return LiftGroups.putParts(fields, record.weeks(), record.placements());
    }

    private static @Nullable JsonFields cost(@Nullable Prices prices, @Nullable Period month) {
        if (prices == null || month == null) {
            return null;
        }
        double requests = month.sum(Figure.REQUESTS);
        double dollars = prices.of(requests, month.sum(Figure.EVENT_REQUESTS), month.sum(Figure.EVENTS));
        return new JsonFields()
                .put("dollars", dollars)
                .put("per_million", requests > 0 ? dollars / requests * MILLION : null)
                .put("prices_of", prices.noted());
    }

    private static @Nullable JsonFields alarms(@Nullable List<Traffic.Alarm> alarms) {
        if (alarms == null) {
            return null;
        }
        return new JsonFields()
                .put("watching", alarms.size())
                .putAll(
                        "ringing",
                        alarms.stream().filter(Traffic.Alarm::rings).toList(),
                        alarm -> new JsonFields()
                                .put("name", alarm.name())
                                .put("description", alarm.description())
                                .putInstant("since", alarm.sinceMs()));
    }
}
