package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command writes at its end. */
final class OutFile {
    private OutFile() {}

    /**
     * Looks before the work whether the file can be put in its place.
     *
     * @throws BadInputException when it cannot
     */
    static void require(Path out) {
        Path folder = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder)) {
            throw new BadInputException("--out " + out + ": expected the name of a file in a folder that is there");
        }
    }
}
