package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo from end to end, as a person starts it. */
class DemoIT {
    private static final Pattern LIFT =
            Pattern.compile("lift +\\S+ % \\(([+-]\\d+) to \\S+\\) +\\S+ % \\(([+-]\\d+) to");
    private static final Pattern FOUND = Pattern.compile("([\\d,]+) of ([\\d,]+) +([\\d.]+) %");
    private static final int REAL_ROWS = 150_000;

    @TempDir
    private Path folder;

    @Test
    void shoppersOfASyntheticShopPutMoreIntoTheCartThanFromThePopularityList() throws IOException {
        Cli.Result demo = demo("--scale", "0.01", "--shoppers", 100);

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        Matcher lift = LIFT.matcher(demo.out());
        assertThat(lift.find()).as(demo.out()).isTrue();
        assertThat(Integer.parseInt(lift.group(1)))
                .as("least lift of click-through, %")
                .isPositive();
        assertThat(Integer.parseInt(lift.group(2)))
                .as("least lift of add-to-carts, %")
                .isPositive();
        assertThat(folder.resolve("demo/store/models/current.json")).exists();
    }

    @Test
    @Tag("long")
    void theSameSeedGivesTheSameTable() {
        Cli.Result demo = demo("--scale", "0.02", "--shoppers", 300);

        Cli.Result again = demo("--scale", "0.02", "--shoppers", 300);

        assertThat(table(again)).isEqualTo(table(demo)).hasSizeGreaterThan(3);
    }

    @Test
    @Tag("long")
    void aBetterChallengerIsPromotedByTheShoppersOfItsTrial() throws IOException {
        Cli.Result demo = demo("--challenger", "--scale", "0.05", "--shoppers", 1300);

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        Matcher models = Pattern.compile("the challenger: (\\S+), .*the champion: (\\S+),", Pattern.DOTALL)
                .matcher(demo.out());
        assertThat(models.find()).as(demo.out()).isTrue();
        assertThat(demo.out())
                .contains(
                        "promote, the challenger is better: +",
                        models.group(1) + " is over: it serves every shopper now")
                .contains("; 0 events name another model.");
        Path store = folder.resolve("demo/store");
        assertThat(store.resolve("models/current.json"))
                .content()
                .contains("\"champion\":\"" + models.group(1) + "\"", "\"previous\":\"" + models.group(2) + "\"");
        assertThat(store.resolve("trials/" + models.group(1) + ".json"))
                .content()
                .contains("promoted");
    }

    @Test
    @Tag("long")
    void aTrialOfFewShoppersEndsWithADecision() {
        Cli.Result demo = demo("--challenger", "equal", "--scale", "0.004", "--shoppers", 40);

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out()).contains("the challenger: ", "the champion: ", "4/4  ", "roll_back");
    }

    @Test
    @Tag("long")
    void whereTheGateRefusesTheModelTheRuleServesTheShoppers() {
        Cli.Result demo = demo("--scale", "0.004", "--shoppers", 10);

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertTheRuleServes(demo);
    }

    private static void assertTheRuleServes(Cli.Result demo) {
        assertThat(demo.out())
                .contains("Gate: ", ": own items, then co-visitation, until a fitted model is proven better");
        assertThat(demo.err()).doesNotContain("Exception");
    }

    @Test
    void heldOutSessionsOfASmallLogAreFoundAsOftenAsByTheRuleThatServesThem() throws IOException {
        Cli.Result demo = demo("--events", TrainedShop.get().smallLog());

        assertTheRuleServes(demo);
        double[] hitRates = hitRates(TrainedShop.get().smallLog(), demo);
        assertThat(hitRates[0])
                .as("Nextcart beside the rule, the shopper's own items and the popularity list")
                .isEqualTo(hitRates[1])
                .isGreaterThanOrEqualTo(hitRates[2])
                .isGreaterThan(hitRates[3]);
    }

    @Test
    @Tag("long")
    void heldOutSessionsOfALogAreFoundMoreOftenThanByBaselines() throws IOException {
        assertFoundMoreOftenThanByBaselines(TrainedShop.get().log());
    }

    @Test
    @Tag("long")
    void heldOutSessionsOfARealLogAreFoundMoreOftenThanByBaselines() throws IOException {
        String path = System.getProperty("nextcart.realEvents", System.getenv("NEXTCART_REAL_EVENTS"));
        Assumptions.assumeTrue(path != null, "no real log: set NEXTCART_REAL_EVENTS to an events.csv.gz");
        assertFoundMoreOftenThanByBaselines(firstRows(Path.of(path)));
    }

    private void assertFoundMoreOftenThanByBaselines(Path log) throws IOException {
        double[] hitRates = hitRates(log, demo("--events", log));

        assertThat(hitRates[0])
                .as("Nextcart beside the rule, the shopper's own items and the popularity list")
                .isGreaterThanOrEqualTo(hitRates[1])
                .isGreaterThan(hitRates[2])
                .isGreaterThan(hitRates[3]);
    }

    /** Those of Nextcart, the rule, the shopper's own items and the popularity list, on held-out sessions. */
    private double[] hitRates(Path log, Cli.Result demo) throws IOException {
        long[] rows = {0};
        EventFiles.read(log, 0, Progress.NONE, event -> rows[0]++);
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        Matcher found = FOUND.matcher(demo.out());
        double[] hitRates = new double[4];
        for (int rule = 0; rule < hitRates.length; rule++) {
            assertThat(found.find()).as(demo.out()).isTrue();
            hitRates[rule] = Double.parseDouble(found.group(3));
        }
        long[] kept = {0};
        EventFiles.read(folder.resolve("demo/training.ndjson.gz"), 0, Progress.NONE, event -> kept[0]++);
        assertThat(kept[0]).isLessThan(rows[0]);
        return hitRates;
    }

    private Cli.Result demo(Object... more) {
        Object[] args = new Object[more.length + 6];
        System.arraycopy(new Object[] {"demo", "--once", "--port", 0, "--dir", folder.resolve("demo")}, 0, args, 0, 6);
        System.arraycopy(more, 0, args, 6, more.length);
        return Cli.run(args);
    }

    private static List<String> table(Cli.Result demo) {
        return demo.out()
                .lines()
                .dropWhile(line -> !line.contains("carts per 1,000"))
                .takeWhile(line -> !line.contains("All of it took"))
                .toList();
    }

    private Path firstRows(Path log) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(log), 1 << 16), StandardCharsets.UTF_8))) {
            return Files.write(
                    folder.resolve("events.csv"), lines.lines().limit(REAL_ROWS).toList());
        }
    }
}
