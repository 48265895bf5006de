package io.nextcart.training.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The name of a bundle: the UTC second of its making and the first 8 hex digits of the SHA-256 of its content, such as
 * {@code 20150918T025947Z-1f0c8a2b}. Names in order are bundles in order of time.
 */
public final class BundleVersion {
    /** The file that lists the others; it may name the version, so it is no part of the hashed content. */
    public static final String MANIFEST = "manifest.json";

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private BundleVersion() {}

    /** Names the bundle that lies in a folder, from every file but {@link #MANIFEST}: their names, sizes and bytes. */
    public static String of(Path folder, Instant madeAt) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            if (name.equals(MANIFEST)) {
                continue;
            }
            digest.update((name + "\n" + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
        }
        return SECOND.format(madeAt) + "-" + HexFormat.of().formatHex(digest.digest(), 0, 4);
    }

    /** When a bundle was made, from its name; empty when it is not such a name. */
    public static Optional<Instant> madeAt(String version) {
        try {
            int dash = version.indexOf('-');
            return Optional.of(SECOND.parse(dash < 0 ? version : version.substring(0, dash), Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // a bundle may have been named by hand
        }
    }

    /** The entries of a folder by name. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
