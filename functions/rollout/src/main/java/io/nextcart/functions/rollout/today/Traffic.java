package io.nextcart.functions.rollout.today;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.Prices;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the requests of the last days. Implementations are thread-safe. */
public interface Traffic {
    /**
     * Reads it.
     *
     * @param first UTC day
     * @throws IOException when it cannot be read now
     */
    Seen since(LocalDate first) throws IOException;

    /**
     * What is known.
     *
     * @param days in order; null when nothing is counted
     * @param alarms null when there are none
     * @param prices null when nothing is paid for by use
     * @param unknown why something is not known, by its name in the answer
     */
    record Seen(
            @Nullable List<Day> days,
            @Nullable List<Alarm> alarms,
            @Nullable Prices prices,
            Map<String, String> unknown) {
        public Seen {
            days = days == null ? null : List.copyOf(days);
            alarms = alarms == null ? null : List.copyOf(alarms);
            unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
        }

        /** Nothing, for one reason. */
        public static Seen nothing(String why) {
            return new Seen(null, null, null, Map.of("today", why, "alarms", why, "cost", why));
        }
    }

    /**
     * A UTC day, or its part in which requests were counted.
     *
     * @param fromMs when counting began on it, milliseconds since the epoch
     * @param figures without those that are not known
     */
    record Day(LocalDate date, long fromMs, Map<Figure, Double> figures) {
        public Day {
            requireNonNull(date, "date is null");
            Map<Figure, Double> copy = new EnumMap<>(Figure.class);
            copy.putAll(figures);
            figures = Collections.unmodifiableMap(copy);
        }
    }

    /**
     * An alarm.
     *
     * @param description with the first thing to do
     * @param rings whether it rings
     * @param sinceMs since when it is in this state, milliseconds since the epoch; null when unknown
     */
    record Alarm(
            String name,
            @Nullable String description,
            boolean rings,
            @Nullable Long sinceMs) {
        public Alarm {
            requireNonNull(name, "name is null");
        }
    }
}
