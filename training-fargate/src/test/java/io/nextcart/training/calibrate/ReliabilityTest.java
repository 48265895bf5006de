package io.nextcart.training.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.store.document.ReliabilityDetails;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
    private final Reliability reliability = new Reliability();

    @Test
    void whatWasPromisedStandsBesideWhatCame() {
        reliability.add(0.2, true, 1);
        reliability.add(0.2, false, 3);
        reliability.add(1, true, 1);

        assertThat(reliability.bins())
                .containsExactly(
                        new ReliabilityDetails.Bin(0.1, 0.3, 4, 0.2, 0.25),
                        new ReliabilityDetails.Bin(0.3, 1, 1, 1, 1));
        assertThat(reliability.calibrationError()).isCloseTo(4 * 0.05 / 5, within(1e-12));
        assertThat(reliability.brier()).isCloseTo((0.64 + 3 * 0.04) / 5, within(1e-12));
        assertThat(reliability.logLoss()).isCloseTo(-(Math.log(0.2) + 3 * Math.log(0.8)) / 5, within(1e-12));
    }

    @Test
    void certaintyThatWasWrongIsVeryBadButFinite() {
        reliability.add(0, true, 1);

        assertThat(reliability.logLoss()).isBetween(20.0, 21.0);
    }

    @Test
    void whatIsNotAProbabilityIsRefused() {
        assertThatThrownBy(() -> reliability.add(1.5, true, 1)).hasMessage("probability is 1.5, expected 0 to 1");
        assertThat(reliability.details().table()).isEmpty();
    }
}
