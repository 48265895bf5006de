package io.nextcart.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.Sha256;
import io.nextcart.data.UserId;
import io.nextcart.engine.TinyBundle;
import io.nextcart.local.backup.Backup;
import io.nextcart.local.backup.ShopPlaces;
import io.nextcart.local.store.MvEventStore;
import io.nextcart.local.store.ShopFile;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.Forced;
import io.nextcart.store.document.Current;
import io.nextcart.training.stage.Folders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupCommandTest {
    private static final long AT = 1_433_221_332_117L;
    private static final String FEED = "feeds/shopify/my products.csv";

    @TempDir
    private Path folder;

    private Path store;
    private Path data;
    private Path zip;
    private Path newStore;
    private Path newData;

    @BeforeEach
    void shop() throws IOException {
        store = folder.resolve("a shop/store");
        data = folder.resolve("a shop");
        zip = folder.resolve("the shop.zip");
        newStore = folder.resolve("new shop/store");
        newData = folder.resolve("new shop");
        FolderObjectStore objects = new FolderObjectStore(store);
        TinyBundle.publish(objects, "v1", folder.resolve("made"), 1);
        objects.put("runs/r.json", new byte[3]);
        objects.put("trials/v1.json", new byte[0]);
        objects.put("lift.json", new byte[5]);
        objects.put("events/dt=2026-03-01/x.ndjson.gz", new byte[7]);
        Path feed = Files.createDirectories(store.resolve("feeds/shopify")).resolve("my products.csv");
        Files.setLastModifiedTime(Files.writeString(feed, "id\n"), FileTime.fromMillis(AT));
        try (ShopFile file = ShopFile.open(data.resolve(ShopFile.NAME))) {
            MvEventStore events = new MvEventStore(file, Clock.systemUTC());
            events.put(List.of(view("ann"), view("bob"), view("cid")));
            events.delete(new UserId("bob"));
        }
    }

    private static Event view(String user) {
        return Event.of(new UserId(user), EventType.VIEW, new ItemId("b"), AT);
    }

    private Cli.Result backup(Object... more) {
        return run(new Object[] {"backup", "--store", store, "--data", data, "--out", zip}, more);
    }

    private Cli.Result restore(Object... more) {
        return run(new Object[] {"restore", "--in", zip, "--store", newStore, "--data", newData}, more);
    }

    private static Cli.Result run(Object[] words, Object... more) {
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Cli.run(all);
    }

    @Test
    void aBackupAndWhatItBringsBackAreOnTheDisk() throws IOException {
        assertThat(Forced.by(this::backup, folder)).endsWith(folder);

        List<Path> forced = Forced.by(this::restore, folder);
        try (Stream<Path> restored = Files.walk(newData)) {
            List<Path> folders = restored.filter(Files::isDirectory).toList();
            assertThat(folders).hasSizeGreaterThan(8);
            assertThat(forced).containsAll(folders).contains(folder);
        }
    }

    @Test
    void aShopComesBackByteForByte() throws IOException {
        Cli.Result made = backup();

        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out())
                .startsWith(zip + ": 2 events, 1 deleted user, model v1; ")
                .endsWith(" s\n");
        Cli.Result restored = restore();
        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(restored.out())
                .contains(": 2 events, 1 deleted user, model v1; ", " are back: delete them again.\n")
                .endsWith("Next: nextcart serve --store '" + newStore + "' --data '" + newData + "'\n");
        assertThat(files(newData)).isEqualTo(files(data));
        assertThat(Files.getLastModifiedTime(newStore.resolve(FEED)).toMillis()).isEqualTo(AT);
        assertThat(newStore).isDirectoryNotContaining("glob:**/nextcart-*");
    }

    @Test
    void aTrainingAndACompactionMeanwhileDoNoHarm() throws IOException {
        FolderObjectStore objects = new FolderObjectStore(store);
        objects.put("events/dt=2026-03-01/a.ndjson.gz", new byte[1]);
        long ofStore;
        try (Stream<Path> tree = Files.walk(store)) {
            ofStore = tree.filter(file -> file.toString().matches(".*/(models/v1/.*|runs/.*|lift.json)"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
        boolean[] passed = new boolean[2];
        Progress meanwhile = (stage, done, total, unit) -> {
            try {
                if (!passed[0]) {
                    passed[0] = true;
                    TinyBundle.publish(objects, "v2", folder.resolve("made again"), 1);
                }
                if (!passed[1] && done > ofStore) {
                    passed[1] = true;
                    objects.put("events/dt=2026-03-01/whole.ndjson.gz", new byte[8]);
                    objects.delete("events/dt=2026-03-01/x.ndjson.gz");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };

        new Backup(new ShopPlaces(store, data, store), meanwhile).write(zip, Clock.systemUTC());

        assertThat(passed).containsOnly(true);
        assertThat(restore().out()).contains(", model v1; ");
        assertThat(newStore.resolve("models/current.json")).content().contains("\"v1\"");
        assertThat(newStore.resolve("events/dt=2026-03-01/whole.ndjson.gz")).exists();
    }

    @Test
    void anArchiveElsewhereComesBackWhereItIsWanted() throws IOException {
        Path archive = folder.resolve("the archive");
        new FolderObjectStore(archive).put("tombstones/dt=2026-03-01/x.ndjson.gz", new byte[9]);
        Path newArchive = newStore.resolve("archive");

        assertThat(backup("--archive", archive).exitCode()).isZero();
        Cli.Result restored = restore("--archive", newArchive);

        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(restored.out()).endsWith(" --archive '" + newArchive + "'\n");
        assertThat(files(newArchive)).containsOnlyKeys("tombstones/dt=2026-03-01/x.ndjson.gz");
        assertThat(newStore.resolve("models/current.json")).exists();
        assertThat(newStore.resolve("events")).doesNotExist();
    }

    @Test
    void aBackupWithoutArchiveHoldsNone() throws IOException {
        assertThat(backup("--archive", "none").exitCode()).isZero();

        assertThat(entries().keySet()).noneMatch(name -> name.startsWith("archive/"));
        assertThat(restore().exitCode()).isZero();
        assertThat(newStore.resolve("events")).doesNotExist();
    }

    @Test
    void aShopThatIsServedIsRefused() throws IOException {
        try (ShopFile open = ShopFile.open(data.resolve(ShopFile.NAME))) {
            assertThat(open).isNotNull();
            Cli.Result refused = backup();
            assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.err())
                    .isEqualTo("nextcart: " + data.resolve(ShopFile.NAME) + ": another process has this event store"
                            + " open; stop it, or choose another folder\n");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**/*.zip").isDirectoryNotContaining("glob:**/.nextcart-*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backup --store FOLDER/none --data DATA --out OUT | --store FOLDER/none: no such folder, expected that of a store",
                "backup --store STORE --data FOLDER --out OUT | FOLDER/events.mv: no such file, expected the events of a shop that was served",
                "backup --store STORE --data DATA --archive FOLDER/none --out OUT | --archive FOLDER/none: no such folder",
                "backup --store s3://bucket --data DATA --out OUT | --store s3://bucket: is not on this machine",
                "backup --store STORE --data DATA --archive s3://bucket/a --out OUT | --archive s3://bucket/a: is not on this machine",
                "backup --store STORE --data DATA --out FOLDER/x.gz | a backup is a ZIP, expected a name such as shop.zip",
                "backup --store STORE --data DATA --out FOLDER/none/x.zip | expected the name of a file in an existing folder",
                "backup --store STORE --data DATA --out STORE/models/x.zip | lies in the store STORE",
                "restore --in FOLDER/none --store OUT --data OUT | --in FOLDER/none: no such file",
                "restore --in FOLDER --store OUT --data OUT | --in FOLDER: is a folder or not readable, expected a file",
                "restore --in FOLDER/real --store OUT --data OUT | FOLDER/real: is not a backup, or is cut off",
                "restore --in FOLDER/real --store s3://bucket --data OUT | --store s3://bucket: is not a place on this machine",
            })
    void placesThatCannotBeAreRefusedInOneLine(String command, String message) throws IOException {
        Path real = Files.createDirectories(folder.toRealPath().resolve("places"));
        Files.writeString(real.resolve("real"), "precious");
        store = Files.move(store, real.resolve("store"));
        Path events = Files.createDirectory(real.resolve("data")).resolve(ShopFile.NAME);
        Files.move(data.resolve(ShopFile.NAME), events);
        String[] names = {
            "STORE", store.toString(), "DATA", events.getParent() + "", "FOLDER", real + "", "OUT", real + "/out"
        };
        String line = command;
        String expected = message;
        for (int i = 0; i < names.length; i += 2) {
            line = line.replaceAll("\\b" + names[i] + "\\b", names[i + 1]);
            expected = expected.replaceAll("\\b" + names[i] + "\\b", names[i + 1]);
        }
        Cli.Result refused = Cli.run((Object[]) line.split(" "));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err().trim())
                .startsWith("nextcart: ")
                .contains(expected)
                .doesNotContain("\n");
        assertThat(real.resolve("out")).doesNotExist();
    }

    @Test
    void aModelThatServesButIsDamagedIsNotBackedUp() throws IOException {
        Path table = store.resolve("models/v1/items.tbl");
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 2] ^= 1;
        Files.write(table, bytes);
        assertThat(backup().err()).contains("models/v1/items.tbl: damaged, but its model serves");
        Files.delete(table);
        assertThat(backup().err()).contains("models/v1/items.tbl: no such object, but its model serves");
        Files.delete(store.resolve("models/v1/manifest.json"));
        assertThat(backup().err())
                .contains("models/v1/manifest.json: no such object, but models/current.json names it");
        assertThat(zip).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside",
                "store/../../outside",
                "/outside",
                "store/models/../../../outside",
                "store/models//x",
                "store/models/.hidden",
                "store\\models\\x",
                "data/other",
                "elsewhere/x"
            })
    void aNameThatLeadsElsewhereIsRefused(String name) throws IOException {
        assertThat(backup().exitCode()).isZero();
        Map<String, byte[]> entries = entries();
        entries.put(name, new byte[0]);
        edit(
                entries,
                "\"files\" : {",
                "\"files\" : {\"" + name.replace("\\", "\\\\")
                        + "\":{\"size_bytes\":0,\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\","
                        + "\"written_at\":\"2026-03-01T00:00:00Z\"},");
        write(entries);

        assertRefused(": holds the name '" + name + "', expected one of a shop's files");
    }

    @Test
    void whatIsNotAWholeBackupIsRefusedAndLeavesNothing() throws IOException {
        assertThat(backup().exitCode()).isZero();
        byte[] whole = Files.readAllBytes(zip);
        Map<String, byte[]> entries = entries();

        Files.write(zip, Arrays.copyOf(whole, whole.length - 1000));
        assertRefused(": is not a backup, or is cut off");
        Files.write(zip, new byte[0]);
        assertRefused(": is not a backup, or is cut off");

        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        changed.put("store/" + Current.KEY, "{\"champion\":\"v2\"}".getBytes(UTF_8));
        write(changed);
        assertRefused(": store/models/current.json is damaged");

        changed = new LinkedHashMap<>(entries);
        changed.put("store/runs/more", new byte[1]);
        write(changed);
        assertRefused(": holds store/runs/more, which its manifest does not list");

        changed = new LinkedHashMap<>(entries);
        changed.remove("store/lift.json");
        write(changed);
        assertRefused(": lacks store/lift.json, which its manifest lists");

        changed = new LinkedHashMap<>(entries);
        edit(changed, "\"format_version\" : 1", "\"format_version\" : 2");
        write(changed);
        assertRefused(": backup format 2, this release reads 1; restore it with the release that wrote it");

        changed = new LinkedHashMap<>(entries);
        changed.remove("backup.json");
        write(changed);
        assertRefused(": is not a backup, it holds no backup.json");
    }

    @Test
    void aFlippedBitAnywhereInAFileIsFound() throws IOException {
        assertThat(backup().exitCode()).isZero();
        byte[] whole = Files.readAllBytes(zip);
        for (int at = 60; at < whole.length; at += whole.length / 12) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            Files.write(zip, flipped);
            Cli.Result result = restore();
            if (result.exitCode() == ExitCode.OK) { // a byte that nothing depends on, such as a time of the ZIP
                assertThat(files(newData)).as("byte %d", at).isEqualTo(files(data));
                Folders.delete(newData);
            } else {
                assertThat(result.exitCode())
                        .as("byte %d: %s", at, result.err())
                        .isEqualTo(ExitCode.BAD_INPUT);
                assertThat(newData).doesNotExist();
            }
        }
    }

    @Test
    void placesWithContentAreRefused() throws IOException {
        assertThat(backup().exitCode()).isZero();
        Path mine = Files.writeString(Files.createDirectories(newStore).resolve("mine"), "");
        assertThat(restore().err()).contains("--store " + newStore + ": is not empty, expected an empty folder");
        Files.delete(mine);
        Path events = Files.writeString(newData.resolve(ShopFile.NAME), "mine");
        assertThat(restore().err())
                .contains("--data " + newData + ": holds the events of a shop (events.mv), expected a folder without");
        assertThat(events).hasContent("mine");
        Files.delete(events);
        assertThat(restore("--archive", folder).err()).contains("--archive " + folder + ": is not empty");
        assertThat(newStore).isEmptyDirectory();
        assertThat(restore().exitCode()).isZero();
    }

    private void assertRefused(String message) {
        Cli.Result refused = restore();
        assertThat(refused.exitCode()).as(refused.out()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).isEqualTo("nextcart: " + zip + message + "\n");
        assertThat(newData).doesNotExist();
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    private static void edit(Map<String, byte[]> entries, String before, String after) {
        entries.computeIfPresent("backup.json", (name, json) -> {
            String text = new String(json, UTF_8);
            assertThat(text).contains(before);
            return text.replace(before, after).getBytes(UTF_8);
        });
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private void write(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        Files.write(zip, bytes.toByteArray());
    }

    /** The SHA-256 of all files but hidden ones, by path. */
    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    files.put(root.relativize(file).toString(), Sha256.hex(file));
                }
            }
        }
        return files;
    }
}
