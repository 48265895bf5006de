package io.nextcart.training;

import io.nextcart.data.Objective;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.TrainingDetails;
import io.nextcart.training.calibrate.HoldoutCalibration;
import io.nextcart.training.publish.BundleVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a bundle of a folder of tables and a ranker: adds the model and the manifest, and opens it as serving will. */
final class BundleAssembly {
    private BundleAssembly() {}

    /**
     * Begins a bundle with tables, and a calibration where there is one.
     *
     * @param tables holds every table; stays as it is
     * @param folder does not exist yet
     */
    static Path tables(Path tables, Path folder, HoldoutCalibration.Chosen chosen) throws IOException {
        Files.createDirectory(folder);
        for (String name : Tables.FILES) {
            Files.copy(tables.resolve(name), folder.resolve(name));
        }
        if (chosen.calibration() != Calibration.NONE) {
            chosen.calibration().write(folder.resolve(Calibration.FILE));
        }
        return folder;
    }

    /**
     * Completes a folder.
     *
     * @param folder holds every table of {@link Tables#FILES}, and {@link Calibration#FILE} when there is a calibration
     * @param details for the manifest
     * @param madeAt becomes part of its version
     * @return the bundle's manifest
     * @throws io.nextcart.store.document.BundleException when serving could not open what was made
     */
    static Manifest complete(
            Path folder,
            Path ranker,
            String schemaHash,
            Objective objective,
            @Nullable String parent,
            TrainingDetails details,
            Instant madeAt)
            throws IOException {
        Files.copy(ranker, folder.resolve(Bundle.RANKER), StandardCopyOption.REPLACE_EXISTING);
        Map<String, Manifest.Entry> files = new TreeMap<>();
        for (String name : Tables.FILES) {
            files.put(name, Manifest.Entry.of(folder.resolve(name)));
        }
        files.put(Bundle.RANKER, Manifest.Entry.of(folder.resolve(Bundle.RANKER)));
        if (Files.exists(folder.resolve(Calibration.FILE))) {
            files.put(Calibration.FILE, Manifest.Entry.of(folder.resolve(Calibration.FILE)));
        }
        String version = BundleVersion.of(folder, madeAt);
        Manifest manifest = new Manifest(
                version,
                schemaHash,
                objective.wireName(),
                parent,
                files,
                details.toJson().toObject(version));
        Files.write(folder.resolve(Manifest.FILE), manifest.toJson());
        Bundle.open(folder);
        return manifest;
    }
}
