package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.bundle.Current;
import io.nextcart.training.publish.BundlePublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a training is about to publish, noted before it does: a run that takes it up again gives the bundle the same name, and knows
 * its own model when that serves already.
 *
 * @param version of the bundle
 * @param madeAt the time in it
 * @param parent what served, or null
 */
record Intent(String version, Instant madeAt, @Nullable String parent) {
    private static final String FILE = "intent.txt";

    Intent {
        requireNonNull(version, "version is null");
        requireNonNull(madeAt, "madeAt is null");
    }

    /** The note in a work folder, if there is a whole one. */
    static Optional<Intent> read(Path work) throws IOException {
        Path file = work.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        try {
            return lines.size() == 3
                    ? Optional.of(new Intent(
                            lines.get(0),
                            Instant.parse(lines.get(1)),
                            lines.get(2).isEmpty() ? null : lines.get(2)))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty(); // after a power cut: the bundle gets a new name
        }
    }

    /** Leaves the note, whole or not at all. */
    void write(Path work) throws IOException {
        Path unfinished = work.resolve(FILE + ".unfinished");
        Files.write(unfinished, List.of(version, madeAt.toString(), parent == null ? "" : parent));
        Files.move(unfinished, work.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
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
