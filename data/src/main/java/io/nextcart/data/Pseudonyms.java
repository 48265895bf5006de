package io.nextcart.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the ids of users by keyed hashes: HMAC-SHA-256 of a fixed prefix and the id, as 43 characters of base64url.
 * Without the key, nobody can tell whose one is, nor make one. The same key makes the same ones everywhere. Thread-safe.
 */
public final class Pseudonyms {
    /** Leaves every id as it is. */
    public static final Pseudonyms NONE = new Pseudonyms(null);

    /** What a key has to be. */
    public static final String EXPECTED_KEY =
            "expected 32 to 512 printable characters without blanks, such as those of openssl rand -base64 32";

    private static final Pattern KEY = Pattern.compile("[!-~]{32,512}");
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    /** Keeps these hashes apart from any others by the same key; no id holds a line end. */
    private static final String PURPOSE = "nextcart user 1\n";

    /** Has read {@link #PURPOSE}, and is never used but to be cloned, which saves half of the hashing. */
    private final @Nullable Mac begun;

    private Pseudonyms(@Nullable Mac begun) {
        this.begun = begun;
    }

    /**
     * Those of a key.
     *
     * @throws IllegalArgumentException when it is not a key; the message reveals nothing of it
     */
    public static Pseudonyms withKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("is not a key, " + EXPECTED_KEY);
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
            mac.update(PURPOSE.getBytes(UTF_8));
            return new Pseudonyms(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /**
     * Those of the key in a file; blanks around it do not count.
     *
     * @throws BadInputException when the file cannot be read or holds no key
     */
    public static Pseudonyms withKeyIn(Path file) {
        try {
            return withKey(Files.readString(file, ISO_8859_1).strip());
        } catch (IOException e) {
            throw new BadInputException("the key of pseudonyms cannot be read: " + FileFault.describe(e), e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ": " + e.getMessage(), e);
        }
    }

    /** The pseudonym of an id; the id itself when there are none. */
    public String of(UserId user) {
        if (begun == null) {
            return user.value();
        }
        try {
            Mac mac = (Mac) begun.clone();
            return TEXT.encodeToString(mac.doFinal(user.value().getBytes(UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", e);
        }
    }

    /** The event with the pseudonym of its user. */
    public Event of(Event event) {
        requireNonNull(event, "event is null");
        return begun == null
                ? event
                : new Event(
                        event.eventId(),
                        new UserId(of(event.userId())),
                        event.type(),
                        event.itemId(),
                        event.timestampMs(),
                        event.transactionId(),
                        event.value(),
                        event.recommendationId(),
                        event.placement());
    }
}
