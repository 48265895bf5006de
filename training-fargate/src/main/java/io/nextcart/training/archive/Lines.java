package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.nextcart.data.Event;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.EventJson;
import io.nextcart.data.log.ItemJson;
import io.nextcart.data.log.RecordLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lines of one folder that a compaction keeps: the same lines give the same bytes, in whatever objects they came.
 */
sealed interface Lines {
    /** Takes the lines of the next object, in the order of reading. */
    void take(RecordLog log, byte[] object, String place);

    /** Writes the lines to keep, one JSON object a line. */
    void write(JsonGenerator json) throws IOException;

    /** After {@link #write}: number of lines dropped because others say the same. */
    long repeats();

    /** The uncompressed bytes of the lines to keep; empty when there are none. */
    static byte[] bytes(Lines lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.setRootValueSeparator(new SerializedString("\n"));
            lines.write(json);
        }
        if (bytes.size() > 0) {
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    /**
     * Events by time, without repeats and without those of deleted users. Events of one shopper and millisecond stay in
     * order.
     */
    final class Events implements Lines {
        private static final Comparator<ArchivedEvent> ORDER = Comparator.comparing(
                ArchivedEvent::event,
                Comparator.comparingLong(Event::timestampMs).thenComparing(Event::userId));

        private final DeletedUsers deleted;
        private final SeenEvents seen = new SeenEvents();
        private final List<ArchivedEvent> kept = new ArrayList<>();
        private long covered;
        private long repeats;

        Events(DeletedUsers deleted) {
            this.deleted = requireNonNull(deleted, "deleted is null");
        }

        @Override
        public void take(RecordLog log, byte[] object, String place) {
            log.archived(object, place, line -> {
                if (deleted.covers(line)) {
                    covered++;
                } else if (seen.add(line.event())) {
                    kept.add(line);
                } else {
                    repeats++;
                }
            });
        }

        /** Number of events of deleted users. */
        long covered() {
            return covered;
        }

        @Override
        public long repeats() {
            return repeats;
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            kept.sort(ORDER);
            for (ArchivedEvent line : kept) {
                EventJson.write(json, line);
            }
        }
    }

    /**
     * The deleted users, each with the latest time. They are kept for ever: a copy of old events may come at any time.
     */
    final class Tombstones implements Lines {
        private final DeletedUsers users = new DeletedUsers(0);
        private long taken;

        @Override
        public void take(RecordLog log, byte[] object, String place) {
            log.tombstones(object, place, (user, until) -> {
                taken++;
                users.add(user, until);
            });
        }

        @Override
        public long repeats() {
            return taken - users.size();
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            users.write(json);
        }
    }

    /**
     * The shop's catalogue changes of one day, by time. Of consecutive lines that say the same of an item, the first
     * and the last are kept. So at any time the item has the state that it has with all lines, and no other source on
     * items (a file given to the training) can come between except within the day.
     */
    final class Items implements Lines {
        private static final Comparator<CatalogueItem> ORDER =
                Comparator.comparingLong(CatalogueItem::updatedAtMs).thenComparing(CatalogueItem::itemId);

        private final Set<CatalogueItem> taken = new LinkedHashSet<>();
        private long lines;
        private long kept;

        @Override
        public void take(RecordLog log, byte[] object, String place) {
            log.items(object, place, line -> {
                lines++;
                taken.add(line);
            });
        }

        @Override
        public long repeats() {
            return lines - kept;
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            List<CatalogueItem> sorted = new ArrayList<>(taken);
            sorted.sort(ORDER);
            boolean[] dropped = new boolean[sorted.size()];
            Map<String, Integer> last = new HashMap<>();
            boolean[] repeatsLast = new boolean[sorted.size()];
            for (int i = 0; i < dropped.length; i++) {
                CatalogueItem line = sorted.get(i);
                Integer before = last.put(line.itemId().value(), i);
                repeatsLast[i] = before != null && line.saysWhat(sorted.get(before));
                if (repeatsLast[i] && repeatsLast[before]) {
                    dropped[before] = true; // between two that say the same
                }
            }
            kept = 0;
            for (int i = 0; i < dropped.length; i++) {
                if (!dropped[i]) {
                    kept++;
                    ItemJson.write(json, sorted.get(i));
                }
            }
        }
    }
}
