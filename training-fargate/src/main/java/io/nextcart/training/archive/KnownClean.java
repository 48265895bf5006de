package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which whole objects of events are known to hold no deleted user: {@code events/compaction.txt}, a line with a hash of
 * the tombstones, then a key a line. As a key never holds other lines, what it says stays true whatever is compacted
 * meanwhile, and no matter who writes it last; a key that is missing is read once more.
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

    /** Reads it, as far as it was written with the same tombstones. */
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

    /** Notes an object that is clean. */
    void add(String key) {
        now.add(key);
    }

    /** Writes what was noted, unless it is known. */
    void write() throws IOException {
        if (!now.equals(before) || (now.isEmpty() && archive.get(KEY).isEmpty())) {
            String text = tombstones + "\n" + String.join("\n", now) + (now.isEmpty() ? "" : "\n");
            archive.put(KEY, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
