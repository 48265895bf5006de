package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvColumnsTest {
    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();

    @Test
    void anExportOfGa4IsRead() throws IOException {
        ReadReport report = read(
                "user=user_pseudo_id,item=item_id,time=event_timestamp,type=event_name,price=price,quantity=quantity",
                new LogTimes(LogTimes.Unit.US, 0, Event.LATEST_MS),
                "event_timestamp,event_name,user_pseudo_id,item_id,price,quantity\n"
                        + "1709287200000123,view_item,1.2,SKU1,9.5,\n"
                        + "1709287260000123,add_to_cart,1.2,SKU1,9.5,2\n"
                        + "1709287320000123,purchase,1.2,SKU1,,3\n");
        assertThat(report.badRows()).isZero();
        assertThat(events)
                .containsExactly(
                        event("1.2", EventType.VIEW, "SKU1", 1_709_287_200_000L, null, 9.5),
                        event("1.2", EventType.ADD_TO_CART, "SKU1", 1_709_287_260_000L, null, 19.0),
                        event("1.2", EventType.TRANSACTION, "SKU1", 1_709_287_320_000L, null, null));
    }

    @Test
    void anExportOfAGermanSpreadsheetIsRead() throws IOException {
        read(
                "user=Kunde,item=Artikel,time=Datum,type==transaction,price=Preis,quantity=Menge",
                LogTimes.ANY,
                "\uFEFFKunde;Artikel;Datum;Preis;Menge\r\n"
                        + "Müller;7;31.12.2025 14:05;9,50;2\r\n"
                        + "Weiß;8;31.12.2025 14:06;1.234,50 €;1\r\n"
                        + "Weiß;9;01.01.2026 09:00;1.234,5;1,0\r\n");
        assertThat(events)
                .containsExactly(
                        event("Müller", EventType.TRANSACTION, "7", 1_767_189_900_000L, null, 19.0),
                        event("Weiß", EventType.TRANSACTION, "8", 1_767_189_960_000L, null, 1234.5),
                        event("Weiß", EventType.TRANSACTION, "9", 1_767_258_000_000L, null, 1234.5));
    }

    @Test
    void ordersAreReadWithAConstantType() throws IOException {
        read(
                "user=Customer Email,item=Lineitem SKU,time=Paid At,type==transaction,transaction=Name,value=Total",
                LogTimes.ANY,
                ",,Name,Customer Email,Paid At,Lineitem SKU,Total\n"
                        + "0,0,#1001,a@b.example,2024-03-01 10:15:00 -0500,\"S,1\",12.50\n"
                        + "1,1,#1002,a@b.example,2024-03-01,S2,\n");
        assertThat(events)
                .containsExactly(
                        event("a@b.example", EventType.TRANSACTION, "S,1", 1_709_306_100_000L, "#1001", 12.5),
                        event("a@b.example", EventType.TRANSACTION, "S2", 1_709_251_200_000L, "#1002", null));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-03-01T10:15:00Z, 1709288100000",
        "2024-03-01 10:15:00 UTC, 1709288100000",
        "2024-03-01 10:15:00.5, 1709288100500",
        "2024-03-01 10:15, 1709288100000",
        "2024-03-01T11:15:00+01:00, 1709288100000",
        "2024-03-01 11:15:00+01, 1709288100000",
        "01.03.2024 10:15, 1709288100000",
        "1.3.2024 10:15:00, 1709288100000",
        "'31.12.2025, 9:05', 1767171900000",
        "31.12.2025, 1767139200000",
        "1709288100000, 1709288100000"
    })
    void timesAreNumbersOrDates(String time, long timestampMs) throws IOException {
        read("user=u,item=i,time=t", LogTimes.ANY, "u,i,t\nx,y,\"" + time + "\"\n");
        assertThat(events).containsExactly(event("x", EventType.VIEW, "y", timestampMs, null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x,y,yesterday,1     | column t is 'yesterday', expected milliseconds since 1970, or a date since 1970 such as 2024-03-01 10:15:00 or 01.03.2024 10:15
            x,y,2024-13-01,1    | column t is '2024-13-01', expected a date since 1970 such as 2024-03-01 10:15:00 or 01.03.2024 10:15
            x,y,31.02.2024,1    | column t is '31.02.2024', expected a date since 1970 such as 2024-03-01 10:15:00 or 01.03.2024 10:15
            x,y,1,much          | column p is 'much', expected a number such as 9.50 or 9,50, of at most 1e15
            x,y,1,"1,234"       | column p is '1,234', expected a number such as 9.50 or 9,50, of at most 1e15
            x,y,1,"1.23,50"     | column p is '1.23,50', expected a number such as 9.50 or 9,50, of at most 1e15
            ,y,1,1              | column u has 0 characters, expected 1 to 128
            """)
    void aBadRowNamesItsColumn(String row, String reason) throws IOException {
        ReadReport report = read("user=u,item=i,time=t,price=p", LogTimes.ANY, "u,i,t,p\n" + row.strip() + "\n");
        assertThat(report.samples()).extracting(ReadReport.BadRow::reason).containsExactly(reason);
    }

    @Test
    void aColumnThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> read("user=u,item=sku,time=t", LogTimes.ANY, "u,i,t\nx,y,1\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(
                        "header is 'u,i,t', expected the columns sku, t, u, each once, in any order; missing: sku");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user=u,item=i                  | --columns: time is missing
            user=u,item=i,time=t,kind=k    | --columns: 'kind=k' names no field, expected one of user, item, time, type
            user=u,item,time=t             | --columns: 'item' names no column, expected item=COLUMN or item==VALUE
            user=u,user=v,item=i,time=t    | --columns: user is given twice
            """)
    void columnsThatMakeNoSenseAreRefused(String columns, String message) {
        assertThatThrownBy(() -> CsvColumns.of(columns))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(message);
    }

    private ReadReport read(String columns, LogTimes times, String text) throws IOException {
        Path file = TestFiles.write(folder, "export.csv", text);
        return CsvColumns.of(columns)
                .read(
                        new Source(file, times, 1, Progress.NONE),
                        new EventTypeTally(EventTypeNames.of(List.of())),
                        events::add);
    }

    private static Event event(
            String user, EventType type, String item, long timestampMs, String transaction, Double value) {
        return new Event(null, new UserId(user), type, new ItemId(item), timestampMs, transaction, value, null);
    }
}
