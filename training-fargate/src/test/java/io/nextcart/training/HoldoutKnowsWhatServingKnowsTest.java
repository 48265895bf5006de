package io.nextcart.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.rank.Answering;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.TableReplay;
import io.nextcart.training.table.SessionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists that a holdout is judged by are those that a server gives with the bundle of the day before it, item by item. */
class HoldoutKnowsWhatServingKnowsTest {
    @TempDir
    private Path folder;

    @Test
    void theTablesOfADayKnowNoItemThatCameLater() throws IOException {
        ShopTables shop = ShopTables.make(folder, 0.01, Objective.VIEW);
        SessionLog log = shop.sessions();
        int end = log.sessionOffsets()[shop.holdout().session()[0]];
        long endMs = log.timestampMs()[end];
        Set<String> before = new HashSet<>();
        for (int i = 0; i < log.events(); i++) {
            if (log.timestampMs()[i] < endMs) {
                before.add(shop.itemIds()[log.item()[i]]);
            }
        }

        Set<String> known = new HashSet<>();
        for (int item = 0; item < shop.past().items().size(); item++) {
            known.add(shop.past().items().id(item));
        }

        assertThat(known).isNotEmpty().hasSizeLessThan(shop.itemIds().length);
        for (int item = 0; item < shop.judged().items().size(); item++) {
            boolean withoutEvents = shop.judged().items().views(item)
                            + shop.judged().items().carts(item)
                            + shop.judged().items().purchases(item)
                    == 0;
            // What has no event yet stood in the catalogue, with its category.
            assertThat(withoutEvents ? shop.judged().items().category(item) >= 0 : before.contains(
                            shop.judged().items().id(item)))
                    .isTrue();
        }
    }

    @Test
    void listsOfTheHoldoutAreThoseOfAServer() throws IOException {
        ShopTables shop = ShopTables.make(folder, 0.01, Objective.VIEW);
        SessionLog log = shop.sessions();
        // Tables of the past know the fewest items, so that the holdout meets many that are new.
        Workspace workspace = new Workspace(shop.past());
        TableReplay replay = shop.replay().into(workspace);
        Answering answering = new Answering(shop.past(), new RuleRanker(), Calibration.NONE);
        Recommender server = new Recommender(shop.past(), new RuleRanker());
        Cases cases = shop.holdout();
        int unknown = 0;
        for (int c = 0; c < Math.min(500, cases.size()); c++) {
            int session = cases.session()[c];
            int from = log.sessionOffsets()[session];
            replay.fill(session, cases.position()[c], true);
            ItemFilter everything =
                    ItemFilter.of(shop.past(), workspace.numbers(), Query.Filters.NONE, List.of(), Overlay.NONE);
            Ranking judged = answering.answer(workspace, everything, 20, 0, FallbackLevel.SESSION);

            List<Interaction> sent = new ArrayList<>();
            for (int i = from; i < from + cases.position()[c]; i++) {
                if (log.typeAt(i) == EventType.VIEW) {
                    String id = shop.itemIds()[log.item()[i]];
                    unknown += shop.past().items().indexOf(id) < 0 ? 1 : 0;
                    sent.add(new Interaction(id, EventType.VIEW, Interaction.NO_TIME));
                }
            }
            Ranking served = server.recommend(new Query(sent, false, 20, Query.Filters.NONE, 0));

            assertThat(judged.items()).as("case %d", c).isEqualTo(served.items());
            int[] relevant = replay.numbers(cases.relevant()[c]);
            assertThat(Arrays.stream(relevant).filter(number -> number >= 0)).allSatisfy(number -> assertThat(
                            shop.itemIds()[replay.item(number)])
                    .isEqualTo(workspace.numbers().id(number)));
        }
        assertThat(unknown).isPositive();
        assertThat(ExampleWriter.isInline(1)).isTrue();
    }
}
