package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A file that a command will write, checked before the work starts. The rules are the same for all commands: it is a
 * new file, or a regular one that the person allows to be replaced; a link stays, and its target is written; it is not
 * an input, and does not lie in a store, in an archive or among a server's events, by whatever path it is reached.
 */
public final class OutFile {
    private static final int MOST_LINKS = 40;
    private static final Set<String> FOLDERS_OF_MODELS = Set.of("models", "runs", "trials");
    private static final Set<String> FOLDERS_OF_ARCHIVE = Set.of("events", "tombstones", "items");
    /** A server's file of events and catalogue, and its copies of models. */
    private static final String SERVED = "events.mv";

    private static final String COPIES = "bundles";

    private final String name;
    private final Path place;

    private OutFile(String name, Path place) {
        this.name = name;
        this.place = place;
    }

    /**
     * Checks that a file can be written at a place. Call {@link #orReplace} too.
     *
     * @param option that names the place, such as {@code --out}
     * @throws BadInputException when it cannot
     */
    public static OutFile require(String option, Path out) throws IOException {
        requireHere(option, out);
        Path place;
        try {
            place = place(out);
        } catch (BadInputException e) {
            throw new BadInputException(option + " " + e.getMessage(), e);
        }
        OutFile file = new OutFile(option + " " + out, place);
        file.requireOutsideStores(true);
        return file;
    }

    /**
     * Checks that a folder to be filled does not lie among the objects of a store or an archive.
     *
     * @param option that names the folder, which need not exist
     * @throws BadInputException when it does
     */
    public static void requireFolder(String option, Path folder) throws IOException {
        requireHere(option, folder);
        new OutFile(option + " " + folder, real(folder.toAbsolutePath())).requireOutsideStores(false);
    }

    /** A URL would otherwise become a local folder of that name. */
    private static void requireHere(String option, Path place) {
        if (place.toString().matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
            throw new BadInputException(option + " " + place.toString().replaceFirst(":/", "://")
                    + ": is not a place on this machine, expected one");
        }
    }

    /**
     * Resolves all links of a path.
     *
     * @param out need not exist
     * @throws BadInputException when something other than a regular file is there, or when it cannot be a file's name
     */
    public static Path place(Path out) throws IOException {
        Path at = out.toAbsolutePath();
        for (int links = 0; links < MOST_LINKS; links++) {
            if (Files.isDirectory(at)) {
                throw new BadInputException(out + ": is a directory, expected the name of a file");
            }
            if (Files.exists(at)) {
                if (!Files.isRegularFile(at)) {
                    throw new BadInputException(out + ": is a pipe or a device, expected a file");
                }
                return at.toRealPath();
            }
            Path name = at.getFileName();
            Path folder = at.getParent();
            if (name == null
                    || folder == null
                    || name.toString().equals("..")
                    || name.toString().equals(".")) {
                throw new BadInputException(out + ": expected the name of a file");
            }
            Path real = real(folder).resolve(name);
            if (Files.isSymbolicLink(real)) {
                at = real.resolveSibling(Files.readSymbolicLink(real));
            } else if (Files.exists(real)) {
                at = real;
            } else {
                return real;
            }
        }
        throw new BadInputException(out + ": is a link that leads nowhere, expected a file");
    }

    /** Resolves the links of the part of a folder's path that exists. */
    private static Path real(Path folder) throws IOException {
        if (Files.exists(folder)) {
            return folder.toRealPath();
        }
        Path above = folder.getParent();
        return above == null
                ? folder
                : real(above).resolve(folder.getFileName()).normalize();
    }

    /**
     * Checks that the file's folder exists.
     *
     * @throws BadInputException when it does not
     */
    public OutFile isInFolder() {
        if (!Files.isDirectory(folder())) {
            throw new BadInputException(name + ": expected the name of a file in an existing folder");
        }
        return this;
    }

    /**
     * Creates the file's folder.
     *
     * @throws BadInputException when a file is in the way
     */
    public OutFile makeFolder() throws IOException {
        Path above = folder();
        while (!Files.exists(above)) {
            above = requireNonNull(above.getParent(), "a root exists");
        }
        if (!Files.isDirectory(above)) {
            throw new BadInputException(name + ": " + above + " is a file, expected a folder");
        }
        Files.createDirectories(folder());
        return this;
    }

    /**
     * Checks that the file is not an input under another name.
     *
     * @param option that names the inputs
     * @param inputs existing files
     * @throws BadInputException when it is
     */
    public OutFile isNoneOf(String option, List<Path> inputs) throws IOException {
        for (Path input : inputs) {
            if (Files.exists(place) && Files.exists(input) && Files.isSameFile(place, input)) {
                throw new BadInputException(name + " is the file of " + option + " " + input
                        + ", which would be lost; expected another file");
            }
        }
        return this;
    }

    /**
     * Checks that there is no file yet, or that it may be replaced.
     *
     * @param force whether the person allows it
     * @throws BadInputException when it may not
     */
    public OutFile orReplace(boolean force) {
        if (Files.exists(place) && !force) {
            throw new BadInputException(name + ": is there already, --force replaces it");
        }
        if (Files.exists(place) && !Files.isWritable(place)) {
            throw new BadInputException(name + ": may not be written by this user");
        }
        return this;
    }

    /** Whether both are the same file. */
    public boolean isSame(OutFile other) {
        return place.equals(other.place);
    }

    private Path folder() {
        return requireNonNull(place.getParent(), "a file lies in a folder");
    }

    /** @param directly whether a file directly in the root of a store counts as inside */
    private void requireOutsideStores(boolean directly) throws IOException {
        for (Path above = folder(); above != null; above = above.getParent()) {
            String inside = above.relativize(place).getName(0).toString();
            boolean ofArchive = FOLDERS_OF_ARCHIVE.contains(inside);
            boolean store = isStore(above);
            boolean inStore = ofArchive || FOLDERS_OF_MODELS.contains(inside) || (directly && above.equals(folder()));
            if ((store && inStore) || (ofArchive && isArchive(above))) {
                throw new BadInputException(
                        name + ": lies in the " + (store ? "store " : "archive ") + above + ", expected another place");
            }
            if ((inside.equals(COPIES) || inside.startsWith(SERVED)) && Files.exists(above.resolve(SERVED))) {
                throw new BadInputException(
                        name + ": lies among the events of the server in " + above + ", expected another place");
            }
        }
    }

    /**
     * Whether models were published there, or an attempt was made; also true for a copy, or when its pointer is lost.
     */
    private static boolean isStore(Path folder) throws IOException {
        boolean locked = Files.isRegularFile(folder.resolve(".lock"))
                && FOLDERS_OF_MODELS.stream().anyMatch(name -> Files.isDirectory(folder.resolve(name)));
        return locked
                || Files.exists(folder.resolve("models/current.json"))
                || holds(folder.resolve("models"), "*", "manifest.json");
    }

    private static boolean isArchive(Path folder) throws IOException {
        for (String name : FOLDERS_OF_ARCHIVE) {
            if (holds(folder.resolve(name), "dt=*", "")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a folder has a subfolder whose name matches and that holds the file. */
    private static boolean holds(Path folder, String names, String file) throws IOException {
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, names)) {
            for (Path entry : entries) {
                if (Files.exists(entry.resolve(file))) {
                    return true;
                }
            }
        }
        return false;
    }
}
