package io.nextcart.training.report;

import static io.nextcart.training.report.Figure.count;
import static io.nextcart.training.report.Figure.share;
import static io.nextcart.training.report.Figure.text;

import io.nextcart.store.document.LiftGroups;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.training.report.Figure.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What recommendations bring: the control group beside all others. */
final class LiftSection {
    /** A lift whose interval reaches above this is as good as unknown, and would squeeze the others in a plot. */
    private static final double UNKNOWN = 10;

    private LiftSection() {}

    static Section of(LiftRecord lift) {
        Figure days = new Figure(
                        "lift", Kind.LINES, "The lift as it was seen each day, with the interval that holds it")
                .columns(
                        text("Day"),
                        share("Lift"),
                        share("At least"),
                        share("At most"),
                        count("Shoppers with a cart in the control group"));
        lift.looks().forEach(look -> add(days, day(look.atMs()).toString(), look.all()));
        Figure weeks = new Figure("lift-by-week", Kind.NONE, "The lift by week of the shopper's first event")
                .columns(
                        text("Week from"),
                        share("Lift"),
                        share("At least"),
                        share("At most"),
                        count("Shoppers with a cart in the control group"));
        lift.weeks().forEach((week, groups) -> add(weeks, week.toString(), groups));
        Figure placements = new Figure(
                        "lift-by-placement", Kind.ROWS, "Of all shoppers, those with a cart from a list, by placement")
                .columns(text("Placement"), share("Everybody else"), share("Control group"), count("Add-to-carts"));
        lift.placements()
                .forEach((name, groups) -> placements.add(
                        name,
                        groups.others().cartRate(),
                        groups.control().cartRate(),
                        groups.others().addToCarts() + groups.control().addToCarts()));
        return new Section("lift", "What recommendations bring", seen(lift), List.of(days, weeks, placements));
    }

    private static void add(Figure figure, String name, LiftGroups groups) {
        Double estimate = groups.estimate();
        if (estimate != null && groups.highest() < UNKNOWN) {
            figure.add(
                    name,
                    estimate,
                    groups.lowest(),
                    groups.highest(),
                    groups.control().cartShoppers());
        }
    }

    private static List<String> seen(LiftRecord lift) {
        List<String> seen = new ArrayList<>();
        if (lift.looks().isEmpty()) {
            return seen;
        }
        LiftRecord.Look look = lift.looks().get(lift.looks().size() - 1);
        LiftGroups all = look.all();
        seen.add("From " + day(look.fromMs()) + " to " + day(look.atMs()) + ", "
                + Words.percent(all.control().cartRate()) + " of "
                + Words.count(all.control().shoppers())
                + " shoppers of the control group, who are shown what is popular, put something in the cart; of "
                + Words.count(all.others().shoppers()) + " others "
                + Words.percent(all.others().cartRate()) + ".");
        Double estimate = all.estimate();
        if (estimate == null || !Double.isFinite(all.highest())) {
            seen.add("That is too little to say what recommendations bring.");
        } else {
            seen.add("Recommendations bring " + Words.percent(estimate) + " more shoppers to the cart ("
                    + Words.percent(all.lowest()) + " to " + Words.percent(all.highest()) + ")"
                    + (all.isEnough() ? "." : "; that is not proven yet."));
        }
        return seen;
    }

    private static LocalDate day(long timeMs) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(timeMs), ZoneOffset.UTC);
    }
}
