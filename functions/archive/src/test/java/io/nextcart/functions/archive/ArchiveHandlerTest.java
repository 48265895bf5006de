package io.nextcart.functions.archive;

import static io.nextcart.functions.archive.Batch.DAY_1;
import static io.nextcart.functions.archive.Batch.DAY_2;
import static io.nextcart.functions.archive.Batch.event;
import static io.nextcart.functions.archive.Batch.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.dynamo.StreamImages;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveHandlerTest {
    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();
    private TestArchive archive;

    @BeforeEach
    void open() {
        archive = new TestArchive(folder.resolve("archive"));
    }

    private List<String> archive(Batch batch) {
        return new ArchiveService(archive.store).archive(batch.build(), log::add);
    }

    @Test
    void newEventsAreReadBackAsTheyWere() throws Exception {
        Event full = new Event(
                "e-1",
                new UserId("ü/☃ 😀"),
                EventType.TRANSACTION,
                new ItemId("i\"1"),
                DAY_1,
                "order 7",
                -0.0,
                "r.1",
                "home");
        Event bare = event("b", DAY_1 + 1);
        Event tiny = new Event(
                null, new UserId("1"), EventType.ADD_TO_CART, new ItemId("2"), DAY_1, null, Double.MIN_VALUE, null);
        assertThat(archive(new Batch().insert(1, full).insert(2, bare).insert(3, tiny)))
                .isEmpty();
        assertThat(archive.keys()).singleElement().asString().startsWith("events/dt=2026-03-01/");
        assertThat(archive.events()).containsExactly(full, bare, tiny);
    }

    @Test
    void whatTheStoreWritesIsWhatIsRead() throws Exception {
        List<Event> events = List.of(
                new Event(
                        "e-1",
                        new UserId("u"),
                        EventType.TRANSACTION,
                        new ItemId("1"),
                        DAY_1,
                        "order 7",
                        -0.1,
                        "r.1",
                        "cart"),
                new Event(null, new UserId("v"), EventType.VIEW, new ItemId("2"), DAY_1, null, null, null));
        Batch batch = new Batch();
        for (Event event : events) {
            assertThat(Batch.image(event)).containsAllEntriesOf(StreamImages.of(event));
            batch.record(events.indexOf(event), "INSERT", StreamImages.of(event));
        }
        assertThat(archive(batch)).isEmpty();
        assertThat(archive.events()).isEqualTo(events);
    }

    @Test
    void eachDayOfTheEventsHasItsObject() throws Exception {
        long midnight = DAY_2 - DAY_2 % 86_400_000;
        Batch batch = new Batch()
                .insert(1, event("a", midnight))
                .insert(2, event("b", midnight - 1))
                .insert(3, event("c", midnight + 1))
                .insert(4, event("d", 0));
        assertThat(archive(batch)).isEmpty();
        assertThat(archive.keys()).hasSize(3);
        List<String> keys = archive.keys();
        assertThat(keys.get(0)).startsWith("events/dt=1970-01-01/").contains(sequence(4));
        assertThat(keys.get(1)).startsWith("events/dt=2026-03-01/").contains(sequence(2));
        assertThat(keys.get(2)).startsWith("events/dt=2026-03-02/").contains(sequence(1));
        assertThat(TestArchive.read(archive.bytes(keys.get(2))))
                .containsExactly(event("a", midnight), event("c", midnight + 1));
    }

    @Test
    void aBatchThatComesAgainWritesTheSameBytesToTheSamePlace() throws Exception {
        Batch batch = new Batch().insert(1, event("a", DAY_1)).insert(2, event("b", DAY_2));
        archive(batch);
        Map<String, byte[]> once = archive.objects();
        archive(batch);
        archive(batch.reversed());
        assertThat(archive.objects())
                .hasSameSizeAs(once)
                .allSatisfy((key, bytes) -> assertThat(bytes).isEqualTo(once.get(key)));
        assertThat(archive.writes).isEqualTo(6);
    }

    @Test
    void aBatchThatComesAgainLongerWritesBesideWhatIsThere() throws Exception {
        archive(new Batch().insert(1, event("a", DAY_1)));
        List<String> before = archive.keys();
        archive(new Batch().insert(1, event("a", DAY_1)).insert(2, event("b", DAY_1)));
        assertThat(archive.keys()).hasSize(2).containsAll(before);
        assertThat(TestArchive.read(archive.bytes(before.get(0)))).containsExactly(event("a", DAY_1));
    }

    @Test
    void aRecordThatComesTwiceInABatchIsKeptOnce() throws Exception {
        Event event = event("a", DAY_1);
        archive(new Batch().insert(1, event).insert(2, event("b", DAY_1)).insert(1, event));
        assertThat(archive.events()).containsExactly(event, event("b", DAY_1));
    }

    @Test
    void removalsAndChangesLeaveTheArchiveAsItIs() throws Exception {
        Event event = event("a", DAY_1);
        Batch batch = new Batch().remove(1, true).remove(2, false).record(3, "MODIFY", Batch.image(event));
        assertThat(archive(batch)).isEmpty();
        assertThat(archive.keys()).isEmpty();
        archive(new Batch().insert(4, event).remove(5, false).insert(6, event("b", DAY_1)));
        assertThat(archive.events()).containsExactly(event, event("b", DAY_1));
    }

    @Test
    void malformedRecordsAreReportedAndTheRestIsKept() throws Exception {
        Event good = event("a", DAY_1);
        Batch batch = new Batch()
                .insert(1, good)
                .insertWithout(2, good, "timestamp")
                .insert(3, event("b", DAY_1))
                .insertWith(4, good, "type", new AttributeValue().withS("stolen"))
                .insertWith(5, good, "value", new AttributeValue().withS("much"))
                .insertWith(6, good, "item_id", new AttributeValue().withL())
                .insertWith(7, good, "timestamp", new AttributeValue().withN("-1"))
                .record(8, "INSERT", null)
                .insertWith(9, good, "user_id", new AttributeValue())
                .insert(10, event("c", DAY_1));
        assertThat(archive(batch))
                .containsExactly(
                        sequence(2), sequence(4), sequence(5), sequence(6), sequence(7), sequence(8), sequence(9));
        assertThat(log).hasSize(7);
        assertThat(log.get(0))
                .isEqualTo(Batch.STREAM + ": record " + sequence(2) + " is not an event: timestamp is missing");
        assertThat(archive.events()).containsExactlyInAnyOrder(good, event("b", DAY_1), event("c", DAY_1));
    }

    @Test
    void theRetryFromAMalformedRecordOnKeepsNothingTwice() throws Exception {
        archive(new Batch()
                .insert(1, event("a", DAY_1))
                .insertWithout(2, event("x", DAY_1), "type")
                .insert(3, event("b", DAY_1))
                .insert(4, event("c", DAY_2)));
        archive(new Batch()
                .insertWithout(2, event("x", DAY_1), "type")
                .insert(3, event("b", DAY_1))
                .insert(4, event("c", DAY_2)));
        assertThat(archive.events()).containsExactly(event("a", DAY_1), event("b", DAY_1), event("c", DAY_2));
    }

    @Test
    void aFailedWriteIsReportedFromTheStartOfItsRunOn() throws Exception {
        Batch batch = new Batch()
                .insert(1, event("a", DAY_1))
                .insertWithout(2, event("x", DAY_1), "type")
                .insert(3, event("b", DAY_1))
                .insert(4, event("c", DAY_2))
                .remove(5, true)
                .insert(6, event("e", DAY_1));
        archive.failingKeys = "dt=2026-03-02";
        assertThat(archive(batch)).containsExactly(sequence(2), sequence(3), sequence(4), sequence(5), sequence(6));
        archive.failingKeys = "nothing";
        assertThat(archive(batch)).containsExactly(sequence(2));
        assertThat(archive.events())
                .containsExactly(event("a", DAY_1), event("b", DAY_1), event("e", DAY_1), event("c", DAY_2));
    }

    @Test
    void whenNothingCanBeWrittenEverythingIsReported() throws Exception {
        archive.failingKeys = "";
        assertThat(archive(new Batch().insert(1, event("a", DAY_1)).insert(2, event("b", DAY_2))))
                .containsExactly(sequence(1), sequence(2));
        assertThat(archive.keys()).isEmpty();
    }

    /** Lambda resumes at the first failed record, with more or fewer records than before. */
    @Test
    void whateverFailsEveryEventIsKeptInTheEndAndNoNameEverHoldsOtherLines() throws Exception {
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(40);
            List<Event> expected = new ArrayList<>();
            boolean[] malformed = new boolean[count];
            Event[] events = new Event[count];
            for (int i = 0; i < count; i++) {
                events[i] = event("i" + i, random.nextBoolean() ? DAY_1 : DAY_2);
                malformed[i] = random.nextInt(8) == 0;
                if (!malformed[i]) {
                    expected.add(events[i]);
                }
            }
            TestArchive target = new TestArchive(folder.resolve("archive" + seed));
            ObjectStore flaky = HookedStore.around(target.store, call -> {
                if (random.nextInt(4) == 0) {
                    throw new IOException("slow down");
                }
                byte[] lines = (byte[]) call.arguments()[1];
                assertThat(target.find(call.key()).orElse(lines)).as(call.key()).isEqualTo(lines);
                call.proceed();
                if (random.nextInt(8) == 0) {
                    throw new IOException("the answer was lost");
                }
                return null;
            });
            ArchiveService tried = new ArchiveService(flaky);
            int from = 0;
            int triesOfOne = 0;
            while (from < count) {
                int to = from + 1 + random.nextInt(count - from);
                Batch batch = new Batch();
                for (int i = from; i < to; i++) {
                    if (malformed[i]) {
                        batch.insertWithout(i, events[i], "type");
                    } else {
                        batch.insert(i, events[i]);
                    }
                }
                List<String> failed = tried.archive(batch.build(), log::add);
                if (failed.isEmpty()) {
                    from = to;
                    continue;
                }
                int next = Integer.parseInt(failed.get(0).substring(22)) - 10_000;
                triesOfOne = next == from ? triesOfOne + 1 : 0;
                // Lambda eventually gives up a malformed record, and with it the rest of its batch.
                if (malformed[next] && triesOfOne > 2 && failed.size() == 1) {
                    next = to;
                }
                from = next;
            }
            assertThat(new HashSet<>(target.events()))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void twoStreamsDoNotShareANameOfAnObject() throws Exception {
        archive(new Batch().insert(1, event("a", DAY_1)));
        archive(new Batch().insert(1, event("a", DAY_1)).of("arn:aws:dynamodb:eu-west-1:123456789012:table/other"));
        assertThat(archive.objects()).hasSize(2);
    }

    @Test
    void whatIsNotABatchFailsAsAWhole() {
        DynamodbEvent unnamed = new DynamodbEvent();
        unnamed.setRecords(List.of(new DynamodbStreamRecord()));
        DynamodbEvent unnumbered = new Batch().insert(1, event("a", DAY_1)).build();
        unnumbered.getRecords().get(0).getDynamodb().setSequenceNumber("one");
        for (DynamodbEvent batch : List.of(new DynamodbEvent(), unnamed, unnumbered)) {
            assertThatThrownBy(() -> new ArchiveHandler(archive.store, log::add).handleRequest(batch, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(", expected ");
        }
    }

    @Test
    void anEmptyBatchIsFine() {
        assertThat(archive(new Batch())).isEmpty();
    }

    @Test
    void aMissingBucketIsReported() {
        assertThatThrownBy(() -> ArchiveHandler.archive(Map.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("NEXTCART_ARCHIVE_BUCKET is missing");
    }

    @Test
    void thePrefixOfTheArchiveMayHaveSlashesAtItsEnds() {
        Map<String, String> environment =
                Map.of("NEXTCART_ARCHIVE_BUCKET", "shop", "NEXTCART_ARCHIVE_PREFIX", "/shop/eu/");
        System.setProperty("aws.region", "eu-west-1");
        try {
            assertThat(ArchiveHandler.archive(environment).location()).isEqualTo("s3://shop/shop/eu");
        } finally {
            System.clearProperty("aws.region");
        }
    }
}
