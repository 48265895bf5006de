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
                .containsExactly(
                        "feature 'views_log' alone tells the answers: AUC 0.960 within questions, where 0.050 to 0.950 is"
                                + " believed: it sees its label, or StrongFeatures has to say why not",
                        "feature 'repeat_score' alone tells the answers: AUC 0.999 within questions, where 0.005 to 0.995"
                                + " is believed: it sees its label, or StrongFeatures has to say why not");
    }

    @Test
    void aFeatureThatTellsByItsAbsenceIsAsStrong() {
        assertThat(StrongFeatures.tooStrong(NAMES, areas(0.04, 0.5))).hasSize(1);
    }

    @Test
    void whatIsMuchStrongerInTrainingThanOnTheHoldoutIsALeak() {
        assertThat(StrongFeatures.strongerThanOnHoldout(NAMES, areas(0.85, 0.9), areas(0.52, 0.85)))
                .containsExactly(
                        "feature 'views_log' tells the answers of training better than those of the holdout: AUC"
                                + " 0.850 beside 0.520, a gap of 0.10 or less is believed: what training looks things up in holds"
                                + " its answers");
        assertThat(StrongFeatures.strongerThanOnHoldout(NAMES, areas(0.2, 0.5), areas(0.45, 0.5)))
                .hasSize(1);
    }

    @Test
    void whatIsStrongerOnTheHoldoutIsNoLeak() {
        assertThat(StrongFeatures.strongerThanOnHoldout(NAMES, areas(0.52, 0.4), areas(0.85, 0.1)))
                .isEmpty();
    }

    @Test
    void aGapThatFewQuestionsMayHaveByChanceIsNoLeak() {
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
