package io.nextcart.training.archive;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.store.FolderObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeletionByArrivalTest {
    private static final long DELETED_MS = Records.DAY_1;
    private static final long YEAR_LATER_MS = DELETED_MS + 365 * Records.DAY_MS;
    private static final Clock NOW =
            Clock.fixed(Instant.ofEpochMilli(DELETED_MS + 30 * Records.DAY_MS), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private FolderObjectStore store;
    private Archive archive;

    @BeforeEach
    void open() throws IOException {
        store = new FolderObjectStore(folder);
        archive = new Archive(store);
        put(
                "2027-03-01",
                line("future", YEAR_LATER_MS, DELETED_MS),
                line("future again", YEAR_LATER_MS + 1, DELETED_MS + 1));
        put(
                "2026-02-28",
                line("past", DELETED_MS - Records.DAY_MS, DELETED_MS),
                line("sent late", DELETED_MS - 9, DELETED_MS + 9));
        put(
                "2026-03-02",
                line("old line", DELETED_MS, -1),
                line("old line of a return", DELETED_MS + Records.DAY_MS, -1),
                line("old line of the future", YEAR_LATER_MS, -1));
        Records.forget(store, "t", "u", DELETED_MS);
    }

    private void put(String day, String... lines) throws IOException {
        Records.put(store, "events/dt=" + day + "/a", String.join("\n", lines));
    }

    private static String line(String item, long ms, long arrivedMs) {
        return "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"" + item + "\",\"timestamp\":" + ms
                + (arrivedMs < 0 ? "" : ",\"arrived_at\":" + arrivedMs) + "}";
    }

    private List<String> read() throws IOException {
        List<String> items = new ArrayList<>();
        ArchiveReader reader = new ArchiveReader(archive, 0, NOW, Progress.NONE);
        reader.events(reader.deleted(), event -> items.add(event.itemId().value()));
        return items;
    }

    @Test
    void whatArrivedBeforeTheDeletionGoesWhateverItsTimeAndWhatArrivesLaterStays() throws IOException {
        assertThat(read()).containsExactlyInAnyOrder("future again", "sent late", "old line of a return");
    }

    @Test
    void compactionTakesTheSameOutAndKeepsTheArrivalOfTheRest() throws IOException {
        Compaction.Result result = new Compaction(archive, 0, NOW, Progress.NONE).run();
        assertThat(result.deleted()).isEqualTo(4);
        StringBuilder all = new StringBuilder();
        for (String key : store.list("events/dt=")) {
            all.append(new String(
                    new GZIPInputStream(new ByteArrayInputStream(
                                    store.get(key).orElseThrow().bytes()))
                            .readAllBytes(),
                    StandardCharsets.UTF_8));
        }
        assertThat(all.toString().lines().collect(joining("\n")))
                .contains(
                        "\"arrived_at\":" + (DELETED_MS + 9),
                        "\"arrived_at\":" + (DELETED_MS + 1),
                        "old line of a return")
                .doesNotContain("\"future\"", "past", "old line of the future");

        Records.forget(store, "again", "u", DELETED_MS + 5);
        assertThat(read()).containsExactly("sent late", "old line of a return");
    }
}
