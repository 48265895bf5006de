package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Category;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetailRocketTest {
    private static final double ALL_MAY_BE_BAD = 1;
    private static final double ONE_PERCENT = 0.01;

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();

    private Path file(String text) throws IOException {
        return TestFiles.write(folder, "events.csv", text);
    }

    private ReadReport readEvents(Path file, double maxBadRows) {
        return RetailRocket.readEvents(file, maxBadRows, Progress.NONE, events::add);
    }

    @Test
    void everyColumnOfAnEventIsRead() throws IOException {
        ReadReport report = readEvents(file("""
                        timestamp,visitorid,event,itemid,transactionid
                        1433221332117,257597,view,355908,
                        1433222276276,0,transaction,1,4000
                        """), 0);

        assertThat(report).isEqualTo(new ReadReport(2, 0, List.of(), ReadReport.Outside.NONE));
        assertThat(events)
                .containsExactly(
                        Event.of(new UserId("257597"), EventType.VIEW, new ItemId("355908"), 1_433_221_332_117L),
                        new Event(
                                null,
                                new UserId("0"),
                                EventType.TRANSACTION,
                                new ItemId("1"),
                                1_433_222_276_276L,
                                "4000",
                                null,
                                null));
    }

    @Test
    void wantedPropertiesAreHandedOnAndTheOthersCounted() throws IOException {
        Path file = TestFiles.write(folder, "item_properties_part1.csv", """
                timestamp,itemid,property,value
                1435460400000,460429,categoryid,1338
                1441508400000,206783,888,1116713 960601 n277.200
                1439089200000,395014,790,n552.000
                """);
        List<ItemProperty> properties = new ArrayList<>();

        ReadReport report = RetailRocket.readProperties(
                Source.of(file, 0, Progress.NONE), name -> !name.equals("888"), properties::add);

        assertThat(report.rows()).isEqualTo(3);
        assertThat(properties)
                .containsExactly(
                        new ItemProperty(1_435_460_400_000L, new ItemId("460429"), "categoryid", "1338"),
                        new ItemProperty(1_439_089_200_000L, new ItemId("395014"), "790", "n552.000"));
    }

    @Test
    void aCategoryWithoutAParentIsARoot() throws IOException {
        Path file = TestFiles.write(folder, "category_tree.csv", "categoryid,parentid\n1016,213\n231,\n");
        List<Category> categories = new ArrayList<>();

        RetailRocket.readCategories(file, 0, Progress.NONE, categories::add);

        assertThat(categories).containsExactly(new Category("1016", "213"), new Category("231", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1,2,view,3|4 columns, expected 5",
                "1|1 columns, expected 5",
                "1,2,view,3,,|6 columns, expected 5",
                "1,2,gaze,3,|column event is 'gaze', expected view, addtocart, remove_from_cart or transaction",
                "1,2,fav,3,|column event is 'fav', expected view, addtocart, remove_from_cart or transaction",
                "1,2,,3,|column event is '', expected view, addtocart, remove_from_cart or transaction",
                "x,2,view,3,|column timestamp is 'x', expected milliseconds since 1970",
                ",2,view,3,|column timestamp is '', expected milliseconds since 1970",
                "-1,2,view,3,|column timestamp is '-1', expected milliseconds since 1970",
                "1.5,2,view,3,|column timestamp is '1.5', expected milliseconds since 1970",
                "\u0661,2,view,3,|column timestamp is '\u0661', expected milliseconds since 1970",
                "253402300800000,2,view,3,|column timestamp is '253402300800000', expected milliseconds since 1970",
                "9999999999999999999999,2,view,3,|"
                        + "column timestamp is '9999999999999999999999', expected milliseconds since 1970",
                "1,,view,3,|column visitorid has 0 characters, expected 1 to 128",
                "1,2,view,,|column itemid has 0 characters, expected 1 to 128",
                "1,2\u0007,view,3,|column visitorid holds an unprintable character at position 1, expected text",
                "1,2,view,\uFFFD3,|column itemid is not UTF-8 at position 0, expected text in UTF-8",
                "1,2,transaction,3,4\u00015|"
                        + "column transactionid holds an unprintable character at position 1, expected text",
                "1,2,\u001b[2J\u2028,3,|column event is '?[2J?', expected view, addtocart, remove_from_cart or transaction",
            })
    void aBadRowIsSkippedAndCountedWithItsLineAndReason(String row, String reason) throws IOException {
        Path file = file(TestFiles.EVENTS_HEADER + "1,2,view,3,\n" + row + "\n4,5,view,6,\n");

        ReadReport report = readEvents(file, ALL_MAY_BE_BAD);

        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.badRows()).isEqualTo(1);
        assertThat(report.samples()).containsExactly(new ReadReport.BadRow(file.toString(), 3, reason));
        assertThat(events).extracting(Event::timestampMs).containsExactly(1L, 4L);
    }

    @Test
    void anIdOf129CharactersIsABadRow() throws IOException {
        Path file = file(TestFiles.EVENTS_HEADER + "1," + "x".repeat(129) + ",view,3,\n1,2,transaction,3,"
                + "x".repeat(129) + "\n1," + "x".repeat(128) + ",view,3,\n");

        ReadReport report = readEvents(file, ALL_MAY_BE_BAD);

        assertThat(report.samples())
                .extracting(ReadReport.BadRow::reason)
                .containsExactly(
                        "column visitorid has 129 characters, expected 1 to 128",
                        "column transactionid has 129 characters, expected 1 to 128");
        assertThat(events).hasSize(1);
    }

    @Test
    void badRowsOfPropertiesAreCountedWhetherWantedOrNot() throws IOException {
        Path file = TestFiles.write(
                folder,
                "item_properties_part2.csv",
                "timestamp,itemid,property,value\nx,1,888,1\n1,,888,1\n1,1,,1\n1,1,888\n1,1,888,1\n");

        ReadReport report = RetailRocket.readProperties(
                Source.of(file, ALL_MAY_BE_BAD, Progress.NONE),
                name -> false,
                property -> assertThat(property).isNull());

        assertThat(report.rows()).isEqualTo(5);
        assertThat(report.samples())
                .extracting(ReadReport.BadRow::line, ReadReport.BadRow::reason)
                .containsExactly(
                        tuple(2L, "column timestamp is 'x', expected milliseconds since 1970"),
                        tuple(3L, "column itemid has 0 characters, expected 1 to 128"),
                        tuple(4L, "column property has 0 characters, expected 1 to 128"),
                        tuple(5L, "3 columns, expected 4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r", "\n\n"})
    void lineEndsOfEverySystemAndEmptyLinesAreRead(String lineEnd) throws IOException {
        readEvents(file(TestFiles.events(3).replace("\n", lineEnd)), 0);

        assertThat(events).hasSize(3);
    }

    @Test
    void aLastLineWithoutItsEndIsRead() throws IOException {
        readEvents(file(TestFiles.EVENTS_HEADER + "1,2,view,3,"), 0);

        assertThat(events).hasSize(1);
    }

    @Test
    void aByteOrderMarkBeforeTheHeaderIsSkipped() throws IOException {
        Path plain = file("\uFEFF" + TestFiles.events(2));
        Path zipped = folder.resolve("events.csv.gz");
        Files.write(zipped, TestFiles.gzip("\uFEFF" + TestFiles.events(3)));

        assertThat(readEvents(plain, 0).rows()).isEqualTo(2);
        assertThat(readEvents(zipped, 0).rows()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            visitorid,timestamp,event,itemid,transactionid   | u,5,transaction,i,t
            Timestamp,VisitorId,Event,ItemId,TransactionId   | 5,u,transaction,i,t
            ,timestamp,visitor_id,event,item_id,transactionid,price | 0,5,u,transaction,i,t,9.5
            """)
    void columnsOfALogComeInAnyOrderAmongOthers(String header, String row) throws IOException {
        readEvents(file(header + "\n" + row + "\n"), 0);

        assertThat(events)
                .containsExactly(
                        new Event(null, new UserId("u"), EventType.TRANSACTION, new ItemId("i"), 5, "t", null, null));
    }

    @ParameterizedTest
    @CsvSource({"View,VIEW", "Add To Cart,ADD_TO_CART", "purchase,TRANSACTION", "RemoveFromCart,REMOVE_FROM_CART"})
    void typesHaveTheirUsualNamesInAnySpelling(String name, EventType type) throws IOException {
        readEvents(file(TestFiles.EVENTS_HEADER + "5,u," + name + ",i,\n"), 0);
        readEvents(file("visitorid,timestamp,event,itemid\nu,5," + name + ",i\n"), 0);

        Event event = Event.of(new UserId("u"), type, new ItemId("i"), 5);
        assertThat(events).containsExactly(event, event);
    }

    @Test
    void aLogWithoutTheColumnOfOrdersIsRead() throws IOException {
        readEvents(file("timestamp,visitorid,event,itemid\n5,u,view,i\n"), 0);

        assertThat(events).containsExactly(Event.of(new UserId("u"), EventType.VIEW, new ItemId("i"), 5));
    }

    @Test
    void quotedFieldsAreRead() throws IOException {
        readEvents(file(TestFiles.EVENTS_HEADER + "\"1\",\"a,\"\"b\"\"\",\"view\",\"3\",\"\"\n"), 0);

        assertThat(events).containsExactly(Event.of(new UserId("a,\"b\""), EventType.VIEW, new ItemId("3"), 1));
    }

    @Test
    void moreBadRowsThanToleratedStopTheReadingAtTheFirstThousand() throws IOException {
        StringBuilder text = new StringBuilder(TestFiles.events(989));
        text.append("1,2,gaze,3,\n".repeat(11)).append("1,2,view,3,\n".repeat(5_000));
        Path file = file(text.toString());

        assertThatThrownBy(() -> readEvents(file, ONE_PERCENT))
                .isInstanceOf(BadInputException.class)
                .hasMessage(file
                        + ", line 991: column event is 'gaze', expected view, addtocart, remove_from_cart or transaction; "
                        + "11 of 1,000 rows are bad, --max-bad-rows allows 1 %");
        assertThat(events).hasSize(989);
    }

    @Test
    void asManyBadRowsAsToleratedAreTolerated() throws IOException {
        ReadReport report = readEvents(file(TestFiles.events(990) + "1,2,gaze,3,\n".repeat(10)), ONE_PERCENT);

        assertThat(report.badRows()).isEqualTo(10);
        assertThat(events).hasSize(990);
    }

    @Test
    void aShortFileIsJudgedAtItsEnd() throws IOException {
        Path file = file(TestFiles.events(50) + "1,2,gaze,3,\n");

        assertThatThrownBy(() -> readEvents(file, 0.005))
                .hasMessageEndingWith("1 of 51 rows are bad, --max-bad-rows allows 0.5 %");
    }

    @Test
    void onlyTheFirstBadRowsAreKept() throws IOException {
        ReadReport report = readEvents(file(TestFiles.EVENTS_HEADER + "bad\n".repeat(5_000)), ALL_MAY_BE_BAD);

        assertThat(report.badRows()).isEqualTo(5_000);
        assertThat(report.samples()).hasSize(20);
    }

    /** A fault in the consumer is not a fault in the file. */
    @Test
    void whatTheSinkThrowsEndsTheReading() throws IOException {
        Path file = file(TestFiles.events(3));

        assertThatIllegalStateException()
                .isThrownBy(() -> RetailRocket.readEvents(file, ALL_MAY_BE_BAD, Progress.NONE, event -> {
                    throw new IllegalStateException("disk full");
                }));
        assertThatThrownBy(() -> RetailRocket.readEvents(file, ALL_MAY_BE_BAD, Progress.NONE, event -> {
                    throw new IllegalArgumentException("a bug");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a bug");
    }

    @Test
    void progressRisesToTheSizeOfTheFile() throws IOException {
        Path file = file(TestFiles.events(50_000));
        List<Long> done = new ArrayList<>();

        RetailRocket.readEvents(
                file,
                0,
                (stage, bytes, total, unit) -> {
                    assertThat(stage).isEqualTo("reading events.csv");
                    assertThat(total).isEqualTo(file.toFile().length());
                    done.add(bytes);
                },
                events::add);

        assertThat(done).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(3);
        assertThat(done.get(done.size() - 1)).isEqualTo(Files.size(file));
    }
}
