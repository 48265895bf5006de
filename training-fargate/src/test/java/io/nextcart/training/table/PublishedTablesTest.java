package io.nextcart.training.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.gate.PublishedTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublishedTablesTest {
    @TempDir
    Path folder;

    private Tables tables(String name, int first, float[] popular, float[] trending) throws IOException {
        Path place = Files.createDirectories(folder.resolve(name));
        Shop.build(place, 1, 60 * Shop.DAY, Shop.random(7, 2_000));
        PopularTable old = PopularTable.open(place.resolve(Tables.POPULAR), 0);
        assertThat(old.popular().to(PopularTable.SHOP)).isEqualTo(40);
        PopularTable.write(place.resolve("new"), lists(first, popular), lists(first, trending));
        Files.move(
                place.resolve("new"), place.resolve(Tables.POPULAR), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        FactorTable.write(place.resolve(Tables.FACTORS), new float[40], 1);
        return Tables.open(place);
    }

    private static PopularTable.Lists lists(int first, float[] scores) {
        int[] items = IntStream.range(first, first + scores.length).toArray();
        return new PopularTable.Lists(new int[] {0, items.length}, items, scores);
    }

    private static float[] falling() {
        float[] scores = new float[20];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 20 - i;
        }
        return scores;
    }

    @Test
    void tablesLikeThoseToTheHoldoutHaveNoFault() throws IOException {
        Tables judged = tables("judged", 0, falling(), falling());
        assertThat(PublishedTables.faults(judged, tables("same", 0, falling(), falling())))
                .isEmpty();
        assertThat(PublishedTables.faults(judged, tables("moved", 15, falling(), falling())))
                .isEmpty();
    }

    @Test
    void zerosEqualScoresOtherItemsAndNumbersThatAreNoneAreFaults() throws IOException {
        Tables judged = tables("judged", 0, falling(), falling());
        float[] spoilt = new float[20];
        spoilt[0] = 1;
        assertThat(PublishedTables.faults(judged, tables("spoilt", 0, spoilt, new float[20])))
                .containsExactly(
                        "of the first 20 popular items of the tables to publish 95 % have a score of 0, of those to the holdout 0 %,"
                                + " expected at most 50 points more: are events dated too late?",
                        "the first 20 trending items of the tables to publish all have the score 0.0, expected an order as to the"
                                + " holdout");
        assertThat(PublishedTables.faults(judged, tables("others", 20, falling(), falling())))
                .containsExactly(
                        "of the first 20 popular items of the tables to publish 0 % are among those to the holdout,"
                                + " expected 10 % at least: are events dated too late?");
        float[] broken = falling();
        broken[0] = Float.POSITIVE_INFINITY;
        assertThat(PublishedTables.faults(judged, tables("broken", 0, broken, falling())))
                .containsExactly("a score of popular items is Infinity, expected a number");
    }
}
