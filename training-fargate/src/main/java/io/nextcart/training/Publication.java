package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.Manifest;
import io.nextcart.training.publish.BundlePublisher;
import io.nextcart.training.stage.Checkpoints;
import io.nextcart.training.stage.Stages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a training's model goes.
 *
 * @param base what served when this run was begun
 * @param earlier what a run before, which was broken off, came to
 */
record Publication(ObjectStore store, BundlePublisher publisher, BundlePublisher.Base base, Optional<Intent> earlier) {
    /** Whether the run before had published already. */
    boolean isDone() {
        return earlier.filter(intent -> intent.isServedBy(base)).isPresent();
    }

    /** What the model is held against: what served before it. */
    Optional<Current> champion() {
        return isDone() ? earlier.flatMap(Intent::before) : base.current();
    }

    /** The time in the bundle's name: that of the run before, so that half an upload is written over and not left. */
    Instant madeAt(Clock clock) {
        return earlier.map(Intent::madeAt).orElseGet(clock::instant);
    }

    /** Puts a bundle where it is to go, unless it is there. */
    void carryOut(
            Destiny destiny,
            Path bundle,
            Manifest manifest,
            Instant madeAt,
            Checkpoints steps,
            Stages stages,
            Progress told)
            throws IOException {
        if (isDone()) {
            stages.note("publish: done before");
            return;
        }
        Intent intent = new Intent(manifest.version(), madeAt, manifest.parent());
        if (!earlier.equals(Optional.of(intent))) {
            intent.write(steps);
        }
        if (destiny == Destiny.REFUSED) {
            return;
        }
        stages.run("publish", stage -> {
            if (destiny == Destiny.PUBLISHED) {
                publisher.publish(bundle, manifest.version(), base, told);
            } else {
                publisher.store(bundle, manifest.version(), told);
            }
            return manifest;
        });
    }
}
