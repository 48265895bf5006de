package io.nextcart.training.report;

import static io.nextcart.training.report.Figure.count;
import static io.nextcart.training.report.Figure.share;
import static io.nextcart.training.report.Figure.text;

import io.nextcart.training.report.Figure.Kind;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.table.LogDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What shoppers do, and how often. */
record ShopperSections(LogDatabase log) {
    /** Lower bounds of the bins of counts; the last bin is open. */
    private static final int[] BINS = {0, 1, 2, 3, 4, 5, 10, 20, 50};

    Section actions() {
        Columns days = log.sql().read("report_days", Map.of("last_ms", log.lastMs()));
        long views = sum(days.longs("views"));
        long carts = sum(days.longs("carts"));
        long purchases = sum(days.longs("purchases"));
        long all = views + carts + purchases;
        Figure balance = new Figure("actions", Kind.ROWS, "Events by action")
                .columns(text("Action"), share("Share of events"), count("Events"));
        balance.add("View", Words.share(views, all), views);
        balance.add("Add-to-cart", Words.share(carts, all), carts);
        balance.add("Purchase", Words.share(purchases, all), purchases);
        Columns reached = log.sql().read("report_funnel", Map.of("last_ms", log.lastMs()));
        long sessions = reached.longs("sessions")[0];
        long viewed = reached.longs("viewed")[0];
        long carted = reached.longs("carted")[0];
        long bought = reached.longs("bought")[0];
        double toCart = Words.share(reached.longs("viewed_carted")[0], viewed);
        double toPurchase = Words.share(reached.longs("carted_bought")[0], carted);
        Figure funnel = new Figure("funnel", Kind.ROWS, "How far sessions go")
                .columns(text("Step"), share("Share of sessions"), count("Sessions"));
        funnel.add("Something viewed", Words.share(viewed, sessions), viewed);
        funnel.add("Something put in the cart", Words.share(carted, sessions), carted);
        funnel.add("Something bought", Words.share(bought, sessions), bought);
        String reach = carted == 0 && bought == 0
                ? "The log holds views only: nothing can be said of carts and purchases."
                : "Of the sessions with a view " + Words.percent(toCart)
                        + " also put something in the cart, and of those with something in the cart "
                        + Words.percent(toPurchase) + " buy in the same session; "
                        + Words.percent(Words.share(bought, sessions)) + " of all sessions end in a purchase.";
        return new Section(
                "actions-and-funnel",
                "What shoppers do",
                List.of(
                        "Of 100 events " + number(100 * Words.share(views, all)) + " are views, "
                                + number(100 * Words.share(carts, all)) + " add-to-carts and "
                                + number(100 * Words.share(purchases, all)) + " purchases"
                                + (carts == 0
                                        ? "."
                                        : ": one add-to-cart for " + number((double) views / carts) + " views."),
                        reach),
                List.of(balance, funnel));
    }

    Section amounts() {
        Columns shoppers = log.sql().read("report_shoppers", Map.of("last_ms", log.lastMs()));
        long[] carts = shoppers.longs("carts");
        long[] people = shoppers.longs("shoppers");
        Columns lengths = log.sql().read("report_sessions", Map.of("last_ms", log.lastMs()));
        long[] events = lengths.longs("events");
        long[] sessions = lengths.longs("sessions");
        Figure cartFigure = new Figure("carts-per-shopper", Kind.BARS, "Shoppers by the number of their add-to-carts")
                .columns(text("Add-to-carts"), share("Share of shoppers"), count("Shoppers"));
        bin(cartFigure, 0, carts, people, null);
        Figure lengthFigure = new Figure(
                        "session-lengths",
                        Kind.BARS,
                        "Sessions by their number of events, and how many of each put something in the cart")
                .columns(
                        text("Events"),
                        share("Share of sessions"),
                        share("Of these with an add-to-cart"),
                        count("Sessions"));
        bin(lengthFigure, 1, events, sessions, lengths.longs("carted"));
        double all = sum(people);
        double without = carts.length > 0 && carts[0] == 0 ? people[0] : 0;
        double several = 0;
        double theirs = 0;
        double total = 0;
        for (int i = 0; i < carts.length; i++) {
            several += carts[i] >= 2 ? people[i] : 0;
            theirs += carts[i] >= 2 ? carts[i] * people[i] : 0;
            total += carts[i] * people[i];
        }
        String cartSentence = total == 0
                ? "None of " + Words.count(all) + " shoppers put anything in the cart."
                : Words.percent(Words.share(without, all)) + " of " + Words.count(all)
                        + " shoppers never put anything in the cart; the " + Words.percent(Words.share(several, all))
                        + " who did so twice or more account for " + Words.percent(Words.share(theirs, total))
                        + " of all add-to-carts.";
        long once = events.length > 0 && events[0] == 1 ? sessions[0] : 0;
        return new Section(
                "per-shopper",
                "How much a shopper does",
                List.of(
                        cartSentence,
                        Words.percent(Words.share(once, sum(sessions))) + " of " + Words.count(sum(sessions))
                                + " sessions are a single event; half of the sessions have at most "
                                + Words.count(median(events, sessions)) + ", the longest has "
                                + Words.count(events[events.length - 1]) + "."),
                List.of(cartFigure, lengthFigure));
    }

    /** Adds a row by bin: its share of all, optionally the share of it that is marked, and its count. */
    private static void bin(Figure figure, int from, long[] values, long[] counts, long @Nullable [] marked) {
        double all = sum(counts);
        for (int bin = from; bin < BINS.length; bin++) {
            boolean open = bin == BINS.length - 1;
            double count = 0;
            double mark = 0;
            for (int i = 0; i < values.length; i++) {
                if (values[i] >= BINS[bin] && (open || values[i] < BINS[bin + 1])) {
                    count += counts[i];
                    mark += marked == null ? 0 : marked[i];
                }
            }
            String range = open ? BINS[bin] + " or more" : BINS[bin] + "–" + (BINS[bin + 1] - 1);
            String name = !open && BINS[bin + 1] - BINS[bin] == 1 ? Integer.toString(BINS[bin]) : range;
            if (marked == null) {
                figure.add(name, Words.share(count, all), count);
            } else {
                figure.add(name, Words.share(count, all), Words.share(mark, count), count);
            }
        }
    }

    private static double median(long[] values, long[] counts) {
        double half = sum(counts) / 2.0;
        double below = 0;
        for (int i = 0; i < values.length; i++) {
            below += counts[i];
            if (below >= half) {
                return values[i];
            }
        }
        return 0;
    }

    private static long sum(long[] values) {
        return Arrays.stream(values).sum();
    }

    private static String number(double value) {
        return value >= 10 || value == 0 ? Words.count(value) : String.format(Locale.ROOT, "%.2g", value);
    }
}
