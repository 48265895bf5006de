package io.nextcart.training.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrongFeaturesTest {
    @Test
    void nothingIsStrongerThanTheBoundWithoutAReason() {
        assertThat(StrongFeatures.tooStrong(areas(0.94, 0.99))).isEmpty();
        assertThat(StrongFeatures.tooStrong(areas(0.96, 0.999)))
                .hasValue(
                        "a feature alone tells the answers of training, most likely because it sees them: views_log (AUC"
                                + " 0.960, 0.050 to 0.950 is believed), repeat_score (AUC 0.999, 0.005 to 0.995 is believed)");
    }

    @Test
    void aFeatureWhoseAbsenceGivesTheAnswerIsAsStrong() {
        assertThat(StrongFeatures.tooStrong(areas(0.04, 0.5))).isPresent();
    }

    @Test
    void whatIsMuchStrongerInTrainingThanOnTheHoldoutIsALeak() {
        assertThat(StrongFeatures.strongerThanOnHoldout(areas(0.85, 0.9), areas(0.52, 0.85)))
                .hasValue(
                        "a feature tells the answers of training better than those of the holdout, by more than 0.10, most"
                                + " likely because what training looks things up in holds them: views_log (AUC 0.850 beside"
                                + " 0.520)");
        assertThat(StrongFeatures.strongerThanOnHoldout(areas(0.2, 0.5), areas(0.45, 0.5)))
                .isPresent();
        assertThat(StrongFeatures.strongerThanOnHoldout(areas(0.7, 0.5), areas(0.4, 0.5)))
                .as("pointing the other way on the holdout")
                .isPresent();
    }

    @Test
    void whatIsStrongerOnTheHoldoutIsNotALeak() {
        assertThat(StrongFeatures.strongerThanOnHoldout(areas(0.48, 0.4), areas(0.85, 0.1)))
                .isEmpty();
    }

    @Test
    void aGapThatFewCasesMayHaveByChanceIsNotALeak() {
        CaseAuc chance = new CaseAuc(0.5, 0.1, 0.1, 10);
        Map<String, CaseAuc> unsure = Map.of("views_log", chance, "repeat_score", chance);
        assertThat(StrongFeatures.strongerThanOnHoldout(areas(0.8, 0.8), unsure))
                .isEmpty();
    }

    private static Map<String, CaseAuc> areas(double viewsLog, double repeatScore) {
        Map<String, CaseAuc> areas = new LinkedHashMap<>();
        areas.put("views_log", new CaseAuc(viewsLog, 0.01, 0.01, 1000));
        areas.put("repeat_score", new CaseAuc(repeatScore, 0.01, 0.01, 1000));
        return areas;
    }
}
