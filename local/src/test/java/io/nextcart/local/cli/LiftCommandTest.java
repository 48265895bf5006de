package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.functions.api.trial.Assignment;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiftCommandTest {
    private static final long START_MS = 1_772_366_400_000L; // 2026-03-01T12:00Z

    @TempDir
    Path folder;

    @Test
    void moreShoppersWithACartThanInTheControlGroupAreALift() throws IOException {
        archive(4000, 3, 2);

        Cli.Result said = Cli.run("lift", "--archive", folder, "--control-share", "20%");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out().lines().toList())
                .anySatisfy(line -> assertThat(line).startsWith("control group").contains("33."))
                .anySatisfy(
                        line -> assertThat(line).startsWith("everybody else").contains("50."))
                .contains("Recommendations bring more shoppers to the cart than the list of popular items does.")
                .anySatisfy(line -> assertThat(line).matches("  placement home  \\+[45]\\d\\.\\d % \\(.*\\)"));
        Map<String, Object> json =
                JSON.std.mapFrom(Cli.run("lift", "--archive", folder, "--control-share", "0.2", "--json")
                        .out());
        assertThat(json).containsEntry("enough", true).containsEntry("control_share", 0.2);
        Map<?, ?> control = (Map<?, ?>) json.get("control");
        Map<?, ?> champion = (Map<?, ?>) json.get("champion");
        assertThat((int) control.get("shoppers") + (int) champion.get("shoppers"))
                .isEqualTo(4000);
        assertThat((int) control.get("cart_shoppers")).isEqualTo(((int) control.get("shoppers") + 2) / 3);
        Map<?, ?> rate = (Map<?, ?>) ((Map<?, ?>) json.get("lift")).get("cart_rate");
        assertThat((double) rate.get("low")).isBetween(0.1, 0.5);
        assertThat((double) rate.get("estimate")).isBetween(0.45, 0.55);
        assertThat((double) rate.get("high")).isBetween(0.5, 1.0);
    }

    @Test
    void aFewShoppersProveNothingYet() throws IOException {
        archive(300, 3, 2);

        Cli.Result said = Cli.run("lift", "--archive", folder, "--control-share", "20%");

        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).containsPattern("Not yet enough shoppers: about \\d+ more days? at this rate");
    }

    @Test
    void anEmptyArchiveAndAShareThatLeavesOneGroupAreNamed() {
        Cli.Result assumed = Cli.run("lift", "--archive", folder, "--json");
        assertThat(assumed.err())
                .startsWith("WARNING: assumes a control group of 5 %")
                .hasLineCount(1);
        assertThat(assumed.out()).contains("\"control_share\":0.05");
        assertThat(Cli.run("lift", "--archive", folder).out())
                .contains("Lift of the share with a cart: not known (")
                .contains("Not yet enough shoppers, and no difference in sight.");
        Cli.Result none = Cli.run("lift", "--archive", folder, "--control-share", "0");
        assertThat(none.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(none.err()).contains("--control-share is 0.0, expected more than 0 and at most 0.5");
        assertThat(Cli.run("lift", "--archive", folder, "--control-share", "51%")
                        .err())
                .contains("--control-share is 0.51, expected more than 0 and at most 0.5");
        assertThat(Cli.run("lift", "--archive", folder.resolve("missing")).exitCode())
                .isEqualTo(ExitCode.BAD_INPUT);
    }

    /**
     * In the control group one shopper in {@code control} has an add-to-cart, among the others one in {@code others}.
     */
    private void archive(int shoppers, int control, int others) throws IOException {
        Path day = Files.createDirectories(folder.resolve("events/dt=2026-03-01"));
        int[] seen = new int[2];
        try (PrintStream log = new PrintStream(
                new GZIPOutputStream(Files.newOutputStream(day.resolve("a.ndjson.gz"))),
                false,
                StandardCharsets.UTF_8)) {
            for (int i = 0; i < shoppers; i++) {
                String user = "u" + i;
                int group = Assignment.control(0.2).holds(user) ? 0 : 1;
                log.println(line(user, "view", START_MS + i));
                if (seen[group]++ % (group == 0 ? control : others) == 0) {
                    log.println(line(user, "addtocart\",\"placement\":\"home", START_MS + i + 1000));
                }
            }
        }
    }

    private static String line(String user, String type, long atMs) {
        return "{\"user_id\":\"" + user + "\",\"type\":\"" + type + "\",\"item_id\":\"i\",\"timestamp\":" + atMs + "}";
    }
}
