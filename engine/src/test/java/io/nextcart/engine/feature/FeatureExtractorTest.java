package io.nextcart.engine.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.data.EventType;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known vectors for a shopper who viewed a (0), then e (4), at 15:00 on a Monday. */
final class FeatureExtractorTest {
    private static final long MONDAY_15H = 1430751600000L;
    /** Of the factors (1, 4) and (1, 5) as they are stored: in 127 steps. */
    private static final float COSINE_4_5 = (float) ((32 * 25 + 127 * 127) / Math.hypot(32, 127) / Math.hypot(25, 127));

    @TempDir
    Path folder;

    private Tables tables;
    private Workspace workspace;

    @BeforeEach
    void viewTwoItems() throws IOException {
        tables = TinyShop.tables(folder);
        workspace = new Workspace(tables);
        workspace.session().add(0, EventType.VIEW, MONDAY_15H - 20_000);
        workspace.session().add(4, EventType.VIEW, MONDAY_15H);
        workspace.compute();
    }

    /** A new hash makes this code refuse all earlier bundles: a release that intends that changes this line. */
    @Test
    void theSchemaIsThatOfTheBundlesInService() {
        assertThat(FeatureExtractor.NAMES).doesNotHaveDuplicates();
        assertThat(FeatureExtractor.SCHEMA_HASH)
                .isEqualTo("7a1cb5341787d9f76885417ac1f2b30a613a11c97fa0f3ae2077e9882367855c");
    }

    @Test
    void everyGroupWritesAsManyValuesAsItHasNames() {
        FeatureGroup[] groups = FeatureExtractor.groups(tables, workspace.session(), workspace.candidates());
        List<String> names = new ArrayList<>();
        for (int g = 0; g < groups.length; g++) {
            groups[g].begin();
            List<String> own = FeatureExtractor.GROUPS.get(g);
            for (int c = 0; c < workspace.candidates().size(); c++) {
                assertThat(places(groups[g], c)).as("group of %s", own).isEqualTo(range(0, own.size()));
            }
            names.addAll(own);
        }
        assertThat(names).isEqualTo(FeatureExtractor.NAMES);
    }

    @Test
    void aGroupThatLeavesAPlaceOrWritesBeyondItsOwnIsNoticed() {
        FeatureGroup leavesTheSecond = (candidate, row, at) -> {
            row[at] = 1;
            row[at + 2] = 0;
        };
        FeatureGroup writesBeforeItsOwn = (candidate, row, at) -> row[at - 1] = Float.NaN;

        assertThat(places(leavesTheSecond, 0)).containsExactly(0, 2);
        assertThat(places(writesBeforeItsOwn, 0)).containsExactly(-1);
    }

    @Test
    void aNeighbourOfTheNewestItemHasItsKnownValues() {
        assertThat(value(5, "co_visitation_score")).isEqualTo(3);
        assertThat(value(5, "co_visitation_rank")).isEqualTo(1);
        assertThat(value(5, "co_visitation_share_of_best")).isEqualTo(1);
        assertThat(value(5, "from_newest")).isEqualTo(3);
        assertThat(value(5, "from_second")).isZero();
        assertThat(value(5, "from_hits")).isEqualTo(1);
        assertThat(value(5, "repeat_position")).isEqualTo(-1);
        assertThat(value(5, "repeat_rank")).isEqualTo(999);
        assertThat(value(5, "category_of_newest")).isEqualTo(1);
        assertThat(value(5, "category_share")).isEqualTo(0.5f);
        assertThat(value(5, "views_log")).isCloseTo((float) Math.log(71), within(1e-6f));
        assertThat(value(5, "als_newest"))
                .isCloseTo((float) (COSINE_4_5 * Math.sqrt(17) * Math.sqrt(26)), within(1e-5f));
        assertThat(value(5, "price_ratio_log"))
                .isCloseTo((float) (Math.log(15) - (Math.log(10) + Math.log(14)) / 2), within(1e-6f));
    }

    @Test
    void aRepeatKnowsItsPlaceAndAge() {
        assertThat(value(0, "repeat_position")).isEqualTo(1);
        assertThat(value(0, "repeat_views")).isEqualTo(1);
        assertThat(value(0, "repeat_age_log_s")).isCloseTo((float) Math.log1p(20), within(1e-6f));
    }

    @Test
    void cosinesOfFactorsIgnoreTheLengthOfVectors() {
        assertThat(value(5, "als_newest_cosine")).isCloseTo(COSINE_4_5, within(1e-6f));
        assertThat(value(5, "als_closest_cosine")).isCloseTo(COSINE_4_5, within(1e-6f));
        assertThat(value(0, "als_closest_cosine")).isCloseTo(1, within(1e-6f));
        assertThat(value(5, "als_session_cosine")).isBetween((float) (1 / Math.sqrt(26)), COSINE_4_5);
    }

    @Test
    void turningBackLeavesAPath() {
        workspace.session().add(0, EventType.VIEW, MONDAY_15H + 20_000);
        workspace.compute();

        assertThat(value(4, "after_newest")).isEqualTo(1);
        assertThat(value(4, "before_newest")).isZero();
        assertThat(value(0, "after_newest")).isZero();
        assertThat(value(5, "turns")).isEqualTo(1);
        assertThat(value(5, "back_steps")).isEqualTo(1);
        assertThat(value(5, "distinct_share")).isEqualTo(2f / 3);
    }

    @Test
    void theContextIsTheNewestEvents() {
        assertThat(value(5, "hour")).isEqualTo(15);
        assertThat(value(5, "weekday")).isZero();
        assertThat(value(5, "session_length")).isEqualTo(2);
        assertThat(value(5, "newest_neighbors")).isEqualTo(2);
    }

    /** The positions that a group writes, relative to its first. */
    private static List<Integer> places(FeatureGroup group, int candidate) {
        float untouched = Float.intBitsToFloat(0x7fc0beef); // a NaN that no computation yields
        float[] row = new float[3 * FeatureExtractor.NAMES.size()];
        Arrays.fill(row, untouched);
        int at = FeatureExtractor.NAMES.size();
        group.write(candidate, row, at);
        return IntStream.range(0, row.length)
                .filter(place -> Float.floatToRawIntBits(row[place]) != Float.floatToRawIntBits(untouched))
                .mapToObj(place -> place - at)
                .toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private float value(int item, String feature) {
        int at = FeatureExtractor.NAMES.indexOf(feature);
        assertThat(at).as(feature).isNotNegative();
        for (int c = 0; c < workspace.candidates().size(); c++) {
            if (workspace.candidates().item(c) == item) {
                return workspace.rows()[c][at];
            }
        }
        throw new AssertionError("item " + item + " is not a candidate");
    }
}
