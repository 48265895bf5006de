package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

/**
 * A number that a response reports of itself, for {@link RequestLog}.
 *
 * @param value in the metric's unit
 */
public record Measure(Metric metric, double value) {
    public Measure {
        requireNonNull(metric, "metric is null");
    }
}
