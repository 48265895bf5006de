package io.nextcart.local.demo;

import java.util.List;
import java.util.Locale;

/** The result of a comparison of arms, for people. */
final class LiftTable {
    private static final String LINE = "  %-22s %9s %9s   %-22s   %s";

    private LiftTable() {}

    /** Lines of plain text: all arms with their intervals, the lifts, and what they mean. */
    static List<String> lines(ArmTally nextcart, ArmTally rule, ArmTally popularity) {
        Rate.Interval clicks = nextcart.clickThrough().liftOver(popularity.clickThrough());
        Rate.Interval carts = nextcart.addToCarts().liftOver(popularity.addToCarts());
        Rate.Interval clicksOverRule = nextcart.clickThrough().liftOver(rule.clickThrough());
        Rate.Interval cartsOverRule = nextcart.addToCarts().liftOver(rule.addToCarts());
        return List.of(
                String.format(LINE, "shown", "shoppers", "items", "click-through", "carts per 1,000 shown"),
                arm("Nextcart", nextcart),
                arm("the untrained rule", rule),
                arm("the popularity list", popularity),
                String.format(LINE, "lift", "", "", lift(clicks), lift(carts)),
                String.format(LINE, "lift over the rule", "", "", lift(clicksOverRule), lift(cartsOverRule)),
                "",
                verdict(carts));
    }

    private static String arm(String name, ArmTally arm) {
        return String.format(
                LINE,
                name,
                String.format(Locale.ROOT, "%,d", arm.shown().length),
                String.format(Locale.ROOT, "%,.0f", arm.shownInAll()),
                arm.clickThrough().interval().text(100, " %"),
                arm.addToCarts().interval().text(1000, ""));
    }

    private static String lift(Rate.Interval lift) {
        return lift.isFinite()
                ? String.format(
                        Locale.ROOT,
                        "%+.0f %% (%+.0f to %+.0f)",
                        100 * lift.value(),
                        100 * lift.low(),
                        100 * lift.high())
                : "not measurable: too few";
    }

    private static String verdict(Rate.Interval carts) {
        if (!carts.isFinite()) {
            return "Too few add-to-carts to tell: simulate more shoppers with --shoppers.";
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
