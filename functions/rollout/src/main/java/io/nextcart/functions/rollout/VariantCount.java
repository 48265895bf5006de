package io.nextcart.functions.rollout;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of the shoppers of one variant. Clicks, add-to-carts, purchases and revenue are those of events that carry the
 * {@code recommendation_id} of an answer.
 *
 * @param shoppers who did anything during the trial
 * @param completed those whose horizon is over
 * @param converted those of {@code completed} with an attributed add-to-cart within their horizon
 * @param clicks attributed views
 * @param addToCarts attributed add-to-carts
 * @param addToCartsWithoutId those that no answer can be told of
 * @param purchases attributed transactions
 * @param revenue the sum of the values of {@code purchases}
 * @param mismatched attributed events whose answer was not of the variant and the model that the shopper is assigned to
 */
record VariantCount(
        long shoppers,
        long completed,
        long converted,
        long clicks,
        long addToCarts,
        long addToCartsWithoutId,
        long purchases,
        double revenue,
        long mismatched) {
    /** For the test. */
    SequentialTest.Arm arm() {
        return new SequentialTest.Arm(completed, converted);
    }

    /** By the names of JSON. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("shoppers", shoppers);
        fields.put("completed", completed);
        fields.put("converted", converted);
        fields.put("rate", arm().rate());
        fields.put("clicks", clicks);
        fields.put("add_to_carts", addToCarts);
        fields.put("add_to_carts_without_id", addToCartsWithoutId);
        fields.put("purchases", purchases);
        fields.put("revenue", revenue);
        fields.put("mismatched", mismatched);
        return fields;
    }
}
