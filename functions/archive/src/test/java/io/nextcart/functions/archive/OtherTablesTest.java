package io.nextcart.functions.archive;

import static io.nextcart.functions.archive.Batch.DAY_1;
import static io.nextcart.functions.archive.Batch.DAY_2;
import static io.nextcart.functions.archive.Batch.event;
import static io.nextcart.functions.archive.Batch.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.log.RecordLog;
import io.nextcart.functions.store.CatalogueItem;
import io.nextcart.functions.store.dynamo.StreamImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The streams of the tables of tombstones and of the catalogue. */
class OtherTablesTest {
    private final Memory memory = new Memory();
    private final ArchiveService service = new ArchiveService(memory);
    private final List<String> log = new ArrayList<>();

    private List<String> archive(Batch batch) throws IOException {
        return service.archive(StreamBatch.read(batch.json()), log::add);
    }

    @Test
    void whoIsForgottenStandsInTheFolderOfThatDay() throws Exception {
        assertThat(archive(new Batch()
                        .tombstone(1, "INSERT", "ü \"1", DAY_1)
                        .tombstone(2, "MODIFY", "ü \"1", DAY_2)
                        .tombstone(3, "REMOVE", "v", DAY_2)))
                .isEmpty();
        assertThat(lines("tombstones/dt=2026-03-01/", 1))
                .isEqualTo("{\"user_id\":\"ü \\\"1\",\"forgotten_at\":" + DAY_1 + "}\n");
        assertThat(lines("tombstones/dt=2026-03-02/", 2))
                .isEqualTo("{\"user_id\":\"ü \\\"1\",\"forgotten_at\":" + DAY_2 + "}\n");
        assertThat(memory.objects).hasSize(2);
        List<String> read = new ArrayList<>();
        RecordLog records = new RecordLog("log", 0, Progress.NONE);
        memory.objects.forEach(
                (key, bytes) -> records.tombstones(bytes, key, (user, until) -> read.add(user + "@" + until)));
        records.end();
        assertThat(read).containsExactly("ü \"1@" + DAY_1, "ü \"1@" + DAY_2);
    }

    @Test
    void whatIsSaidOfAnItemIsReadBackAsItWasStored() throws Exception {
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
        memory.objects.forEach((key, bytes) -> records.items(bytes, key, read::add));
        assertThat(records.end().rows()).isEqualTo(2);
        assertThat(read)
                .containsExactly(
                        new ItemProperty(DAY_1, new ItemId("7"), "categoryid", "1016"),
                        new ItemProperty(DAY_1, new ItemId("7"), "available", "0"),
                        new ItemProperty(DAY_1, new ItemId("7"), "790", "12.5"),
                        new ItemProperty(DAY_1 + 1, new ItemId("8"), "790", "0.1"));
    }

    @Test
    void malformedRowsAreToldAsWhatTheyAreNot() throws Exception {
        Map<String, Object> item = StreamImages.of(
                new CatalogueItem(new ItemId("7"), true, "1016", 12.5, "t", "https://shop/7.jpg", DAY_1));
        item.put("price", Map.of("S", "-3"));
        assertThat(archive(new Batch()
                        .item(1, "INSERT", item)
                        .tombstone(2, "INSERT", "u", -1)
                        .tombstone(3, "INSERT", "", DAY_1)
                        .tombstone(4, "INSERT", "u", DAY_1)
                        .insert(5, event("a", DAY_1))))
                .containsExactly(sequence(1), sequence(2), sequence(3));
        assertThat(log)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith("is nothing said of an item: price expected a number, 0 or more"),
                        line -> assertThat(line).contains("is no tombstone: expected milliseconds since 1970"),
                        line -> assertThat(line).contains("has 0 characters"));
        assertThat(memory.objects).hasSize(2);
    }

    private String lines(String folder, int number) throws IOException {
        String key = memory.objects.keySet().stream()
                .filter(one -> one.startsWith(folder) && one.contains("-" + sequence(number) + "-"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no object in " + folder + " of " + memory.objects.keySet()));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(memory.objects.get(key)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
