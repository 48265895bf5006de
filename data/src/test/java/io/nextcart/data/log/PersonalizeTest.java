package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PersonalizeTest {
    private static final String HEADER = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n";

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();
    private final List<CatalogueItem> items = new ArrayList<>();
    private final EventTypeTally types = new EventTypeTally(EventTypeNames.of(List.of()));

    private ReadReport read(String text) throws IOException {
        return read(TestFiles.write(folder, "interactions.csv", text));
    }

    private ReadReport read(Path file) {
        return Personalize.readInteractions(Source.of(file, 1, Progress.NONE), types, events::add);
    }

    private ReadReport readItems(String text) throws IOException {
        Path file = TestFiles.write(folder, "items.csv", text);
        return Personalize.readItems(Source.of(file, 1, Progress.NONE), items::add);
    }

    @Test
    void columnsAreFoundByTheirNamesAmongOthersInAnyOrderAndCase() throws IOException {
        read("RECOMMENDATION_ID,timestamp,Event_Type,item_id,DEVICE,USER_ID,EVENT_VALUE\n"
                + "RID-1,1433221332,AddToCart,\"i,1\",phone,u,12.5\n,1433221333,Purchase,i,,u,\n");

        assertThat(events)
                .containsExactly(
                        new Event(
                                null,
                                new UserId("u"),
                                EventType.ADD_TO_CART,
                                new ItemId("i,1"),
                                1_433_221_332_000L,
                                null,
                                12.5,
                                null),
                        Event.of(new UserId("u"), EventType.TRANSACTION, new ItemId("i"), 1_433_221_333_000L));
    }

    @Test
    void withoutEventTypesEachInteractionIsAView() throws IOException {
        read("USER_ID,ITEM_ID,TIMESTAMP\nu,i,1433221332\n");

        assertThat(events).extracting(Event::type).containsExactly(EventType.VIEW);
    }

    @Test
    void gzipWithByteOrderMarkAndLineEndsOfWindowsIsRead() throws IOException {
        Path file = Files.write(
                folder.resolve("interactions.csv.gz"),
                TestFiles.gzip("\uFEFF" + HEADER.replace("\n", "\r\n") + "u,i,1433221332.5,View,\r\n"));

        read(file);

        assertThat(events)
                .containsExactly(Event.of(new UserId("u"), EventType.VIEW, new ItemId("i"), 1_433_221_332_500L));
    }

    @Test
    void badRowsAreCountedWithTheirLineAndColumn() throws IOException {
        ReadReport report = read(HEADER
                + ",i,1,View,\nu,,1,View,\nu,i,x,View,\nu,i,1433221332117,View,\nu,i,-1,View,\nu,i,1,View,much\n"
                + "u,i,1,View,NaN\nu,i,1\nu,i,1,View,\nu,i,1," + "x".repeat(129) + ",\n");

        assertThat(report.samples())
                .extracting(ReadReport.BadRow::line, ReadReport.BadRow::reason)
                .containsExactly(
                        tuple(2L, "column USER_ID has 0 characters, expected 1 to 128"),
                        tuple(3L, "column ITEM_ID has 0 characters, expected 1 to 128"),
                        tuple(4L, "column TIMESTAMP is 'x', expected seconds since 1970, up to the year 9999"),
                        tuple(
                                5L,
                                "column TIMESTAMP is '1433221332117', expected seconds since 1970, up to the year 9999"),
                        tuple(6L, "column TIMESTAMP is '-1', expected seconds since 1970, up to the year 9999"),
                        tuple(
                                7L,
                                "column EVENT_VALUE is 'much', expected a number such as 9.50 or 9,50, of at most 1e15"),
                        tuple(
                                8L,
                                "column EVENT_VALUE is 'NaN', expected a number such as 9.50 or 9,50, of at most 1e15"),
                        tuple(9L, "3 columns, expected 5"),
                        tuple(11L, "event type has 129 characters, expected at most 128"));
        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER_ID,ITEM_ID", "USER_ID,ITEM_ID,TIMESTAMP,user_id", "u,i,1433221332"})
    void aHeaderWithoutTheColumnsIsQuoted(String header) throws IOException {
        Path file = TestFiles.write(folder, "interactions.csv", header + "\nu,i,1\n");

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessage(file + ", line 1: header is '" + header
                        + "', expected the columns USER_ID, ITEM_ID, TIMESTAMP, each once, in any order"
                        + (header.equals("USER_ID,ITEM_ID") ? "; missing: TIMESTAMP" : "")
                        + (header.endsWith("user_id")
                                ? "; the column 'user_id' is there twice, as number 1 and 4; rename or remove one of them"
                                : ""));
    }

    @Test
    void whatIsSaidOfAnItemHoldsSinceItsCreation() throws IOException {
        ReadReport report = readItems("""
                ITEM_ID,PRICE,CATEGORY_L1,CATEGORY_L2,CREATION_TIMESTAMP,DESCRIPTION
                a,9.5,Shoes|Sale,Boots,1433221332.0,"two
                lines"
                b,,,,,
                c,cheap,Shoes,,1,
                d,-1,Shoes,,1,
                e,1,Shoes,,1433221332117,
                """);

        assertThat(items)
                .containsExactly(
                        item(new ItemId("a"), true, "Shoes|Sale", 9.5, 1_433_221_332_000L),
                        item(new ItemId("b"), true, null, null, 0));
        assertThat(report.samples())
                .extracting(ReadReport.BadRow::line, ReadReport.BadRow::reason)
                .containsExactly(
                        tuple(5L, "column PRICE is 'cheap', expected a number such as 9.50 or 9,50, of at most 1e15"),
                        tuple(6L, "column PRICE is -1.0, expected at least 0"),
                        tuple(
                                7L,
                                "column CREATION_TIMESTAMP is '1433221332117', expected seconds since 1970, up to the year 9999"));
    }

    @Test
    void aCategoryWithoutALevelIsRead() throws IOException {
        readItems("item_id,category\na,Shoes\n");

        assertThat(items).extracting(CatalogueItem::category).containsExactly("Shoes");
    }

    private static CatalogueItem item(
            ItemId item, boolean available, @Nullable String category, @Nullable Double price, long sinceMs) {
        return new CatalogueItem(item, available, category, price, null, null, sinceMs);
    }
}
