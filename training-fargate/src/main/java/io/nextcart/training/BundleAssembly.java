package io.nextcart.training;

import io.nextcart.data.Objective;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.TrainingDetails;
import io.nextcart.training.publish.BundleVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a bundle of a folder of tables and a ranker: adds the model and the manifest, and opens it as serving will. */
final class BundleAssembly {
    private BundleAssembly() {}

    /**
     * Completes a folder.
     *
     * @param folder holds every table of {@link Tables#FILES}
     * @param details for the manifest
     * @param madeAt becomes part of its version
     * @return the bundle's manifest
     * @throws io.nextcart.store.document.BundleException when serving could not open what was made
     */
    static Manifest complete(
            Path folder,
            Path ranker,
            Calibration calibration,
            String schemaHash,
            Objective objective,
            @Nullable String parent,
            TrainingDetails details,
            Instant madeAt)
            throws IOException {
        Files.copy(ranker, folder.resolve(Bundle.RANKER));
        List<String> names = new ArrayList<>(Tables.FILES);
        names.add(Bundle.RANKER);
        if (calibration != Calibration.NONE) {
            calibration.write(folder.resolve(Calibration.FILE));
            names.add(Calibration.FILE);
        }
        Map<String, Manifest.Entry> files = new TreeMap<>();
        for (String name : names) {
            files.put(name, Manifest.Entry.of(folder.resolve(name)));
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
