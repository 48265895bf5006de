package io.nextcart.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EventWriterTest {
    private static BitSet first(int n) {
        BitSet bits = new BitSet();
        bits.set(0, n);
        return bits;
    }

    @Test
    void exactlyAsManyAreDrawnAndOnlyOfThoseThatTakePart() {
        float[] weights = new float[1_000];
        Arrays.fill(weights, 1);
        BitSet among = first(1_000);
        among.clear(500, 1_000);
        for (int count : new int[] {1, 17, 499, 500}) {
            BitSet drawn = EventWriter.draw(weights, among, count, new SplittableRandom(count));

            assertThat(drawn.cardinality()).isEqualTo(count);
            assertThat(drawn.nextSetBit(500)).isEqualTo(-1);
        }
    }

    @Test
    void chancesAreInProportionToTheWeights() {
        float[] weights = new float[20_000];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 2 == 0 ? 1 : 4;
        }

        BitSet drawn = EventWriter.draw(weights, first(weights.length), 1_000, new SplittableRandom(42));

        long heavy = drawn.stream().filter(i -> i % 2 == 1).count();
        assertThat(heavy).isBetween(760L, 840L);
    }
}
