package io.nextcart.training.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.engine.rank.Calibration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationFitTest {
    @Test
    void poolsAreTheKnownAnswer() {
        // Rates 0, 1, 0, 1, 1 in order of score: the second and the third violate the order and are pooled.
        ScoredPairs pairs = new ScoredPairs();
        boolean[] happened = {false, true, false, true, true};
        for (int i = 0; i < happened.length; i++) {
            pairs.add(i, happened[i], 1000);
        }

        Calibration fitted = CalibrationFit.isotonic(pairs.sample());

        // Each pool is shrunk by the weight of one average pair with the overall rate, 0.6.
        assertThat(fitted.probability(-5)).isCloseTo(0.6 / 2, within(1e-6));
        assertThat(fitted.probability(1.5)).isCloseTo((1 + 0.6) / 3, within(1e-6));
        assertThat(fitted.probability(9)).isCloseTo((2 + 0.6) / 3, within(1e-6));
    }

    @Test
    void equalScoresHaveOneProbability() {
        ScoredPairs pairs = new ScoredPairs();
        for (int i = 0; i < 1000; i++) {
            pairs.add(1, i % 4 == 0, 1);
            pairs.add(-0f, i % 10 == 0, 1);
            pairs.add(0f, i % 10 == 0, 1);
        }

        Calibration fitted = CalibrationFit.isotonic(pairs.sample());

        assertThat(fitted.probability(1)).isCloseTo(0.25, within(0.001));
        assertThat(fitted.probability(0)).isCloseTo(0.1, within(0.001));
    }

    @Test
    void plattFindsTheCurveThatTheLabelsWereDrawnFrom() {
        ScoredPairs pairs = drawn(100_000, 0.7, -2, 1);

        Calibration fitted = CalibrationFit.platt(pairs.sample()).orElseThrow();

        for (double score = -3; score <= 3; score += 0.5) {
            assertThat(fitted.probability(score)).isCloseTo(logistic(0.7 * score - 2), within(0.01));
        }
    }

    @Test
    void plattDoesNotTurnAnOrderRound() {
        assertThat(CalibrationFit.platt(drawn(10_000, -0.7, -2, 1).sample())).isEmpty();
    }

    @Test
    void neitherEverFallsWhateverTheLabels() {
        for (long seed = 0; seed < 20; seed++) {
            ScoredPairs pairs = drawn(500, new Random(seed).nextGaussian(), -1, seed);
            assertNeverFalls(CalibrationFit.isotonic(pairs.sample()), seed);
            CalibrationFit.platt(pairs.sample()).ifPresent(calibration -> assertNeverFalls(calibration, -1));
        }
    }

    @Test
    void aCurveIsCalibratedByPlattAndAStepByIsotonic() {
        HoldoutCalibration curve = new HoldoutCalibration();
        HoldoutCalibration step = new HoldoutCalibration();
        Random random = new Random(4);
        for (int i = 0; i < 40_000; i++) {
            double score = random.nextGaussian();
            curve.add(i < 20_000, score, random.nextDouble() < logistic(2 * score - 3), 1);
            step.add(i < 20_000, score, random.nextDouble() < (score > 1 ? 0.2 : 0.02), 1);
        }

        HoldoutCalibration.Chosen curved = curve.choose();
        HoldoutCalibration.Chosen stepped = step.choose();

        assertThat(curved.calibration().method()).isEqualTo("platt");
        assertThat(stepped.calibration().method()).isEqualTo("isotonic");
        assertThat(stepped.reliability().calibrationError())
                .isLessThan(0.01)
                .isLessThan(stepped.raw().calibrationError() / 10);
        assertThat(stepped.details().method()).isEqualTo("isotonic");
        assertThat(stepped.details().reliability().table()).isNotEmpty();
    }

    @Test
    void withTooFewSuccessesScoresStayAsTheyAre() {
        HoldoutCalibration calibration = new HoldoutCalibration();
        for (int i = 0; i < 1000; i++) {
            calibration.add(i < 500, i, i % 500 < HoldoutCalibration.FEWEST_POSITIVES - 1, 1);
        }

        HoldoutCalibration.Chosen chosen = calibration.choose();

        assertThat(chosen.calibration()).isSameAs(Calibration.NONE);
        assertThat(chosen.details().method()).isEqualTo("none");
        assertThat(new HoldoutCalibration().choose().details().method()).isEqualTo("none");
    }

    @Test
    void weightsCountAsRepetition() {
        ScoredPairs weighted = new ScoredPairs();
        ScoredPairs repeated = new ScoredPairs();
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            float score = (float) random.nextGaussian();
            boolean positive = random.nextDouble() < logistic(score);
            weighted.add(score, positive, 3);
            for (int r = 0; r < 3; r++) {
                repeated.add(score, positive, 1);
            }
        }
        assertThat(CalibrationFit.isotonic(weighted.sample()).probability(0.5))
                .isCloseTo(CalibrationFit.isotonic(repeated.sample()).probability(0.5), within(0.02));
        assertThat(CalibrationFit.platt(weighted.sample()).orElseThrow().probability(0.5))
                .isCloseTo(CalibrationFit.platt(repeated.sample()).orElseThrow().probability(0.5), within(0.02));
    }

    private static void assertNeverFalls(Calibration calibration, long seed) {
        double previous = 0;
        for (double score = -4; score <= 4; score += 0.001) {
            double probability = calibration.probability(score);
            assertThat(probability).as("seed %d, score %s", seed, score).isBetween(previous, 1.0);
            previous = probability;
        }
    }

    private static ScoredPairs drawn(int n, double slope, double intercept, long seed) {
        Random random = new Random(seed);
        ScoredPairs pairs = new ScoredPairs();
        for (int i = 0; i < n; i++) {
            double score = random.nextGaussian();
            pairs.add((float) score, random.nextDouble() < logistic(slope * score + intercept), 1);
        }
        return pairs;
    }

    private static double logistic(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
