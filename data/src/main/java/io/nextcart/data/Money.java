package io.nextcart.data;

/** Amounts of money, in the shop's currency. */
public final class Money {
    /** The largest amount: above any price in any currency, and so far below the largest double that sums stay finite. */
    public static final double MOST = 1e15;

    public static final String EXPECTED = "expected a number from -1e15 to 1e15";

    /** The same for amounts that are never negative. */
    public static final String EXPECTED_PRICE = "expected a number from 0 to 1e15";

    private Money() {}

    /** Whether an amount is not above {@link #MOST}, nor below its negative; NaN is neither. */
    public static boolean isPlausible(double amount) {
        return Math.abs(amount) <= MOST;
    }
}
