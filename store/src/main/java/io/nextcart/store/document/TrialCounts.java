package io.nextcart.store.document;

/**
 * Activity of the shoppers of one variant. Clicks, add-to-carts, purchases and revenue count events that carry the
 * {@code recommendation_id} of an answer.
 *
 * @param shoppers with any event during the trial
 * @param completed shoppers whose horizon has passed
 * @param converted shoppers of {@code completed} with an attributed add-to-cart within their horizon
 * @param clicks attributed views
 * @param addToCarts attributed add-to-carts
 * @param addToCartsWithoutId add-to-carts that cannot be attributed
 * @param purchases attributed transactions
 * @param revenue the sum of the values of {@code purchases}
 * @param mismatched attributed events whose answer came from another variant or model than the shopper's
 */
public record TrialCounts(
        long shoppers,
        long completed,
        long converted,
        long clicks,
        long addToCarts,
        long addToCartsWithoutId,
        long purchases,
        double revenue,
        long mismatched) {
    static TrialCounts of(JsonObject counts) throws DamagedDocumentException {
        return new TrialCounts(
                counts.count("shoppers", 0),
                counts.count("completed", 0),
                counts.count("converted", 0),
                counts.count("clicks", 0),
                counts.count("add_to_carts", 0),
                counts.count("add_to_carts_without_id", 0),
                counts.count("purchases", 0),
                counts.number("revenue", 0),
                counts.count("mismatched", 0));
    }

    /** {@code converted} divided by {@code completed}; 0 when nobody completed. */
    public double rate() {
        return completed == 0 ? 0 : converted / (double) completed;
    }

    public JsonFields putInto(JsonFields fields) {
        return fields.put("shoppers", shoppers)
                .put("completed", completed)
                .put("converted", converted)
                .put("rate", rate())
                .put("clicks", clicks)
                .put("add_to_carts", addToCarts)
                .put("add_to_carts_without_id", addToCartsWithoutId)
                .put("purchases", purchases)
                .put("revenue", revenue)
                .put("mismatched", mismatched);
    }
}
