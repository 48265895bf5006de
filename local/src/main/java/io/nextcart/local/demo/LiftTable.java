package io.nextcart.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a comparison of two arms, for a person. */
final class LiftTable {
    private LiftTable() {}

    /** Lines of plain text: both arms with their intervals, the lift, and what it means. */
    static List<String> lines(ArmTally nextcart, ArmTally popularity) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "  %-22s %9s %9s   %-22s   %s",
                "shown", "shoppers", "items", "click-through", "carts per 1,000 shown"));
        lines.add(arm("Nextcart", nextcart));
        lines.add(arm("the popularity list", popularity));
        Rate.Interval clicks = nextcart.clickThrough().liftOver(popularity.clickThrough());
        Rate.Interval carts = nextcart.addToCarts().liftOver(popularity.addToCarts());
        lines.add(String.format("  %-22s %9s %9s   %-22s   %s", "lift", "", "", lift(clicks), lift(carts)));
        lines.add("");
        lines.add(verdict(carts));
        return lines;
    }

    private static String arm(String name, ArmTally arm) {
        long shown = 0;
        for (int items : arm.shown()) {
            shown += items;
        }
        return String.format(
                Locale.ROOT,
                "  %-22s %,9d %,9d   %-22s   %s",
                name,
                arm.shoppers(),
                shown,
                scaled(arm.clickThrough().interval(), 100, " %"),
                scaled(arm.addToCarts().interval(), 1000, ""));
    }

    private static String scaled(Rate.Interval rate, double scale, String unit) {
        return String.format(
                Locale.ROOT, "%.2f%s (%.2f–%.2f)", scale * rate.value(), unit, scale * rate.low(), scale * rate.high());
    }

    private static String lift(Rate.Interval lift) {
        if (!Double.isFinite(lift.value()) || !Double.isFinite(lift.high())) {
            return "not measurable: too few";
        }
        return String.format(
                Locale.ROOT, "%+.0f %% (%+.0f to %+.0f)", 100 * lift.value(), 100 * lift.low(), 100 * lift.high());
    }

    private static String verdict(Rate.Interval carts) {
        if (!Double.isFinite(carts.value()) || !Double.isFinite(carts.high())) {
            return "Too few add-to-carts to tell: let more shoppers in with --shoppers.";
        }
        if (carts.isAbove(0)) {
            return String.format(
                    Locale.ROOT,
                    "Of every 1,000 items shown, %.1f times as many went into the cart as from the popularity list; with 95 %%"
                            + " confidence %.1f to %.1f times.",
                    1 + carts.value(),
                    1 + carts.low(),
                    1 + carts.high());
        }
        return "The difference in add-to-carts is within the noise: the model did not show that it beats the popularity list.";
    }
}
