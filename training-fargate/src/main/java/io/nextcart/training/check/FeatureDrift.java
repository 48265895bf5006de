package io.nextcart.training.check;

import io.nextcart.store.ObjectSource;
import io.nextcart.store.document.CheckDetails;
import io.nextcart.store.document.CheckDetails.Drift;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.Manifest;
import io.nextcart.training.fit.TrainingSet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far the distribution of each feature has moved since the model in service was trained. It warns and never
 * refuses: a sale, a season or a new catalogue is not a fault of the model that learns from it.
 */
final class FeatureDrift {
    /** By convention the population has shifted from here on (Siddiqi 2006); 0.1 is some change. */
    static final double SHIFTED = 0.25;

    private static final System.Logger LOG = System.getLogger(FeatureDrift.class.getName());
    private static final int SAMPLE_ROWS = 10_000;

    private FeatureDrift() {}

    /** The bins of every feature, in their order. */
    static Map<String, Histogram> histograms(TrainingSet set) {
        Map<String, Histogram> histograms = new LinkedHashMap<>();
        for (int f = 0; f < set.featureNames().size(); f++) {
            histograms.put(set.featureNames().get(f), Histogram.of(sample(set, f)));
        }
        return histograms;
    }

    /**
     * Compares with the model in service.
     *
     * @return empty when there is none, or its bundle has no bins
     * @throws IOException when the store does not answer
     */
    static Optional<Drift> since(ObjectSource store, Optional<Current> current, TrainingSet set) throws IOException {
        if (current.isEmpty()) {
            return Optional.empty();
        }
        String version = current.get().champion();
        String key = Manifest.key(version);
        Optional<ObjectSource.Tagged> document = store.get(key);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        try {
            Manifest manifest = Manifest.parse(document.get().bytes(), store.location() + "/" + key, version);
            Map<String, Double> indices =
                    indices(CheckDetails.of(manifest.details().objectOrEmpty("checks")), set);
            return indices.isEmpty() ? Optional.empty() : Optional.of(new Drift(version, indices));
        } catch (DamagedDocumentException e) {
            LOG.log(System.Logger.Level.WARNING, "drift since model " + version + " is not known", e);
            return Optional.empty();
        }
    }

    private static Map<String, Double> indices(CheckDetails earlier, TrainingSet set) {
        Map<String, Double> indices = new LinkedHashMap<>();
        for (int f = 0; f < set.featureNames().size(); f++) {
            int feature = f;
            String name = set.featureNames().get(f);
            Optional.ofNullable(earlier.histograms().get(name))
                    .flatMap(Histogram::parse)
                    .ifPresent(bins -> indices.put(name, bins.stabilityIndex(sample(set, feature))));
        }
        return indices;
    }

    private static float[] sample(TrainingSet set, int feature) {
        int[] rows = Checks.spread(set.rows(), SAMPLE_ROWS);
        float[] sample = new float[rows.length];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = set.feature(rows[i], feature);
        }
        return sample;
    }
}
