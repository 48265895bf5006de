package io.nextcart.engine.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CalibrationTest {
    @TempDir
    Path folder;

    @Test
    void withoutOneAScoreIsALogOdds() {
        for (double raw : new double[] {-30, -1.25, 0, 3}) {
            assertThat(Calibration.NONE.probability(raw)).isEqualTo(1 / (1 + Math.exp(-raw)));
        }
    }

    @Test
    void isotonicIsLinearBetweenItsPointsAndConstantBeyond() {
        Calibration isotonic = Calibration.isotonic(new float[] {-1, 0, 2}, new float[] {0.1f, 0.1f, 0.5f});

        assertThat(isotonic.probability(-9)).isCloseTo(0.1, within(1e-7));
        assertThat(isotonic.probability(-0.5)).isCloseTo(0.1, within(1e-7));
        assertThat(isotonic.probability(1)).isCloseTo(0.3, within(1e-7));
        assertThat(isotonic.probability(2)).isCloseTo(0.5, within(1e-7));
        assertThat(isotonic.probability(9)).isCloseTo(0.5, within(1e-7));
        assertThat(Calibration.isotonic(new float[] {3}, new float[] {0.2f}).probability(7))
                .isCloseTo(0.2, within(1e-7));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Calibration isotonic = Calibration.isotonic(new float[] {-1, 0.25f}, new float[] {0, 0.5f});
        Calibration logistic = Calibration.logistic(0.5f, -3);
        isotonic.write(folder.resolve("isotonic.tbl"));
        logistic.write(folder.resolve("logistic.tbl"));

        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            double raw = random.nextGaussian();
            assertThat(Calibration.open(folder.resolve("isotonic.tbl")).probability(raw))
                    .isEqualTo(isotonic.probability(raw));
            assertThat(Calibration.open(folder.resolve("logistic.tbl")).probability(raw))
                    .isEqualTo(logistic.probability(raw));
        }
        assertThat(Calibration.open(folder.resolve("isotonic.tbl")).method()).isEqualTo("isotonic");
        assertThat(Calibration.open(folder.resolve("logistic.tbl")).method()).isEqualTo("platt");
    }

    @Test
    void aCalibrationThatWouldTurnAnOrderRoundIsRefused() throws IOException {
        assertThatThrownBy(() -> Calibration.logistic(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Calibration.isotonic(new float[] {0, 1}, new float[] {0.5f, 0.4f}))
                .isInstanceOf(IllegalArgumentException.class);
        Path file = folder.resolve("falling.tbl");
        try (TableWriter writer = new TableWriter(file, "calibra")) {
            writer.ints("method", new int[] {1});
            writer.floats("score", new float[] {0, 1});
            writer.floats("probability", new float[] {0.5f, 0.4f});
            writer.commit();
        }
        assertThatThrownBy(() -> Calibration.open(file))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("falling.tbl");
    }
}
