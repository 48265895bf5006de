package io.nextcart.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Objective;
import io.nextcart.data.Sha256;
import io.nextcart.engine.Query;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.BundleException;
import io.nextcart.store.document.FormatRange;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Manifest manifest = new Manifest(
                "v1",
                "hash",
                Objective.CART,
                ModelKind.FITTED,
                null,
                Map.of("a.tbl", new Manifest.Entry(3, "00", null)),
                JsonObject.EMPTY);

        Manifest read = Manifest.parse(manifest.toJson(), "test");
        assertThat(read.files()).isEqualTo(manifest.files());
        assertThat(read.toJson()).isEqualTo(manifest.toJson());
    }

    @Test
    void theNameOfABundleSaysWhenItWasMadeUnlessItWasNamedManually() {
        assertThat(Manifest.madeAtMs("20150918T025947Z-1f0c8a2b")).isEqualTo(1_442_545_187_000L);
        for (String manual : List.of("v1", "", "20150918T025947Q-1", "20151318T025947Z-1", "201x0918T025947Z")) {
            assertThat(Manifest.madeAtMs(manual)).as(manual).isZero();
        }
    }

    @Test
    void wrongDocumentsAreNamed() {
        assertThatThrownBy(() -> parse("not json"))
                .hasMessage(
                        "m.json: not a JSON object: it is not valid JSON at line 1, column 1, expected the manifest of a model");
        assertThatThrownBy(() -> parse("{}"))
                .hasMessage("m.json: field 'format_version' is missing, expected a whole number");
        assertThatThrownBy(() -> parse("{\"format_version\":1,\"files\":{\"a\":3},\"details\":{}}"))
                .hasMessage("m.json: field 'files.a' is 3, expected an object");
        assertThatThrownBy(() -> parse("{\"format_version\":1,\"files\":{},\"details\":{}}"))
                .hasMessage("m.json: field 'version' is missing, expected a text");
    }

    @Test
    void aFormatThatThisReleaseDoesNotReadSaysWhatToDo() {
        assertThatThrownBy(() -> parse("{\"format_version\":2}"))
                .isInstanceOf(FormatRange.TooNewException.class)
                .hasMessage(
                        "m.json: bundle format 2, this release reads 1 to 1; deploy the release that wrote the file, or"
                                + " serve an older bundle");
        assertThatThrownBy(() -> parse("{\"format_version\":0}"))
                .isInstanceOf(FormatRange.TooOldException.class)
                .hasMessage(
                        "m.json: bundle format 0, this release reads 1 to 1; retrain, or go back to the release that"
                                + " wrote the file");
    }

    @Test
    void aBundleWithAnotherFeatureSchemaIsRefused() throws IOException {
        bundle("0000");

        assertThatThrownBy(() -> Bundle.open(folder))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("trained on feature schema 0000");
    }

    @Test
    void tablesOpenUnderTheRuleWithoutARanker() throws IOException {
        bundle("0000");

        Bundle tables = Bundle.openTables(folder);
        assertThat(tables.ranker()).isInstanceOf(RuleRanker.class);
        assertThat(tables.recommender()
                        .popular(3, Query.Filters.NONE, Overlay.NONE)
                        .items())
                .hasSize(3);
    }

    /** The previous release reads such files after a rollback, and the next one must read them. */
    @Test
    void theBytesOfAFormatNeverChange() throws IOException {
        bundle("0000");

        StringBuilder lines = new StringBuilder();
        for (String name : Tables.FILES) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            lines.append(name)
                    .append(" format ")
                    .append(ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt(8))
                    .append(' ')
                    .append(Sha256.hex(folder.resolve(name)))
                    .append('\n');
        }
        try (InputStream golden = ManifestTest.class.getResourceAsStream("formats.txt")) {
            assertThat(lines)
                    .as("other bytes are another format: raise its version")
                    .hasToString(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatALaterReleaseAddsToAManifestIsPassedOver() throws IOException {
        bundle("0000");
        String json = Files.readString(folder.resolve(Manifest.FILE));
        String later = json.replaceFirst("\\{", "{\"added_later\":{\"a\":[1]},");

        assertThat(parse(later).files()).isEqualTo(parse(json).files());
    }

    @Test
    void aBundleWithoutItsRankerIsRefused() throws IOException {
        bundle(FeatureExtractor.SCHEMA_HASH);

        assertThatThrownBy(() -> Bundle.open(folder))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("ranker.cbm");
    }

    @Test
    void aTruncatedTableIsRefused() throws IOException {
        bundle("0000");
        Path items = folder.resolve(Tables.ITEMS);
        Files.write(items, java.util.Arrays.copyOf(Files.readAllBytes(items), 100));

        assertThatThrownBy(() -> Bundle.open(folder)).hasMessageContaining("items.tbl: 100 bytes, the manifest says");
    }

    private void bundle(String schemaHash) throws IOException {
        TinyShop.tables(folder);
        Map<String, Manifest.Entry> files = new TreeMap<>();
        for (String name : Tables.FILES) {
            files.put(name, Manifest.Entry.of(folder.resolve(name)));
        }
        Manifest manifest =
                new Manifest("v1", schemaHash, Objective.VIEW, ModelKind.FITTED, null, files, JsonObject.EMPTY);
        Files.write(folder.resolve(Manifest.FILE), manifest.toJson());
    }

    private static Manifest parse(String json) throws IOException {
        return Manifest.parse(json.getBytes(StandardCharsets.UTF_8), "m.json");
    }
}
