package io.nextcart.functions.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two looks at a trial at the same time. */
class TrialRaceTest {
    private static final Current CHAMPION = new Current("v1", null, 0, "v0", 5);
    private static final Map<String, Object> LOOK = Map.of("action", "compare");
    private static final Map<String, Object> ALARM =
            Map.of("action", "compare", "alarms", List.of(Map.of("name", "errors", "state", "ALARM")));

    @TempDir
    Path folder;

    private TrialShop shop;

    @BeforeEach
    void startATrial() throws IOException {
        shop = new TrialShop(new FolderObjectStore(folder.resolve("store")), folder);
        shop.serve(CHAMPION);
        shop.start(0.5);
        shop.pass(Duration.ofHours(30));
    }

    @Test
    void aSlowLookUndoesNothingOfWhatAnotherCarriedOut() throws Exception {
        Map<String, Object> slow = slow(LOOK, () -> shop.ask(ALARM));

        assertThat(slow).containsEntry("decision", "roll_back").containsEntry("reason", "an alarm rings: errors");
        assertThat(shop.current()).isEqualTo(CHAMPION);
        assertThat(record()).containsEntry("state", "rolled_back").containsEntry("decision", "roll_back");
    }

    @Test
    void aSlowLookCarriesOutWhatAnotherDecidedAndCouldNot() throws Exception {
        ObjectStore dies = HookedStore.once(shop.store, "putIf", Current.KEY, () -> {
            throw new IOException("killed");
        });
        Map<String, Object> slow = slow(
                LOOK,
                () -> assertThatThrownBy(() -> TrialShop.ask(shop.service(dies, shop.store), ALARM))
                        .hasMessage("killed"));

        assertThat(slow).containsEntry("decision", "roll_back").containsEntry("reason", "an alarm rings: errors");
        assertThat(shop.current()).isEqualTo(CHAMPION);
        assertThat(record()).containsEntry("state", "rolled_back");
    }

    @Test
    void anAlarmThatASlowLookSawIsNotLostToAnother() throws Exception {
        assertThat(slow(ALARM, () -> shop.ask(LOOK))).containsEntry("decision", "roll_back");
        assertThat(shop.current()).isEqualTo(CHAMPION);
        assertThat((List<?>) record().get("looks")).hasSize(2);
    }

    @Test
    void bothLooksAreKeptWhenNeitherDecides() throws Exception {
        assertThat(slow(LOOK, () -> shop.ask(LOOK))).containsEntry("decision", "continue");
        assertThat((List<?>) record().get("looks")).hasSize(2);
    }

    @Test
    void aTrialThatIsOverIsNotStartedAgain() throws Exception {
        shop.ask(ALARM);
        byte[] over = shop.store.get("trials/v2.json").orElseThrow().bytes();

        assertThatThrownBy(() -> shop.start(0.5))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("trials/v2.json: the trial of v2 is over (an alarm rings: errors), expected a"
                        + " model that was never on trial");
        assertThat(shop.current()).isEqualTo(CHAMPION);
        assertThat(shop.store.get("trials/v2.json").orElseThrow().bytes()).isEqualTo(over);
    }

    @Test
    void aTrialThatIsOverAndShownAgainIsTakenOut() throws Exception {
        shop.ask(ALARM);
        byte[] over = shop.store.get("trials/v2.json").orElseThrow().bytes();
        shop.serve(CHAMPION.withChallenger("v2", 0.5));

        Map<String, Object> answer = shop.ask(LOOK);
        assertThat(answer).containsEntry("decision", "roll_back");
        assertThat(answer.get("reason"))
                .isEqualTo("its trial was already over (an alarm rings: errors), and the challenger was shown all the"
                        + " same");
        assertThat(shop.current()).isEqualTo(CHAMPION);
        assertThat(shop.store.get("trials/v2.json").orElseThrow().bytes()).isEqualTo(over);
    }

    @Test
    void aStartThatBrokeOffIsTakenUp() throws Exception {
        shop.serve(CHAMPION); // as if the process had ended before it wrote models/current.json
        shop.start(0.2);
        assertThat(shop.current()).isEqualTo(CHAMPION.withChallenger("v2", 0.2));
        assertThat(record()).containsEntry("share", 0.2).containsEntry("state", "running");
    }

    @Test
    void aDamagedRecordOfTheTrialIsReportedAndOneOfAnotherDoesNotMatter() throws Exception {
        shop.put("trials/old.json", "noise");
        shop.put("trials/readme.txt", "noise");
        Logger logger = Logger.getLogger(TrialRecords.class.getName()); // a reference keeps it quiet
        logger.setLevel(Level.OFF);
        assertThat(shop.ask(ALARM)).containsEntry("decision", "roll_back");
        assertThat(shop.compare()).containsEntry("decision", "roll_back");
        logger.setLevel(null);

        shop.put("trials/v2.json", "noise");
        shop.serve(CHAMPION.withChallenger("v2", 0.5));
        assertThatThrownBy(shop::compare)
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessageContaining("store/trials/v2.json: not a JSON object: ");
    }

    /** A look during which something else happens. */
    private Map<String, Object> slow(Map<String, Object> look, HookedStore.Action meanwhile) throws IOException {
        return TrialShop.ask(
                shop.service(shop.store, HookedStore.once(shop.store, "list", "events/", meanwhile)), look);
    }

    private Map<String, Object> record() throws IOException {
        return JSON.std.mapFrom(shop.store.get("trials/v2.json").orElseThrow().bytes());
    }
}
