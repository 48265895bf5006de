package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.stage.Stages;

/** What every part of a running training needs. */
record Run(RetrainSettings settings, Stages stages, Progress progress) {
    Run {
        requireNonNull(settings, "settings is null");
        requireNonNull(stages, "stages is null");
        requireNonNull(progress, "progress is null");
    }

    long seed() {
        return settings.seed();
    }

    int threads() {
        return settings.resources().threads();
    }

    FitSettings fit() {
        return FitSettings.standard(seed(), threads());
    }
}
