package io.nextcart.store.s3;

import io.nextcart.data.BadInputException;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens the store at a place: a folder, or {@code s3://bucket/prefix}. */
public final class ObjectStores {
    private static final Pattern S3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");

    private ObjectStores() {}

    /**
     * Opens a bucket whose keys we did not choose and may be anything.
     *
     * @throws BadInputException when the bucket's name is impossible
     */
    public static ObjectSource bucket(String name) {
        try {
            return S3ObjectStore.ofOthers(name);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("s3://" + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens a store. A folder need not exist; nothing is read or written yet.
     *
     * @throws BadInputException when the argument is neither a folder nor an S3 place
     */
    public static ObjectStore open(String store) {
        if (store.startsWith("s3:")) {
            Matcher matcher = S3.matcher(store);
            if (!matcher.matches()) {
                throw new BadInputException(
                        "store '" + store + "' is not an S3 place, expected s3://bucket or s3://bucket/prefix");
            }
            String prefix = matcher.group(2) == null ? "" : matcher.group(2).replaceAll("/+$", "");
            try {
                return S3ObjectStore.open(matcher.group(1), prefix);
            } catch (IllegalArgumentException e) {
                throw new BadInputException("store '" + store + "': " + e.getMessage(), e);
            }
        }
        if (store.isBlank() || store.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
            throw new BadInputException("store '" + store + "' is not known, expected a folder or s3://bucket/prefix");
        }
        Path folder;
        try {
            folder = Path.of(store);
        } catch (InvalidPathException e) {
            throw new BadInputException("store '" + store + "' is not a path: " + e.getReason(), e);
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new BadInputException("store '" + store + "' is a file, expected a folder or s3://bucket/prefix");
        }
        return new FolderObjectStore(folder);
    }
}
