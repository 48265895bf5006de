package io.nextcart.engine.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Objective;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.BundleException;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleLoaderTest {
    private static final String FOLDER = "models/v1/";

    @TempDir
    private Path folder;

    private FolderObjectStore store;

    @BeforeEach
    void publish() throws IOException {
        store = new FolderObjectStore(folder.resolve("store"));
        TinyBundle.publish(store, "v1", folder.resolve("work"), 1);
    }

    private Bundle load() throws IOException {
        return new BundleLoader(store, folder.resolve("cache")).load("v1");
    }

    private void put(String name, byte[] bytes) throws IOException {
        store.upload(FOLDER + name, Files.write(folder.resolve("changed"), bytes));
    }

    private byte[] published(String name) throws IOException {
        return store.get(FOLDER + name).orElseThrow().bytes();
    }

    /** Puts a file into the bundle, and into its manifest. */
    private void replace(String name, Path file) throws IOException {
        Manifest manifest = Manifest.parse(published(Manifest.FILE), "here");
        Map<String, Manifest.Entry> files = new TreeMap<>(manifest.files());
        files.put(name, Manifest.Entry.of(file));
        store.upload(FOLDER + name, file);
        Manifest replaced = new Manifest(
                "v1", manifest.schemaHash(), Objective.CART, ModelKind.FITTED, null, files, manifest.details());
        put(Manifest.FILE, replaced.toJson());
    }

    /** Makes the bundle an old one, without CRC-32 in its manifest. */
    private void dropCrc32() throws IOException {
        String manifest = new String(published(Manifest.FILE), UTF_8);
        String older = manifest.replaceAll(",\\s*\"crc32\"\\s*:\\s*\"[0-9a-f]{8}\"", "");
        assertThat(older).isNotEqualTo(manifest).doesNotContain("crc32");
        put(Manifest.FILE, older.getBytes(UTF_8));
    }

    @Test
    void aManifestThatListsWhatIsNoNameOfAFileIsRefused() throws IOException {
        String manifest = new String(published(Manifest.FILE), UTF_8);
        for (String name : List.of("c{tegories.tbl", "../categories.tbl", "")) {
            put(
                    Manifest.FILE,
                    manifest.replace("\"categories.tbl\"", "\"" + name + "\"").getBytes(UTF_8));

            assertThatThrownBy(this::load)
                    .isInstanceOf(DamagedDocumentException.class)
                    .hasMessage(store.location() + "/models/v1/manifest.json: lists '" + name
                            + "', expected the name of a file");
        }
    }

    @Test
    void aManifestThatNamesAnotherVersionIsRefused() throws IOException {
        String manifest = new String(published(Manifest.FILE), UTF_8);
        String other = manifest.replaceFirst("(\"version\"\\s*:\\s*\")v1\"", "$1v2\"");
        assertThat(other).isNotEqualTo(manifest);
        put(Manifest.FILE, other.getBytes(UTF_8));

        assertThatThrownBy(this::load)
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessage(
                        store.location()
                                + "/models/v1/manifest.json: field 'version' is 'v2', expected 'v1', as the object's name says");
    }

    @Test
    void aCalibrationIsReadWhereThereIsOneAndScoresStayAsTheyAreElsewhere() throws Exception {
        assertThat(load().calibration()).isSameAs(Calibration.NONE);
        Path file = folder.resolve(Calibration.FILE);
        Calibration.logistic(0.5f, -3).write(file);
        replace(Calibration.FILE, file);

        assertThat(load().calibration().probability(2)).isEqualTo(1 / (1 + Math.exp(2)));
    }

    @Test
    void theCatalogueIsReadWhereThereIsOneAndTheTablesAnswerWithoutIt() throws Exception {
        assertThat(load().catalogue()).isNull();
        CatalogueItem said = new CatalogueItem(new ItemId("a"), false, null, null, "A", null, 1);
        TinyBundle.put(store, "v2", folder.resolve("work"), List.of(said));
        BundleLoader loader = new BundleLoader(store, folder.resolve("cache"));
        assertThat(loader.load("v2").catalogue().said("a")).isEqualTo(said);

        String key = "models/v2/" + CatalogueTable.FILE;
        byte[] bytes = store.get(key).orElseThrow().bytes();
        bytes[bytes.length / 2] ^= 1;
        store.put(key, bytes);
        BundleLoader fresh = new BundleLoader(store, folder.resolve("fresh"));
        assertThatThrownBy(() -> fresh.load("v2"))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(CatalogueTable.FILE + ": damaged");
        assertThat(fresh.loadTables("v2").catalogue()).isNull();
    }

    @Test
    void contentNeighborsAreReadWhereThereAreSomeEvenWithoutTheRanker() throws Exception {
        assertThat(load().tables().content()).isSameAs(NeighborTable.NONE);
        Tables made = TinyShop.withContent(Files.createDirectory(folder.resolve("content")));
        replace(Tables.CONTENT, folder.resolve("content").resolve(Tables.CONTENT));

        assertThat(load().tables().content().item(0))
                .isEqualTo(made.content().item(0))
                .isEqualTo(10);
        Tables alone = new BundleLoader(store, folder.resolve("alone"))
                .loadTables("v1")
                .tables();
        assertThat(alone.content().to(11)).isEqualTo(5);
    }

    @Test
    void aBundleIsOpenedAndOneWithoutCrc32Too() throws Exception {
        assertThat(load().version()).isEqualTo("v1");
        dropCrc32();
        assertThat(new BundleLoader(store, folder.resolve("other")).load("v1").version())
                .isEqualTo("v1");
    }

    /** A rollback may lead to one. */
    @Test
    void aBundleOfFormat1IsOpenedAndAnswers() throws Exception {
        Query query = new Query(
                List.of(new Interaction("a", EventType.VIEW, Interaction.NO_TIME)), true, 5, Query.Filters.NONE, 0);
        List<Ranking.Item> today = load().recommender().recommend(query).items();
        replace(Tables.FACTORS, TinyShop.factorsOfFormat1(folder.resolve("factors")));

        Bundle old = load();
        float[] row = new float[2];
        old.tables().factors().copy(7, row);
        assertThat(row).containsExactly(1, 7);
        assertThat(old.recommender().recommend(query).items()).isEqualTo(today).hasSize(5);
    }

    @Test
    void aWholeTableInPlaceOfAnotherIsRefused() throws Exception {
        // Both are tables of the same kind and length, each with a valid checksum at its end.
        byte[] coCart = published(Tables.CO_CART);
        byte[] changed = coCart.clone();
        int crcAt = changed.length - 8;
        changed[crcAt - 1] ^= 1;
        CRC32C crc = new CRC32C();
        crc.update(changed, 0, crcAt);
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(crcAt, (int) crc.getValue());
        put(Tables.CO_CART, changed);
        assertThatThrownBy(this::load)
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(Tables.CO_CART + ": damaged");
        dropCrc32();
        assertThatThrownBy(this::load)
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(Tables.CO_CART + ": damaged");
    }

    @Test
    void aCopyThatWasDamagedHereIsFetchedAgain() throws Exception {
        load();
        for (String name : new String[] {Tables.ITEMS, Bundle.RANKER}) {
            Path copy = folder.resolve("cache/v1/" + name);
            byte[] bytes = Files.readAllBytes(copy);
            bytes[bytes.length / 2] ^= 1;
            Files.write(copy, bytes);
            assertThat(load().version()).isEqualTo("v1");
            assertThat(copy).hasBinaryContent(published(name));
        }
    }
}
