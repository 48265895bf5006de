package io.nextcart.functions.rollout;

import static io.nextcart.functions.rollout.TrialShop.HALF;
import static io.nextcart.functions.rollout.TrialShop.START_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Environment;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutServiceTest {
    private static final Current CHAMPION = new Current("v1", null, 0, "v0", 5);
    private static final Duration DAY_AND_A_BIT = Duration.ofHours(26);

    @TempDir
    Path folder;

    private TrialShop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new TrialShop(new FolderObjectStore(folder.resolve("store")), folder);
    }

    @Test
    void statusSaysWhatServesAndWhetherATrialRuns() throws Exception {
        assertThat(shop.ask(Map.of("action", "status"))).isEqualTo(status("none", null, null));
        shop.serve(CHAMPION);
        assertThat(shop.ask(Map.of("action", "status"))).isEqualTo(status("none", "v1", null));
        shop.start(0.5);
        assertThat(shop.ask(Map.of("action", "status"))).isEqualTo(status("running", "v1", "v2"));
    }

    @Test
    void aTrialIsStartedOnceHoweverOftenItIsAsked() throws Exception {
        shop.serve(CHAMPION);
        Map<String, Object> first = shop.start(0.5);
        byte[] record = shop.store.get("trials/v2.json").orElseThrow().bytes();
        shop.pass(Duration.ofHours(1));
        assertThat(shop.start(0.5)).isEqualTo(first).containsEntry("state", "trial");
        assertThat(shop.current()).isEqualTo(CHAMPION.withChallenger("v2", 0.5));
        assertThat(shop.store.get("trials/v2.json").orElseThrow().bytes()).isEqualTo(record);
    }

    @Test
    void withoutAChampionOrAShareTheModelServesAtOnce() throws Exception {
        assertThat(shop.start(0.5)).containsEntry("state", "promoted").containsEntry("version", "v2");
        assertThat(shop.current()).isEqualTo(new Current("v2", null, 0, null, START_MS));
        shop.serve(CHAMPION);
        assertThat(shop.start(0)).containsEntry("state", "promoted");
        assertThat(shop.start(0)).containsEntry("state", "promoted");
        assertThat(shop.current()).isEqualTo(new Current("v2", null, 0, "v1", START_MS));
    }

    @Test
    void whatCannotBeStartedChangesNothing() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        Current before = shop.current();
        assertThatThrownBy(() -> shop.ask(Map.of("action", "start", "version", "v3", "share", 0.1)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("challenger v2 is on trial, expected that to end before v3 starts");
        assertThatThrownBy(() -> shop.ask(Map.of("action", "start", "version", "gone", "share", 0.1)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("models/gone: no such model, expected one that is stored");
        assertThatThrownBy(() -> shop.ask(Map.of("action", "start", "version", "../v3", "share", 0.1)))
                .hasMessage("request: field 'version' is '../v3', expected a version name");
        assertThatThrownBy(() -> shop.ask(Map.of("action", "start", "version", "v3", "share", 0.6)))
                .hasMessage("request: field 'share' is 0.6, expected a number from 0 to 0.5");
        assertThat(shop.current()).isEqualTo(before);
    }

    @Test
    void aBetterChallengerIsPromotedAndTheAnswerCanBeAskedForAgain() throws Exception {
        Map<String, Object> answer = compareAfter(6000, 0.05, 0.10);
        assertThat(answer)
                .containsEntry("decision", "promote")
                .containsEntry("subject", "Nextcart: the new model is promoted");
        assertThat((String) answer.get("reason")).startsWith("the challenger is better: +");
        assertThat(shop.current()).isEqualTo(new Current("v2", null, 0, "v1", nowMs()));
        assertThat(shop.compare()).isEqualTo(answer);
        assertThat(record()).containsEntry("state", "promoted").containsEntry("decision", "promote");
    }

    @Test
    void aWorseChallengerIsRolledBack() throws Exception {
        assertThat(compareAfter(6000, 0.10, 0.05)).containsEntry("decision", "roll_back");
        assertThat(shop.current()).isEqualTo(CHAMPION);
        assertThat(record()).containsEntry("state", "rolled_back");
    }

    @Test
    void anEqualChallengerStaysOnTrialUntilItsTimeIsOver() throws Exception {
        assertThat(compareAfter(6000, 0.05, 0.05)).containsEntry("decision", "continue");
        assertThat(shop.current().challenger()).isEqualTo("v2");
        shop.pass(Duration.ofDays(6));
        Map<String, Object> end = shop.compare();
        assertThat(end).containsEntry("decision", "roll_back");
        assertThat((String) end.get("reason")).startsWith("168 h are over, and no difference is proven");
        assertThat((List<?>) record().get("looks")).hasSize(2);
    }

    @Test
    void anUndecidedChallengerIsPromotedWhereTheShopWantsThat() throws Exception {
        compareAfter(6000, 0.05, 0.05);
        shop.pass(Duration.ofDays(6));
        TrialSettings promote =
                new TrialSettings(Duration.ofHours(24), Duration.ofMinutes(15), Duration.ofDays(7), 500, 5, true, 0);
        assertThat(TrialShop.ask(shop.service(promote), Map.of("action", "compare")))
                .containsEntry("decision", "promote");
        assertThat(shop.current().champion()).isEqualTo("v2");
    }

    @Test
    void anAlarmEndsTheTrialAtOnce() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        List<Object> alarms = List.of(
                Map.of("name", "errors", "state", "ALARM"), Map.of("name", "slow", "state", "INSUFFICIENT_DATA"));
        Map<String, Object> answer = shop.ask(Map.of("action", "compare", "alarms", alarms));
        assertThat(answer).containsEntry("decision", "roll_back").containsEntry("reason", "an alarm rings: errors");
        assertThat(shop.current()).isEqualTo(CHAMPION);
    }

    @Test
    void anAlarmThatRangBeforeTheTrialDoesNotEndIt() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        shop.pass(Duration.ofHours(1));
        assertThat(shop.ask(ringingSince("2026-03-01T09:59:59Z"))).containsEntry("decision", "continue");
        assertThat(((Map<?, ?>) ((List<?>) record().get("looks")).get(0)).get("alarms"))
                .isEqualTo(List.of());
        // The alarm was over, and rings again.
        assertThat(shop.ask(ringingSince("2026-03-01T10:40:00Z")))
                .containsEntry("decision", "roll_back")
                .containsEntry("reason", "an alarm rings: errors");
        assertThatThrownBy(() -> shop.ask(ringingSince("today")))
                .hasMessage(
                        "request: field 'alarms[0].since' is 'today', expected a time such as 2015-09-18T02:59:47Z");
    }

    private static Map<String, Object> ringingSince(String time) {
        return Map.of(
                "action", "compare", "alarms", List.of(Map.of("name", "errors", "state", "ALARM", "since", time)));
    }

    @Test
    void shoppersWhoseTimeIsNotOverDoNotCount() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        shop.visits(6000, 0.05, 0.10);
        shop.pass(Duration.ofHours(23));
        Map<String, Object> answer = shop.compare();
        assertThat(answer).containsEntry("decision", "continue");
        assertThat((String) answer.get("reason")).startsWith("too few shoppers to tell: 0 of the smaller variant");
        assertThat(counts(answer, "challenger"))
                .containsEntry("completed", 0)
                .extracting("shoppers")
                .isNotEqualTo(0);
    }

    @Test
    void neitherDuplicatesNorTheirOrderNorOtherObjectsChangeTheNumbers() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        List<Event> events = new ArrayList<>(shop.visits(2000, 0.05, 0.06));
        shop.pass(DAY_AND_A_BIT);
        Map<String, Object> once = shop.compare();
        Collections.shuffle(events, new Random(1));
        shop.log("2026-03-01", events);
        shop.log("2026-03-02", events.subList(0, 100));
        assertThat(shop.compare()).isEqualTo(once);
    }

    @Test
    void aCartCountsOnceWithinTheHorizonAndOnlyWithARecommendation() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        String[] users = challengers(4);
        long day = Duration.ofDays(1).toMillis();
        List<Event> events = new ArrayList<>();
        for (String user : users) {
            events.add(TrialShop.event(user, EventType.VIEW, START_MS + 1, null));
        }
        events.add(cart(users[0], START_MS + 1 + day));
        events.add(cart(users[0], START_MS + 5000));
        events.add(cart(users[1], START_MS + 2 + day));
        events.add(TrialShop.event(users[2], EventType.ADD_TO_CART, START_MS + 9, null));
        events.add(TrialShop.event(users[3], EventType.ADD_TO_CART, START_MS + 9, "of another system"));
        events.add(cart("before", START_MS - 1));
        shop.log("2026-03-01", events);
        shop.pass(DAY_AND_A_BIT);
        assertThat(counts(shop.compare(), "challenger"))
                .containsEntry("shoppers", 4)
                .containsEntry("completed", 4)
                .containsEntry("converted", 1)
                .containsEntry("add_to_carts", 3);
    }

    @ParameterizedTest
    @CsvSource({
        "0, no recommendation_id back: 0 of 4000 add-to-carts carry one",
        "39, hardly any recommendation_id back: 39 of 4000 add-to-carts carry one"
    })
    void aShopThatSendsNoRecommendationBackHearsItFromTheFirstLookToTheLast(int sent, String expected)
            throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            String id = i < sent ? TrialShop.id("u" + i) : null;
            events.add(TrialShop.event("u" + i, EventType.ADD_TO_CART, START_MS + 1 + i, id));
        }
        shop.log("2026-03-01", events);
        shop.log("2026-03-02", events); // duplicates count once
        for (Duration time : List.of(Duration.ofHours(1), DAY_AND_A_BIT, Duration.ofDays(7))) {
            shop.pass(time);
            Map<String, Object> answer = shop.compare();
            assertThat((String) answer.get("reason")).contains("the shop sends " + expected.replace("4000", "4,000"));
            assertThat((String) answer.get("message"))
                    .contains(expected.replace("4000", "4,000"))
                    .doesNotContain("NaN", "Infinity", "any)");
        }
        assertThat(record()).containsEntry("state", "rolled_back");
        assertThat(text("trials/v2.json")).doesNotContain("NaN", "Infinity");
    }

    @Test
    void withoutAnyAddToCartNoLiftIsPrinted() throws Exception {
        Map<String, Object> answer = compareAfter(4000, 0, 0);
        assertThat(answer)
                .containsEntry(
                        "reason",
                        "no difference is proven: no shopper of either variant has an add-to-cart that counts");
        assertThat(text("trials/v2.json")).doesNotContain("NaN", "Infinity");
    }

    @Test
    void againstAChampionWithoutAnyAddToCartNoLiftIsPrinted() throws Exception {
        Map<String, Object> answer = compareAfter(4000, 0, 0.05);
        assertThat(answer).containsEntry("decision", "promote");
        assertThat((String) answer.get("reason"))
                .startsWith("the challenger is better: only the challenger has shoppers with an add-to-cart (95 %")
                .doesNotContain("NaN", "nfinity");
    }

    @Test
    void anAnswerOfAnotherModelIsAMismatchAndCountsForTheAssignedVariant() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        String user = challengers(1)[0];
        String wrong = RecommendationId.next(Variant.CHAMPION, "v1").toString();
        shop.log("2026-03-01", List.of(TrialShop.event(user, EventType.ADD_TO_CART, START_MS + 9, wrong)));
        shop.pass(DAY_AND_A_BIT);
        Map<String, Object> answer = shop.compare();
        assertThat(counts(answer, "challenger")).containsEntry("converted", 1).containsEntry("mismatched", 1);
        assertThat(counts(answer, "champion")).containsEntry("mismatched", 0);
    }

    @Test
    void aDeletedUserIsLeftOut() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        String[] users = challengers(2);
        shop.log("2026-03-01", List.of(cart(users[0], START_MS + 9), cart(users[1], START_MS + 9)));
        shop.delete(users[0], START_MS + 100);
        shop.delete(users[1], START_MS - 100); // and came back
        shop.pass(DAY_AND_A_BIT);
        assertThat(counts(shop.compare(), "challenger"))
                .containsEntry("shoppers", 1)
                .containsEntry("add_to_carts", 1);
    }

    @Test
    void theControlGroupIsInNoTrial() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        String[] users = challengers(40);
        List<Event> carts =
                Arrays.stream(users).map(user -> cart(user, START_MS + 9)).toList();
        shop.log("2026-03-01", carts);
        long outside = Arrays.stream(users)
                .filter(user -> !Assignment.control(0.3).holds(user))
                .count();
        assertThat(outside).isBetween(1L, 39L);
        shop.pass(DAY_AND_A_BIT);

        RolloutService service =
                shop.service(TrialSettings.of(new Environment(Map.of("NEXTCART_CONTROL_SHARE", "0.3"))));

        assertThat(counts(TrialShop.ask(service, Map.of("action", "compare")), "challenger"))
                .containsEntry("shoppers", (int) outside);
        assertThat(counts(shop.compare(), "challenger"))
                .as("counted anew where the share is another")
                .containsEntry("shoppers", 40);
    }

    @Test
    void objectsThatCannotBeReadAreNamedAndBlockNothing() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        String[] users = challengers(3);
        shop.log("2026-03-01", List.of(cart(users[0], START_MS + 9), cart(users[1], START_MS + 9)));
        shop.delete(users[1], START_MS + 100);
        Path store = folder.resolve("store");
        byte[] good = Files.readAllBytes(store.resolve("events/dt=2026-03-01/0.ndjson.gz"));
        Files.write(store.resolve("events/dt=2026-03-01/cut.ndjson.gz"), Arrays.copyOf(good, good.length / 2));
        shop.put("events/dt=2026-03-01/noise.ndjson.gz", "noise");
        shop.put("events/dt=2026-03-01/readme.txt", "noise");
        shop.put("tombstones/dt=2026-03-01/noise.ndjson.gz", "noise");
        shop.log("2026-03-02", List.of(cart(users[2], START_MS + 9)));
        shop.tombstones("noise", "null", "{\"user_id\":\"" + users[2] + "\",\"forgotten_at\":" + (START_MS + 9) + "}");
        shop.pass(DAY_AND_A_BIT);
        Logger logger = Logger.getLogger(TrialLog.class.getName()); // a reference keeps it quiet
        logger.setLevel(Level.OFF);
        Map<String, Object> answer = shop.compare();
        logger.setLevel(null);
        assertThat(counts(answer, "challenger")).containsEntry("shoppers", 1);
        assertThat((String) answer.get("message"))
                .contains("4 objects of the archive cannot be read, or not to their end")
                .contains("events/dt=2026-03-01/cut.ndjson.gz, events/dt=2026-03-01/noise.ndjson.gz, tombstones/dt=");
        Map<?, ?> look = (Map<?, ?>) ((List<?>) record().get("looks")).get(0);
        assertThat(look.get("objects_skipped")).isEqualTo(4);
        assertThat((List<?>) look.get("skipped")).hasSize(4);
    }

    @Test
    void aDecisionThatBrokeOffIsFinished() throws Exception {
        compareAfter(6000, 0.05, 0.10);
        // As if the process had ended before it wrote models/current.json.
        shop.serve(CHAMPION.withChallenger("v2", 0.5));
        shop.put("trials/v2.json", text("trials/v2.json").replace("\"promoted\"", "\"running\""));
        assertThat(shop.compare()).containsEntry("decision", "promote");
        assertThat(shop.current().champion()).isEqualTo("v2");
        // As if it had ended after that, before it wrote the record.
        shop.put("trials/v2.json", text("trials/v2.json").replace("\"promoted\"", "\"running\""));
        assertThat(shop.compare()).containsEntry("decision", "promote");
        assertThat(record()).containsEntry("state", "promoted");
    }

    @Test
    void anotherPublicationEndsTheTrialAndStays() throws Exception {
        shop.serve(CHAMPION);
        shop.start(0.5);
        Current other = shop.current().published("v3", 77);
        shop.serve(other);
        Map<String, Object> answer = shop.compare();
        assertThat(answer)
                .containsEntry("decision", "roll_back")
                .containsEntry("reason", "it was ended manually: v3 is the champion now");
        assertThat(shop.current()).isEqualTo(other);
        assertThat(record()).containsEntry("state", "rolled_back");
    }

    @Test
    void withoutATrialThereIsNothingToCompare() throws Exception {
        assertThatThrownBy(() -> shop.compare()).hasMessageEndingWith("nothing serves, expected a trial");
        shop.serve(CHAMPION);
        assertThatThrownBy(() -> shop.compare()).hasMessageEndingWith("trials: it is empty, expected a trial");
    }

    @ParameterizedTest
    @CsvSource({"published", "candidate", "refused", "unusable", "failed"})
    void theResultOfATrainingIsReported(String outcome) throws Exception {
        shop.put(
                "runs/r1.json",
                "{\"run\":\"r1\",\"ended_at\":1,\"outcome\":\"" + outcome
                        + "\",\"version\":\"v2\",\"failure\":{\"stage\":\"gate\","
                        + "\"cause\":\"c\"},\"lines\":[\"One.\",\"Two.\"]}");
        assertThat(shop.ask(Map.of("action", "result", "run", "r1")))
                .containsEntry("outcome", outcome)
                .containsEntry("version", "v2")
                .containsEntry("message", "Stage gate: c\nOne.\nTwo.\n")
                .extracting("subject")
                .asString()
                .startsWith("Nextcart: ");
    }

    @ParameterizedTest
    @CsvSource({
        "20260302T020000Z-2a9b8b81, refused, Nextcart: nothing new was learnt",
        "20260302T020000Z-2a9b8b82, candidate, Nextcart: a new model passed the gate",
        "20260301T020000Z-2a9b8b81, candidate, Nextcart: a new model passed the gate"
    })
    void aModelWithTheChampionsContentIsNotTried(String version, String outcome, String subject) throws Exception {
        shop.serve(new Current("20260301T020000Z-2a9b8b81", null, 0, "v0", 5));
        shop.put(
                "runs/r1.json",
                "{\"run\":\"r1\",\"ended_at\":1,\"outcome\":\"candidate\",\"version\":\"" + version
                        + "\",\"lines\":[\"One.\"]}");
        Map<String, Object> answer = shop.ask(Map.of("action", "result", "run", "r1"));
        assertThat(answer)
                .containsEntry("outcome", outcome)
                .containsEntry("version", version)
                .containsEntry("subject", subject);
        assertThat((String) answer.get("message")).endsWith("One.\n");
        if (outcome.equals("refused")) {
            assertThat((String) answer.get("message"))
                    .startsWith("Nothing new was learnt: model " + version + " is byte for byte model"
                            + " 20260301T020000Z-2a9b8b81, which still serves.");
        }
    }

    @Test
    void aTrainingThatLeftNothingFailed() throws Exception {
        assertThat(shop.ask(Map.of("action", "result", "run", "r1")))
                .containsEntry("outcome", "failed")
                .containsEntry("version", null);
        for (String damaged : List.of("{\"outcome\":\"perhaps\"}", "null", "{", "")) {
            shop.put("runs/r1.json", damaged);
            Map<String, Object> answer = shop.ask(Map.of("action", "result", "run", "r1"));
            assertThat(answer).containsEntry("outcome", "failed");
            assertThat((String) answer.get("message")).contains("store/runs/r1.json: ");
        }
    }

    @Test
    void aMalformedRequestNamesItsField() {
        assertThatThrownBy(() -> shop.ask(Map.of("action", "dance")))
                .hasMessage(
                        "request: field 'action' is 'dance', expected status, lift, result, start, watch or compare");
        assertThatThrownBy(() -> shop.ask(Map.of())).hasMessage("request: field 'action' is missing, expected a text");
        assertThatThrownBy(() -> shop.ask(Map.of("action", "compare", "alarms", "all")))
                .hasMessage("request: field 'alarms' is 'all', expected a list of objects");
    }

    private Map<String, Object> compareAfter(int shoppers, double championRate, double challengerRate)
            throws IOException {
        shop.serve(CHAMPION);
        shop.start(0.5);
        shop.visits(shoppers, championRate, challengerRate);
        shop.pass(DAY_AND_A_BIT);
        return shop.compare();
    }

    private static Event cart(String user, long atMs) {
        return TrialShop.event(user, EventType.ADD_TO_CART, atMs, TrialShop.id(user));
    }

    private static String[] challengers(int count) {
        List<String> users = new ArrayList<>();
        for (int i = 0; users.size() < count; i++) {
            if (HALF.of("u" + i) == Variant.CHALLENGER) {
                users.add("u" + i);
            }
        }
        return users.toArray(String[]::new);
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are texts
    private static Map<String, Object> counts(Map<String, Object> answer, String variant) {
        return (Map<String, Object>) answer.get(variant);
    }

    private Map<String, Object> record() throws IOException {
        return JSON.std.mapFrom(text("trials/v2.json"));
    }

    private String text(String key) throws IOException {
        return Files.readString(folder.resolve("store").resolve(key));
    }

    private long nowMs() {
        return shop.clock().millis();
    }

    private static Map<String, Object> status(String trial, String champion, String challenger) {
        Map<String, Object> status = new HashMap<>();
        status.put("trial", trial);
        status.put("champion", champion);
        status.put("challenger", challenger);
        return status;
    }
}
