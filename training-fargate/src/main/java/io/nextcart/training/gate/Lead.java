package io.nextcart.training.gate;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.GateDetails.Difference;

/**
 * How a model compares with a rival in one metric, on the same cases.
 *
 * @param rival what it is compared with
 * @param metric such as {@code hr@20}
 * @param model the model's value, 0–1
 * @param other the rival's value, 0–1
 * @param difference the model's value minus the rival's
 */
public record Lead(Rival rival, String metric, double model, double other, Difference difference) {
    public Lead {
        requireNonNull(rival, "rival is null");
        requireNonNull(metric, "metric is null");
        requireNonNull(difference, "difference is null");
        if (!(model >= 0 && model <= 1 && other >= 0 && other <= 1)) {
            throw new IllegalArgumentException(
                    metric + " is " + model + " beside " + other + ", expected values from 0 to 1");
        }
    }
}
