package io.nextcart.store.document;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of the document {@code backup.json} in the backup of a local shop.
 *
 * @param madeAtMs when the backup began, milliseconds since the epoch
 * @param model the version in service, or null
 * @param events in the shop's file
 * @param deletedUsers in the shop's file
 * @param files every other file of the backup, by name
 */
public record BackupManifest(
        long madeAtMs, @Nullable String model, long events, long deletedUsers, Map<String, Entry> files) {
    public static final String FILE = "backup.json";
    private static final int FORMAT = 1;

    /**
     * A file of the backup.
     *
     * @param sizeBytes its length
     * @param sha256 lower-case hexadecimal
     * @param writtenAtMs when it was last written, milliseconds since the epoch
     */
    public record Entry(long sizeBytes, String sha256, long writtenAtMs) {
        private static Entry of(JsonObject json) throws DamagedDocumentException {
            return new Entry(json.count("size_bytes"), json.text("sha256"), json.instantMs("written_at"));
        }

        private JsonFields toJson() {
            return new JsonFields()
                    .put("size_bytes", sizeBytes)
                    .put("sha256", sha256)
                    .putInstant("written_at", writtenAtMs);
        }
    }

    public BackupManifest {
        files = new TreeMap<>(requireNonNull(files, "files is null"));
    }

    /** The length of all files. */
    public long sizeBytes() {
        return files.values().stream().mapToLong(Entry::sizeBytes).sum();
    }

    /**
     * Reads the document.
     *
     * @param place where the bytes come from, for messages
     * @throws DamagedDocumentException when it is damaged, or a newer release wrote it
     */
    public static BackupManifest read(byte[] bytes, String place) throws DamagedDocumentException {
        JsonObject json = JsonObject.read(bytes, place, "the manifest of a backup");
        long format = json.count("format_version");
        if (format != FORMAT) {
            throw new DamagedDocumentException(place + ": backup format " + format + ", this release reads " + FORMAT
                    + "; restore it with the release that wrote it");
        }
        return new BackupManifest(
                json.instantMs("made_at"),
                json.optionalVersion("model"),
                json.count("events"),
                json.count("deleted_users"),
                json.object("files").objectsByName(Entry::of));
    }

    public byte[] toJson() {
        return new JsonFields()
                .put("format_version", FORMAT)
                .putInstant("made_at", madeAtMs)
                .put("model", model)
                .put("events", events)
                .put("deleted_users", deletedUsers)
                .putAll("files", files, Entry::toJson)
                .toIndentedBytes();
    }
}
