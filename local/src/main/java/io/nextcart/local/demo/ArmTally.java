package io.nextcart.local.demo;

import java.util.Arrays;

/**
 * What the shoppers of one arm were shown and did, one value per shopper, since shoppers are the unit of randomisation.
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

    /** Add-to-carts per item shown. */
    Rate addToCarts() {
        return new Rate(carts, shown);
    }
}
