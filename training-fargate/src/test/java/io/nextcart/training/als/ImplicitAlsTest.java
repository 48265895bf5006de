package io.nextcart.training.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.data.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ImplicitAlsTest {
    private static final int BOARD = 50;

    /** Row r meets every item of its own parity except item r itself. */
    private static Interactions checkerboard() {
        int[] offsets = new int[BOARD + 1];
        int[] item = new int[BOARD * (BOARD / 2 - 1)];
        float[] count = new float[item.length];
        int at = 0;
        for (int row = 0; row < BOARD; row++) {
            for (int i = row % 2; i < BOARD; i += 2) {
                if (i != row) {
                    item[at] = i;
                    count[at++] = 1;
                }
            }
            offsets[row + 1] = at;
        }
        return new Interactions(offsets, item, count, BOARD);
    }

    private static Interactions random(long seed, int rows, int items) {
        Random random = new Random(seed);
        int[] offsets = new int[rows + 1];
        int[] item = new int[rows * items];
        float[] count = new float[rows * items];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            for (int i = row % 7; i < items; i += 1 + random.nextInt(items)) {
                item[at] = i;
                count[at++] = 1 + random.nextInt(3);
            }
            offsets[row + 1] = at;
        }
        return new Interactions(offsets, Arrays.copyOf(item, at), Arrays.copyOf(count, at), items);
    }

    private static ImplicitAls.Settings settings(int factors, int iterations, int threads) {
        return new ImplicitAls.Settings(factors, 40, 0.05, iterations, 7, threads);
    }

    private static double dot(float[] a, int row, float[] b, int other, int factors) {
        double sum = 0;
        for (int f = 0; f < factors; f++) {
            sum += a[row * factors + f] * b[other * factors + f];
        }
        return sum;
    }

    @Test
    void theSquareThatARowDidNotMeetIsItsBestUnmetItem() {
        float[] items = new ImplicitAls(settings(2, 15, 2))
                .model(checkerboard(), null, false, Progress.NONE)
                .items()
                .values();
        float[] rows = rows(checkerboard(), items, settings(2, 15, 2));

        for (int row = 0; row < BOARD; row++) {
            int best = -1;
            double bestScore = Double.NEGATIVE_INFINITY;
            for (int item = 0; item < BOARD; item++) {
                boolean met = item % 2 == row % 2 && item != row;
                double score = dot(rows, row, items, item, 2);
                if (!met && score > bestScore) {
                    best = item;
                    bestScore = score;
                }
            }
            assertThat(best).as("row %d", row).isEqualTo(row);
        }
    }

    @Test
    void itemsOfOneColourAreAlikeAndOfTwoAreNot() {
        float[] items = new ImplicitAls(settings(3, 15, 2))
                .fit(checkerboard(), Progress.NONE)
                .values();

        assertThat(dot(items, 0, items, 0, 3)).isCloseTo(1, within(1e-6));
        assertThat(dot(items, 0, items, 2, 3)).isGreaterThan(0.9);
        assertThat(Math.abs(dot(items, 0, items, 1, 3))).isLessThan(0.1);
    }

    @Test
    void everyRoundLowersTheLoss() {
        Interactions matrix = random(11, 300, 60);
        double before = Double.POSITIVE_INFINITY;
        for (int iterations = 1; iterations <= 8; iterations++) {
            float[] vectors = new ImplicitAls(settings(8, iterations, 2))
                    .model(matrix, null, false, Progress.NONE)
                    .items()
                    .values();
            float[] rows = rows(matrix, vectors, settings(8, 1, 2));
            double loss = loss(matrix, rows, vectors, 8, 40, 0.05);
            assertThat(loss).as("after %d rounds", iterations).isLessThan(before);
            before = loss;
        }
    }

    /** The rows that fit these items best. */
    private static float[] rows(Interactions matrix, float[] items, ImplicitAls.Settings settings) {
        float[] rows = new float[matrix.rows() * settings.factors()];
        try (Blocks blocks = new Blocks(2)) {
            new HalfStep(settings, blocks)
                    .fit(matrix, rows, Blocks.of(matrix.rows()), items.clone(), Blocks.of(matrix.items()));
        }
        return rows;
    }

    private static double loss(
            Interactions matrix, float[] rows, float[] items, int factors, double alpha, double lambda) {
        double loss = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            double[] count = new double[matrix.items()];
            for (int at = matrix.offsets()[row]; at < matrix.offsets()[row + 1]; at++) {
                count[matrix.item()[at]] = matrix.count()[at];
            }
            for (int item = 0; item < count.length; item++) {
                double miss = (count[item] > 0 ? 1 : 0) - dot(rows, row, items, item, factors);
                loss += (1 + alpha * count[item]) * miss * miss;
            }
        }
        for (float[] side : List.of(rows, items)) {
            for (float value : side) {
                loss += lambda * value * value;
            }
        }
        return loss;
    }

    @Test
    void aHalfStepFindsTheMinimumForRowsWithFewAndWithManyItems() {
        int items = 40;
        Interactions rows = random(5, 60, items);
        float[] y = new float[items * 6];
        Random random = new Random(5);
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) random.nextGaussian();
        }
        float[] x = rows(rows, y, settings(6, 1, 2));
        for (int row = 0; row < 60; row++) {
            for (int f = 0; f < 6; f++) {
                assertThat(slope(rows, row, x, y, f))
                        .as("row %d, factor %d", row, f)
                        .isCloseTo(0, within(0.05));
            }
        }
    }

    /** Half the derivative of a row's loss by one of its factors, as {@code settings} weigh it. */
    private static double slope(Interactions matrix, int row, float[] x, float[] y, int f) {
        double slope = 0.05 * x[row * 6 + f];
        for (int item = 0; item < matrix.items(); item++) {
            slope += dot(x, row, y, item, 6) * y[item * 6 + f];
        }
        for (int at = matrix.offsets()[row]; at < matrix.offsets()[row + 1]; at++) {
            int item = matrix.item()[at];
            double weight = 40 * matrix.count()[at];
            slope += (weight * dot(x, row, y, item, 6) - 1 - weight) * y[item * 6 + f];
        }
        return slope;
    }

    @Test
    void threadsChangeNoBitAndTheSeedDoes() {
        Interactions matrix = random(3, 5000, 80);
        float[] one =
                new ImplicitAls(settings(10, 3, 1)).fit(matrix, Progress.NONE).values();
        float[] four =
                new ImplicitAls(settings(10, 3, 4)).fit(matrix, Progress.NONE).values();
        float[] other = new ImplicitAls(new ImplicitAls.Settings(10, 40, 0.05, 3, 8, 1))
                .fit(matrix, Progress.NONE)
                .values();

        assertThat(four).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void aLaterSetStartsBeforeTheLastRoundOfTheFirst() {
        Interactions matrix = random(3, 400, 80);
        int[] every = IntStream.range(0, 80).toArray();
        FactorSets linked = new FactorSets(settings(4, 3, 2), true);
        ImplicitAls.Vectors first = linked.fit(matrix, every, 10, Progress.NONE);

        ImplicitAls.Vectors same = linked.fit(matrix, every, 10, Progress.NONE);
        ImplicitAls.Vectors renumbered = linked.fit(
                new Interactions(
                        matrix.offsets(),
                        Arrays.stream(matrix.item()).map(item -> item + 5).toArray(),
                        matrix.count(),
                        85),
                IntStream.range(5, 85).toArray(),
                20,
                Progress.NONE);

        assertThat(same.values()).isEqualTo(first.values());
        assertThat(renumbered.items()).startsWith(5, 6).hasSameSizeAs(first.items());
        assertThat(dot(renumbered.values(), 0, first.values(), 0, 4)).isCloseTo(1, within(1e-5));
    }

    @Test
    void setsThatAreNotLinkedAreFittedFromScratch() {
        int[] every = IntStream.range(0, 80).toArray();
        Interactions later = random(4, 500, 80);
        FactorSets linked = new FactorSets(settings(4, 3, 2), true);
        FactorSets apart = new FactorSets(settings(4, 3, 2), false);
        List.of(linked, apart).forEach(sets -> sets.fit(random(3, 400, 80), every, 10, Progress.NONE));

        float[] scratch =
                new ImplicitAls(settings(4, 3, 2)).fit(later, Progress.NONE).values();

        assertThat(apart.fit(later, every, 20, Progress.NONE).values()).isEqualTo(scratch);
        assertThat(linked.fit(later, every, 20, Progress.NONE).values()).isNotEqualTo(scratch);
    }

    @Test
    void noSetStartsFromALaterOne() {
        int[] every = IntStream.range(0, BOARD).toArray();
        FactorSets linked = new FactorSets(settings(2, 2, 1), true);
        linked.fit(checkerboard(), every, 10, Progress.NONE);

        assertThatThrownBy(() -> linked.fit(checkerboard(), every, 9, Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endMs is 9, expected at least 10");
    }

    @Test
    void anItemThatNobodyMetHasNoVector() {
        Interactions met = random(3, 400, 2_000);
        int[] everyOther = Arrays.stream(met.item()).map(item -> 2 * item).toArray();
        Interactions spread = new Interactions(met.offsets(), everyOther, met.count(), 4_000);

        ImplicitAls.Vectors vectors = new ImplicitAls(settings(4, 2, 1)).fit(spread, Progress.NONE);

        assertThat(vectors.items()).isSorted().contains(0, 2).doesNotContain(1, 3);
        assertThat(vectors.values()).hasSize(4 * vectors.items().length).doesNotContain(0f);
    }

    @Test
    void aRowStaysInItsBlockWhenOthersAreLeftOut() {
        assertThat(Blocks.of(3_000)).containsExactly(0, 1024, 2048, 3_000);
        assertThat(Blocks.of(new int[] {0, 1023, 1024, 2_500}, 4_096)).containsExactly(0, 2, 3, 4, 4);
        assertThat(Blocks.of(0)).containsExactly(0);
    }

    @Test
    void nothingToFitGivesNoVectors() {
        Interactions matrix = new Interactions(new int[] {0}, new int[0], new float[0], 2);
        assertThat(new ImplicitAls(settings(2, 2, 1)).fit(matrix, Progress.NONE).values())
                .isEmpty();
    }

    @Test
    void progressRisesToTheLastRound() {
        List<Long> seen = new ArrayList<>();
        new ImplicitAls(settings(2, 3, 1)).fit(checkerboard(), (stage, done, total, unit) -> seen.add(done));
        assertThat(seen).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void settingsThatCannotFitAreRefused() {
        assertThatThrownBy(() -> settings(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImplicitAls.Settings(1, Double.NaN, 0, 1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alpha is NaN");
    }
}
