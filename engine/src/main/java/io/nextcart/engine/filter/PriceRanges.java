package io.nextcart.engine.filter;

import io.nextcart.store.document.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The price ranges of {@link Rules}. Prices are compared in single precision, as the tables hold them, so that 19.99 is in a
 * range that ends at 19.99.
 */
final class PriceRanges {
    /** The rules about a price range in every category. */
    private final long[] everywhere;
    /** Where a range begins or lies behind, ascending. */
    private final float[] bounds;
    /** The rules that a price allows, by how many bounds it has reached; those without a range are always among them. */
    private final long[][] allowed;
    /** Those that an unknown price allows. */
    private final long[] allowedWithoutPrice;

    private PriceRanges(List<Rule> rules, float[] bounds) {
        this.bounds = bounds;
        int words = Rules.words(rules);
        everywhere = new long[words];
        allowedWithoutPrice = new long[words];
        allowed = new long[bounds.length + 1][words];
        for (int number = 0; number < rules.size(); number++) {
            Rule rule = rules.get(number);
            if (!rule.hasPriceRange()) {
                Rules.put(allowedWithoutPrice, number, true);
            } else if (rule.category() == null) {
                Rules.put(everywhere, number, true);
            }
            for (int reached = 0; reached <= bounds.length; reached++) {
                if (isWithin(rule, reached == 0 ? 0 : bounds[reached - 1])) {
                    Rules.put(allowed[reached], number, true);
                }
            }
        }
    }

    static PriceRanges of(List<Rule> rules) {
        TreeSet<Float> bounds = new TreeSet<>();
        for (Rule rule : rules) {
            if (rule.minPrice() != null) {
                bounds.add(rule.minPrice().floatValue());
            }
            if (rule.maxPrice() != null) {
                bounds.add(Math.nextUp(rule.maxPrice().floatValue()));
            }
        }
        float[] ascending = new float[bounds.size()];
        int size = 0;
        for (float bound : bounds) {
            ascending[size++] = bound;
        }
        return new PriceRanges(rules, ascending);
    }

    private static boolean isWithin(Rule rule, float price) {
        return (rule.minPrice() == null || price >= rule.minPrice().floatValue())
                && (rule.maxPrice() == null || price <= rule.maxPrice().floatValue());
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    /**
     * Adds the rules about price ranges alone to a set, and takes out those whose range an item is not in.
     *
     * @param price of the item, NaN when unknown
     */
    void apply(long[] matching, float price) {
        long[] fitting = allowed(price);
        for (int word = 0; word < matching.length; word++) {
            matching[word] = (matching[word] | everywhere[word]) & fitting[word];
        }
    }

    private long[] allowed(float price) {
        if (Float.isNaN(price)) {
            return allowedWithoutPrice;
        }
        int at = Arrays.binarySearch(bounds, price);
        return allowed[at >= 0 ? at + 1 : -at - 1];
    }
}
