package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

/**
 * A number that an answer has to tell about itself, for {@link RequestLog}.
 *
 * @param name such as {@code events_accepted}
 * @param unit as CloudWatch calls it
 */
public record Measure(String name, Unit unit, double value) {
    public Measure {
        requireNonNull(name, "name is null");
        requireNonNull(unit, "unit is null");
    }

    /** Units by CloudWatch's names. */
    public enum Unit {
        COUNT("Count"),
        SECONDS("Seconds"),
        MILLISECONDS("Milliseconds"),
        MEGABYTES("Megabytes");

        private final String cloudWatchName;

        Unit(String cloudWatchName) {
            this.cloudWatchName = cloudWatchName;
        }

        String cloudWatchName() {
            return cloudWatchName;
        }
    }

    /** So many of something. */
    public static Measure count(String name, long value) {
        return new Measure(name, Unit.COUNT, value);
    }

    /** A time. */
    public static Measure seconds(String name, long value) {
        return new Measure(name, Unit.SECONDS, value);
    }
}
