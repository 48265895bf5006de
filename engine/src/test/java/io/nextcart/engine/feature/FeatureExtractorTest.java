package io.nextcart.engine.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.data.EventType;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known vectors for a shopper who viewed a (0), then e (4), at 15:00 on a Monday. */
final class FeatureExtractorTest {
    private static final long MONDAY_15H = 1430751600000L;

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void viewTwoItems() throws IOException {
        Tables tables = TinyShop.tables(folder);
        workspace = new Workspace(tables);
        workspace.session().add(0, EventType.VIEW, MONDAY_15H - 20_000);
        workspace.session().add(4, EventType.VIEW, MONDAY_15H);
        workspace.compute();
    }

    @Test
    void namesAreUniqueAndAsManyAsValues() {
        List<String> names = workspace.features().names();

        assertThat(names).doesNotHaveDuplicates().hasSize(workspace.features().featureCount());
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
        assertThat(value(5, "als_newest")).isEqualTo(1 + 4 * 5);
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
    void cosinesOfFactorsForgetHowLongVectorsAre() {
        float withNewest = (float) (21 / Math.sqrt(26) / Math.sqrt(17));

        assertThat(value(5, "als_newest_cosine")).isCloseTo(withNewest, within(1e-6f));
        assertThat(value(5, "als_closest_cosine")).isCloseTo(withNewest, within(1e-6f));
        assertThat(value(0, "als_closest_cosine")).isCloseTo(1, within(1e-6f));
        assertThat(value(5, "als_session_cosine")).isBetween((float) (1 / Math.sqrt(26)), withNewest);
    }

    @Test
    void whoTurnedBackLeavesAPath() {
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

    private float value(int item, String feature) {
        int at = workspace.features().names().indexOf(feature);
        assertThat(at).as(feature).isNotNegative();
        for (int c = 0; c < workspace.candidates().size(); c++) {
            if (workspace.candidates().item(c) == item) {
                return workspace.rows()[c][at];
            }
        }
        throw new AssertionError("item " + item + " is no candidate");
    }
}
