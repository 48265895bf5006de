package io.nextcart.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.GateDetails;
import io.nextcart.store.document.ModelKind;
import io.nextcart.training.input.LogInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings on logs of a synthetic shop, each spoilt in one way. None of the models may go into service. */
class GateIT {
    private static final TrainedShop SHOP = TrainedShop.small();
    private static final long DAY_MS = 24 * 3_600_000L;
    private static final int TIME = 0;
    private static final int SHOPPER = 1;
    private static final int TYPE = 2;
    private static final int ITEM = 3;

    @TempDir
    private Path folder;

    @Tag("long")
    @Test
    void aModelOfEventsWhoseItemsWereShuffledHasNothingToSay() throws IOException {
        // Large enough for the gate to reach its other checks.
        Path shop = folder.resolve("shop");
        SyntheticShop.write(new ShopSpec(0.02, 42), shop, Progress.NONE);
        Path log = spoil(shop, rows -> {
            List<String> items = new ArrayList<>();
            rows.forEach(row -> items.add(row[ITEM]));
            Collections.shuffle(items, new Random(1));
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i)[ITEM] = items.get(i);
            }
            return rows;
        });

        RetrainResult result = retrain(shop, log);

        assertThat(result.refusals()).anySatisfy(reason -> assertThat(reason).contains("popular items"));
        assertThatTheRuleServes(result);
    }

    /** By default, {@code GateTest} tests this refusal, and {@code RetrainIT} that what serves then serves on. */
    @Tag("long")
    @Test
    void aModelOfOneDayIsRefusedHoweverMuchHappenedThatDayAndWhatServesServesOn() throws IOException {
        FolderObjectStore store = new FolderObjectStore(TrainedShop.copy(SHOP.store(), folder.resolve("store")));
        List<String> before = store.list("models/");
        byte[] current = store.get(Current.KEY).orElseThrow().bytes();
        long first = Long.parseLong(rows(SHOP.files()).get(0)[TIME]);
        Path log = spoil(SHOP.files(), rows -> {
            long last = Long.parseLong(rows.get(rows.size() - 1)[TIME]);
            rows.forEach(row ->
                    row[TIME] = Long.toString(first + (Long.parseLong(row[TIME]) - first) * DAY_MS / (last - first)));
            return rows;
        });

        RetrainResult result = retrain(SHOP.files(), log);

        assertThat(result.published()).isFalse();
        assertThat(SHOP.result().published()).isTrue();
        assertThat(store.list("models/")).isEqualTo(before);
        assertThat(store.get(Current.KEY).orElseThrow().bytes()).isEqualTo(current);
        assertThat(result.refusals())
                .contains("the log spans only 1.0 days, at least 7 are needed to judge: train on a longer log");
    }

    @Test
    void aLogThatHoldsItsLastWeeksOnceMoreUnderEarlierTimesIsALeak() throws IOException {
        // Like an import run twice, the first time with a wrong clock: the tables contain the answers.
        Path log = spoil(SHOP.files(), rows -> {
            long last = Long.parseLong(rows.get(rows.size() - 1)[TIME]);
            List<String[]> twice = new ArrayList<>(rows);
            for (String[] row : rows) {
                long time = Long.parseLong(row[TIME]);
                if (time > last - 60 * DAY_MS && time < last - 14 * DAY_MS) {
                    String[] copy = row.clone();
                    copy[TIME] = Long.toString(time - 60 * DAY_MS);
                    copy[SHOPPER] = "9" + row[SHOPPER];
                    twice.add(copy);
                }
            }
            twice.sort(Comparator.comparingLong(row -> Long.parseLong(row[TIME])));
            return twice;
        });

        RetrainResult result = retrain(SHOP.files(), log);

        assertThat(result.refusals())
                .anySatisfy(reason -> assertThat(reason).contains("tells the answers of training better"));
        assertThatTheRuleServes(result);
    }

    @Test
    void aLogWithoutViewsSaysSoAndTheRuleServes() throws IOException {
        Path log = spoil(SHOP.files(), rows -> {
            rows.removeIf(row -> row[TYPE].equals("view"));
            return rows;
        });

        RetrainResult result = retrain(SHOP.files(), log);

        assertThat(result.refusals())
                .containsExactly(
                        "the log holds no views: lists are asked for after a view, so no ranking can be learnt or"
                                + " judged; send views");
        assertThatTheRuleServes(result);
    }

    @Test
    void aLogOfOneItemSaysSoAndTheRuleServes() throws IOException {
        Path log = spoil(SHOP.files(), rows -> {
            rows.forEach(row -> row[ITEM] = "7");
            return rows;
        });

        RetrainResult result = retrain(SHOP.files(), log);

        assertThat(result.refusals()).contains("the log holds one item only: there is nothing else to recommend");
        assertThatTheRuleServes(result);
    }

    /** Without a champion the rule serves: it learns nothing, and so nothing wrong from the log. */
    private void assertThatTheRuleServes(RetrainResult result) throws IOException {
        BundleLoader loader = new BundleLoader(new FolderObjectStore(folder.resolve("store")), folder.resolve("cache"));
        Bundle serves = loader.load(loader.current().orElseThrow().champion());
        assertThat(serves.version()).isEqualTo(result.version());
        assertThat(serves.manifest().kind()).isEqualTo(ModelKind.RULE);
        assertThat(serves.ranker()).isInstanceOf(RuleRanker.class);
        assertThat(serves.manifest().files()).doesNotContainKey(Bundle.RANKER);
        assertThat(serves.manifest().training().gate().refusals()).isEqualTo(result.refusals());
        assertThat(result.summary())
                .last()
                .asString()
                .contains(": own items, then co-visitation, until a fitted model is proven better");
    }

    @Test
    void forcePublishesWhatTheGateRefusesAndTheManifestSaysSo() throws IOException {
        RetrainResult result = SHOP.result();

        assertThat(result.refusals()).isNotEmpty();
        assertThat(result.published()).isTrue();
        assertThat(result.summary()).last().asString().endsWith(", despite the gate (--force)");
        BundleLoader loader = new BundleLoader(new FolderObjectStore(SHOP.store()), folder.resolve("cache"));
        Current current = loader.current().orElseThrow();
        assertThat(current.champion()).isEqualTo(result.version());
        GateDetails gate = loader.load(result.version()).manifest().training().gate();
        assertThat(gate.decision()).isEqualTo(GateDetails.REFUSED);
        assertThat(gate.forced()).isTrue();
        assertThat(gate.refusals()).isEqualTo(result.refusals());
    }

    private RetrainResult retrain(Path shop, Path log) throws IOException {
        LogInputs inputs = TrainedShop.inputs(shop, log);
        return TrainedShop.train(inputs, folder.resolve("store"), false, folder.resolve("work"));
    }

    private Path spoil(Path shop, UnaryOperator<List<String[]>> change) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("timestamp,visitorid,event,itemid,transactionid");
        change.apply(rows(shop)).forEach(row -> lines.add(String.join(",", row)));
        return Files.write(folder.resolve("events.csv"), lines);
    }

    /** The shop's events by time. */
    private static List<String[]> rows(Path shop) throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(shop.resolve(SyntheticShop.EVENTS))) {
            if (!line.startsWith("timestamp")) {
                rows.add(line.split(",", -1));
            }
        }
        rows.sort(Comparator.comparingLong(row -> Long.parseLong(row[TIME])));
        return rows;
    }
}
