package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.Cors;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.serve.LocalShop;
import io.nextcart.local.store.MvEventStore;
import io.nextcart.local.store.ShopFile;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    private static final long AT = 1_433_221_332_117L;
    private static final long DAY_MS = 86_400_000;

    @TempDir
    private Path folder;

    private Path store;
    private Path data;
    private FolderObjectStore objects;

    @BeforeEach
    void shop() throws IOException {
        store = folder.resolve("a store");
        data = folder.resolve("the data");
        objects = new FolderObjectStore(store);
        TinyBundle.publish(objects, "v1", folder.resolve("made"), 1);
        change(events -> events.put(List.of(view("ann", AT), view("bob", AT), view("cid", AT + DAY_MS))));
    }

    private interface Change {
        void apply(MvEventStore events) throws IOException;
    }

    private void change(Change change) throws IOException {
        try (ShopFile file = ShopFile.open(data.resolve(ShopFile.NAME))) {
            change.apply(new MvEventStore(file, Clock.systemUTC()));
        }
    }

    /** Serves for a moment, which archives what waits. */
    private void serve() throws IOException {
        LocalShop.Settings settings =
                new LocalShop.Settings(store.toString(), data, 0, ApiKey.none(), Cors.NONE, false, store.toString());
        LocalShop.start(settings, null, line -> {}).close();
    }

    private static Event view(String user, long atMs) {
        return Event.of(new UserId(user), EventType.VIEW, new ItemId("b"), atMs);
    }

    private Cli.Result audit(Object... more) {
        Object[] words = {"audit", "--store", store, "--data", data};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Cli.run(all);
    }

    private String events(long atMs) throws IOException {
        String day = atMs == AT ? "2015-06-02" : "2015-06-03";
        return objects.list("events/dt=" + day).get(0);
    }

    @Test
    void whatWasServedReconciles() throws IOException {
        serve();
        change(events -> events.delete(new UserId("bob")));
        serve();

        Cli.Result result = audit();

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEqualToNormalizingNewlines("""
                                     2 accepted events, without those of users deleted since
                                     2 stored events
                                     1 deleted users
                                     0 changes that wait for the archive
                                     3 lines in the archive:
                                     2   events, which a training counts and a compaction keeps
                                     0   repeats
                                     1   of deleted users
                                     0   unreadable
                                     0 stored events that wait for the archive
                                     0 archived events that are not stored
                        champion   v1: whole, 8 files, 0.0 MB
                        Everything reconciles.
                        """);
        assertThat(Cli.run("compact", "--archive", store).exitCode()).isZero();
        assertThat(JSON.std.mapFrom(audit("--json").out()))
                .containsEntry("reconciled", true)
                .extractingByKey("archive")
                .isEqualTo(Map.of(
                        "lines",
                        2,
                        "unreadable",
                        0,
                        "deleted",
                        0,
                        "repeats",
                        0,
                        "events",
                        2,
                        "waiting_events",
                        0,
                        "not_stored",
                        0));
    }

    @Test
    void whatIsNotArchivedYetWaits() throws IOException {
        assertThat(audit().out()).contains("3 stored events that wait for the archive\n", "Everything reconciles.");
        serve();
        change(events -> {
            events.put(List.of(view("dan", AT), view("eve", AT + DAY_MS)));
            events.delete(new UserId("ann"));
        });

        Cli.Result result = audit();

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out())
                .contains(
                        " 4 stored events\n",
                        " 3 changes that wait for the archive\n",
                        " 3   events, which",
                        " 2 stored events that wait for the archive\n",
                        " 1 archived events that are not stored\n");
    }

    @Test
    void anEventThatTheArchiveLostIsNamed() throws IOException {
        serve();
        objects.delete(events(AT + DAY_MS));

        Cli.Result result = audit();

        assertThat(result.exitCode()).isEqualTo(ExitCode.GAP);
        assertThat(result.out())
                .endsWith("Gap: 1 stored event is not in the archive, such as "
                        + EventKey.of(view("cid", AT + DAY_MS))
                        + " of 2015-06-03\nNot everything reconciles; see docs/runbook.md.\n");
        objects.delete(events(AT));
        Cli.Result both = audit("--json");
        assertThat(both.exitCode()).isEqualTo(ExitCode.GAP);
        assertThat(both.out())
                .contains("\"reconciled\":false", "{\"kind\":\"not_archived\",\"count\":3,")
                .doesNotContain("ann", "cid");
        Cli.Result alone = audit("--archive", "none");
        assertThat(alone.exitCode()).isZero();
        assertThat(alone.out())
                .contains(" 0 changes that no archive has taken\n")
                .endsWith("\nEverything reconciles; no archive was compared.\n");
    }

    @Test
    void aDeletedUserWhomTheArchiveLostIsAGap() throws IOException {
        serve();
        change(events -> events.delete(new UserId("bob")));
        serve();
        objects.delete(objects.list("tombstones/").get(0));

        Cli.Result result = audit();

        assertThat(result.exitCode()).isEqualTo(ExitCode.GAP);
        assertThat(result.out())
                .contains("Gap: 1 deleted user is not in the archive, such as the one deleted at 20")
                .doesNotContain("bob");
    }

    @Test
    void repeatsAreCountedAndDoNoHarm() throws IOException {
        serve();
        objects.put(
                "events/dt=2015-06-02/again.ndjson.gz",
                objects.get(events(AT)).orElseThrow().bytes());

        Cli.Result result = audit();

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out()).contains(" 5 lines", " 3   events, which", " 2   repeats");
    }

    @Test
    void damagedObjectsOfTheArchiveAreNamed() throws IOException {
        serve();
        String first = events(AT);
        byte[] whole = objects.get(first).orElseThrow().bytes();
        objects.put(first, Arrays.copyOf(whole, whole.length / 2));
        assertThat(audit().out()).contains("Gap: 1 fault in the archive, such as " + store + "/" + first + ": ");
        objects.put(first, objects.get(events(AT + DAY_MS)).orElseThrow().bytes());
        assertThat(audit().out())
                .contains("Gap: 1 fault in the archive, such as " + store + "/" + first
                        + ": its lines are not those of its name\n");
        objects.put(first, whole);
        objects.put("events/dt=2015-06-02/x.ndjson.gz", "nonsense\n".getBytes());
        assertThat(audit().out())
                .contains(" 1   unreadable\n", "Gap: 1 fault in the archive, such as " + store)
                .contains("x.ndjson.gz, line 1: ");
    }

    @Test
    void aModelInUseThatIsNotWholeIsNamed() throws IOException {
        Path table = store.resolve("models/v1/items.tbl");
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 2] ^= 1;
        Files.write(table, bytes);
        Cli.Result damaged = audit();
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.GAP);
        assertThat(damaged.out())
                .contains(
                        "champion   v1: " + table + ": is damaged, its size or SHA-256 is not that of the manifest\n",
                        "Gap: 1 model in use is not whole, such as " + table);
        Files.delete(store.resolve("models/v1/manifest.json"));
        assertThat(audit().out()).contains("models/v1/manifest.json: no such object");
        Files.writeString(store.resolve("models/current.json"), "{}");
        assertThat(audit().out()).contains("such as " + store + "/models/current.json: field 'champion' is missing");
        Files.delete(store.resolve("models/current.json"));
        assertThat(audit().exitCode()).isZero();
    }

    @Test
    void whatKilledWritesLeftIsHarmless() throws IOException {
        Path partial = Files.write(store.resolve("models/.1f0c.partial"), new byte[1_000_000]);
        objects.put("models/v2/items.tbl", new byte[1_000_000]);

        Cli.Result result = audit();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("Left by killed writes, harmless: 2 files, 2.0 MB, such as " + partial + "\n");
    }

    @Test
    void placesThatCannotBeAuditedAreRefused() throws IOException {
        assertThat(Cli.run("audit", "--store", store, "--data", store).err())
                .isEqualTo("nextcart: " + store.resolve(ShopFile.NAME)
                        + ": no such file, expected the events of a shop that was served\n");
        assertThat(Cli.run("audit", "--store", folder.resolve("x"), "--data", data)
                        .err())
                .contains("--store " + folder.resolve("x") + ": no such folder");
        assertThat(audit("--archive", folder.resolve("x")).err()).contains(": no such folder, expected an archive");
        try (ShopFile open = ShopFile.open(data.resolve(ShopFile.NAME))) {
            assertThat(open).isNotNull();
            assertThat(audit().err()).contains("another process has this event store open; stop it");
        }
        assertThat(store.resolve(ShopFile.NAME)).doesNotExist();
    }
}
