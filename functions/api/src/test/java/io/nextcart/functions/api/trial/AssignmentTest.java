package io.nextcart.functions.api.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
    private static final int SHOPPERS = 20_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9})
    void theShareOfShoppersIsTheOneAskedFor(double share) {
        double deviation = Math.sqrt(share * (1 - share) / SHOPPERS);
        Assignment trial = new Assignment("20261125T010203Z-0a1b2c3d", share);
        assertThat(challengers(trial, number -> "shopper-" + number)).isCloseTo(share, within(4 * deviation));
        assertThat(challengers(trial, number -> String.valueOf(1_000_000 + 7 * number)))
                .isCloseTo(share, within(4 * deviation));
    }

    @Test
    void nobodyAndEverybodyAreSharesToo() {
        assertThat(challengers(new Assignment("v", 0), String::valueOf)).isZero();
        assertThat(challengers(new Assignment("v", 1), String::valueOf)).isEqualTo(1);
    }

    @Test
    void aShopperKeepsTheVariantAndAGrowingShareKeepsItsShoppers() {
        Assignment small = new Assignment("v", 0.1);
        Assignment large = new Assignment("v", 0.3);
        for (int i = 0; i < 10_000; i++) {
            String user = "u" + i;
            assertThat(small.place(user)).isEqualTo(new Assignment("v", 0.1).place(user));
            if (small.of(user) == Variant.CHALLENGER) {
                assertThat(large.of(user)).isEqualTo(Variant.CHALLENGER);
            }
        }
    }

    @Test
    void oneTrialDoesNotPredictTheNext() {
        Assignment first = new Assignment("20261125T010203Z-0a1b2c3d", 0.5);
        Assignment second = new Assignment("20261126T010203Z-0a1b2c3d", 0.5);
        int both = 0;
        for (int i = 0; i < SHOPPERS; i++) {
            boolean inFirst = first.of("u" + i) == Variant.CHALLENGER;
            both += inFirst && second.of("u" + i) == Variant.CHALLENGER ? 1 : 0;
        }
        assertThat(both / (double) SHOPPERS).isCloseTo(0.25, within(0.0123)); // 4 standard deviations
    }

    @Test
    void aLargerControlGroupHoldsTheSmallerOneAndTrialsDoNotPredictIt() {
        Assignment small = Assignment.control(0.05);
        Assignment large = Assignment.control(0.1);
        Assignment trial = new Assignment("v2", 0.5);
        int held = 0;
        int challenged = 0;
        for (int i = 0; i < SHOPPERS; i++) {
            String user = "u" + i;
            if (small.holds(user)) {
                held++;
                challenged += trial.of(user) == Variant.CHALLENGER ? 1 : 0;
                assertThat(large.holds(user)).isTrue();
            }
            assertThat(Assignment.control(0).holds(user)).isFalse();
        }
        assertThat(held / (double) SHOPPERS).isCloseTo(0.05, within(0.0063)); // 4 standard deviations
        assertThat(challenged / (double) held).isCloseTo(0.5, within(0.064));
    }

    /** Another hash would reassign the shoppers of running trials. */
    @Test
    void theHashStaysTheSame() {
        Assignment.Place place = new Assignment("v1", 0.5).place("u1");
        assertThat(Long.toHexString(place.hash())).isEqualTo("f09ea03b0ed08662");
        assertThat(place.variant()).isEqualTo(Variant.CHAMPION);
    }

    @Test
    void aShareIsNoMoreThanOne() {
        assertThatThrownBy(() -> new Assignment("v", 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share is 1.5, expected a number from 0 to 1");
    }

    private static double challengers(Assignment trial, IntFunction<String> user) {
        int count = 0;
        for (int i = 0; i < SHOPPERS; i++) {
            count += trial.of(user.apply(i)) == Variant.CHALLENGER ? 1 : 0;
        }
        return count / (double) SHOPPERS;
    }
}
