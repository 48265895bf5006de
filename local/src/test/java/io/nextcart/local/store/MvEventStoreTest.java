package io.nextcart.local.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.EventStoreContract;
import io.nextcart.store.Forced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvEventStoreTest extends EventStoreContract {
    private static final int HEADERS_BYTES = 2 * 4096;

    @TempDir
    private Path folder;

    private @Nullable ShopFile open;

    @Override
    protected EventStore store() throws IOException {
        if (open == null) {
            open = ShopFile.open(folder.resolve("deep/events.mv"));
        }
        return new MvEventStore(open, Clock.systemUTC());
    }

    @AfterEach
    void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    @Test
    void eventsAreThereAfterReopening() throws Exception {
        store().put(List.of(named("e-1", "u", "a", 1000)));
        close();
        assertThat(store().last(new UserId("u"), 5)).containsExactly(named("e-1", "u", "a", 1000));
        assertThat(store().put(List.of(named("e-1", "u", "a", 2000))).isEmpty()).isTrue();
    }

    @Test
    void aNewFileIsInItsFolderOnTheDiskBeforeItIsUsed() throws Exception {
        Path home = folder.toRealPath();
        Path data = home.resolve("new/data");
        List<Path> forced = Forced.by(() -> open = ShopFile.open(data.resolve(ShopFile.NAME)), folder);

        assertThat(forced).startsWith(data.getParent(), home).endsWith(data);
        assertThat(forced).contains(data.resolve(ShopFile.NAME));
    }

    @Test
    void eventsOfOneMillisecondKeepTheOrderOfTheirBatchAndOfTheirArrival() throws Exception {
        List<Event> events =
                IntStream.range(0, 40).mapToObj(i -> view("u", "i" + i, T0)).toList();
        store().put(events.subList(0, 30));
        store().put(events.subList(20, 40));
        assertThat(last("u", 50)).isEqualTo(events);
        close();
        store().put(List.of(view("u", "last", T0)));
        assertThat(last("u", 2)).containsExactly(events.get(39), view("u", "last", T0));
    }

    @Test
    void fileOfAnotherFormatIsRefused() throws Exception {
        Path file = folder.resolve("old");
        try (MVStore old = MVStore.open(file.toString())) {
            old.openMap("events").put("u", "e");
        }
        assertThatThrownBy(() -> ShopFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ": cannot be opened as an event store: its format is 0, expected 1");
    }

    @Test
    void fileInUseIsNamed() throws Exception {
        store();
        Path file = folder.resolve("deep/events.mv");
        assertThatThrownBy(() -> ShopFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("another process has this event store open");
    }

    @Test
    void noiseIsRefusedAndLeftAsItIs() throws Exception {
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        Path file = Files.write(folder.resolve("noise"), noise);
        assertThatThrownBy(() -> ShopFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": cannot be opened as an event store: it is not an event store of Nextcart, or its"
                        + " beginning is damaged; choose another folder, or restore a backup");
        assertThat(Files.readAllBytes(file)).isEqualTo(noise);
    }

    @Test
    void anEmptyFileIsANewStore() throws Exception {
        Path file = Files.createDirectory(folder.resolve("deep")).resolve("events.mv");
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> ShopContents.open(file))
                .isInstanceOf(BadInputException.class)
                .hasMessage(file + ": is empty, expected the events of a shop that was served");
        assertThat(file).isEmptyFile();
        store().put(List.of(view("u", "a", T0)));
        close();
        assertThat(last("u", 2)).containsExactly(view("u", "a", T0));
    }

    @Test
    void aFileWithZerosInItIsDamaged() throws Exception {
        for (int i = 0; i < 200; i++) {
            store().put(List.of(view("u" + i, "i", T0)));
        }
        close();
        byte[] bytes = Files.readAllBytes(folder.resolve("deep/events.mv"));
        int newest = newestChunk(bytes);
        Arrays.fill(bytes, Math.max(HEADERS_BYTES, newest - (1 << 16)), newest + 4096, (byte) 0);
        Path file = Files.write(folder.resolve("zeros"), bytes);
        assertThatThrownBy(() -> ShopFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": cannot be opened as an event store: it is damaged or cut off; restore a backup,"
                        + " or choose another folder");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void aFileThatLostItsEndIsRefusedAndLeftAsItIs() throws Exception {
        for (int i = 0; i < 200; i++) {
            store().put(List.of(view("u" + i, "i", T0)));
        }
        close();
        byte[] bytes = Files.readAllBytes(folder.resolve("deep/events.mv"));
        ShopFile.open(Files.write(folder.resolve("whole"), bytes)).close();
        int newest = newestChunk(bytes);
        for (int length : new int[] {HEADERS_BYTES, (HEADERS_BYTES + newest) / 2, newest}) {
            byte[] start = Arrays.copyOf(bytes, length);
            Path cut = Files.write(folder.resolve("cut"), start);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> ShopFile.open(cut))
                        .as("%d of %d bytes", length, bytes.length)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(
                                cut + ": cannot be opened as an event store: it is damaged or cut off; restore");
                assertThat(Files.readAllBytes(cut)).isEqualTo(start);
            }
        }
    }

    /** The start of the newest chunk that a header names: anywhere, because freed space is reused. */
    private static int newestChunk(byte[] file) {
        Matcher header = Pattern.compile("H:2,block:([0-9a-f]+),.*?,version:([0-9a-f]+),")
                .matcher(new String(file, 0, HEADERS_BYTES, ISO_8859_1));
        long version = -1;
        int start = 0;
        while (header.find()) {
            if (Long.parseLong(header.group(2), 16) > version) {
                version = Long.parseLong(header.group(2), 16);
                start = Integer.parseInt(header.group(1), 16) * 4096;
            }
        }
        assertThat(start).isGreaterThanOrEqualTo(HEADERS_BYTES);
        return start;
    }

    @Test
    void folderInPlaceOfTheFileIsRefused() {
        assertThatThrownBy(() -> ShopFile.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(folder + ": is a directory");
    }

    @Test
    void closedStoreRefusesWork() throws Exception {
        EventStore store = store();
        close();
        assertThatThrownBy(() -> store.last(new UserId("u"), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }
}
