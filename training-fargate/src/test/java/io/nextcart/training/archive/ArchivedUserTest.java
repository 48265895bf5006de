package io.nextcart.training.archive;

import static io.nextcart.training.archive.Records.DAY_1;
import static io.nextcart.training.archive.Records.DAY_MS;
import static io.nextcart.training.archive.Records.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivedUserTest {
    private static final String FULL =
            "{\"event_id\":\"e1\",\"user_id\":\"u\",\"type\":\"transaction\",\"item_id\":\"7\",\"timestamp\":"
                    + DAY_1
                    + ",\"transaction_id\":\"t\",\"value\":9.5,\"recommendation_id\":\"c.v.1\",\"placement\":\"home\",\"arrived_at\":"
                    + (DAY_1 + 250) + "}";

    @TempDir
    private Path folder;

    private FolderObjectStore store;

    @BeforeEach
    void open() {
        store = new FolderObjectStore(folder);
    }

    private ArchivedUser find(String user, double maxBadRows) throws IOException {
        return ArchivedUser.find(new Archive(store), Set.of(user, "p"), maxBadRows, Progress.NONE);
    }

    @Test
    void everyLineOfTheUserIsFoundOnceOldestFirstWithAllItsFields() throws Exception {
        Records.put(store, "b", view("p", "2", DAY_1 + DAY_MS), view("v", "2", DAY_1 + DAY_MS));
        Records.put(store, "events/dt=2026-03-01/a", FULL + "\n" + FULL);
        Records.put(store, "events/dt=2026-03-01/b", FULL);
        ArchivedUser found = find("u", 0);
        assertThat(found.lines()).hasSize(2);
        assertThat(found.report().rows()).isEqualTo(5);
        assertThat(found.toJson("u", "A", DAY_1).toText())
                .isEqualTo(
                        "{\"user_id\":\"u\",\"archive\":\"A\",\"exported_at\":\"2026-03-01T10:00:00Z\",\"deleted_at\":null,"
                                + "\"rows_searched\":5,\"rows_unreadable\":0,\"events\":[{\"stored_as\":\"u\",\"time\":\"2026-03-01T10:00:00Z\",\"event_id\":\"e1\","
                                + "\"type\":\"transaction\",\"item_id\":\"7\",\"timestamp\":1772359200000,\"transaction_id\":\"t\","
                                + "\"value\":9.5,\"recommendation_id\":\"c.v.1\",\"placement\":\"home\",\"arrived_at\":1772359200250},"
                                + "{\"stored_as\":\"p\",\"time\":\"2026-03-02T10:00:00Z\",\"type\":\"view\",\"item_id\":\"2\",\"timestamp\":1772445600000}]}");
        assertThat(find("nobody", 0).lines()).as("those of the pseudonym").hasSize(1);
    }

    @Test
    void whatADeletionCoversIsHeldUntilItIsCompacted() throws Exception {
        Records.put(store, "a", view("u", "1", DAY_1), view("u", "2", DAY_1 + 2000), view("v", "1", DAY_1));
        Records.forget(store, "t", "u", DAY_1 + 1000);
        ArchivedUser found = find("u", 0);
        assertThat(found.deletedAtMs()).isEqualTo(DAY_1 + 1000);
        assertThat(found.lines())
                .extracting(ArchivedEvent::event)
                .containsExactly(view("u", "1", DAY_1), view("u", "2", DAY_1 + 2000));
        assertThat(found.covered()).extracting(ArchivedEvent::event).containsExactly(view("u", "1", DAY_1));
        assertThat(found.toJson("u", "A", DAY_1).toText())
                .contains("\"deleted_at\":\"2026-03-01T10:00:01Z\"", "\"timestamp\":1772359200000,\"deleted\":true}")
                .endsWith("\"timestamp\":1772359202000}]}");
        new Compaction(new Archive(store), 0, Clock.systemUTC(), Progress.NONE).run();
        assertThat(find("u", 0).lines()).extracting(ArchivedEvent::event).containsExactly(view("u", "2", DAY_1 + 2000));
        assertThat(find("u", 0).deletedAtMs()).isEqualTo(DAY_1 + 1000);
        assertThat(find("v", 0).deletedAtMs()).isNull();
    }

    @Test
    void unreadableRowsAreCountedOrRefused() throws Exception {
        Records.put(store, "events/dt=2026-03-01/a", FULL + "\nnonsense");
        assertThat(find("u", 0.5).report().badRows()).isOne();
        assertThatThrownBy(() -> find("u", 0.1)).isInstanceOf(BadInputException.class);
    }
}
