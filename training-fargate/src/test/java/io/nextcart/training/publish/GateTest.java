package io.nextcart.training.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final Gate GATE = new Gate(100, 0.02);
    private static final Scores POPULAR = new Scores(0.10, 0.04, 500);
    private static final Scores REPEAT = new Scores(0.30, 0.20, 500);

    @Test
    void aCandidateAboveAllPasses() {
        assertThat(GATE.decide(new Scores(0.6, 0.3, 500), POPULAR, REPEAT, Optional.of(new Scores(0.59, 0.29, 500))))
                .isInstanceOf(GateResult.Passed.class);
    }

    @Test
    void aTieWithABaselinePasses() {
        assertThat(GATE.decide(REPEAT, POPULAR, REPEAT, Optional.empty())).isInstanceOf(GateResult.Passed.class);
    }

    @Test
    void aCandidateBelowABaselineIsRefusedWithBothFigures() {
        GateResult result = GATE.decide(new Scores(0.25, 0.21, 500), POPULAR, REPEAT, Optional.empty());
        assertThat(result)
                .isEqualTo(new GateResult.Refused(
                        java.util.List.of("HR@20 is 25.00 %, below the 30.00 % of repeating the items just viewed")));
    }

    @Test
    void theChampionMayBeMissedByNoMoreThanTheMargin() {
        Optional<Scores> champion = Optional.of(new Scores(0.60, 0.30, 500));
        assertThat(GATE.decide(new Scores(0.589, 0.295, 500), POPULAR, REPEAT, champion))
                .isInstanceOf(GateResult.Passed.class);
        GateResult result = GATE.decide(new Scores(0.587, 0.295, 500), POPULAR, REPEAT, champion);
        assertThat(((GateResult.Refused) result).reasons())
                .containsExactly(
                        "HR@20 is 58.70 %, below the 60.00 % of the model in service by more than 2.0 % of it");
    }

    @Test
    void tooFewCasesCannotJudge() {
        Scores few = new Scores(0.5, 0.5, 99);
        GateResult result = GATE.decide(few, few, few, Optional.empty());
        assertThat(((GateResult.Refused) result).reasons())
                .containsExactly("only 99 holdout cases, at least 100 are needed to judge: train on a longer log");
    }

    @Test
    void scoresOfAnotherHoldoutAreRefused() {
        assertThatThrownBy(() -> GATE.decide(new Scores(0.6, 0.3, 499), POPULAR, REPEAT, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected the same holdout");
    }
}
