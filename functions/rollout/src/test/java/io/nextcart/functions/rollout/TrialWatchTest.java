package io.nextcart.functions.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which execution looks at a trial, and which one learns of its end. */
class TrialWatchTest {
    private static final Current CHAMPION = new Current("v1", null, 0, "v0", 5);
    private static final List<Object> ALARMS = List.of(Map.of("name", "errors", "state", "ALARM"));

    @TempDir
    Path folder;

    private TrialShop shop;

    @BeforeEach
    void startATrial() throws IOException {
        shop = new TrialShop(new FolderObjectStore(folder.resolve("store")), folder);
        shop.serve(CHAMPION);
        shop.ask(Map.of("action", "start", "version", "v2", "share", 0.5, "watcher", "monday"));
        shop.pass(Duration.ofHours(30));
    }

    @Test
    void theNewestWatcherLooksAndTheOneBeforeLeaves() throws Exception {
        assertThat(look("monday")).containsEntry("watch", "keep").containsEntry("version", "v2");
        assertThat(watch("tuesday")).isEqualTo(Map.of("state", "trial", "version", "v2"));
        assertThat(watch("tuesday")).containsEntry("state", "trial");

        assertThat(look("monday"))
                .containsEntry("watch", "leave")
                .containsEntry("decision", "continue")
                .containsEntry("reason", "execution tuesday watches it now");
        assertThat((List<?>) record().get("looks")).hasSize(1);
        assertThat(look("tuesday")).containsEntry("watch", "keep");
        assertThat((List<?>) record().get("looks")).hasSize(2);
    }

    @Test
    void onlyTheNewestWatcherHearsOfTheEnd() throws Exception {
        watch("tuesday");
        assertThat(look("tuesday", ALARMS)).containsEntry("decision", "roll_back");
        assertThat(look("monday")).containsEntry("watch", "leave").containsEntry("decision", "continue");
        assertThat(look("tuesday")).containsEntry("watch", "keep").containsEntry("decision", "roll_back");
        assertThat(watch("wednesday")).containsEntry("state", "over");
    }

    @Test
    void aWatcherThatIsRelievedWithinALookCarriesItOutAndLeavesTheRest() throws Exception {
        ObjectStore archive = HookedStore.once(shop.store, "list", "events/", () -> watch("tuesday"));
        assertThat(TrialShop.ask(
                        shop.service(shop.store, archive),
                        Map.of("action", "compare", "version", "v2", "watcher", "monday", "alarms", ALARMS)))
                .containsEntry("watch", "leave");
        assertThat(shop.current()).isEqualTo(CHAMPION);
        assertThat(look("tuesday"))
                .containsEntry("decision", "roll_back")
                .containsEntry("reason", "an alarm rings: errors");
    }

    @Test
    void startAskedAgainTakesTheTrialUp() throws Exception {
        shop.ask(Map.of("action", "start", "version", "v2", "share", 0.5, "watcher", "tuesday"));
        assertThat(record()).containsEntry("watcher", "tuesday");
        assertThat(shop.start(0.5)).containsEntry("state", "trial");
        assertThat(record()).containsEntry("watcher", "tuesday");
    }

    @Test
    void aWatcherHearsOfTheEndOfItsOwnTrialWhenAnotherRuns() throws Exception {
        shop.serve(CHAMPION);
        shop.ask(Map.of("action", "start", "version", "v3", "share", 0.5, "watcher", "tuesday"));
        assertThat(look("monday"))
                .containsEntry("version", "v2")
                .containsEntry("decision", "roll_back")
                .containsEntry("reason", "it was ended manually: v1 is the champion now");
        assertThat(shop.current().challenger()).isEqualTo("v3");
    }

    @Test
    void theRecordOfATrialThatIsNoLongerShownIsClosedByTheNextStatus() throws Exception {
        shop.ask(Map.of("action", "status"));
        assertThat(record()).containsEntry("state", "running");
        shop.serve(CHAMPION.published("v0", 9));
        assertThat(shop.ask(Map.of("action", "status"))).containsEntry("trial", "none");
        assertThat(record())
                .containsEntry("state", "rolled_back")
                .containsEntry("reason", "it was ended manually: v0 is the champion now");
    }

    private Map<String, Object> watch(String watcher) throws IOException {
        return shop.ask(Map.of("action", "watch", "version", "v2", "watcher", watcher));
    }

    private Map<String, Object> look(String watcher) throws IOException {
        return look(watcher, List.of());
    }

    private Map<String, Object> look(String watcher, List<Object> alarms) throws IOException {
        return shop.ask(Map.of("action", "compare", "version", "v2", "watcher", watcher, "alarms", alarms));
    }

    private Map<String, Object> record() throws IOException {
        return JSON.std.mapFrom(shop.store.get("trials/v2.json").orElseThrow().bytes());
    }
}
