package io.nextcart.training.input;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The inputs named by a person: a file, an object as {@code s3://bucket/key}, or {@code -} for standard input. Anything
 * but a file is copied to one, since inputs are read more than once, and a Parquet file to CSV; closing this deletes the
 * copies. Not thread-safe.
 */
public final class InputFiles implements Closeable {
    private static final Pattern S3 =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/((?:.*/)?[^/]*?([^/]{1,100}))");
    private static final Pattern OTHER_PLACE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");
    private static final String STANDARD_INPUT = "-";

    private final @Nullable InputStream standardInput;
    private final Map<Path, String> placesOfCopies = new LinkedHashMap<>();
    private @Nullable TemporaryFolder copies;

    /**
     * @param standardInput null where there is none
     */
    public InputFiles(@Nullable InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * Checks that every input exists, before anything long starts.
     *
     * @param option that names the places
     * @throws BadInputException when one does not
     * @throws IOException when S3 does not answer
     */
    public void require(String option, List<String> places) throws IOException {
        for (String place : places) {
            if (isOnS3(place)) {
                Matcher object = object(option, place);
                if (ObjectStores.bucket(object.group(1)).etag(object.group(2)).isEmpty()) {
                    throw new BadInputException(option + ": there is no " + place);
                }
            } else if (!place.equals(STANDARD_INPUT)) {
                requireFile(option, place);
            } else if (standardInput == null) {
                throw new BadInputException(option + " - is standard input, expected a file or s3://bucket/key");
            }
        }
    }

    private static void requireFile(String option, String place) {
        Path file = path(option, place);
        if (!Files.exists(file)) {
            String what = place.startsWith("-") ? ": is neither an option nor a file" : ": no such file";
            throw new BadInputException(option + " " + place + what);
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new BadInputException(option + " " + place + ": is a folder or not readable, expected a file");
        }
    }

    /** The places that are files. */
    public static List<Path> onDisk(List<String> places) {
        return places.stream()
                .filter(place -> !isOnS3(place) && !place.equals(STANDARD_INPUT))
                .map(Path::of)
                .toList();
    }

    /**
     * The inputs as files, in order. Files themselves are not checked.
     *
     * @param option that names the places
     * @param parent for a folder with the copies; created when needed
     * @throws BadInputException when a place is invalid or empty
     * @throws IOException when it cannot be copied
     */
    public List<Path> local(String option, List<String> places, Path parent, Progress progress) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String place : places) {
            boolean isInput = place.equals(STANDARD_INPUT) && standardInput != null;
            boolean isCopy = isOnS3(place) || isInput;
            Path file = isCopy ? copy(option, place, parent, progress) : path(option, place);
            if (ParquetFile.is(file)) {
                Path csv = csv(file, place, parent, progress);
                if (isCopy) {
                    Files.delete(file);
                }
                file = csv;
            }
            files.add(file);
        }
        return files;
    }

    private Path csv(Path parquet, String place, Path parent, Progress progress) throws IOException {
        TemporaryFolder folder = folder(parent);
        Path csv = folder.path().resolve(placesOfCopies.size() + "-parquet.csv");
        placesOfCopies.put(csv, place);
        progress.report("reading " + place + " as Parquet", 0, 0, "");
        ParquetFile.toCsv(parquet, csv, folder.path());
        return csv;
    }

    private TemporaryFolder folder(Path parent) throws IOException {
        TemporaryFolder folder = copies == null ? TemporaryFolder.create(parent, "inputs-") : copies;
        copies = folder;
        return folder;
    }

    private Path copy(String option, String place, Path parent, Progress progress) throws IOException {
        TemporaryFolder folder = folder(parent);
        progress.report("copying " + place, 0, 0, "");
        String number = placesOfCopies.size() + "-";
        if (place.equals(STANDARD_INPUT)) {
            if (placesOfCopies.containsValue(place)) {
                throw new BadInputException(option + ": standard input is named twice, expected once");
            }
            Path file = folder.path().resolve(number + "standard-input");
            placesOfCopies.put(file, place);
            Files.copy(requireNonNull(standardInput, "standardInput is null"), file);
            return file;
        }
        Matcher object = object(option, place);
        Path file = folder.path().resolve(number + object.group(3).replaceAll("[^A-Za-z0-9._-]", "_"));
        placesOfCopies.put(file, place);
        try {
            ObjectStores.bucket(object.group(1)).download(object.group(2), file);
        } catch (NoSuchFileException e) {
            throw new BadInputException(option + ": there is no " + place, e);
        }
        return file;
    }

    /** The same fault, with the original places instead of their copies. */
    public BadInputException named(BadInputException fault) {
        String message = String.valueOf(fault.getMessage());
        for (Map.Entry<Path, String> copy : placesOfCopies.entrySet()) {
            String place = copy.getValue().equals(STANDARD_INPUT) ? "standard input" : copy.getValue();
            message = message.replace(copy.getKey().toString(), place);
        }
        return message.equals(fault.getMessage()) ? fault : new BadInputException(message, fault);
    }

    private static boolean isOnS3(String place) {
        return place.startsWith("s3:");
    }

    /** Bucket, key and the key's last part. */
    private static Matcher object(String option, String place) {
        Matcher matcher = S3.matcher(place);
        if (!matcher.matches()) {
            throw new BadInputException(option + ": " + place + " is not an object, expected s3://bucket/key");
        }
        return matcher;
    }

    private static Path path(String option, String place) {
        if (OTHER_PLACE.matcher(place).matches()) {
            throw new BadInputException(option + " " + place + ": is not known, expected a file or s3://bucket/key");
        }
        try {
            return Path.of(place);
        } catch (InvalidPathException e) {
            throw new BadInputException(option + " '" + place + "' is not a path: " + e.getReason(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (copies != null) {
            copies.close();
        }
    }
}
