package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The whole objects of events known to hold no deleted user: {@code events/compaction.txt}, one line with a hash of the
 * tombstones, then a key a line. As an object never changes under its key, the file stays true whatever is compacted
 * meanwhile and whichever process writes it last; an object that it lacks is read again.
 */
final class KnownClean {
    private static final String KEY = "events/compaction.txt";

    private final Archive archive;
    private final String tombstones;
    private final Set<String> before = new HashSet<>();
    private final Set<String> now = new TreeSet<>();

    private KnownClean(Archive archive, String tombstones) {
        this.archive = requireNonNull(archive, "archive is null");
        this.tombstones = requireNonNull(tombstones, "tombstones is null");
    }

    /** Reads the file; empty if it was written with other tombstones. */
    static KnownClean read(Archive archive, DeletedUsers deleted) throws IOException {
        KnownClean known = new KnownClean(archive, deleted.digest());
        archive.get(KEY).ifPresent(object -> {
            List<String> lines =
                    new String(object.bytes(), StandardCharsets.UTF_8).lines().toList();
            if (!lines.isEmpty() && lines.get(0).equals(known.tombstones)) {
                known.before.addAll(lines.subList(1, lines.size()));
            }
        });
        return known;
    }

    /** Whether the object was found clean before. */
    boolean holds(String key) {
        return before.contains(key);
    }

    /** Adds a clean object. */
    void add(String key) {
        now.add(key);
    }

    /** Writes the file if it has changed. */
    void write() throws IOException {
        if (!now.equals(before) || (now.isEmpty() && archive.get(KEY).isEmpty())) {
            String text = tombstones + "\n" + String.join("\n", now) + (now.isEmpty() ? "" : "\n");
            archive.put(KEY, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
