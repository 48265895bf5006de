package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file that a command writes at its end. It replaces the file of an earlier run, but never an input. */
final class OutFile {
    /** Keys that a command reads from a store. */
    static final Pattern MODELS = Pattern.compile("models/.*");
    /** Keys that a command reads from an archive. */
    static final Pattern LOG = Pattern.compile("(events|tombstones|items)/dt=.*");

    private final Path out;
    private final Path real;

    private OutFile(Path out, Path real) {
        this.out = out;
        this.real = real;
    }

    /**
     * Checks before the work that the file can be written.
     *
     * @throws BadInputException when it cannot
     */
    static OutFile require(Path out) throws IOException {
        Path folder = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder)) {
            throw new BadInputException("--out " + out + ": expected the name of a file in an existing folder");
        }
        return new OutFile(
                out, Files.exists(out) ? out.toRealPath() : folder.toRealPath().resolve(out.getFileName()));
    }

    /**
     * Checks that the file is not an input under another name.
     *
     * @param option that names them
     * @param inputs existing files
     * @throws BadInputException when it is
     */
    OutFile isNoneOf(String option, List<Path> inputs) throws IOException {
        for (Path input : inputs) {
            if (Files.exists(out) && Files.isSameFile(out, input)) {
                throw new BadInputException("--out " + out + " is the file of " + option + " " + input
                        + ", which would be lost; expected another file");
            }
        }
        return this;
    }

    /**
     * Checks that the file is not among the objects of a store or an archive that are read.
     *
     * @param option that names the place
     * @param place a folder, {@code s3://bucket/prefix}, or null for none
     * @param read keys of the objects that are read
     * @throws BadInputException when it would
     */
    OutFile isOutside(String option, @Nullable String place, Pattern read) throws IOException {
        if (place == null || place.startsWith("s3:") || !Files.isDirectory(Path.of(place))) {
            return this;
        }
        Path folder = Path.of(place).toRealPath();
        if (real.startsWith(folder)
                && read.matcher(folder.relativize(real).toString()).matches()) {
            throw new BadInputException("--out " + out + " lies among the objects of " + option + " " + place
                    + " that are read; expected a file elsewhere");
        }
        return this;
    }
}
