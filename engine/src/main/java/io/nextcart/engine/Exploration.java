package io.nextcart.engine;

/**
 * How much of a list goes to items that few shoppers have seen.
 *
 * @param share of the places after the first, 0–1; 0 for none
 * @param seed draws the places and the items: the same seed, bundle and request give the same list
 */
public record Exploration(double share, long seed) {
    /** The model's list as it is. */
    public static final Exploration NONE = new Exploration(0, 0);

    public Exploration {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share is " + share + ", expected a number from 0 to 1");
        }
    }
}
