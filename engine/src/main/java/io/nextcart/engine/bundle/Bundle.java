package io.nextcart.engine.bundle;

import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.BundleException;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A bundle opened for serving: tables mapped, ranker loaded, everything verified. Thread-safe.
 *
 * @param calibration turns the ranker's scores into probabilities; {@link Calibration#NONE} in old bundles without one
 */
public record Bundle(Manifest manifest, Tables tables, Ranker ranker, Calibration calibration) {
    /** The file name of a fitted ranker. */
    public static final String RANKER = "ranker.cbm";

    /**
     * Opens a folder.
     *
     * @throws DamagedDocumentException when a file is missing, damaged or of another size, or when the ranker was
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
        return new Bundle(manifest, tables, ranker, calibration);
    }

    /**
     * Opens only the tables of a folder, with the untrained ranker: for a bundle whose ranker is damaged or reads other
     * vectors.
     *
     * @throws DamagedDocumentException when a table is missing, damaged or in a format that this code does not read
     */
    public static Bundle openTables(Path folder) throws DamagedDocumentException {
        return new Bundle(Manifest.read(folder), Tables.open(folder), new RuleRanker(), Calibration.NONE);
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
