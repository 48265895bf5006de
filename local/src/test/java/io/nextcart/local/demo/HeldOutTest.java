package io.nextcart.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.training.input.LogInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutTest {
    private static final long MINUTE_MS = 60_000;

    @TempDir
    Path folder;

    private final List<String> rows = new ArrayList<>();

    @Test
    void nothingOfAHeldOutSessionIsInTheTrainingLog() throws IOException {
        // 200 shoppers one after another, each with a session of 5 views.
        for (int shopper = 0; shopper < 200; shopper++) {
            session("v" + shopper, shopper * 60L * MINUTE_MS, 5);
        }

        HeldOut held = cut();

        List<Event> training = training();
        assertThat(held.trainingEvents()).isEqualTo(training.size()).isBetween(960L, 975L);
        assertThat(training).allSatisfy(event -> assertThat(event.timestampMs()).isLessThan(held.cutMs()));
        assertThat(held.sessions()).hasSizeBetween(5, 6).allSatisfy(session -> {
            assertThat(session.events()).hasSize(5);
            assertThat(training).noneMatch(event -> event.userId().equals(session.user()));
        });
    }

    @Test
    void aSessionThatTheCutDividesIsNotAsked() throws IOException {
        for (int shopper = 0; shopper < 20; shopper++) {
            session("v" + shopper, shopper * 60L * MINUTE_MS, 5);
        }
        // The last 3 % of 120 events begin within this session of 20 views.
        session("divided", 20 * 60 * MINUTE_MS, 20);

        HeldOut held = cut();

        assertThat(held.sessions()).isEmpty();
        assertThat(training())
                .filteredOn(event -> event.userId().value().equals("divided"))
                .isNotEmpty();
    }

    @Test
    void aShopperWhoReturnsBringsTheEarlierEventsOldestFirst() throws IOException {
        session("back", 0, 3);
        for (int shopper = 0; shopper < 200; shopper++) {
            session("v" + shopper, (shopper + 1) * 60L * MINUTE_MS, 5);
        }
        session("back", 202 * 60 * MINUTE_MS, 4);

        HeldOut.Session back = cut().sessions().stream()
                .filter(session -> session.user().value().equals("back"))
                .findFirst()
                .orElseThrow();

        assertThat(back.earlier()).extracting(Event::timestampMs).containsExactly(0L, MINUTE_MS, 2 * MINUTE_MS);
        assertThat(back.events()).hasSize(4);
    }

    @Test
    void rowsThatAreLeftOutAreReported() throws IOException {
        session("v", 0, 200);
        rows.add("1,v,fly,2,");

        LogInputs log = log(0.01);

        assertThat(HeldOut.cut(log, trainingFile(), Progress.NONE).read().sentences())
                .singleElement()
                .asString()
                .startsWith(
                        "1 unreadable row skipped, the first: " + log.events().get(0) + ", line 202: ");
    }

    private void session(String visitor, long fromMs, int views) {
        for (int i = 0; i < views; i++) {
            rows.add((fromMs + i * MINUTE_MS) + "," + visitor + ",view," + i + ",");
        }
    }

    private Path trainingFile() {
        return folder.resolve("training.ndjson.gz");
    }

    private HeldOut cut() throws IOException {
        return HeldOut.cut(log(0), trainingFile(), Progress.NONE);
    }

    private LogInputs log(double maxBadRows) throws IOException {
        Path log = folder.resolve("events.csv");
        Files.writeString(log, "timestamp,visitorid,event,itemid,transactionid\n" + String.join("\n", rows) + "\n");
        return new LogInputs(List.of(log), null, List.of(), null, maxBadRows);
    }

    private List<Event> training() {
        List<Event> events = new ArrayList<>();
        NdjsonLog.read(trainingFile(), 0, Progress.NONE, events::add);
        return events;
    }
}
