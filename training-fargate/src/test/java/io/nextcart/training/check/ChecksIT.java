package io.nextcart.training.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.CheckDetails;
import io.nextcart.training.ShopTables;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.stage.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The findings in examples of a synthetic shop, sound ones and manipulated ones. */
class ChecksIT {
    @TempDir
    private static Path shared;

    private static ShopTables shop;

    @TempDir
    private Path work;

    @BeforeAll
    static void makeShop() throws IOException {
        shop = ShopTables.make(shared, 0.02, Objective.CART);
    }

    @Test
    void soundExamplesRaiseNoAlarm() throws IOException {
        CheckReport report = run(shop.past(), shop.examples(shop.past(), shop.training()));

        assertThat(report.alarms()).isEmpty();
        assertThat(report.lines()).anySatisfy(line -> assertThat(line).contains("the strongest feature alone"));
        CheckDetails details = report.details();
        assertThat(details.auc())
                .isNotEmpty()
                .containsOnlyKeys(details.holdoutAuc().keySet());
        assertThat(details.histograms()).containsOnlyKeys(details.auc().keySet());
        assertThat(details.shuffledAnswers().questions()).isPositive();
        assertThat(details.drift()).isNull();
    }

    @Test
    void tablesThatReachIntoTheirCasesGiveThemselvesAway() throws IOException {
        // The most likely mistake: tables of the holdout for the examples before it.
        CheckReport report = run(shop.judged(), shop.examples(shop.judged(), shop.training()));

        assertThat(report.alarms()).singleElement().asString().contains("than those of the holdout", "cart_rate (AUC ");
    }

    @Test
    void aColumnThatEqualsTheLabelIsNothingThatServingComputes() {
        TrainingSet sound = shop.examples(shop.past(), shop.training());
        TrainingSet leaking = withLabel(sound);

        assertThatThrownBy(() -> run(shop.past(), leaking))
                .isInstanceOf(SkewException.class)
                .hasMessageContaining("there are " + (sound.featureNames().size() + 1) + " features in training");
        assertThat(StrongFeatures.tooStrong(CaseAuc.ofFeatures(leaking)))
                .hasValueSatisfying(
                        alarm -> assertThat(alarm).endsWith(": planted (AUC 1.000, 0.050 to 0.950 is believed)"));
    }

    @Test
    void aFeatureThatSeesItsLabelIsFoundWithAnswersDrawnByLot() throws IOException {
        ShuffledAnswers sound =
                ShuffledAnswers.run(shop::examples, shop.past(), shop.replay(), shop.training(), 42, 2, folder("a"));
        ShuffledAnswers leaking = ShuffledAnswers.run(
                (tables, cases) -> withLabel(shop.examples(tables, cases)),
                shop.past(),
                shop.replay(),
                shop.training(),
                42,
                2,
                folder("b"));

        assertThat(sound.alarm()).isEmpty();
        assertThat(leaking.auc().value()).isGreaterThan(0.99);
        assertThat(leaking.alarm()).isPresent();
    }

    @Test
    void oneBitThatServingComputesOtherwiseEndsTheTraining() {
        TrainingSet sound = shop.examples(shop.past(), shop.training());
        int feature = sound.featureNames().indexOf("als_session");

        assertThatThrownBy(() -> run(shop.past(), changed(sound, feature)))
                .isInstanceOf(SkewException.class)
                .hasMessageContaining("feature 'als_session' is ")
                .hasMessageContaining("no model may learn from what serving cannot compute");
    }

    @Test
    void everyReasonToBeStrongIsOfAFeatureThatExists() {
        assertThat(shop.examples(shop.past(), Checks.sample(shop.training(), 1)).featureNames())
                .containsAll(StrongFeatures.REASONS.keySet());
    }

    private CheckReport run(Tables tables, TrainingSet rows) throws IOException {
        Checks checks = new Checks(shop::examples, shop.replay(), shop.itemIds(), 42, 2, work);
        return new Stages(Progress.NONE)
                .run(
                        "check",
                        stage -> checks.run(
                                new Checks.Asked(tables, shop.training(), rows),
                                shop.judged(),
                                shop.holdout(),
                                new FolderObjectStore(work.resolve("store")),
                                Optional.empty(),
                                stage));
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectory(work.resolve(name));
    }

    private static TrainingSet withLabel(TrainingSet sound) {
        List<String> names = new ArrayList<>(sound.featureNames());
        names.add("planted");
        TrainingSet leaking = new TrainingSet(names);
        float[] vector = new float[names.size()];
        for (int row = 0; row < sound.rows(); row++) {
            copy(sound, row, vector);
            vector[names.size() - 1] = sound.label(row);
            leaking.append(vector, 0, sound.label(row), sound.group(row));
        }
        return leaking;
    }

    private static TrainingSet changed(TrainingSet sound, int feature) {
        TrainingSet changed = new TrainingSet(sound.featureNames());
        float[] vector = new float[sound.featureNames().size()];
        for (int row = 0; row < sound.rows(); row++) {
            copy(sound, row, vector);
            if (row == 3) {
                vector[feature] = Math.nextUp(vector[feature]);
            }
            changed.append(vector, 0, sound.label(row), sound.group(row));
        }
        return changed;
    }

    private static void copy(TrainingSet set, int row, float[] vector) {
        for (int f = 0; f < set.featureNames().size(); f++) {
            vector[f] = set.feature(row, f);
        }
    }
}
