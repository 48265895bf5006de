package io.nextcart.training.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StrongFeaturesTest {
    private static final List<String> NAMES = List.of("views_log", "repeat_score");

    @Test
    void nothingIsStrongerThanTheBoundWithoutAReason() {
        assertThat(StrongFeatures.tooStrong(NAMES, areas(0.94, 0.99))).isEmpty();
        assertThat(StrongFeatures.tooStrong(NAMES, areas(0.96, 0.999)))
                .hasValue(
                        "a feature alone tells the answers of training, most likely because it sees them: views_log (AUC"
                                + " 0.960, 0.050 to 0.950 is believed), repeat_score (AUC 0.999, 0.005 to 0.995 is believed)");
    }

    @Test
    void aFeatureWhoseAbsenceGivesTheAnswerIsAsStrong() {
        assertThat(StrongFeatures.tooStrong(NAMES, areas(0.04, 0.5))).isPresent();
    }

    @Test
    void whatIsMuchStrongerInTrainingThanOnTheHoldoutIsALeak() {
        assertThat(StrongFeatures.strongerThanOnHoldout(NAMES, areas(0.85, 0.9), areas(0.52, 0.85)))
                .hasValue(
                        "a feature tells the answers of training better than those of the holdout, by more than 0.10, most"
                                + " likely because what training looks things up in holds them: views_log (AUC 0.850 beside"
                                + " 0.520)");
        assertThat(StrongFeatures.strongerThanOnHoldout(NAMES, areas(0.2, 0.5), areas(0.45, 0.5)))
                .isPresent();
        assertThat(StrongFeatures.strongerThanOnHoldout(NAMES, areas(0.7, 0.5), areas(0.4, 0.5)))
                .as("pointing the other way on the holdout")
                .isPresent();
    }

    @Test
    void whatIsStrongerOnTheHoldoutIsNotALeak() {
        assertThat(StrongFeatures.strongerThanOnHoldout(NAMES, areas(0.48, 0.4), areas(0.85, 0.1)))
                .isEmpty();
    }

    @Test
    void aGapThatFewQuestionsMayHaveByChanceIsNotALeak() {
        QuestionAuc[] unsure = {new QuestionAuc(0.5, 0.1, 0.1, 10), new QuestionAuc(0.5, 0.1, 0.1, 10)};
        assertThat(StrongFeatures.strongerThanOnHoldout(NAMES, areas(0.8, 0.8), unsure))
                .isEmpty();
    }

    private static QuestionAuc[] areas(double... values) {
        QuestionAuc[] areas = new QuestionAuc[values.length];
        for (int i = 0; i < values.length; i++) {
            areas[i] = new QuestionAuc(values[i], 0.01, 0.01, 1000);
        }
        return areas;
    }
}
