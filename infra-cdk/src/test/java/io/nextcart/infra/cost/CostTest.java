package io.nextcart.infra.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.infra.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {
    private static final double MILLION = 1e6;
    private final CostModel model = CostModel.standard(Settings.Kind.HTTP);

    @Test
    void thePageIsWhatTheProgramWrites() throws IOException {
        Path file = Path.of("../docs/cost.md");
        List<String> page = CostReport.page(model, CostModel.standard(Settings.Kind.REST));
        if (Boolean.getBoolean("nextcart.write")) {
            Files.write(file, page);
        }
        assertThat(Files.readAllLines(file))
                .as(
                        "mvn -pl infra-cdk -am test -Dtest=CostTest -Dnextcart.write=true -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(page);
    }

    @Test
    void aMillionRecommendationsByHand() {
        double gateway = 1.00;
        double lambda = 0.20 + 1e6 * (0.010 + 0.001 * 1.0) * 1.727 * 0.0000133334;
        double query = 1.5 * 0.125;
        double log = 1.095 * 0.53;
        double answer = 1.5 * 0.09;
        assertThat(model.perRecommendation() * MILLION)
                .isCloseTo(gateway + lambda + query + log + answer, within(1e-6));
    }

    @Test
    void aMillionRecommendationsCostTwoAndAHalfDollarsAtMostAndAMonthWithoutShoppersOne() {
        assertThat(model.perRecommendation() * MILLION).isLessThanOrEqualTo(2.50);
        assertThat(CostModel.total(model.month(0))).isLessThanOrEqualTo(1.00);
    }

    @Test
    void aRestApiCostsTwoAndAHalfDollarsMore() {
        assertThat((CostModel.standard(Settings.Kind.REST).perRecommendation() - model.perRecommendation()) * MILLION)
                .isCloseTo(2.50, within(1e-9));
    }

    @Test
    void aMillionEventsByHand() {
        assertThat(model.perEvent() * MILLION).isCloseTo(1.25, within(1e-9));
    }

    @Test
    void withoutShoppersTheRetrainTheWatchAndTheModelsArePaid() {
        double training = 30 * 3 / 60.0 * ((2 * 0.04048 + 8 * 0.004445) * 0.30 + 20 * 0.000111 + 0.005);
        double machine = 30 * 14 * 25e-6 + 30e-6;
        double messages = 60 * 20e-6;
        double models = 0.4 * 0.10 + 5 * 0.023;
        double watch = 7 * 0.10;
        assertThat(CostModel.total(model.month(0)))
                .isCloseTo(training + machine + messages + models + watch, within(1e-9));
        assertThat(model.furtherShopMonth())
                .as("without the image, the mail and four of the metrics")
                .isCloseTo(training + machine + 5 * 0.023 + 3 * 0.10, within(1e-9));
    }

    @Test
    void anHourOnSparkByHand() {
        double hour = 16 * 0.052624 + 72 * 0.0057785 + 4 * 80 * 0.000111;
        assertThat(model.sparkHour()).isCloseTo(hour, within(1e-9));
        assertThat(model.sparkFormula()).endsWith(" = 1.29");
    }

    @Test
    void whatTrialsReadByHand() {
        double share = 3.5 * 12 / 365;
        double memory = 1.727 * 0.0000133334;
        double lists = 10 + share * 172_800 / 1000;
        double look = (2 + share * 10 / 5 * 2) * memory + 0.20e-6 + lists * 5e-6 + 0.40e-6 + 5e-6;
        double once = (10 * 8 + 172_800 * 0.003) * memory + 172_800 * 0.40e-6;
        assertThat(model.month(10 * MILLION))
                .filteredOn(line -> line.what().startsWith("Trials"))
                .singleElement()
                .satisfies(line -> assertThat(line.dollars()).isCloseTo(730 * look + once, within(1e-9)));
    }

    @Test
    void whatTheLiftReadsByHand() {
        double there = 172_800 * 12 / 365.0 * 4 + 91;
        double seconds = 2 + 20 * 8 + there * 0.003; // of 30 million events in 91 days, 20 million are read
        double night = seconds * 1.727 * 0.0000133334 + 0.20e-6 + there * 0.40e-6 + (91 + 2 * there / 1000) * 5e-6;
        assertThat(model.month(10 * MILLION))
                .filteredOn(line -> line.what().startsWith("The lift"))
                .singleElement()
                .satisfies(
                        line -> assertThat(line.dollars()).isCloseTo(30 * night + 3 * 30 / 730.0 * 0.30, within(1e-9)));
    }

    @Test
    void moreTrafficCostsMoreAndLessForEach() {
        double one = CostModel.total(model.month(MILLION));
        double ten = CostModel.total(model.month(10 * MILLION));
        assertThat(ten).isGreaterThan(one);
        assertThat(ten / 10).isLessThan(one);
    }

    @Test
    void personalizeIsPaidForOneRequestASecondAtLeast() {
        assertThat(model.personalizeMonth(0)).isCloseTo(730 * 0.20, within(1e-9));
    }

    @Test
    void pricesHaveADay() {
        assertThat(LocalDate.parse(model.noted())).isAfter(LocalDate.of(2026, 1, 1));
        assertThat(LocalDate.parse(model.sparkNoted())).isAfter(LocalDate.of(2026, 1, 1));
    }

    @Test
    void aFigureThatIsMissingIsNamed() {
        assertThatThrownBy(() -> Figures.read("prices.properties").number("gold"))
                .hasMessage("prices.properties: gold is missing");
    }
}
