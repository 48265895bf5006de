package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.LogSummary.Bots;
import io.nextcart.data.log.LogSummary.Late;
import io.nextcart.data.log.LogSummary.Rows;
import io.nextcart.data.log.LogSummary.Size;
import io.nextcart.data.log.LogSummary.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogSummaryTest {
    private static final long DAY_MS = 86_400_000;
    private static final long JUNE_MS = 1_433_221_332_117L;
    private static final ReadReport.Outside OUTSIDE =
            new ReadReport.Outside(2, 1, new ReadReport.BadRow("log.csv", 7, "column timestamp is '0'"));

    @Test
    void everythingIsSaidInAFewLines() {
        LogSummary summary = new LogSummary(
                new Rows(2, 105_770, 9, 2, 12, OUTSIDE),
                Map.of(EventType.VIEW, 93_000L, EventType.ADD_TO_CART, 700L, EventType.TRANSACTION, 49L),
                JUNE_MS,
                JUNE_MS + 9 * DAY_MS,
                Size.of(900),
                new Size(300_000, false),
                1,
                7,
                Weights.of(new Bots(1, 13_000, 1_057, 12_000)),
                Late.NONE,
                CatalogueSummary.NONE);

        assertThat(summary.lines())
                .containsExactly(
                        "What was read",
                        "  105,749 of 105,770 rows from 2 files, 7 repeats, 9 unreadable rows, 2 events of deleted users",
                        "  93,749 events of 900 shoppers on about 300,000 items in 1 session: 93,000 views, 700 add to cart,"
                                + " 49 transactions",
                        "  From 2015-06-02 to 2015-06-11 (UTC)",
                        "  12 rows out of order; training sorts them",
                        "  2 events before 1990 and 1 event in the future left out, the first: log.csv, line 7: column"
                                + " timestamp is '0'",
                        "  1 visitor with more than 1 % of the events, up to 12.3 %: a bot or a test? Only the latest 1,057 of"
                                + " each count in training, 12,000 events left out");
    }

    @Test
    void aLogWithoutTroubleTakesFourLines() {
        assertThat(instant(JUNE_MS, JUNE_MS + 1).lines())
                .containsExactly(
                        "What was read",
                        "  3 rows from 1 file, 0 repeats",
                        "  3 events of 2 shoppers on 1 item: 3 views, 0 add to cart, 0 transactions",
                        "  From 2015-06-02 to 2015-06-02 (UTC)");
    }

    @Test
    void aLogOfOneInstantIsSaidToBeOne() {
        assertThat(instant(JUNE_MS, JUNE_MS).lines())
                .endsWith("  All at one instant, 2015-06-02T05:02:12.117Z: their order is not known");
    }

    private static LogSummary instant(long firstMs, long lastMs) {
        return new LogSummary(
                new Rows(1, 3, 0, 0, 0, ReadReport.Outside.NONE),
                Map.of(EventType.VIEW, 3L),
                firstMs,
                lastMs,
                Size.of(2),
                Size.of(1),
                LogSummary.UNKNOWN,
                0,
                Weights.NONE,
                Late.NONE,
                CatalogueSummary.NONE);
    }

    @Test
    void oneVisitorCountsUpToOnePercentButAThousandAlways() {
        assertThat(LogSummary.mostOfOneVisitor(10)).isEqualTo(1_000);
        assertThat(LogSummary.mostOfOneVisitor(100_099)).isEqualTo(1_000);
        assertThat(LogSummary.mostOfOneVisitor(2_756_101)).isEqualTo(27_561);
    }

    @Test
    void aRowIsOutOfOrderWhenItIsEarlierThanOneAboveItInItsFile() {
        RowTally tally = new RowTally();
        for (long[] file : new long[][] {{5, 9, 6, 7, 9, 10}, {1, 2}}) {
            tally.startFile();
            for (long ms : file) {
                tally.add(Event.of(new UserId("u"), EventType.VIEW, new ItemId("i"), ms));
            }
        }
        assertThat(tally.rows()).isEqualTo(new Rows(2, 0, 0, 0, 2, ReadReport.Outside.NONE));
    }

    @Test
    void frequentVisitorsAreFoundAmongAnyNumberOfOthers() {
        FrequentTexts visitors = new FrequentTexts();
        for (int i = 0; i < 200_000; i++) {
            visitors.add(i % 20 == 0 ? "crawler" : "shopper-" + i);
        }
        assertThat(visitors.above(2_000)).isEqualTo(1);
        assertThat(visitors.largest()).isBetween(9_800L, 10_000L);
    }
}
