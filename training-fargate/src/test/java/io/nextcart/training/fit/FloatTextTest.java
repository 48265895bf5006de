package io.nextcart.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "-17, -17",
        "0.1, 0.1",
        "0.05, 0.05",
        "3.25, 3.25",
        "0.3333333432674408, 0.33333334",
        "16777216, 16777216",
        "1234567.5, 1234567.5",
        "99.99, 99.99",
        "NaN, nan",
        "1.0E-7, 1.0E-7",
        "1.0E20, 1.0E20"
    })
    void floatsAreWrittenShort(float value, String text) {
        assertThat(written(value)).isEqualTo(text);
    }

    @Test
    void everyFloatReadsBackToItsBits() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 500_000; i++) {
            float value = switch (i % 4) {
                case 0 -> Float.intBitsToFloat(random.nextInt());
                case 1 -> random.nextFloat();
                case 2 -> (float) random.nextGaussian() * 1000;
                default -> (float) Math.exp(30 * random.nextDouble() - 15);
            };
            if (Float.isNaN(value) || Float.isInfinite(value)) {
                continue;
            }
            String text = written(value);
            assertThat(text.length()).isLessThanOrEqualTo(FloatText.MAX_BYTES);
            if (Float.floatToRawIntBits(Float.parseFloat(text)) != Float.floatToRawIntBits(value)
                    || Float.floatToRawIntBits((float) Double.parseDouble(text)) != Float.floatToRawIntBits(value)) {
                throw new AssertionError("seed " + seed + ": " + value + " was written as " + text);
            }
        }
    }

    @Test
    void infinityIsRefused() {
        assertThatThrownBy(() -> written(Float.NEGATIVE_INFINITY)).hasMessageContaining("-Infinity");
    }

    private static String written(float value) {
        byte[] out = new byte[FloatText.MAX_BYTES + 1];
        return new String(out, 1, FloatText.write(value, out, 1) - 1, StandardCharsets.US_ASCII);
    }
}
