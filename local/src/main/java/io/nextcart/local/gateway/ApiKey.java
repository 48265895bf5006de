package io.nextcart.local.gateway;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Sha256;
import io.nextcart.local.http.HttpAnswer;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key that every call needs, except those that the contract opens to everybody; compared in constant time. */
public final class ApiKey {
    public static final String HEADER = "X-API-Key";

    private final @Nullable String key;

    private ApiKey(@Nullable String key) {
        this.key = key;
    }

    public static ApiKey none() {
        return new ApiKey(null);
    }

    /** @throws IllegalArgumentException when no header can carry the key: it is empty, or not printable ASCII */
    public static ApiKey of(String key) {
        if (!requireNonNull(key, "key is null").matches("[!-~]+")) {
            throw new IllegalArgumentException("is blank or holds a character that no header carries as it is, expected"
                    + " printable ASCII without spaces");
        }
        return new ApiKey(key);
    }

    /** Whether every call is admitted. */
    boolean isNone() {
        return key == null;
    }

    /**
     * Why a call is refused; empty when it is admitted.
     *
     * @param open whether it needs no key
     */
    Optional<HttpAnswer> refuse(boolean open, @Nullable String sent) {
        if (key == null || open) {
            return Optional.empty();
        }
        if (sent == null) {
            return Optional.of(
                    HttpAnswer.problem(401, "Unauthorized", "header " + HEADER + " is missing, expected the API key"));
        }
        // Digests first: comparing the bytes could leak the length.
        if (!MessageDigest.isEqual(Sha256.of(key), Sha256.of(sent))) {
            return Optional.of(HttpAnswer.problem(403, "Forbidden", "header " + HEADER + " holds another API key"));
        }
        return Optional.empty();
    }
}
