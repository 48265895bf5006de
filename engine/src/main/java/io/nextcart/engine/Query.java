package io.nextcart.engine;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ListLength;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for recommendations.
 *
 * @param history what the shopper did, oldest first; only the last {@link #MAX_HISTORY} count
 * @param fromAccount true when the history is that of the shopper's account, false for an inline session
 * @param k how many items to return, {@link ListLength#LEAST} to {@link ListLength#MOST}
 * @param filters what the answer must satisfy
 * @param diversity 0–1; 0 ranks by score alone, 1 limits each category most
 */
public record Query(List<Interaction> history, boolean fromAccount, int k, Filters filters, double diversity) {
    /** Longest history considered. */
    public static final int MAX_HISTORY = 200;

    public Query {
        history = List.copyOf(requireNonNull(history, "history is null"));
        requireNonNull(filters, "filters is null");
        if (k < ListLength.LEAST || k > ListLength.MOST) {
            throw new IllegalArgumentException(
                    "k is " + k + ", expected " + ListLength.LEAST + " to " + ListLength.MOST);
        }
        if (!(diversity >= 0 && diversity <= 1)) {
            throw new IllegalArgumentException("diversity is " + diversity + ", expected 0 to 1");
        }
    }

    /**
     * Hard guarantees: no item of the answer breaks one, at any level of the fallback ladder.
     *
     * @param exclude items that must not appear
     * @param cart items in the cart, which are never recommended
     * @param categories if any, only items of these categories or their descendants
     * @param availableOnly no item that the catalogue says is out of stock
     * @param excludePurchased no item with a transaction in the history
     * @param excludeViewed no item with a view in the history
     * @param offset how many items at the top of the list to leave out because they were shown; 0 to
     *     {@link ListLength#DEEPEST}
     */
    public record Filters(
            Set<String> exclude,
            Set<String> cart,
            Set<String> categories,
            boolean availableOnly,
            boolean excludePurchased,
            boolean excludeViewed,
            int offset) {
        /** Everything is allowed. */
        public static final Filters NONE = new Filters(Set.of(), Set.of(), Set.of(), false, false, false, 0);

        public Filters {
            exclude = Set.copyOf(requireNonNull(exclude, "exclude is null"));
            cart = Set.copyOf(requireNonNull(cart, "cart is null"));
            categories = Set.copyOf(requireNonNull(categories, "categories is null"));
            if (offset < 0 || offset > ListLength.DEEPEST) {
                throw new IllegalArgumentException("offset is " + offset + ", expected 0 to " + ListLength.DEEPEST);
            }
        }

        /** At most one category, and no offset. */
        public Filters(
                Set<String> exclude,
                Set<String> cart,
                @Nullable String category,
                boolean availableOnly,
                boolean excludePurchased,
                boolean excludeViewed) {
            this(
                    exclude,
                    cart,
                    category == null ? Set.of() : Set.of(category),
                    availableOnly,
                    excludePurchased,
                    excludeViewed,
                    0);
        }
    }
}
