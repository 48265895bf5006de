package io.nextcart.training.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.training.fit.TrainingSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CaseAucTest {
    @Test
    void pairsInOrderCountAndTiesHalf() {
        // The answer's 2 is above 1 and 0, level with 2, below 3: 2.5 of 4 pairs.
        TrainingSet set = oneCase(new TrainingSet(List.of("a")), 0, 2, 1, 0, 2, 3);

        assertThat(CaseAuc.of(set, row -> set.feature(row, 0)).value()).isEqualTo(2.5 / 4);
    }

    @Test
    void whatIsMissingIsLessThanAnyNumber() {
        TrainingSet set = oneCase(new TrainingSet(List.of("a")), 0, Float.NaN, -100, Float.NaN, 3);
        assertThat(CaseAuc.of(set, row -> set.feature(row, 0)).value()).isEqualTo(0.5 / 3);

        TrainingSet known = oneCase(new TrainingSet(List.of("a")), 0, -100, Float.NaN, Float.NaN);
        assertThat(CaseAuc.of(known, row -> known.feature(row, 0)).value()).isEqualTo(1);
    }

    @Test
    void severalAnswersOfACaseCountAllTheirPairs() {
        TrainingSet set = new TrainingSet(List.of("a"));
        float[][] values = {{3}, {1}, {2}, {0}};
        for (int i = 0; i < values.length; i++) {
            set.append(values[i], 0, i < 2 ? 1 : 0, 0);
        }
        // 3 > 2, 3 > 0, 1 < 2, 1 > 0.
        assertThat(CaseAuc.of(set, row -> set.feature(row, 0)).value()).isEqualTo(3.0 / 4);
    }

    @Test
    void whatSeparatesCasesDoesNotSeparateAnswers() {
        // The column is high where answers are frequent, so over all rows together it would look good.
        TrainingSet set = new TrainingSet(List.of("a"));
        oneCase(set, 0, 9, 9);
        oneCase(set, 1, 1, 1, 1, 1, 1, 1, 1, 1);

        CaseAuc auc = onlyFeature(set);
        assertThat(auc.value()).isEqualTo(0.5);
        assertThat(auc.cases()).isEqualTo(2);
    }

    @Test
    void casesWithoutBothKindsAreLeftOut() {
        TrainingSet set = new TrainingSet(List.of("a"));
        oneCase(set, 0, 5);
        set.append(new float[] {1}, 0, 0, 1);
        set.append(new float[] {2}, 0, 0, 1);

        CaseAuc none = onlyFeature(set);
        assertThat(none.cases()).isZero();
        assertThat(none.value()).isEqualTo(0.5);
        assertThat(none.standardError()).isInfinite();

        oneCase(set, 2, 3, 1);
        assertThat(onlyFeature(set)).matches(auc -> auc.value() == 1 && auc.cases() == 1);
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
                oneCase(set, q, values);
            }
            CaseAuc auc = onlyFeature(set);
            within += auc.strength() <= 1.96 * auc.chanceError() ? 1 : 0;
            squares += (auc.value() - 0.5) * (auc.value() - 0.5);
            chance += auc.chanceError();
            assertThat(auc.standardError()).isCloseTo(auc.chanceError(), within(0.4 * auc.chanceError()));
        }
        assertThat((double) within / sets).as("seed %d", seed).isBetween(0.92, 0.98);
        assertThat(Math.sqrt(squares / sets)).isCloseTo(chance / sets, within(0.1 * chance / sets));
    }

    private static CaseAuc onlyFeature(TrainingSet set) {
        return CaseAuc.ofFeatures(set).values().iterator().next();
    }

    /** The first value is the answer's. */
    private static TrainingSet oneCase(TrainingSet set, int group, float... values) {
        for (int i = 0; i < values.length; i++) {
            set.append(values, i, i == 0 ? 1 : 0, group);
        }
        return set;
    }
}
