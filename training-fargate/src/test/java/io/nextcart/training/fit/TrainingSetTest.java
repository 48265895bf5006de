package io.nextcart.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSetTest {
    @Test
    void rowsComeBackAsAppendedAcrossChunks() {
        TrainingSet set = new TrainingSet(List.of("a", "b"));
        int rows = 2 * TrainingSet.CHUNK_ROWS + 3;
        float[] values = new float[5];
        for (int row = 0; row < rows; row++) {
            values[2] = row;
            values[3] = -row;
            set.append(values, 2, row % 3 == 0 ? 1 : 0, row / 10);
        }
        assertThat(set.rows()).isEqualTo(rows);
        assertThat(set.positives()).isEqualTo((rows + 2) / 3);
        for (int row : new int[] {0, TrainingSet.CHUNK_ROWS - 1, TrainingSet.CHUNK_ROWS, rows - 1}) {
            assertThat(set.feature(row, 0)).isEqualTo(row);
            assertThat(set.feature(row, 1)).isEqualTo(-row);
            assertThat(set.label(row)).isEqualTo(row % 3 == 0 ? 1 : 0);
            assertThat(set.group(row)).isEqualTo(row / 10);
        }
    }

    @Test
    void aGroupThatIsTornApartIsRefused() {
        TrainingSet set = new TrainingSet(List.of("a"));
        set.append(new float[1], 0, 0, 5);
        assertThatThrownBy(() -> set.append(new float[1], 0, 0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group of row 1 is 4, expected 5 or more");
    }

    @Test
    void namesMustBeDistinctAndPlain() {
        assertThatThrownBy(() -> new TrainingSet(List.of("a", "a"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingSet(List.of("a\tb"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingSet(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
