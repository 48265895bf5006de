package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.log.CatalogueSummary;
import io.nextcart.data.log.Counted;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.rollout.Lift;
import io.nextcart.store.document.LiftGroups;
import io.nextcart.store.s3.ObjectStores;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what recommendations bring. */
@Command(
        name = "lift",
        description =
                "Counts, in an archive, how many shoppers put something in the cart, and compares the control group, which"
                        + " is shown popular items, with all others. The interval holds the true lift with 95 %%,"
                        + " however often you look.")
final class LiftCommand extends NextcartCommand {
    private static final double LARGEST = 1e4;
    /** {@code api.controlShare}. */
    private static final double DEPLOYED = 0.05;

    @Option(
            names = "--archive",
            required = true,
            paramLabel = "DIR|s3://…",
            description = "The archive: a folder, or s3://bucket/prefix.")
    private String archive = "";

    @Option(
            names = "--control-share",
            paramLabel = "S",
            description = "The control group's share of users, as the shop was served with. Default: 5%%.")
    private @Nullable Share controlShare;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description =
                    "Count from this day on (UTC), such as 2026-11-01: the day on which the control group began or"
                            + " changed its share. Default: the first day of the archive.")
    private @Nullable LocalDate since;

    @Option(names = "--json", description = "Print one JSON object with every digit.")
    private boolean json;

    @Override
    int run() throws IOException {
        LogOptions.requireArchive(archive);
        double share = controlShare == null ? DEPLOYED : controlShare.value();
        if (!(share > 0 && share <= Assignment.LARGEST_SHARE)) {
            throw new BadInputException("--control-share is " + share + ", expected more than 0 and at most "
                    + Assignment.LARGEST_SHARE + ": without both groups there is nothing to compare");
        }
        long sinceMs = since == null
                ? Long.MIN_VALUE
                : since.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        if (controlShare == null) {
            err().println(CatalogueSummary.WARNING
                    + "assumes a control group of 5 %, the default of the deployed API; where nobody was shown popular"
                    + " items, as by serve without --control-share, this says nothing");
        }
        Lift lift = Lift.of(
                ObjectStores.open(archive), share, sinceMs, Clock.systemUTC().millis());
        if (json) {
            say(lift.toJson().toText());
        } else {
            print(lift);
        }
        return ExitCode.OK;
    }

    private void print(Lift lift) {
        say(
                "%-22s %10s %12s %8s %12s %10s %14s",
                "", "shoppers", "with a cart", "", "add-to-carts", "purchases", "revenue");
        print("control group", lift.all().control());
        print("everybody else", lift.all().others());
        say("Lift of the share with a cart: %s", text(lift.all()));
        say(verdict(lift));
        if (lift.weeks().size() > 1) {
            for (Map.Entry<LocalDate, LiftGroups> week : lift.weeks().entrySet()) {
                say("  week of %s  %s", week.getKey(), text(week.getValue()));
            }
        }
        for (Map.Entry<String, LiftGroups> placement : lift.placements().entrySet()) {
            say("  placement %s  %s", placement.getKey(), text(placement.getValue()));
        }
        if (!lift.unreadable().isEmpty() || lift.badRows() > 0) {
            say(
                    "Left out: %s that cannot be read%s, %s",
                    Counted.of(lift.unreadable().size(), "object"),
                    lift.unreadable().isEmpty()
                            ? ""
                            : ", such as " + lift.unreadable().get(0),
                    Counted.of(lift.badRows(), "row that is no event", "rows that are no events"));
        }
    }

    private void print(String name, LiftGroups.Group group) {
        say(
                "%-22s %,10d %,12d %6.2f %% %,12d %,10d %,14.2f",
                name,
                group.shoppers(),
                group.cartShoppers(),
                100 * group.cartRate(),
                group.addToCarts(),
                group.purchases(),
                group.revenue());
    }

    private static String verdict(Lift lift) {
        if (lift.all().isEnough()) {
            return lift.all().lowest() > 0
                    ? "Recommendations bring more shoppers to the cart than the list of popular items does."
                    : "Recommendations bring fewer shoppers to the cart than the list of popular items does.";
        }
        OptionalLong more = lift.moreDays();
        return more.isPresent()
                ? "Not yet enough shoppers: about " + Counted.of(more.getAsLong(), "more day", "more days")
                        + " at this rate, if the difference stays."
                : "Not yet enough shoppers, and no difference in sight.";
    }

    private static String text(LiftGroups groups) {
        Double estimate = groups.estimate();
        return (estimate == null ? "not known" : percent(estimate)) + " (" + percent(groups.lowest()) + " to "
                + percent(groups.highest()) + ")";
    }

    private static String percent(double lift) {
        return lift < LARGEST ? String.format(Locale.ROOT, "%+.1f %%", 100 * lift) : "any";
    }
}
