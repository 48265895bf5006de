package io.nextcart.data.synthetic;

import io.nextcart.data.BadInputException;

/**
 * The size of a synthetic shop. Scale 1 has the exact counts of the RetailRocket dataset; other scales are
 * proportional, except that the number of categories grows with the square root up to scale 1.
 *
 * @param scale 0.001 to 10
 * @param seed the same seed and scale give the same bytes
 */
public record ShopSpec(double scale, long seed) {
    public static final int DAYS = 136;
    /** 2015-05-03T00:00:00Z, milliseconds since the epoch. */
    public static final long START_MS = 1_430_611_200_000L;

    static final long DAY_MS = 86_400_000L;
    static final long WEEK_MS = 7 * DAY_MS;
    /** The end of the last day, milliseconds since the epoch. */
    public static final long END_MS = START_MS + DAYS * DAY_MS;

    private static final double LEAST_SCALE = 0.001;
    private static final double LARGEST_SCALE = 10;

    public ShopSpec {
        if (!(scale >= LEAST_SCALE && scale <= LARGEST_SCALE)) {
            throw new BadInputException(
                    "--scale is " + scale + ", expected a number from " + LEAST_SCALE + " to " + LARGEST_SCALE);
        }
    }

    public int views() {
        return share(2_664_312);
    }

    public int carts() {
        return share(69_332);
    }

    public int transactions() {
        return share(22_457);
    }

    public int events() {
        return views() + carts() + transactions();
    }

    public int visitors() {
        return share(1_407_580);
    }

    /** Items with at least one event. */
    public int itemsSeen() {
        return share(235_061);
    }

    /** Items with properties, seen or not. */
    public int items() {
        return share(417_053);
    }

    /** Rows of both property files. */
    public long propertyRows() {
        return Math.round(20_275_902 * scale);
    }

    public int categories() {
        return Math.max(12, (int) Math.round(1_669 * Math.min(1, Math.sqrt(scale))));
    }

    private int share(long whole) {
        return (int) Math.max(1, Math.round(whole * scale));
    }
}
