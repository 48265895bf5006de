package io.nextcart.training.task;

import io.nextcart.data.BadInputException;
import io.nextcart.store.s3.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that a task names: those on S3 are fetched first. */
public final class InputFiles {
    private static final Pattern S3 = Pattern.compile("(s3://[^/]+)/((?:.*/)?([^/]+))");

    private final Path folder;
    private int fetched;

    /**
     * @param folder takes what is fetched; made when needed
     */
    InputFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The files, in order, on this machine.
     *
     * @param variable that names them
     * @throws BadInputException when one is not there
     * @throws IOException when S3 does not answer
     */
    List<Path> local(String variable, List<String> places) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String place : places) {
            files.add(isOnS3(place) ? fetch(variable, place) : file(variable, place));
        }
        return files;
    }

    /** Whether a place is meant to be an object of S3, rather than a path. */
    public static boolean isOnS3(String place) {
        return place.startsWith("s3:");
    }

    /**
     * Looks whether an object is there, before anything long starts.
     *
     * @param name of the setting that names it
     * @throws BadInputException when the place is not valid, or nothing is there
     * @throws IOException when S3 does not answer
     */
    public static void requireObject(String name, String place) throws IOException {
        Matcher object = object(name, place);
        if (ObjectStores.open(object.group(1)).etag(object.group(2)).isEmpty()) {
            throw new BadInputException(name + ": there is no " + place);
        }
    }

    /** Bucket, key and the key's last part. */
    private static Matcher object(String name, String place) {
        Matcher matcher = S3.matcher(place);
        if (!matcher.matches()) {
            throw new BadInputException(name + ": " + place + " is not an object, expected s3://bucket/key");
        }
        return matcher;
    }

    private static Path file(String variable, String place) {
        try {
            Path file = Path.of(place);
            if (Files.isReadable(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new BadInputException(variable + ": '" + place + "' is not a path: " + e.getReason(), e);
        }
        throw new BadInputException(variable + ": " + place + " cannot be read, expected a file");
    }

    private Path fetch(String variable, String place) throws IOException {
        Matcher object = object(variable, place);
        Path own = Files.createDirectories(folder.resolve(Integer.toString(fetched++)));
        Path file = own.resolve(object.group(3));
        try {
            ObjectStores.open(object.group(1)).download(object.group(2), file);
        } catch (NoSuchFileException e) {
            throw new BadInputException(variable + ": there is no " + place, e);
        }
        return file;
    }
}
