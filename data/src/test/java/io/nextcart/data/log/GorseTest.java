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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GorseTest {
    private static final String TIME_EXPECTED =
            ", expected a time since 1970 such as 2020-01-01 01:01:01 +0000 UTC or 2020-01-01T01:01:01Z";

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();
    private final List<CatalogueItem> items = new ArrayList<>();
    private final EventTypeTally types = new EventTypeTally(EventTypeNames.of(List.of("star=addtocart")));

    private ReadReport read(String text) throws IOException {
        Path file = TestFiles.write(folder, "feedback", text);
        return Gorse.readFeedback(Source.of(file, 1, Progress.NONE), types, events::add);
    }

    private ReadReport readItems(String text) throws IOException {
        Path file = TestFiles.write(folder, "items", text);
        return Gorse.readItems(Source.of(file, 1, Progress.NONE), items::add);
    }

    @Test
    void feedbackOfTheDashboardIsRead() throws IOException {
        read("feedback_type,user_id,item_id,time_stamp\r\n"
                + "read,\"u,1\",i,2020-01-01 01:01:01.000000001 +0000 UTC\r\n"
                + "star,u,i,2020-01-01 09:01:01.25 +0800 CST\r\n"
                + "purchase,u,i,2020-01-01T01:01:01Z\r\n");

        assertThat(events)
                .containsExactly(
                        Event.of(new UserId("u,1"), EventType.VIEW, new ItemId("i"), 1_577_840_461_000L),
                        Event.of(new UserId("u"), EventType.ADD_TO_CART, new ItemId("i"), 1_577_840_461_250L),
                        Event.of(new UserId("u"), EventType.TRANSACTION, new ItemId("i"), 1_577_840_461_000L));
    }

    @Test
    void feedbackAsObjectsIsRead() throws IOException {
        read("""
                {"FeedbackType":"read","UserId":"u","ItemId":"i","Timestamp":"2020-01-01T01:01:01Z","Comment":""}
                {"FeedbackType":"star","UserId":"u","ItemId":"i","Value":1,"Timestamp":"2020-01-01T03:01:01.25+02:00"}
                """);

        assertThat(events)
                .containsExactly(
                        Event.of(new UserId("u"), EventType.VIEW, new ItemId("i"), 1_577_840_461_000L),
                        Event.of(new UserId("u"), EventType.ADD_TO_CART, new ItemId("i"), 1_577_840_461_250L));
    }

    @Test
    void badRowsOfTheDashboardAreCounted() throws IOException {
        ReadReport report = read(
                "feedback_type,user_id,item_id,time_stamp\n"
                        + "read,u,i,0001-01-01 00:00:00 +0000 UTC\nread,u,i,2020-01-01 01:01:01\nread,u,i,2020-01-01 01:01:01 +00\n"
                        + "read,u,i,1577840461000\nread,u,i,\nread,u,i, \nread,,i,2020-01-01T01:01:01Z\nread,u,i,2020-01-01T01:01:01Z\n");

        assertThat(report.samples())
                .extracting(ReadReport.BadRow::line, ReadReport.BadRow::reason)
                .containsExactly(
                        tuple(2L, "column time_stamp is '0001-01-01 00:00:00 +0000 UTC'" + TIME_EXPECTED),
                        tuple(3L, "column time_stamp is '2020-01-01 01:01:01'" + TIME_EXPECTED),
                        tuple(4L, "column time_stamp is '2020-01-01 01:01:01 +00'" + TIME_EXPECTED),
                        tuple(5L, "column time_stamp is '1577840461000'" + TIME_EXPECTED),
                        tuple(6L, "column time_stamp is ''" + TIME_EXPECTED),
                        tuple(7L, "column time_stamp is ' '" + TIME_EXPECTED),
                        tuple(8L, "column user_id has 0 characters, expected 1 to 128"));
        assertThat(events).hasSize(1);
    }

    @Test
    void badObjectsAreCounted() throws IOException {
        ReadReport report = read("""
                {"FeedbackType":"read","UserId":"u","ItemId":"i"}
                {"FeedbackType":"read","UserId":7,"ItemId":"i","Timestamp":"2020-01-01T01:01:01Z"}
                {"UserId":"u","ItemId":"i","Timestamp":"2020-01-01T01:01:01Z"}
                [1]
                """);

        assertThat(report.samples())
                .extracting(ReadReport.BadRow::line, ReadReport.BadRow::reason)
                .containsExactly(
                        tuple(1L, "Timestamp is missing, expected text"),
                        tuple(2L, "UserId is 7, expected text"),
                        tuple(3L, "FeedbackType is missing, expected text"),
                        tuple(4L, "column 1: a JSON array, not one object a line, expected feedback as a JSON object"));
    }

    @Test
    void anotherHeaderIsQuoted() {
        assertThatThrownBy(() -> read("type,user,item\nread,u,i\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageEndingWith(
                        "line 1: header is 'type,user,item', expected the columns feedback_type, user_id, item_id, "
                                + "time_stamp, each once, in any order");
    }

    @Test
    void itemsOfTheDashboardAreRead() throws IOException {
        ReadReport report = readItems("item_id,is_hidden,categories,time_stamp,labels,description\r\n"
                + "1,false,x|y,2020-01-01 01:01:01.5 +0000 UTC,\"{\"\"genre\"\":[\"\"a\"\"]}\",\"t\r\nw\"\r\n"
                + "2,true,,0001-01-01 00:00:00 +0000 UTC,null,\r\n3,maybe,,,,\r\n4,true,,today,,\r\n");

        assertThat(items)
                .containsExactly(
                        item(new ItemId("1"), true, "x|y", null, 1_577_840_461_500L),
                        item(new ItemId("2"), false, null, null, 0));
        assertThat(report.samples())
                .extracting(ReadReport.BadRow::reason)
                .containsExactly(
                        "column is_hidden is 'maybe', expected true or false",
                        "column time_stamp is 'today'" + TIME_EXPECTED);
    }

    @Test
    void itemsAsObjectsAreRead() throws IOException {
        ReadReport report = readItems("""
                {"ItemId":"1","IsHidden":false,"Categories":["x","y"],"Timestamp":"2020-01-01T01:01:01Z","Labels":{"a":[1]}}
                {"ItemId":"2","IsHidden":true,"Categories":null,"Timestamp":"0001-01-01T00:00:00Z"}
                {"ItemId":"3"}
                {"ItemId":"4","IsHidden":"no"}
                {"ItemId":"5","Categories":"x"}
                {"IsHidden":true}
                """);

        assertThat(items)
                .containsExactly(
                        item(new ItemId("1"), true, "x|y", null, 1_577_840_461_000L),
                        item(new ItemId("2"), false, null, null, 0),
                        item(new ItemId("3"), true, null, null, 0));
        assertThat(report.samples())
                .extracting(ReadReport.BadRow::reason)
                .containsExactly(
                        "IsHidden is 'no', expected true or false",
                        "Categories expected an array of names",
                        "ItemId is missing, expected text");
    }

    private static CatalogueItem item(
            ItemId item, boolean available, @Nullable String category, @Nullable Double price, long sinceMs) {
        return new CatalogueItem(item, available, category, price, null, null, sinceMs);
    }
}
