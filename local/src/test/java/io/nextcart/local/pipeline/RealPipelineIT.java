package io.nextcart.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.local.cli.TrainedShop;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real training and the real rollout, through the deployed pipeline. */
class RealPipelineIT {
    @TempDir
    Path folder;

    private Nights nights;

    @BeforeEach
    void makeShop() throws IOException {
        TrainedShop trained = TrainedShop.get();
        trained.publishTo(new FolderObjectStore(folder.resolve("store")));
        // These shoppers' events are for the rollout to judge, not for the training to learn from.
        nights = new Nights(
                folder.resolve("store").toString(),
                folder.resolve("visits").toString(),
                Map.of("NEXTCART_EVENTS", trained.smallLog().toString(), "NEXTCART_FORCE", "true"));
    }

    @Test
    void fromALogToPromotionAndWhatFailsChangesNothing() throws Exception {
        String champion = nights.current().champion();

        nights.challengerCarts = 0.4; // twice as many as the champion's
        assertThat(nights.run("better").state()).isEqualTo("Promoted");
        assertThat(nights.path).contains("StartTrial", "TellStarted", "Compare");
        Current current = nights.current();
        assertThat(current.champion()).isNotEqualTo(champion);
        assertThat(current.previous()).isEqualTo(champion);

        Path broken = Files.writeString(folder.resolve("broken.csv"), "this is no log\n1,2\n");
        assertThat(nights.run("broken", Map.of("NEXTCART_EVENTS", broken.toString()))
                        .failure())
                .isNotNull();
        assertThat(nights.path).endsWith("TellFailed", "Failed").doesNotContain("TrainOnDemand");
        assertThat(nights.lines).last().asString().contains("Step: train. The champion still serves.", "broken.csv");
        assertThat(nights.current()).isEqualTo(current);
        assertThat(new FolderObjectStore(folder.resolve("store")).list("runs/"))
                .contains("runs/better.json", "runs/broken.json");
    }

    @Test
    @Tag("long")
    void aChallengerProvenWorseIsRolledBack() throws Exception {
        String champion = nights.current().champion();

        nights.challengerCarts = 0.1; // half as many as the champion's
        assertThat(nights.run("worse").state()).isEqualTo("RolledBack");
        assertThat(nights.current().champion()).isEqualTo(champion);
        assertThat(nights.current().challenger()).isNull();
    }
}
