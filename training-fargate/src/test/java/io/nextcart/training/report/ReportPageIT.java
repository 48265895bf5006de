package io.nextcart.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.data.browser.Browser;
import io.nextcart.data.browser.Tab;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.LiftGroups;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.training.LogReport;
import io.nextcart.training.RetrainResult;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.TrainedShop;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.table.RealLog;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report in a browser. Screenshots stay in {@code target/report-pages} for inspection. */
class ReportPageIT {
    private static final Path PICTURES = Path.of("target", "report-pages");
    private static final int NARROW = 375;

    /** The parts on the log, as docs/report.md lists them, and the figures of each. */
    private static final List<String> LOG_PARTS = List.of(
            "1. What was read",
            "2. When shoppers come",
            "3. What shoppers do",
            "4. How much a shopper does",
            "5. What is looked at and what is taken",
            "6. What the catalogue does not say",
            "7. How popularity is spread");

    private static final List<String> LOG_PLOTS = List.of(
            "views-by-day",
            "carts-by-day",
            "hours-of-the-week",
            "actions",
            "funnel",
            "carts-per-shopper",
            "session-lengths",
            "views-and-carts",
            "most-viewed",
            "missing-attributes",
            "popularity-curve",
            "catalogue-coverage");

    private static final List<String> MODEL_PARTS = List.of(
            "8. What recommendations bring",
            "9. How good the model is",
            "10. What the model looks at",
            "11. How the model was made and judged");

    private static final List<String> MODEL_PLOTS =
            List.of("lift", "lift-by-placement", "rankers", "segments", "calibration", "importance", "drift", "stages");

    /** Every plot: its id, its place in the page, and the least number of marks for its data. */
    private static final String PLOTS = """
        JSON.parse(document.getElementById('report-data').textContent).plots.map(plot => {
          const element = document.getElementById('plot-' + plot.id);
          const place = element.getBoundingClientRect();
          const shown = plot.rows.map(row => row.slice(1).filter((value, i) => plot.units[i + 1] === plot.units[1]));
          const marks = {lines: shown[0].length, curve: 2, points: shown.length}[plot.kind]
              || shown.flat().filter(value => value !== 0).length;
          return {id: plot.id, x: place.x + scrollX, y: place.y + scrollY, width: place.width, height: place.height,
              marks: marks, paths: element.querySelectorAll('svg path').length};
        })
        """;

    /** Texts that reach beyond their plot, where they are cut off. */
    private static final String CUT = """
        [...document.querySelectorAll('.plot svg')].flatMap(svg => {
          const all = svg.getBoundingClientRect();
          return [...svg.querySelectorAll('text')].filter(text => {
            const box = text.getBoundingClientRect();
            return box.width > 0 && (box.left < all.left - 1 || box.right > all.right + 1
                || box.top < all.top - 1 || box.bottom > all.bottom + 1);
          }).map(text => svg.closest('.plot').id + ': ' + text.textContent);
        })
        """;

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Path report;

    @BeforeAll
    static void startAndTrain() throws Exception {
        browser = Browser.start(Files.createDirectories(folder.resolve("browser")));
        // Drift needs an earlier model, of another log.
        Path store = TrainedShop.copy(TrainedShop.small().store(), folder.resolve("store"));
        new FolderObjectStore(store).put(LiftRecord.KEY, lift().toJson().toBytes());
        report = store.resolve("models/" + train(store).version() + "/" + ReportWriter.FILE);
    }

    /** Three weeks of nights, in which the interval closes in on the lift. */
    private static LiftRecord lift() {
        long startMs = Instant.parse("2026-03-02T02:00:00Z").toEpochMilli();
        LiftRecord record = LiftRecord.begin(0.05, startMs);
        for (int day = 1; day <= 21; day++) {
            LiftGroups all = groups(50L * day, 3L * day, 950L * day, 80L * day, 1 / Math.sqrt(day));
            record = record.looked(
                    new LiftRecord.Look(startMs + day * 86_400_000L, startMs, all),
                    Map.of(LocalDate.of(2026, 3, 2), all),
                    Map.of("home", groups(1050, 20, 19_950, 900, 0.5), "product", groups(1050, 9, 19_950, 700, 0.5)));
        }
        return record;
    }

