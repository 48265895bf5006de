package io.nextcart.store.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CurrentTest {
    private static final Current ALONE = new Current("v2", null, 0, "v1", 10);
    private static final Current TRIAL = new Current("v2", "v3", 0.1, "v1", 10);

    @Test
    void aTrialLeavesTheChampionAsItIs() {
        assertThat(ALONE.hasTrial()).isFalse();
        assertThat(ALONE.withChallenger("v3", 0.1)).isEqualTo(TRIAL);
        assertThat(TRIAL.hasTrial()).isTrue();
        assertThat(TRIAL.withoutChallenger()).isEqualTo(ALONE);
    }

    @Test
    void aPromotedChallengerCanBeTakenBack() {
        Current promoted = TRIAL.promoted(20);

        assertThat(promoted).isEqualTo(new Current("v3", null, 0, "v2", 20));
        assertThat(promoted.published("v2", 30)).isEqualTo(new Current("v2", null, 0, "v3", 30));
    }

    @Test
    void rollingBackEndsATrial() {
        assertThat(TRIAL.published("v1", 20)).isEqualTo(new Current("v1", null, 0, "v2", 20));
    }

    @Test
    void publishingWhatServesKeepsTheOneToRollBackTo() {
        assertThat(TRIAL.published("v2", 20)).isEqualTo(new Current("v2", null, 0, "v1", 20));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> ALONE.withChallenger("v2", 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("challenger is the champion itself: v2");
        assertThatThrownBy(() -> ALONE.withChallenger("v3", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share is 0.0, expected a number above 0, at most 1");
        assertThatThrownBy(() -> ALONE.promoted(20))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no challenger to promote, champion is v2");
    }
}
