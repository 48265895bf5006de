package io.nextcart.store.document;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Activity of the shoppers in the control group, and of all others.
 *
 * @param lowest the lower end of the 95 % interval of the lift; above −1
 * @param highest its upper end; infinite when nothing is known
 */
public record LiftGroups(Group control, Group others, double lowest, double highest) {
    /**
     * The shoppers of one group.
     *
     * @param cartShoppers those with an add-to-cart
     * @param revenue the sum of the values of transactions
     */
    public record Group(long shoppers, long cartShoppers, long views, long addToCarts, long purchases, double revenue) {
        static Group of(JsonObject json) throws DamagedDocumentException {
            return new Group(
                    json.count("shoppers"),
                    json.count("cart_shoppers"),
                    json.count("views"),
                    json.count("add_to_carts"),
                    json.count("purchases"),
                    json.number("revenue"));
        }

        /** The share of shoppers with an add-to-cart; 0 when there are no shoppers. */
        public double cartRate() {
            return shoppers == 0 ? 0 : cartShoppers / (double) shoppers;
        }

        private JsonFields toJson() {
            return new JsonFields()
                    .put("shoppers", shoppers)
                    .put("cart_shoppers", cartShoppers)
                    .put("cart_rate", cartRate())
                    .put("views", views)
                    .put("add_to_carts", addToCarts)
                    .put("purchases", purchases)
                    .put("revenue", revenue);
        }
    }

    static LiftGroups of(JsonObject json) throws DamagedDocumentException {
        JsonObject rate = json.object("lift").object("cart_rate");
        return new LiftGroups(
                Group.of(json.object("control")),
                Group.of(json.object("champion")),
                rate.number("low"),
                rate.number("high", Double.POSITIVE_INFINITY));
    }

    /** The others' {@link Group#cartRate} relative to the control group's, minus 1; null when the latter is 0. */
    public @Nullable Double estimate() {
        return control.cartShoppers() == 0 ? null : others.cartRate() / control.cartRate() - 1;
    }

    /** Whether a difference is proven. */
    public boolean isEnough() {
        return lowest > 0 || highest < 0;
    }

    /** Adds {@code control}, {@code champion} and {@code lift}, as docs/lift.md describes. */
    public JsonFields putInto(JsonFields fields) {
        JsonFields rate = new JsonFields()
                .put("estimate", estimate())
                .put("low", lowest)
                .put("high", highest); // infinity is written as null
        return fields.put("control", control.toJson())
                .put("champion", others.toJson())
                .put("lift", new JsonFields().put("cart_rate", rate));
    }

    /**
     * Writes a lift by week and by placement, as docs/lift.md describes.
     *
     * @param weeks by their Mondays
     * @return {@code fields}
     */
    public static JsonFields putParts(
            JsonFields fields, Map<LocalDate, LiftGroups> weeks, Map<String, LiftGroups> placements) {
        return fields.putAll(
                        "weeks",
                        List.copyOf(weeks.entrySet()),
                        week -> week.getValue()
                                .putInto(new JsonFields()
                                        .put("from", week.getKey().toString())))
                .putAll(
                        "placements",
                        List.copyOf(placements.entrySet()),
                        placement ->
                                placement.getValue().putInto(new JsonFields().put("placement", placement.getKey())));
    }
}
