package io.nextcart.training.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.training.fit.TrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShuffledAnswersIT {
    private static final int CASES = 600;
    private static final int CANDIDATES = 10;

    @TempDir
    Path folder;

    @Test
    void answersDrawnByLotCannotBeLearnt() throws IOException {
        ShuffledAnswers result = ShuffledAnswers.fit(examples(0), 1, 2, folder);

        assertThat(result.auc().cases()).isEqualTo(CASES / 2);
        assertThat(result.band()).isBetween(0.05, 0.1);
        assertThat(result.alarm()).isEmpty();
        assertThat(result.cpuSeconds()).isPositive();
    }

    @Test
    void aFeatureThatSeesItsLabelInOneOfFiveRowsGivesItselfAway() throws IOException {
        ShuffledAnswers result = ShuffledAnswers.fit(examples(0.2), 1, 2, folder);

        assertThat(result.alarm()).hasValueSatisfying(alarm -> assertThat(alarm).contains("sees its label"));
    }

    @Test
    void withoutCasesThereIsNothingToMeasure() throws IOException {
        ShuffledAnswers result = ShuffledAnswers.fit(new TrainingSet(List.of("a")), 1, 2, folder);

        assertThat(result.auc().cases()).isZero();
        assertThat(result.alarm()).isEmpty();
    }

    /**
     * @param leak share of the rows whose second feature is the label
     */
    private static TrainingSet examples(double leak) {
        SplittableRandom random = new SplittableRandom(9);
        TrainingSet set = new TrainingSet(List.of("noise", "leak", "of_the_case"));
        for (int q = 0; q < CASES; q++) {
            int answer = random.nextInt(CANDIDATES);
            float ofTheCase = (float) random.nextDouble();
            for (int c = 0; c < CANDIDATES; c++) {
                float label = c == answer ? 1 : 0;
                float seen = random.nextDouble() < leak ? label : random.nextInt(2);
                set.append(new float[] {(float) random.nextDouble(), seen, ofTheCase}, 0, label, q);
            }
        }
        return set;
    }
}
