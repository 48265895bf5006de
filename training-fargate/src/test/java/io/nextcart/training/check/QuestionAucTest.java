package io.nextcart.training.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.training.fit.TrainingSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuestionAucTest {
    @Test
    void pairsInOrderCountAndTiesHalf() {
        // The answer's 2 is above 1 and 0, level with 2, below 3: 2.5 of 4 pairs.
        TrainingSet set = question(new TrainingSet(List.of("a")), 0, 2, 1, 0, 2, 3);

        assertThat(QuestionAuc.of(set, row -> set.feature(row, 0)).value()).isEqualTo(2.5 / 4);
    }

    @Test
    void whatIsMissingIsLessThanAnyNumber() {
        TrainingSet set = question(new TrainingSet(List.of("a")), 0, Float.NaN, -100, Float.NaN, 3);
        assertThat(QuestionAuc.of(set, row -> set.feature(row, 0)).value()).isEqualTo(0.5 / 3);

        TrainingSet known = question(new TrainingSet(List.of("a")), 0, -100, Float.NaN, Float.NaN);
        assertThat(QuestionAuc.of(known, row -> known.feature(row, 0)).value()).isEqualTo(1);
    }

    @Test
    void severalAnswersOfAQuestionCountAllTheirPairs() {
        TrainingSet set = new TrainingSet(List.of("a"));
        float[][] values = {{3}, {1}, {2}, {0}};
        for (int i = 0; i < values.length; i++) {
            set.append(values[i], 0, i < 2 ? 1 : 0, 0);
        }
        // 3 > 2, 3 > 0, 1 < 2, 1 > 0.
        assertThat(QuestionAuc.of(set, row -> set.feature(row, 0)).value()).isEqualTo(3.0 / 4);
    }

    @Test
    void whatSeparatesQuestionsDoesNotSeparateAnswers() {
        // The column is high where answers are frequent: over all rows it would look like a good one.
        TrainingSet set = new TrainingSet(List.of("a"));
        question(set, 0, 9, 9);
        question(set, 1, 1, 1, 1, 1, 1, 1, 1, 1);

        QuestionAuc auc = QuestionAuc.ofFeatures(set)[0];
        assertThat(auc.value()).isEqualTo(0.5);
        assertThat(auc.questions()).isEqualTo(2);
    }

    @Test
    void questionsWithoutBothKindsAreLeftOut() {
        TrainingSet set = new TrainingSet(List.of("a"));
        question(set, 0, 5);
        set.append(new float[] {1}, 0, 0, 1);
        set.append(new float[] {2}, 0, 0, 1);

        QuestionAuc none = QuestionAuc.ofFeatures(set)[0];
        assertThat(none.questions()).isZero();
        assertThat(none.value()).isEqualTo(0.5);
        assertThat(none.standardError()).isInfinite();

        question(set, 2, 3, 1);
        assertThat(QuestionAuc.ofFeatures(set)[0]).matches(auc -> auc.value() == 1 && auc.questions() == 1);
    }

    @Test
    void noiseIsAtChanceWithinItsOwnStandardError() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        int sets = 300;
        int within = 0;
        double squares = 0;
        double chance = 0;
        for (int s = 0; s < sets; s++) {
            TrainingSet set = new TrainingSet(List.of("noise"));
            for (int q = 0; q < 60; q++) {
                float[] values = new float[2 + random.nextInt(15)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextDouble();
                }
                question(set, q, values);
            }
            QuestionAuc auc = QuestionAuc.ofFeatures(set)[0];
            within += auc.strength() <= 1.96 * auc.chanceError() ? 1 : 0;
            squares += (auc.value() - 0.5) * (auc.value() - 0.5);
            chance += auc.chanceError();
            assertThat(auc.standardError()).isCloseTo(auc.chanceError(), within(0.4 * auc.chanceError()));
        }
        assertThat((double) within / sets).as("seed %d", seed).isBetween(0.92, 0.98);
        assertThat(Math.sqrt(squares / sets)).isCloseTo(chance / sets, within(0.1 * chance / sets));
    }

    /** The first value is the answer's. */
    private static TrainingSet question(TrainingSet set, int group, float... values) {
        for (int i = 0; i < values.length; i++) {
            set.append(values, i, i == 0 ? 1 : 0, group);
        }
        return set;
    }
}
