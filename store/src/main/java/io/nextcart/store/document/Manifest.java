package io.nextcart.store.document;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.FileFault;
import io.nextcart.data.Objective;
import io.nextcart.data.Sha256;
import io.nextcart.store.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The content of a bundle's {@code manifest.json}.
 *
 * @param version the bundle's name in the store
 * @param schemaHash of the vectors that the ranker was trained on
 * @param objective the action that the ranker was trained for
 * @param kind what ranks the candidates
 * @param parent the champion when this bundle was trained, or null
 * @param files every other file of the bundle by name
 * @param details counts, windows, settings, metrics and stages, for people and reports; read by {@link #training}, not
 *     by serving
 */
public record Manifest(
        String version,
        String schemaHash,
        Objective objective,
        ModelKind kind,
        @Nullable String parent,
        Map<String, Entry> files,
        JsonObject details) {
    public static final String FILE = "manifest.json";
    private static final int CHUNK_BYTES = 1 << 16;

    public static final FormatRange FORMATS = new FormatRange(1, 1);

    /** The key of a version's manifest in a store. */
    public static String key(String version) {
        return "models/" + version + "/" + FILE;
    }

    /**
     * A file of the bundle.
     *
     * @param sizeBytes its length
     * @param sha256 lower-case hexadecimal
     * @param crc32 of all its bytes, lower-case hexadecimal; null in older bundles
     */
    public record Entry(
            long sizeBytes, String sha256, @Nullable String crc32) {
        public static Entry of(Path file) throws IOException {
            return new Entry(Files.size(file), Sha256.hex(file), crc32(file));
        }

        private static Entry of(JsonObject json) throws DamagedDocumentException {
            return new Entry(json.count("size_bytes"), json.text("sha256"), json.optionalText("crc32"));
        }

        private JsonFields toJson() {
            JsonFields json = new JsonFields().put("size_bytes", sizeBytes).put("sha256", sha256);
            return crc32 == null ? json : json.put("crc32", crc32);
        }

        /** Whether a file has this length and SHA-256. */
        public boolean isOf(Path file) throws IOException {
            return Files.size(file) == sizeBytes && Sha256.hex(file).equals(sha256);
        }

        /** CRC-32 (IEEE) in lower-case hexadecimal. */
        private static String crc32(Path file) throws IOException {
            CRC32 crc = new CRC32();
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES); // an array would cost one more copy
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                while (channel.read(chunk) >= 0) {
                    crc.update(chunk.flip());
                    chunk.clear();
                }
            }
            return HexFormat.of().toHexDigits((int) crc.getValue());
        }
    }

    public Manifest {
        requireNonNull(version, "version is null");
        requireNonNull(schemaHash, "schemaHash is null");
        requireNonNull(objective, "objective is null");
        requireNonNull(kind, "kind is null");
        files = new TreeMap<>(requireNonNull(files, "files is null"));
        requireNonNull(details, "details is null");
    }

    /** When a bundle was made, milliseconds since the epoch, from its name, which begins with the second; 0 for any other name. */
    public static long madeAtMs(String version) {
        try {
            // By hand: a formatter costs a cold start more than all of the catalogue.
            LocalDateTime second = LocalDateTime.of(
                    Integer.parseInt(version, 0, 4, 10),
                    Integer.parseInt(version, 4, 6, 10),
                    Integer.parseInt(version, 6, 8, 10),
                    Integer.parseInt(version, 9, 11, 10),
                    Integer.parseInt(version, 11, 13, 10),
                    Integer.parseInt(version, 13, 15, 10));
            boolean isOurs = version.charAt(8) == 'T'
                    && version.charAt(15) == 'Z'
                    && (version.length() == 16 || version.charAt(16) == '-');
            return isOurs ? Math.max(0, second.toInstant(ZoneOffset.UTC).toEpochMilli()) : 0;
        } catch (NumberFormatException | IndexOutOfBoundsException | DateTimeException e) {
            return 0; // a bundle may have been named manually
        }
    }

    /** The same; null for any other name. */
    public static @Nullable Long madeAt(String version) {
        long ms = madeAtMs(version);
        return ms > 0 ? (Long) ms : null;
    }

    public TrainingDetails training() throws DamagedDocumentException {
        return TrainingDetails.of(details);
    }

    public byte[] toJson() {
        JsonFields json = new JsonFields()
                .put("format_version", FORMATS.current())
                .put("version", version)
                .put("schema_hash", schemaHash)
                .put("objective", objective.wireName());
        if (kind != ModelKind.FITTED) {
            json.put("model_kind", kind.wireName()); // absent from older manifests
        }
        return json.put("parent", parent)
                .putAll("files", files, Entry::toJson)
                .put("details", details.toFields())
                .toIndentedBytes();
    }

    /** Reads and checks the manifest of a bundle's folder. */
    public static Manifest read(Path folder) throws DamagedDocumentException {
        Path file = folder.resolve(FILE);
        byte[] json;
        try {
            json = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DamagedDocumentException(file + ": cannot be read: " + FileFault.describe(e), e);
        }
        return parse(json, file.toString());
    }

    /**
     * Parses the manifest of a version.
     *
     * @param place where it came from, for messages
     * @throws DamagedDocumentException also when it names another version
     */
    public static Manifest parse(byte[] bytes, String place, String version) throws DamagedDocumentException {
        JsonObject json = read(bytes, place);
        if (!json.text("version").equals(version)) {
            throw json.wrong("version", "'" + version + "', as the object's name says");
        }
        return of(json, place);
    }

    /** Parses a manifest of any version. */
    public static Manifest parse(byte[] bytes, String place) throws DamagedDocumentException {
        return of(read(bytes, place), place);
    }

    private static JsonObject read(byte[] bytes, String place) throws DamagedDocumentException {
        JsonObject json = JsonObject.read(bytes, place, "the manifest of a model");
        FORMATS.require(json.count("format_version"), place + ": bundle");
        return json;
    }

    private static Manifest of(JsonObject json, String place) throws DamagedDocumentException {
        Map<String, Entry> files = json.object("files").objectsByName(Entry::of);
        for (String name : files.keySet()) {
            if (!ObjectKey.isSegment(name)) {
                throw new DamagedDocumentException(place + ": lists '" + name + "', expected the name of a file");
            }
        }
        return new Manifest(
                json.text("version"),
                json.text("schema_hash"),
                json.oneOf("objective", Objective.values(), Objective::wireName),
                json.has("model_kind")
                        ? json.oneOf("model_kind", ModelKind.values(), ModelKind::wireName)
                        : ModelKind.FITTED,
                json.optionalText("parent"),
                files,
                json.object("details"));
    }
}
