package io.nextcart.training.publish;

import io.nextcart.data.Sha256;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/**
 * The name of a bundle: the UTC second of its creation and the first 8 hex digits of the SHA-256 of its content, such
 * as {@code 20150918T025947Z-1f0c8a2b}. Names sort by time.
 */
public final class BundleVersion {
    private static final int HASH_DIGITS = 8;
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private BundleVersion() {}

    /**
     * Names the bundle in a folder by the names, sizes and bytes of every file except the manifest, which contains the
     * version.
     */
    public static String of(Path folder, Instant madeAt) throws IOException {
        Sha256 content = new Sha256();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            if (!name.equals(Manifest.FILE)) {
                content.add(name + "\n" + Files.size(file) + "\n").add(file);
            }
        }
        return SECOND.format(madeAt) + "-" + content.hex().substring(0, HASH_DIGITS);
    }

    /** The entries of a folder, by name. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
