package io.nextcart.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
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
import io.nextcart.training.example.Horizon;
import io.nextcart.training.example.TableReplay;
import io.nextcart.training.example.Windows;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.SessionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists that a holdout judges are, item by item, those that a server gives with the bundle of the day before. */
class HoldoutKnowsWhatServingKnowsTest {
    @TempDir
    private static Path folder;

    private static ShopTables shop;

    /** Without a catalogue, so that an item is unknown until it has an event. */
    @BeforeAll
    static void makeShop() throws IOException {
        SyntheticShop.write(new ShopSpec(0.01, 42), folder, Progress.NONE);
        LogInputs events = new LogInputs(List.of(folder.resolve(SyntheticShop.EVENTS)), null, List.of(), null, 0.01);
        shop = ShopTables.of(folder, events, Objective.VIEW);
    }

    @Test
    void theTablesOfADayKnowExactlyTheItemsThatHadAnEvent() {
        SessionLog log = shop.sessions();
        long endMs = shop.holdoutFromMs();
        Set<String> before = new HashSet<>();
        for (int i = 0; i < log.events(); i++) {
            if (log.timestampMs()[i] < endMs) {
                before.add(shop.itemIds()[log.item()[i]]);
            }
        }

        Set<String> known = new HashSet<>();
        for (int item = 0; item < shop.judged().items().size(); item++) {
            known.add(shop.judged().items().id(item));
        }

        assertThat(known).isNotEmpty().isEqualTo(before).hasSizeLessThan(shop.itemIds().length);
    }

    @Test
    void listsOfTheHoldoutAreThoseOfAServer() {
        SessionLog log = shop.sessions();
        // The earliest tables know the fewest items, so the holdout meets many new ones.
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
            assertThat(Arrays.stream(relevant).filter(number -> number >= 0))
                    .allSatisfy(number -> assertThat(shop.itemIds()[replay.item(number)])
                            .isEqualTo(workspace.numbers().id(number)));
        }
        assertThat(unknown).isPositive();
    }

    /** The ranker must not have learnt from its holdout. */
    @Test
    void nothingFromTheHoldoutOnIsLearnt(@TempDir Path cartFolder) throws IOException {
        SyntheticShop.write(new ShopSpec(0.02, 42), cartFolder, Progress.NONE);
        LogInputs events =
                new LogInputs(List.of(cartFolder.resolve(SyntheticShop.EVENTS)), null, List.of(), null, 0.01);
        RetrainSettings settings = new RetrainSettings(
                events,
                Objective.CART,
                42,
                RetrainSettings.Target.of(cartFolder.resolve("store").toString()),
                RetrainSettings.Resources.of(2, cartFolder));
        try (DuckDbEngine sql = new DuckDbEngine(cartFolder.resolve("sql"), 2, 1L << 30)) {
            TrainingStages stages = TrainingStages.read(settings, new Stages(Progress.NONE), Progress.NONE, sql);
            SessionLog log = stages.log().sessions();
            Windows windows = stages.log().windows();
            long fromMs = windows.holdoutFromMs(log);

            int unbounded = 0;
            for (int fold = 0; fold < windows.folds(); fold++) {
                assertThat(labelsFrom(log, stages.toLearnFrom(fold), fromMs)).isZero();
                unbounded += labelsFrom(
                        log,
                        Cases.answered(
                                log,
                                windows.foldFrom(fold),
                                windows.foldFrom(fold + 1),
                                Objective.CART,
                                Horizon.DAY,
                                Integer.MAX_VALUE,
                                42),
                        fromMs);
            }
            assertThat(unbounded)
                    .as("carts of the holdout that follow a view before it")
                    .isPositive();
        }
    }

    /** Number of relevant items that their shopper carted after the view only from a time on. */
    private static int labelsFrom(SessionLog log, Cases cases, long fromMs) {
        int found = 0;
        for (int c = 0; c < cases.size(); c++) {
            int asked = log.sessionOffsets()[cases.session()[c]] + cases.position()[c] - 1;
            for (int relevant : cases.relevant()[c]) {
                boolean before = false;
                for (int i = 0; i < log.events() && !before; i++) {
                    before = log.item()[i] == relevant
                            && log.user()[i] == log.user()[asked]
                            && log.typeAt(i) == EventType.ADD_TO_CART
                            && log.timestampMs()[i] >= log.timestampMs()[asked]
                            && log.timestampMs()[i] < fromMs;
                }
                found += before ? 0 : 1;
            }
        }
        return found;
    }
}
