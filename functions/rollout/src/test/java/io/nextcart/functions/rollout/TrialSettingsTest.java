package io.nextcart.functions.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Environment;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialSettingsTest {
    @Test
    void whatIsNotSaidIsTheDefault() {
        assertThat(TrialSettings.of(new Environment(Map.of()))).isEqualTo(TrialSettings.DEFAULT);
    }

    @Test
    void everyFaultIsToldAtOnce() {
        Map<String, String> environment = Map.of(
                "NEXTCART_TRIAL_UNDECIDED", "perhaps",
                "NEXTCART_TRIAL_HOURS", "12",
                "NEXTCART_TRIAL_MIN_SHOPPERS", "few");
        assertThatThrownBy(() -> new RolloutHandler(environment, Clock.systemUTC()))
                .isInstanceOf(BadInputException.class)
                .hasMessage("environment: NEXTCART_STORE is missing, expected s3://bucket/prefix or a folder;"
                        + " NEXTCART_TRIAL_MIN_SHOPPERS is 'few', expected a whole number from 1 to 100000000;"
                        + " NEXTCART_TRIAL_UNDECIDED is 'perhaps', expected keep or promote;"
                        + " NEXTCART_TRIAL_HOURS is 12, expected more than NEXTCART_TRIAL_HORIZON_HOURS, which is 24");
    }
}
