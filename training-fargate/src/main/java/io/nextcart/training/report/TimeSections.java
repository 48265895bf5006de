package io.nextcart.training.report;

import static io.nextcart.training.report.Figure.count;
import static io.nextcart.training.report.Figure.text;

import io.nextcart.training.report.Figure.Kind;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.table.LogDatabase;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** When shoppers come: days, and hours of the week. */
record TimeSections(LogDatabase log) {
    private static final int MONTH = 28;

    Section section() {
        Columns days = log.sql().read("report_days", Map.of("last_ms", log.lastMs()));
        List<String> seen = new ArrayList<>();
        seen.add(volume(days));
        long[][] week = new long[7][24];
        Columns hours = log.sql().read("report_hours", Map.of());
        for (int i = 0; i < hours.rows(); i++) {
            week[hours.ints("weekday")[i]][hours.ints("hour")[i]] = hours.longs("events")[i];
        }
        seen.add(rhythm(week));
        return new Section("when", "When shoppers come", seen, List.of(viewsByDay(days), cartsByDay(days), heat(week)));
    }

    private static Figure viewsByDay(Columns days) {
        Figure figure =
                new Figure("views-by-day", Kind.LINES, "Views by day (UTC)").columns(text("Day"), count("Views"));
        for (int i = 0; i < days.rows(); i++) {
            figure.add(day(days.ints("day")[i]), days.longs("views")[i]);
        }
        return figure;
    }

    private static Figure cartsByDay(Columns days) {
        Figure figure = new Figure("carts-by-day", Kind.LINES, "Add-to-carts and purchases by day (UTC)")
                .columns(text("Day"), count("Add-to-carts"), count("Purchases"));
        long[] carts = days.longs("carts");
        long[] purchases = days.longs("purchases");
        if (LongStream.concat(Arrays.stream(carts), Arrays.stream(purchases)).sum() > 0) {
            for (int i = 0; i < days.rows(); i++) {
                figure.add(day(days.ints("day")[i]), carts[i], purchases[i]);
            }
        }
        return figure;
    }

    private static Figure heat(long[][] week) {
        Figure figure =
                new Figure("hours-of-the-week", Kind.HEAT, "Events by weekday and hour (UTC)").columns(text("Weekday"));
        IntStream.range(0, 24).forEach(hour -> figure.columns(count(Integer.toString(hour))));
        for (DayOfWeek day : DayOfWeek.values()) {
            List<Object> row = new ArrayList<>(List.of(day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH)));
            Arrays.stream(week[day.getValue() - 1]).forEach(row::add);
            figure.add(row.toArray());
        }
        return figure;
    }

    private static String volume(Columns days) {
        int[] day = days.ints("day");
        int best = 0;
        long sum = 0;
        long[] events = new long[day.length];
        for (int i = 0; i < day.length; i++) {
            events[i] = days.longs("views")[i] + days.longs("carts")[i] + days.longs("purchases")[i];
            sum += events[i];
            best = events[i] > events[best] ? i : best;
        }
        int first = day[0];
        int last = day[day.length - 1];
        String text = Words.count(sum) + " events on " + day.length + " of the " + (last - first + 1) + " days from "
                + day(first) + " to " + day(last) + ", " + Words.count((double) sum / day.length)
                + " a day on average; the busiest is " + day(day[best]) + " with " + Words.count(events[best]) + ".";
        // The first and the last day are often partial, so neither counts.
        if (last - first < 2 * MONTH + 1) {
            return text;
        }
        long late = between(day, events, last - MONTH, last);
        long before = between(day, events, last - 2 * MONTH, last - MONTH);
        return text + " The last four whole weeks have "
                + (before == 0
                        ? Words.count(late) + " events, the four before none."
                        : Words.percent(Math.abs(Words.share(late - before, before)))
                                + (late >= before ? " more" : " fewer") + " events than the four before.");
    }

    private static long between(int[] day, long[] events, int from, int to) {
        long sum = 0;
        for (int i = 0; i < day.length; i++) {
            sum += day[i] >= from && day[i] < to ? events[i] : 0;
        }
        return sum;
    }

    private static String rhythm(long[][] week) {
        int most = 0;
        int least = 0;
        long sum = 0;
        long weekend = 0;
        for (int cell = 0; cell < 7 * 24; cell++) {
            long events = week[cell / 24][cell % 24];
            sum += events;
            weekend += cell / 24 >= 5 ? events : 0;
            most = events > week[most / 24][most % 24] ? cell : most;
            least = events < week[least / 24][least % 24] ? cell : least;
        }
        return "The busiest hour of the week is " + cell(most) + " (UTC) with "
                + Words.percent(Words.share(week[most / 24][most % 24], sum)) + " of all events, the quietest "
                + cell(least) + " with " + Words.percent(Words.share(week[least / 24][least % 24], sum))
                + "; Saturday and Sunday together have " + Words.percent(Words.share(weekend, sum))
                + ", and would have "
                + Words.percent(2.0 / 7) + " if all days were alike.";
    }

    private static String cell(int cell) {
        return DayOfWeek.of(1 + cell / 24).getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " from " + cell % 24
                + ":00";
    }

    private static String day(int sinceEpoch) {
        return LocalDate.ofEpochDay(sinceEpoch).toString();
    }
}
