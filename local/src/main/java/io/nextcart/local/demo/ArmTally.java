package io.nextcart.local.demo;

/**
 * What each shopper of one arm of the comparison was shown and did, shopper by shopper, because the shopper is what was
 * drawn at random.
 *
 * @param shown items shown
 * @param clicks items clicked
 * @param carts items put in the cart
 */
record ArmTally(int[] shown, int[] clicks, int[] carts) {
    ArmTally {
        if (shown.length == 0 || shown.length != clicks.length || shown.length != carts.length) {
            throw new IllegalArgumentException("counts of " + shown.length + ", " + clicks.length + " and "
                    + carts.length + " shoppers, expected the same number, at least 1");
        }
    }

    static ArmTally of(int shoppers) {
        return new ArmTally(new int[shoppers], new int[shoppers], new int[shoppers]);
    }

    int shoppers() {
        return shown.length;
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
