package io.nextcart.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.data.BadInputException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShopSpecTest {
    @Test
    void scale1HasTheCountsOfTheOriginal() {
        ShopSpec spec = new ShopSpec(1, 42);

        assertThat(spec.events()).isEqualTo(2_756_101);
        assertThat(spec.views()).isEqualTo(2_664_312);
        assertThat(spec.carts()).isEqualTo(69_332);
        assertThat(spec.transactions()).isEqualTo(22_457);
        assertThat(spec.visitors()).isEqualTo(1_407_580);
        assertThat(spec.itemsSeen()).isEqualTo(235_061);
        assertThat(spec.items()).isEqualTo(417_053);
        assertThat(spec.propertyRows()).isEqualTo(20_275_902);
        assertThat(spec.categories()).isEqualTo(1_669);
        assertThat(Instant.ofEpochMilli(ShopSpec.START_MS)).hasToString("2015-05-03T00:00:00Z");
        assertThat(Instant.ofEpochMilli(ShopSpec.END_MS)).hasToString("2015-09-16T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.01, 0.3, 2, 10})
    void otherScalesAreInProportion(double scale) {
        ShopSpec spec = new ShopSpec(scale, 42);

        assertThat((double) spec.views()).isCloseTo(2_664_312 * scale, within(0.5));
        assertThat((double) spec.carts()).isCloseTo(69_332 * scale, within(0.5));
        assertThat((double) spec.transactions()).isCloseTo(22_457 * scale, within(0.5));
        assertThat((double) spec.visitors()).isCloseTo(1_407_580 * scale, within(0.5));
        assertThat((double) spec.itemsSeen()).isCloseTo(235_061 * scale, within(0.5));
        assertThat((double) spec.items()).isCloseTo(417_053 * scale, within(0.5));
        assertThat((double) spec.propertyRows()).isCloseTo(20_275_902 * scale, within(0.5));
        assertThat(spec.categories()).isBetween(12, 1_669);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.0009, 10.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aScaleOutOfRangeIsRefused(double scale) {
        assertThatThrownBy(() -> new ShopSpec(scale, 42))
                .isInstanceOf(BadInputException.class)
                .hasMessage("--scale is " + scale + ", expected a number from 0.001 to 10.0");
    }
}