    private static LiftGroups groups(long control, long controlCarts, long others, long otherCarts, double width) {
        LiftGroups.Group first = new LiftGroups.Group(control, controlCarts, control, controlCarts, 0, 0);
        LiftGroups.Group second = new LiftGroups.Group(others, otherCarts, others, otherCarts, 0, 0);
        double lift = second.cartRate() / first.cartRate() - 1;
        return new LiftGroups(first, second, lift - width, lift + width);
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "375, true"})
    void everyPartIsReadAndEveryPlotIsDrawnWithoutAskingForAnythingElse(int width, boolean dark) throws IOException {
        try (Tab tab = browser.open(report.toUri(), width, dark)) {
            assertThat(tab.list("[...document.querySelectorAll('h2')].map(h => h.textContent)"))
                    .isEqualTo(List.of(LOG_PARTS, MODEL_PARTS).stream()
                            .flatMap(List::stream)
                            .toList());
            assertThat(assertDrawn(tab, "shop-" + width + (dark ? "-dark" : "-light")))
                    .isEqualTo(List.of(LOG_PLOTS, MODEL_PLOTS).stream()
                            .flatMap(List::stream)
                            .toList());
            assertThat(tab.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(dark ? "rgb(15, 20, 26)" : "rgb(255, 255, 255)");
        }
    }

    @Test
    void namesOfItemsThatAreHtmlAndScriptsStayNames() throws IOException {
        Path log = Files.writeString(
                folder.resolve("hostile.csv"),
                "timestamp,visitorid,event,itemid,transactionid\n"
                        + "1433221332117,1,view,<img src=x onerror=document.title=1>,\n"
                        + "1433221333117,1,addtocart,</script><script>document.title=2</script>,\n"
                        + "1433221334117,1,transaction,</script><script>document.title=2</script>,9\n"
                        + "1433221335117,2,view,https://other.example/a.png,\n");
        Path page = folder.resolve("hostile.html");
        write(log, page);
        try (Tab tab = browser.open(page.toUri(), NARROW, false)) {
            assertDrawn(tab, "hostile");
            assertThat(tab.evaluate("document.title")).isEqualTo("What the shop's log shows");
            assertThat(tab.evaluate("document.querySelectorAll('img').length")).isEqualTo(0);
        }
    }

    @Tag("long")
    @Test
    void theRealLogIsShownToo() throws IOException {
        Path page = folder.resolve("real.html");
        write(RealLog.path(), page);
        for (int width : new int[] {1280, NARROW}) {
            try (Tab tab = browser.open(page.toUri(), width, false)) {
                assertThat(tab.list("[...document.querySelectorAll('h2')].map(h => h.textContent)"))
                        .isEqualTo(LOG_PARTS);
                // A log may have views alone, like some exports; then plots that need carts are empty.
                assertThat(assertDrawn(tab, "real-" + width))
                        .isSubsetOf(LOG_PLOTS)
                        .contains("views-by-day", "hours-of-the-week", "most-viewed", "popularity-curve");
            }
        }
    }

    /** Checks an open page for what every report must satisfy; returns the ids of its plots. */
    private static List<String> assertDrawn(Tab tab, String name) throws IOException {
        List<?> plots = tab.list(PLOTS);
        BufferedImage picture = tab.picture();
        Files.createDirectories(PICTURES);
        ImageIO.write(picture, "png", PICTURES.resolve(name + ".png").toFile());
        for (Object plot : plots) {
            Map<?, ?> one = (Map<?, ?>) plot;
            assertThat(number(one, "paths")).as("paths of " + one).isGreaterThanOrEqualTo(number(one, "marks"));
            assertThat(coloured(picture, one)).as("coloured pixels of " + one).isGreaterThan(50);
        }
        assertThat(tab.list(CUT)).as("texts that are cut").isEmpty();
        assertThat(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels to scroll sideways")
                .isEqualTo(0);
        tab.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
        assertThat(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels to scroll sideways with every table open")
                .isEqualTo(0);
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests()).containsExactly(String.valueOf(tab.evaluate("location.href")));
        return plots.stream()
                .map(plot -> String.valueOf(((Map<?, ?>) plot).get("id")))
                .toList();
    }

    /** Number of a plot's pixels that are neither background nor texts and lines, which are all nearly grey. */
    private static long coloured(BufferedImage picture, Map<?, ?> plot) {
        int left = number(plot, "x");
        int top = number(plot, "y");
        long count = 0;
        for (int y = top; y < Math.min(picture.getHeight(), top + number(plot, "height")); y++) {
            for (int x = left; x < Math.min(picture.getWidth(), left + number(plot, "width")); x++) {
                int rgb = picture.getRGB(x, y);
                int red = rgb >> 16 & 0xff;
                int green = rgb >> 8 & 0xff;
                int blue = rgb & 0xff;
                int most = Math.max(red, Math.max(green, blue));
                count += most - Math.min(red, Math.min(green, blue)) > 60 ? 1 : 0;
            }
        }
        return count;
    }

    /** Trains on a synthetic shop with an incomplete catalogue. */
    private static RetrainResult train(Path store) throws IOException {
        Path shop = folder.resolve("shop");
        SyntheticShop.write(new ShopSpec(0.005, 7), shop, Progress.NONE);
        List<Path> some = List.of(shop.resolve(SyntheticShop.PROPERTIES.get(1)));
        LogInputs inputs = new LogInputs(List.of(shop.resolve(SyntheticShop.EVENTS)), null, some, null, 0.01);
        return TrainedShop.train(inputs, store, true, folder.resolve("work"));
    }

    private static void write(Path log, Path page) throws IOException {
        LogInputs inputs = new LogInputs(List.of(log), null, List.of(), null, 0.01);
        LogReport.write(
                inputs, RetrainSettings.Resources.of(2, folder.resolve("work")), null, null, page, Progress.NONE);
    }

    private static int number(Map<?, ?> of, String field) {
        return of.get(field) instanceof Number number ? number.intValue() : 0;
    }
}
