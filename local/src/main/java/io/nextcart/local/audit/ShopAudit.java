package io.nextcart.local.audit;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.Progress;
import io.nextcart.data.Sha256;
import io.nextcart.data.UserId;
import io.nextcart.local.store.ShopContents;
import io.nextcart.local.store.ShopContents.StoredEvent;
import io.nextcart.store.document.JsonFields;
import io.nextcart.training.archive.ArchiveAudit;
import io.nextcart.training.archive.DeletedUsers;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compares the events of a shop's file with its archive. What was accepted must be stored, and what is stored must be
 * in the archive or wait for it. Events are compared by 128 bits of a hash of shopper and {@link EventKey}, a day at a
 * time: memory holds the deleted users and the events of one day, the rest lies in temporary files.
 */
public final class ShopAudit {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final int REPORT_EVERY = 100_000;

    private final ShopContents shop;
    private final Progress progress;
    private final DayFiles stored;
    private final DayFiles waiting;
    private final Set<String> waitingDeletions = new HashSet<>();
    private final Gaps gaps;

    ShopAudit(ShopContents shop, Gaps gaps, Path temporary, Progress progress) throws IOException {
        this.shop = requireNonNull(shop, "shop is null");
        this.gaps = requireNonNull(gaps, "gaps is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.stored = new DayFiles(Files.createDirectory(temporary.resolve("stored")));
        this.waiting = new DayFiles(Files.createDirectory(temporary.resolve("waiting")));
    }

    /**
     * What a shop's file holds.
     *
     * @param accepted events that were accepted, and not deleted since
     * @param stored events that can be read
     * @param waiting changes that are not in the archive yet
     */
    public record Stored(long accepted, long stored, int deletedUsers, long waiting) {
        JsonFields toJson() {
            return new JsonFields()
                    .put("accepted", accepted)
                    .put("stored", stored)
                    .put("deleted_users", deletedUsers)
                    .put("waiting_changes", waiting);
        }
    }

    /**
     * What an archive holds.
     *
     * @param lines all lines of events
     * @param unreadable lines that are not events
     * @param deleted lines of deleted users
     * @param repeats lines that say what another does
     * @param waiting stored events that are not in the archive yet
     * @param others events that count but are not stored, such as those of another shop's file
     */
    public record Archived(long lines, long unreadable, long deleted, long repeats, long waiting, long others) {
        /** Events that a training counts, and a compaction keeps. */
        public long events() {
            return lines - unreadable - deleted - repeats;
        }

        private Archived plus(ArchiveAudit.Day day, long moreWaiting, long moreOthers) {
            return new Archived(
                    lines + day.lines(),
                    unreadable + day.unreadable(),
                    deleted + day.deleted(),
                    repeats + day.repeats(),
                    waiting + moreWaiting,
                    others + moreOthers);
        }

        JsonFields toJson() {
            return new JsonFields()
                    .put("lines", lines)
                    .put("unreadable", unreadable)
                    .put("deleted", deleted)
                    .put("repeats", repeats)
                    .put("events", events())
                    .put("waiting_events", waiting)
                    .put("not_stored", others);
        }
    }

    /** Checks the shop's file. Call it first. */
    Stored stored() throws IOException {
        Map<String, Long> deletedUsers = shop.deletedUsers();
        Stored counts =
                new Stored(shop.acceptedEvents(), shop.storedEvents(), deletedUsers.size(), shop.waitingChanges());
        long[] read = new long[2]; // events, and those of them that were accepted
        shop.events(event -> {
            check(event, deletedUsers.get(event.user()));
            read[1] += event.accepted() ? 1 : 0;
            if (++read[0] % REPORT_EVERY == 0) {
                progress.report("reading what is stored", read[0], counts.stored(), "events");
            }
        });
        long lost = counts.accepted() - read[1];
        if (lost > 0) {
            gaps.add(Gap.Kind.LOST, lost, shop.firstLost().orElse("an unknown one"));
        }
        return counts;
    }

    private void check(StoredEvent event, @Nullable Long deletedMs) throws IOException {
        if (!event.accepted()) {
            gaps.add(Gap.Kind.NOT_ACCEPTED, event.eventKey());
        }
        if (deletedMs != null && event.arrivedMs() < deletedMs) {
            gaps.add(Gap.Kind.NOT_DELETED, event.eventKey());
        }
        stored.add(Math.floorDiv(event.timestampMs(), DAY_MS), hash(event.user(), event.eventKey()));
    }

    /** Checks the archive. */
    Archived archived(ArchiveAudit archive) throws IOException {
        DeletedUsers deleted = archive.deleted();
        shop.waiting(change -> {
            if (change.user() != null && change.eventKey() != null) {
                waiting.add(Math.floorDiv(change.atMs(), DAY_MS), hash(change.user(), change.eventKey()));
            } else if (change.user() != null) {
                waitingDeletions.add(change.user());
            }
        });
        checkDeletions(deleted);
        SortedMap<LocalDate, List<String>> objects = archive.days();
        TreeSet<Long> days = new TreeSet<>(stored.days());
        objects.keySet().forEach(day -> days.add(day.toEpochDay()));
        Archived sum = new Archived(0, 0, 0, 0, 0, 0);
        int done = 0;
        for (long day : days) {
            sum = day(day, archive, objects.getOrDefault(LocalDate.ofEpochDay(day), List.of()), deleted, sum);
            progress.report("reading the archive", ++done, days.size(), "days");
        }
        return sum;
    }

    private void checkDeletions(DeletedUsers archived) throws IOException {
        boolean streams = shop.streamsChanges();
        shop.deletedUsers().forEach((user, atMs) -> {
            if (streams && !archived.holds(new UserId(user), atMs) && !waitingDeletions.contains(user)) {
                gaps.add(Gap.Kind.DELETION_NOT_ARCHIVED, "the one deleted at " + Instant.ofEpochMilli(atMs));
            }
        });
    }

    private Archived day(long day, ArchiveAudit archive, List<String> keys, DeletedUsers deleted, Archived sum)
            throws IOException {
        Set<UUID> missing = new ObjectOpenHashSet<>();
        stored.read(day, missing);
        Set<UUID> uncounted = new ObjectOpenHashSet<>();
        long[] others = new long[1];
        ArchiveAudit.Day counts = archive.day(keys, deleted, (event, isCounted) -> {
            UUID hash = hash(event);
            if (!isCounted && missing.contains(hash)) {
                uncounted.add(hash);
            } else if (isCounted && !missing.remove(hash)) {
                others[0]++;
            }
        });
        counts.faults().forEach(fault -> gaps.add(Gap.Kind.ARCHIVE_DAMAGED, fault));
        uncounted.forEach(missing::remove);
        int before = missing.size();
        Set<UUID> late = new ObjectOpenHashSet<>();
        waiting.read(day, late);
        late.forEach(missing::remove);
        if (shop.streamsChanges() && !missing.isEmpty()) {
            // Looks for the example only once: that reads all events.
            String example = gaps.has(Gap.Kind.NOT_ARCHIVED)
                    ? ""
                    : keyOf(missing.iterator().next(), day);
            gaps.add(Gap.Kind.NOT_ARCHIVED, missing.size(), example);
            return sum.plus(counts, before - missing.size(), others[0]);
        }
        return sum.plus(counts, before, others[0]); // without a stream, the next server archives everything
    }

    private String keyOf(UUID hash, long day) throws IOException {
        String[] found = {"one"};
        shop.events(event -> {
            if (Math.floorDiv(event.timestampMs(), DAY_MS) == day
                    && hash(event.user(), event.eventKey()).equals(hash)) {
                found[0] = event.eventKey();
            }
        });
        return found[0] + " of " + LocalDate.ofEpochDay(day);
    }

    private static UUID hash(Event event) {
        return hash(event.userId().value(), EventKey.of(event));
    }

    private static UUID hash(String user, String eventKey) {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(eventKey + '\n' + user));
        return new UUID(hash.getLong(), hash.getLong());
    }
}
