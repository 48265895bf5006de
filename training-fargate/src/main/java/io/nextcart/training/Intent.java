package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.Current;
import io.nextcart.training.publish.BundlePublisher;
import io.nextcart.training.stage.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bundle that a training made, noted before it goes anywhere: a run that takes the training up again gives it the same name, and
 * knows its own model when that serves already.
 *
 * @param version of the bundle
 * @param madeAt the time in it
 * @param parent what served, or null
 */
record Intent(String version, Instant madeAt, @Nullable String parent) {
    private static final String STEP = "intent";
    private static final String FILE = "intent.txt";

    Intent {
        requireNonNull(version, "version is null");
        requireNonNull(madeAt, "madeAt is null");
    }

    /** The note of a run before. */
    static Optional<Intent> read(Checkpoints steps) throws IOException {
        Optional<Path> step = steps.found(STEP);
        if (step.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(step.get().resolve(FILE));
        String parent = lines.get(2);
        return Optional.of(new Intent(lines.get(0), Instant.parse(lines.get(1)), parent.isEmpty() ? null : parent));
    }

    /** Leaves the note. */
    void write(Checkpoints steps) throws IOException {
        steps.anew(
                STEP,
                folder -> Files.write(
                        folder.resolve(FILE), List.of(version, madeAt.toString(), parent == null ? "" : parent)));
    }

    /** Whether this model serves already: the run that noted this was killed after it had published. */
    boolean isServedBy(BundlePublisher.Base base) {
        return base.current().map(Current::champion).filter(version::equals).isPresent();
    }

    /** What served when this was noted. */
    Optional<Current> before() {
        return Optional.ofNullable(parent).map(champion -> new Current(champion, null, 0, null, 0));
    }
}
