package io.nextcart.training.task;

import io.nextcart.data.BadInputException;
import io.nextcart.s3.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that a task is told of: those on S3 are fetched first. */
final class InputFiles {
    private static final Pattern S3 = Pattern.compile("(s3://[^/]+)/(?:.*/)?([^/]+)");

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
            files.add(place.startsWith("s3:") ? fetch(variable, place) : file(variable, place));
        }
        return files;
    }

    private static Path file(String variable, String place) {
        try {
            Path file = Path.of(place);
            if (Files.isReadable(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new BadInputException(variable + ": '" + place + "' is no path: " + e.getReason(), e);
        }
        throw new BadInputException(variable + ": " + place + " cannot be read, expected a file");
    }

    private Path fetch(String variable, String place) throws IOException {
        Matcher matcher = S3.matcher(place);
        if (!matcher.matches()) {
            throw new BadInputException(variable + ": " + place + " is no object, expected s3://bucket/key");
        }
        Path own = Files.createDirectories(folder.resolve(Integer.toString(fetched++)));
        Path file = own.resolve(matcher.group(2));
        String bucket = matcher.group(1);
        try {
            ObjectStores.open(bucket).download(place.substring(bucket.length() + 1), file);
        } catch (NoSuchFileException e) {
            throw new BadInputException(variable + ": there is no " + place, e);
        }
        return file;
    }
}
