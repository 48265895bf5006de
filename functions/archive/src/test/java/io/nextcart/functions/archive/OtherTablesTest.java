package io.nextcart.functions.archive;

import static io.nextcart.functions.archive.Batch.DAY_1;
import static io.nextcart.functions.archive.Batch.DAY_2;
import static io.nextcart.functions.archive.Batch.event;
import static io.nextcart.functions.archive.Batch.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.data.log.RecordLog;
import io.nextcart.functions.store.dynamo.StreamImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The streams of the tables of tombstones and of the catalogue. */
class OtherTablesTest {
    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();
    private TestArchive archive;

    @BeforeEach
    void open() {
        archive = new TestArchive(folder);
    }

    private List<String> archive(Batch batch) {
        return new ArchiveService(archive.store).archive(batch.build(), log::add);
    }

    @Test
    void aDeletedUserIsInTheFolderOfThatDay() throws Exception {
        assertThat(archive(new Batch()
                        .tombstone(1, "INSERT", "ü \"1", DAY_1)
                        .tombstone(2, "MODIFY", "ü \"1", DAY_2)
                        .tombstone(3, "REMOVE", "v", DAY_2)))
                .isEmpty();
        assertThat(lines("tombstones/dt=2026-03-01/", 1))
                .isEqualTo("{\"user_id\":\"ü \\\"1\",\"forgotten_at\":" + DAY_1 + "}\n");
        assertThat(lines("tombstones/dt=2026-03-02/", 2))
                .isEqualTo("{\"user_id\":\"ü \\\"1\",\"forgotten_at\":" + DAY_2 + "}\n");
        assertThat(archive.keys()).hasSize(2);
        List<String> read = new ArrayList<>();
        RecordLog records = new RecordLog("log", 0, Progress.NONE);
        archive.objects()
                .forEach((key, bytes) -> records.tombstones(bytes, key, (user, until) -> read.add(user + "@" + until)));
        records.end();
        assertThat(read).containsExactly("ü \"1@" + DAY_1, "ü \"1@" + DAY_2);
    }

    @Test
    void anItemIsReadBackAsItWasStored() throws Exception {
        CatalogueItem full =
                new CatalogueItem(new ItemId("7"), false, "1016", 12.5, "A ☃", "https://shop/7.jpg", DAY_1);
        CatalogueItem bare = new CatalogueItem(new ItemId("8"), null, null, 0.1, null, null, DAY_1 + 1);
        assertThat(archive(new Batch()
                        .item(1, "INSERT", StreamImages.of(full))
                        .item(2, "MODIFY", StreamImages.of(bare))
                        .item(3, "REMOVE", null)))
                .isEmpty();
        assertThat(lines("items/dt=2026-03-01/", 1))
                .isEqualTo("{\"item_id\":\"7\",\"available\":false,\"category\":\"1016\",\"price\":12.5,"
                        + "\"title\":\"A ☃\",\"image_url\":\"https://shop/7.jpg\",\"updated_at\":" + DAY_1 + "}\n"
                        + "{\"item_id\":\"8\",\"price\":0.1,\"updated_at\":" + (DAY_1 + 1) + "}\n");
        List<ItemProperty> read = new ArrayList<>();
        RecordLog records = new RecordLog("log", 0, Progress.NONE);
        archive.objects().forEach((key, bytes) -> records.items(bytes, key, line -> read.addAll(line.properties())));
        assertThat(records.end().rows()).isEqualTo(2);
        assertThat(read)
                .containsExactly(
                        new ItemProperty(DAY_1, new ItemId("7"), "categoryid", "1016"),
                        new ItemProperty(DAY_1, new ItemId("7"), "available", "0"),
                        new ItemProperty(DAY_1, new ItemId("7"), "790", "12.5"),
                        new ItemProperty(DAY_1 + 1, new ItemId("8"), "790", "0.1"));
    }

    @Test
    void aDeletedItemReachesTheTrainingAsOneThatIsNotSold() throws Exception {
        CatalogueItem item = CatalogueItem.deleted(new ItemId("7"), DAY_1);
        archive(new Batch().item(1, "MODIFY", StreamImages.of(item)));

        List<ItemProperty> read = new ArrayList<>();
        List<CatalogueItem> lines = new ArrayList<>();
        RecordLog records = new RecordLog("log", 0, Progress.NONE);
        archive.objects().forEach((key, bytes) -> records.items(bytes, key, line -> read.addAll(line.properties())));
        archive.objects().forEach((key, bytes) -> records.items(bytes, key, lines::add));
        assertThat(lines).containsExactly(item);
        assertThat(read)
                .containsExactly(
                        new ItemProperty(DAY_1, new ItemId("7"), "categoryid", null),
                        new ItemProperty(DAY_1, new ItemId("7"), "available", "0"),
                        new ItemProperty(DAY_1, new ItemId("7"), "790", null));
    }

    @Test
    void whatIsUnsetReachesTheTraining() throws Exception {
        CatalogueItem item = new CatalogueItem(
                new ItemId("7"),
                null,
                "shoes|sale",
                null,
                null,
                null,
                Set.of(Part.PRICE, Part.AVAILABLE, Part.TITLE),
                DAY_1);
        archive(new Batch().item(1, "MODIFY", StreamImages.of(item)));

        List<ItemProperty> read = new ArrayList<>();
        List<CatalogueItem> lines = new ArrayList<>();
        RecordLog records = new RecordLog("log", 0, Progress.NONE);
        archive.objects().forEach((key, bytes) -> records.items(bytes, key, line -> read.addAll(line.properties())));
        archive.objects().forEach((key, bytes) -> records.items(bytes, key, lines::add));
        assertThat(lines).containsExactly(item);
        assertThat(read)
                .containsExactly(
                        new ItemProperty(DAY_1, new ItemId("7"), "categoryid", "shoes|sale"),
                        new ItemProperty(DAY_1, new ItemId("7"), "available", null),
                        new ItemProperty(DAY_1, new ItemId("7"), "790", null));
    }

    @Test
    void malformedRowsAreReportedAsWhatTheyAreNot() throws Exception {
        Map<String, AttributeValue> item = StreamImages.of(
                new CatalogueItem(new ItemId("7"), true, "1016", 12.5, "t", "https://shop/7.jpg", DAY_1));
        item.put("price", new AttributeValue().withS("-3"));
        assertThat(archive(new Batch()
                        .item(1, "INSERT", item)
                        .tombstone(2, "INSERT", "u", -1)
                        .tombstone(3, "INSERT", "", DAY_1)
                        .tombstone(4, "INSERT", "u", DAY_1)
                        .insert(5, event("a", DAY_1))))
                .containsExactly(sequence(1), sequence(2), sequence(3));
        assertThat(log)
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("is not an item: price expected a number from 0 to 1e15"),
                        line -> assertThat(line).contains("is not a tombstone: expected milliseconds since 1970"),
                        line -> assertThat(line).contains("has 0 characters"));
        assertThat(archive.keys()).hasSize(2);
    }

    private String lines(String folder, int number) throws IOException {
        String key = archive.keys().stream()
                .filter(one -> one.startsWith(folder) && one.contains("-" + sequence(number) + "-"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no object in " + folder));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(archive.bytes(key)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
