package io.nextcart.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LiftTableTest {
    @Test
    void tableSaysHowManyTimesAsManyWentIntoTheCart() {
        assertThat(LiftTable.lines(arm(100, 50, 10, 6), arm(100, 50, 8, 4), arm(100, 50, 5, 2)))
                .anySatisfy(line -> assertThat(line)
                        .contains("Nextcart")
                        .contains("5,000")
                        .contains("20.00 %")
                        .contains("120.00 (120.00–120.00)"))
                .anySatisfy(line ->
                        assertThat(line).contains("lift").contains("+100 %").contains("+200 %"))
                .anySatisfy(line -> assertThat(line)
                        .contains("lift over the rule")
                        .contains("+25 %")
                        .contains("+50 %"))
                .anySatisfy(line -> assertThat(line).contains("3.0 times as many went into the cart"));
    }

    @Test
    void aDifferenceWithinTheNoiseIsCalledThat() {
        assertThat(LiftTable.lines(noisy(0), noisy(1), noisy(1)))
                .anySatisfy(line -> assertThat(line).contains("within the noise"));
    }

    @Test
    void withoutAddToCartsThereIsNoLift() {
        assertThat(LiftTable.lines(arm(10, 10, 1, 0), arm(10, 10, 1, 0), arm(10, 10, 1, 0)))
                .anySatisfy(line -> assertThat(line).contains("not measurable"))
                .anySatisfy(line -> assertThat(line).contains("Too few add-to-carts"));
    }

    private static ArmTally arm(int shoppers, int shown, int clicks, int carts) {
        ArmTally arm = ArmTally.of(shoppers);
        Arrays.fill(arm.shown(), shown);
        Arrays.fill(arm.clicks(), clicks);
        Arrays.fill(arm.carts(), carts);
        return arm;
    }

    private static ArmTally noisy(int phase) {
        ArmTally arm = arm(50, 10, 2, 0);
        for (int i = 0; i < 50; i++) {
            arm.carts()[i] = (i + phase) % 2;
        }
        return arm;
    }
}
