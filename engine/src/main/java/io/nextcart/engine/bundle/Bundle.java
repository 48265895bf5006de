package io.nextcart.engine.bundle;

import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.format.TableFile;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.BundleException;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bundle opened for serving: tables mapped, ranker loaded. Thread-safe.
 *
 * @param calibration turns the ranker's scores into probabilities; {@link Calibration#NONE} in old bundles without one
 * @param catalogue of the shop, as of the training; null in old bundles and without an archive
 */
public record Bundle(
        Manifest manifest,
        Tables tables,
        Ranker ranker,
        Calibration calibration,
        @Nullable CatalogueTable catalogue) {
    /** The file name of a fitted ranker. */
    public static final String RANKER = "ranker.cbm";

    /**
     * Opens a folder, in a time that does not grow with the tables: that their bytes are whole is checked by {@link BundleLoader} and
     * {@link #verify}.
     *
     * @throws DamagedDocumentException when a file is missing, of another size or cannot be used, or when the ranker was
     *     trained on vectors that this code does not compute
     */
    public static Bundle open(Path folder) throws DamagedDocumentException {
        Manifest manifest = Manifest.read(folder);
        for (Map.Entry<String, Manifest.Entry> file : manifest.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            long expected = file.getValue().sizeBytes();
            long actual = size(path);
            if (actual != expected) {
                throw new BundleException(path + ": " + actual + " bytes, the manifest says " + expected);
            }
        }
        Tables tables = Tables.open(folder);
        // The untrained ranker reads today's vectors, so the schema does not matter to it.
        if (manifest.kind() == ModelKind.FITTED && !FeatureExtractor.SCHEMA_HASH.equals(manifest.schemaHash())) {
            throw new BundleException(folder + ": trained on feature schema " + manifest.schemaHash()
                    + ", this code computes schema " + FeatureExtractor.SCHEMA_HASH + "; retrain");
        }
        Calibration calibration = manifest.files().containsKey(Calibration.FILE)
                ? Calibration.open(folder.resolve(Calibration.FILE))
                : Calibration.NONE;
        Ranker ranker = switch (manifest.kind()) {
            case FITTED -> CatBoostRanker.load(folder.resolve(RANKER));
            case RULE -> new RuleRanker();
        };
        CatalogueTable catalogue = manifest.files().containsKey(CatalogueTable.FILE)
                ? CatalogueTable.open(folder.resolve(CatalogueTable.FILE), tables.items())
                : null;
        return new Bundle(manifest, tables, ranker, calibration, catalogue);
    }

    /**
     * Opens only the tables of a folder, with the untrained ranker and without the catalogue: for a bundle whose ranker is damaged or
     * reads other vectors.
     *
     * @throws DamagedDocumentException when a table is missing, damaged or in a format that this code does not read
     */
    public static Bundle openTables(Path folder) throws DamagedDocumentException {
        return new Bundle(Manifest.read(folder), Tables.open(folder), new RuleRanker(), Calibration.NONE, null);
    }

    /**
     * Checks every byte of a folder against its manifest.
     *
     * @throws DamagedDocumentException when a file is not as the manifest says
     * @throws IOException when one cannot be read
     */
    public static void verify(Path folder) throws IOException {
        for (Map.Entry<String, Manifest.Entry> file :
                Manifest.read(folder).files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!isWhole(path, file.getValue())) {
                throw new BundleException(path + ": damaged: its bytes are not those of the manifest");
            }
        }
    }

    /**
     * Whether a file has the bytes that the manifest says: by SHA-256, or for tables by CRC-32 and the CRC-32C at their end. SHA-256
     * of a large table would take most of a cold start: the JIT compiler in a Lambda has no intrinsic for it.
     */
    static boolean isWhole(Path file, Manifest.Entry expected) throws IOException {
        String crc32 = expected.crc32();
        if (crc32 == null || !file.toString().endsWith(".tbl")) {
            return expected.isOf(file);
        }
        return Files.size(file) == expected.sizeBytes() && TableFile.isIntact(file, crc32);
    }

    /** The bundle's name in its store. */
    public String version() {
        return manifest.version();
    }

    /** A new recommender over this bundle; keep it, as it reuses per-thread buffers. */
    public Recommender recommender() {
        return new Recommender(tables, ranker, calibration);
    }

    private static long size(Path file) throws BundleException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new BundleException(file + ": missing or unreadable, though the manifest names it", e);
        }
    }
}
