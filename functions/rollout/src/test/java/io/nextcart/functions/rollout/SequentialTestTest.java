package io.nextcart.functions.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.functions.rollout.SequentialTest.Arm;
import io.nextcart.functions.rollout.SequentialTest.Result;
import io.nextcart.functions.rollout.SequentialTest.Verdict;
import io.nextcart.functions.rollout.SequentialTestSimulation.Outcome;
import io.nextcart.functions.rollout.SequentialTestSimulation.Scenario;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequentialTestTest {
    private static final int RUNS = 200;
    private static final int FEW_RUNS = 20;
    private static final long SEED = 20_261_125;

    @ParameterizedTest
    @CsvSource({"better, 0.10,  0.30, 0.2, 6000", "equal,  0.04,  0.00, 0.5, 20000", "worse,  0.10, -0.30, 0.2, 6000"})
    void looksEveryHourDecideRightly(String name, double base, double lift, double share, int shoppersPerDay) {
        decideRightly(new Scenario(name, base, lift, share, shoppersPerDay), FEW_RUNS);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "better, 0.04,  0.25, 0.1, 40000",
        "better, 0.04,  0.20, 0.5, 20000",
        "better, 0.10,  0.30, 0.2,  6000",
        "equal,  0.04,  0.00, 0.1, 40000",
        "equal,  0.04,  0.00, 0.5, 20000",
        "equal,  0.30,  0.00, 0.2,  6000",
        "worse,  0.04, -0.25, 0.1, 40000",
        "worse,  0.04, -0.20, 0.5, 20000",
        "worse,  0.10, -0.30, 0.2,  6000"
    })
    void looksEveryHourDecideRightlyInManyRuns(
            String name, double base, double lift, double share, int shoppersPerDay) {
        decideRightly(new Scenario(name, base, lift, share, shoppersPerDay), RUNS);
    }

    private static void decideRightly(Scenario scenario, int runs) {
        Outcome outcome = SequentialTestSimulation.run(scenario, runs, SEED);
        int right = scenario.lift() > 0 ? outcome.better() : scenario.lift() < 0 ? outcome.worse() : outcome.open();
        assertThat(right).as(outcome.line(scenario)).isGreaterThanOrEqualTo(95 * runs / 100);
        if (scenario.lift() <= 0) {
            assertThat(outcome.better()).as(outcome.line(scenario)).isLessThanOrEqualTo(5 * runs / 100);
        }
    }

    /** The claim that the Javadoc proves, exactly, for any base rate and share. */
    @ParameterizedTest
    @CsvSource({"0.03, 0.1", "0.5, 0.3", "0.9, 0.5"})
    void underEqualRatesTheExpectedEvidenceIsOne(double rate, double share) {
        // All outcomes of 12 shoppers with their probabilities, so that the expectation is exact.
        int shoppers = 12;
        double expected = 0;
        SequentialTest test = new SequentialTest(share, 0.05);
        for (int challengers = 0; challengers <= shoppers; challengers++) {
            for (int a = 0; a <= shoppers - challengers; a++) {
                for (int b = 0; b <= challengers; b++) {
                    double chance = binomial(shoppers, challengers, share)
                            * binomial(shoppers - challengers, a, rate)
                            * binomial(challengers, b, rate);
                    Result result = test.look(new Arm(shoppers - challengers, a), new Arm(challengers, b));
                    expected += chance * result.evidence().better();
                }
            }
        }
        assertThat(expected).isCloseTo(1, within(1e-9));
    }

    @Test
    void theIntervalHoldsTheTrueLiftAtEveryLook() {
        holdsTheTrueLift(FEW_RUNS);
    }

    @Tag("long")
    @Test
    void theIntervalHoldsTheTrueLiftAtEveryLookInManyRuns() {
        holdsTheTrueLift(RUNS);
    }

    private static void holdsTheTrueLift(int runs) {
        int missed = 0;
        SequentialTest test = new SequentialTest(0.3, 0.05);
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(SEED + run);
            long[] shoppers = new long[2];
            long[] converted = new long[2];
            boolean held = true;
            for (int look = 0; look < 100; look++) {
                for (int i = 0; i < 200; i++) {
                    int arm = random.nextDouble() < 0.3 ? 1 : 0;
                    shoppers[arm]++;
                    converted[arm] += random.nextDouble() < (arm == 1 ? 0.12 : 0.10) ? 1 : 0;
                }
                Result result = test.look(new Arm(shoppers[0], converted[0]), new Arm(shoppers[1], converted[1]));
                held &= result.evidence().lowest() <= 0.2
                        && 0.2 <= result.evidence().highest();
            }
            missed += held ? 0 : 1;
        }
        assertThat(missed).as("seed " + SEED).isLessThanOrEqualTo(5 * runs / 100);
    }

    @Test
    void theIntervalSaysWhatTheVerdictSays() {
        int[] seen = new int[Verdict.values().length];
        for (double share : new double[] {0.1, 0.5}) {
            SequentialTest test = new SequentialTest(share, 0.05);
            for (long shoppers = 500; shoppers <= 8000; shoppers *= 2) {
                Arm champion = new Arm(shoppers, shoppers / 10);
                long challengers = Math.round(shoppers * share / (1 - share));
                for (long converted = 0; converted <= challengers / 4; converted++) {
                    Result result = test.look(champion, new Arm(challengers, converted));
                    seen[result.verdict().ordinal()]++;
                    assertThat(result.evidence().lowest() >= 0)
                            .as("%s, %d of %d", result, converted, challengers)
                            .isEqualTo(result.verdict() == Verdict.BETTER);
                    assertThat(result.evidence().highest() <= 0)
                            .as("%s, %d of %d", result, converted, challengers)
                            .isEqualTo(result.verdict() == Verdict.WORSE);
                }
            }
        }
        assertThat(seen).as("verdicts").doesNotContain(0);
        Result disputed = new SequentialTest(0.1, 0.05).look(new Arm(1800, 171), new Arm(200, 35));
        assertThat(disputed.evidence().lowest() >= 0).isEqualTo(disputed.verdict() == Verdict.BETTER);
    }

    @Test
    void nobodyIsNoEvidence() {
        Result result = new SequentialTest(0.1, 0.05).look(new Arm(0, 0), new Arm(0, 0));
        assertThat(result.verdict()).isEqualTo(Verdict.OPEN);
        assertThat(result.evidence().better()).isCloseTo(1, within(1e-12));
        assertThat(result.evidence().lowest()).isLessThanOrEqualTo(-0.99);
    }

    @Test
    void moreConversionsThanShoppersAreRefused() {
        assertThatThrownBy(() -> new Arm(1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 of 1 shoppers, expected 0 to all of them");
    }

    private static double binomial(int n, int k, double p) {
        double ways = 1;
        for (int i = 1; i <= k; i++) {
            ways = ways * (n - k + i) / i;
        }
        return ways * Math.pow(p, k) * Math.pow(1 - p, n - k);
    }
}
