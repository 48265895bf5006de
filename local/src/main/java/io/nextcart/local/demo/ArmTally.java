package io.nextcart.local.demo;

import java.util.Arrays;

/**
 * What one arm of the comparison was shown and did, shopper by shopper, because shoppers are what is drawn at random.
 *
 * @param shown items shown
 * @param clicks items clicked
 * @param carts items put in the cart
 */
record ArmTally(double[] shown, double[] clicks, double[] carts) {
    static ArmTally of(int shoppers) {
        return new ArmTally(new double[shoppers], new double[shoppers], new double[shoppers]);
    }

    double shownInAll() {
        return Arrays.stream(shown).sum();
    }

    /** Share of the items shown that were clicked. */
    Rate clickThrough() {
        return new Rate(clicks, shown);
    }

    /** Add-to-carts by item shown. */
    Rate addToCarts() {
        return new Rate(carts, shown);
    }
}
