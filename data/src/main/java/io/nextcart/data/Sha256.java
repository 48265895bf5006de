package io.nextcart.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of bytes, text (as UTF-8) and files. An instance takes its input in parts; {@link #digest} or {@link #hex()}
 * ends it.
 */
public final class Sha256 {
    private static final int CHUNK_BYTES = 1 << 16;

    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The 32 bytes of a digest. */
    public static byte[] of(byte[] bytes) {
        return new Sha256().add(bytes).digest();
    }

    public static byte[] of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /** 64 lower-case hexadecimal digits. */
    public static String hex(byte[] bytes) {
        return new Sha256().add(bytes).hex();
    }

    /** 64 lower-case hexadecimal digits of a file, read in chunks. */
    public static String hex(Path file) throws IOException {
        return new Sha256().add(file).hex();
    }

    public Sha256 add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** Adds a part of an array. */
    public Sha256 add(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    public Sha256 add(String text) {
        return add(text.getBytes(UTF_8));
    }

    /** Adds a file, read in chunks. */
    public Sha256 add(Path file) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
        return this;
    }

    /** The 32 bytes of the digest of everything added. */
    public byte[] digest() {
        return digest.digest();
    }

    /** The digest as 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(digest());
    }
}
