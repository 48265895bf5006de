package io.nextcart.store.document;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code manifest.json} says about a bundle.
 *
 * @param version the bundle's name in the store
 * @param schemaHash of the vectors that the ranker was trained on
 * @param objective the action that the ranker was trained for: {@code cart} or {@code view}
 * @param parent the champion when this bundle was trained, or null
 * @param files every other file of the bundle by name
 * @param details counts, windows, settings, metrics and stages: for people and reports, not for serving
 */
public record Manifest(
        String version,
        String schemaHash,
        String objective,
        @Nullable String parent,
        Map<String, Entry> files,
        Map<String, Object> details) {
    /** The file's name. */
    public static final String FILE = "manifest.json";
    /** The format of bundles that this code writes and reads. */
    public static final int FORMAT_VERSION = 1;

    /**
     * A file of the bundle.
     *
     * @param sizeBytes its length
     * @param sha256 lower-case hexadecimal
     * @param crc32 of all its bytes, lower-case hexadecimal; null in bundles of before there was one
     */
    public record Entry(
            long sizeBytes, String sha256, @Nullable String crc32) {
        public Entry(long sizeBytes, String sha256) {
            this(sizeBytes, sha256, null);
        }

        /** Measures a file. */
        public static Entry of(Path file) throws IOException {
            return new Entry(Files.size(file), Sha256.hex(file), Crc32.hex(file));
        }

        /** Whether a file has this length and SHA-256. */
        public boolean isOf(Path file) throws IOException {
            return Files.size(file) == sizeBytes && Sha256.hex(file).equals(sha256);
        }

        /**
         * Whether a file that also ends with a checksum of its own has this length and CRC-32; SHA-256 where the manifest has
         * none. SHA-256 of a large table takes most of a cold start: the compiler of a Lambda knows no instruction for it.
         */
        public boolean isOfTable(Path file) throws IOException {
            return crc32 == null
                    ? isOf(file)
                    : Files.size(file) == sizeBytes && Crc32.hex(file).equals(crc32);
        }
    }

    public Manifest {
        requireNonNull(version, "version is null");
        requireNonNull(schemaHash, "schemaHash is null");
        requireNonNull(objective, "objective is null");
        files = new TreeMap<>(requireNonNull(files, "files is null"));
        details = new LinkedHashMap<>(requireNonNull(details, "details is null"));
    }

    /** The document's bytes, indented, UTF-8. */
    public byte[] toJson() throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format_version", FORMAT_VERSION);
        root.put("version", version);
        root.put("schema_hash", schemaHash);
        root.put("objective", objective);
        root.put("parent", parent);
        Map<String, Object> fileMap = new LinkedHashMap<>();
        files.forEach((name, entry) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("size_bytes", entry.sizeBytes());
            one.put("sha256", entry.sha256());
            if (entry.crc32() != null) {
                one.put("crc32", entry.crc32());
            }
            fileMap.put(name, one);
        });
        root.put("files", fileMap);
        root.put("details", details);
        return JSON.std
                .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
                .asBytes(root);
    }

    /** Reads and checks the manifest of a bundle's folder. */
    public static Manifest read(Path folder) throws BundleException {
        Path file = folder.resolve(FILE);
        try {
            return parse(Files.readAllBytes(file), file.toString());
        } catch (BundleException e) {
            throw e;
        } catch (IOException e) {
            throw new BundleException(file + ": cannot be read: " + e, e);
        }
    }

    /**
     * Parses the document.
     *
     * @param place where it came from, for messages
     */
    public static Manifest parse(byte[] json, String place) throws BundleException {
        Map<String, Object> root;
        try {
            root = JsonObject.read(json);
        } catch (IOException e) {
            throw new BundleException(place + ": " + e.getMessage() + ", expected the manifest of a model", e);
        }
        Object format = root.get("format_version");
        if (!Integer.valueOf(FORMAT_VERSION).equals(format)) {
            throw new BundleException(
                    place + ": bundle format " + format + ", this code reads format " + FORMAT_VERSION);
        }
        Map<String, Entry> files = new TreeMap<>();
        for (Map.Entry<?, ?> one : map(root, "files", place).entrySet()) {
            if (!(one.getValue() instanceof Map<?, ?> entry)
                    || !(entry.get("size_bytes") instanceof Number size)
                    || !(entry.get("sha256") instanceof String sha256)) {
                throw new BundleException(place + ": files." + one.getKey() + " lacks size_bytes or sha256");
            }
            String crc32 = entry.get("crc32") instanceof String text ? text : null;
            files.put(String.valueOf(one.getKey()), new Entry(size.longValue(), sha256, crc32));
        }
        Map<String, Object> details = new LinkedHashMap<>();
        map(root, "details", place).forEach((key, value) -> details.put(String.valueOf(key), value));
        return new Manifest(
                text(root, "version", place),
                text(root, "schema_hash", place),
                text(root, "objective", place),
                root.get("parent") instanceof String parent ? parent : null,
                files,
                details);
    }

    private static String text(Map<String, Object> root, String field, String place) throws BundleException {
        if (root.get(field) instanceof String text) {
            return text;
        }
        throw new BundleException(place + ": field '" + field + "' is missing or no text");
    }

    private static Map<?, ?> map(Map<String, Object> root, String field, String place) throws BundleException {
        if (root.get(field) instanceof Map<?, ?> map) {
            return map;
        }
        throw new BundleException(place + ": field '" + field + "' is missing or no object");
    }
}
