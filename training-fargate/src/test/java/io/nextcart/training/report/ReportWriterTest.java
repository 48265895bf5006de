package io.nextcart.training.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueSummary;
import io.nextcart.data.log.LogSummary;
import io.nextcart.data.log.ReadReport;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.LiftGroups;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.LogLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportWriterTest {
    private static final String HOSTILE = "</script><script>alert(1)</script>";
    private static final long MONDAY_MS = 1_431_907_200_000L; // 2015-05-18 00:00 UTC

    private @Nullable LiftRecord lift;

    @TempDir
    Path folder;

    @Test
    void thePageAsksForNothingElse() throws IOException {
        String page = page(null);

        assertThat(page).doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']?(https?:)?//");
        assertThat(page).doesNotContain("<link", "@import", "<iframe");
        assertThat(page).contains("default-src 'none'");
    }

    @Test
    void everyPartIsThereAndEveryPlotHasItsTable() throws IOException {
        String page = page(null);

        assertThat(page)
                .contains(
                        "<section id=\"when\">",
                        "<section id=\"actions-and-funnel\">",
                        "<section id=\"per-shopper\">",
                        "<section id=\"wanted\">",
                        "<section id=\"missing\">",
                        "<section id=\"popularity\">");
        assertThat(page).doesNotContain("<section id=\"model\">");
        int plots = page.split("class=\"plot\"", -1).length - 1;
        assertThat(plots).isEqualTo(data(page).size()).isGreaterThan(9);
        assertThat(page.split("<caption>", -1).length - 1).isGreaterThanOrEqualTo(plots);
    }

    @Test
    void hostileIdsAreShownAsText() throws IOException {
        String page = page(null);

        assertThat(page).doesNotContain(HOSTILE, "<script>alert");
        assertThat(page).contains("&lt;/script&gt;&lt;script&gt;alert(1)");
        assertThat(JSON.std.asString(plot(page, "most-viewed"))).contains("alert(1)");
    }

    @Test
    void sentencesAndTablesSayWhatTheLogHolds() throws IOException {
        String page = page(null);

        assertThat(page).contains("Of the sessions with a view 50 % also put something in the cart");
        assertThat(page).contains("5 events on 2 of the 2 days from 2015-05-18 to 2015-05-19");
        assertThat(page).contains("The busiest hour of the week is Monday from 9:00 (UTC) with 60 %");
        // Of three items only one has a price, with one of five events.
        assertThat(plot(page, "missing-attributes").get("rows"))
                .isEqualTo(List.of(
                        List.of("Category", 1.0, 1.0, 3.0),
                        List.of("Availability", 1.0, 1.0, 3.0),
                        List.of("Price", 2 / 3.0, 0.8, 2.0)));
        assertThat(plot(page, "actions").get("rows"))
                .isEqualTo(
                        List.of(List.of("View", 0.6, 3), List.of("Add-to-cart", 0.2, 1), List.of("Purchase", 0.2, 1)));
    }

    @Test
    void whatIsTakenOutOfTheCartAgainIsNoAddToCart() throws IOException {
        long afterMs = 26 * 3_600_000L + 1;
        String page = page(
                null,
                event("v", EventType.ADD_TO_CART, "b", afterMs),
                event("v", EventType.REMOVE_FROM_CART, "b", afterMs + 1));

        assertThat(page).contains("Of the sessions with a view 50 % also put something in the cart");
        assertThat(plot(page, "actions").get("rows"))
                .isEqualTo(
                        List.of(List.of("View", 0.6, 3), List.of("Add-to-cart", 0.2, 1), List.of("Purchase", 0.2, 1)));
        assertThat(plot(page, "most-viewed").get("rows"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains(List.of("b", 1, 0, 0.0));
    }

    @Test
    void aModelIsDescribedByItsManifest() throws IOException {
        JsonObject details = JsonObject.read("""
            {"metrics": {"cases": 200, "model": {"hr@20": 0.6, "mrr@20": 0.3}, "repeat": {"hr@20": 0.5, "mrr@20": 0.25}},
             "evaluation": {"intervals": {"hr@20": {"value": 0.6, "low": 0.55, "high": 0.65}},
                            "lead_over": {"repeat": {"hr@20": {"value": 0.1, "low": 0.05, "high": 0.15}}}},
             "gate": "refused",
             "gate_refusals": ["too few <cases>"],
             "importance": {"repeat_score": 40.0, "als_session": 60.0}}\
            """.getBytes(UTF_8), "test", "details");
        String page = page(new Manifest("v1", "schema", Objective.CART, ModelKind.FITTED, null, Map.of(), details));

        assertThat(page)
                .contains(
                        "in 60 % of 200 held-out cases, with 95 % confidence in 55 % to 65 %",
                        "The strongest baseline is the shopper&#39;s own items with 50 %",
                        "als_session moves the ranker most: 60 %",
                        "The gate refused the model.",
                        "too few &lt;cases&gt;");
    }

    @Test
    void anEmptyManifestGivesNoFigures() throws IOException {
        String page =
                page(new Manifest("v1", "schema", Objective.CART, ModelKind.FITTED, null, Map.of(), JsonObject.EMPTY));

        assertThat(page).contains("<section id=\"model\">", "The gate left no decision.", "nothing to show");
    }

    @Test
    void theLiftIsPlottedByDayWeekAndPlacement() throws IOException {
        LiftGroups some = groups(40, 900, 0.1, 0.6);
        lift = LiftRecord.begin(0.05, MONDAY_MS)
                .looked(new LiftRecord.Look(MONDAY_MS, MONDAY_MS, groups(1, 2, -1, 10)), Map.of(), Map.of())
                .looked(
                        new LiftRecord.Look(MONDAY_MS + 86_400_000L, MONDAY_MS, some),
                        Map.of(LocalDate.of(2015, 5, 18), some),
                        Map.of("<home>", groups(10, 400, 0.2, 3)));
        String page = page(null);

        assertThat(page)
                .contains(
                        "From 2015-05-18 to 2015-05-19, 4.0 % of 1,000 shoppers of the control group",
                        "of 15,000 others 6.0 %.",
                        "Recommendations bring 50 % more shoppers to the cart (10 % to 60 %).",
                        "&lt;home&gt;");
        assertThat(plot(page, "lift").get("rows")).isEqualTo(List.of(List.of("2015-05-19", 0.5, 0.1, 0.6, 40)));
        assertThat(plot(page, "lift-by-placement").get("rows"))
                .isEqualTo(List.of(List.of("<home>", 400 / 15_000.0, 0.01, 410)));
    }

    private static LiftGroups groups(long control, long others, double lowest, double highest) {
        return new LiftGroups(
                new LiftGroups.Group(1000, control, 0, control, 0, 0),
                new LiftGroups.Group(15_000, others, 0, others, 0, 0),
                lowest,
                highest);
    }

    /** The page, with plain blanks in place of non-breaking ones. */
    private String page(@Nullable Manifest model, Event... more) throws IOException {
        Path file = folder.resolve("report.html");
        try (DuckDbEngine sql = new DuckDbEngine(folder.resolve("sql"), 2, 256L << 20)) {
            LogLoader log = new LogLoader(sql);
            log.accept(event("u", EventType.VIEW, HOSTILE, 9 * 3_600_000L));
            log.accept(event("u", EventType.ADD_TO_CART, HOSTILE, 9 * 3_600_000L + 1));
            log.accept(event("u", EventType.TRANSACTION, HOSTILE, 9 * 3_600_000L + 2));
            log.accept(event("v", EventType.VIEW, "b", 26 * 3_600_000L));
            log.accept(event("v", EventType.VIEW, "c", 27 * 3_600_000L - 1_800_001));
            log.accept(new ItemProperty(MONDAY_MS, new ItemId("b"), "790", "n12.000"));
            Arrays.asList(more).forEach(log::accept);
            LogDatabase database = log.load();
            LogSummary read = database.summary(
                    new LogSummary.Rows(1, 6, 1, 0, 0, ReadReport.Outside.NONE),
                    CatalogueSummary.Rows.NONE,
                    CatalogueSummary.Rows.NONE,
                    List.of());
            ReportWriter.write(file, database, read, lift, model, Progress.NONE);
        }
        return Files.readString(file).replace('\u00a0', ' ');
    }

    private static Event event(String user, EventType type, String item, long afterMs) {
        return Event.of(new UserId(user), type, new ItemId(item), MONDAY_MS + afterMs);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> data(String page) throws IOException {
        Matcher matcher = Pattern.compile("id=\"report-data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(matcher.find()).isTrue();
        return (List<Object>) JSON.std.mapFrom(matcher.group(1)).get("plots");
    }

    private static Map<?, ?> plot(String page, String id) throws IOException {
        return data(page).stream()
                .map(plot -> (Map<?, ?>) plot)
                .filter(plot -> id.equals(plot.get("id")))
                .findFirst()
                .orElseThrow();
    }
}
