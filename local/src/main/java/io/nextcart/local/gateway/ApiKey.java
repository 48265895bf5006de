package io.nextcart.local.gateway;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Sha256;
import io.nextcart.functions.api.Scope;
import io.nextcart.local.http.HttpAnswer;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a shop by their scopes, compared in constant time, each with its own rate. The contract says which call needs
 * which; a call that needs none has no rate.
 */
public final class ApiKey {
    public static final String HEADER = "X-API-Key";

    private final Map<Scope, Key> keys;

    private record Key(byte[] digest, @Nullable RateLimit limit) {}

    private ApiKey(Map<Scope, Key> keys) {
        this.keys = keys;
    }

    /** Every call is admitted. */
    public static ApiKey none() {
        return new ApiKey(Map.of());
    }

    /**
     * The key for every call.
     *
     * @throws IllegalArgumentException when no header can carry the key: it is empty, or not printable ASCII
     */
    public static ApiKey of(String key) {
        return none().with(Scope.ADMIN, key, null);
    }

    /**
     * The same with a further key, for the calls that its scope reaches.
     *
     * @param limit how many it may make; null for any number
     * @throws IllegalArgumentException when no header can carry the key, or another scope has the same
     */
    public ApiKey with(Scope scope, String key, @Nullable RateLimit limit) {
        if (!requireNonNull(key, "key is null").matches("[!-~]+")) {
            throw new IllegalArgumentException("is blank or holds a character that no header carries as it is, expected"
                    + " printable ASCII without spaces");
        }
        byte[] digest = Sha256.of(key);
        if (keys.values().stream().anyMatch(other -> MessageDigest.isEqual(other.digest, digest))) {
            throw new IllegalArgumentException("is the key of another option, expected one of its own");
        }
        Map<Scope, Key> more = new EnumMap<>(Scope.class);
        more.putAll(keys);
        more.put(scope, new Key(digest, limit));
        return new ApiKey(more);
    }

    /** Whether every call is admitted. */
    boolean isNone() {
        return keys.isEmpty();
    }

    /**
     * Why a call is refused; empty when it is admitted.
     *
     * @param wanted the scope that it needs
     */
    Optional<HttpAnswer> refuse(Scope wanted, @Nullable String sent) {
        if (isNone() || wanted == Scope.OPEN) {
            return Optional.empty();
        }
        if (sent == null) {
            return Optional.of(
                    HttpAnswer.problem(401, "Unauthorized", "header " + HEADER + " is missing, expected the API key"));
        }
        // Digests: comparing the bytes could leak the length. And always all, so that the time does not tell which.
        byte[] digest = Sha256.of(sent);
        Scope held = null;
        for (Map.Entry<Scope, Key> key : keys.entrySet()) {
            if (MessageDigest.isEqual(key.getValue().digest, digest)) {
                held = key.getKey();
            }
        }
        if (held == null) {
            return Optional.of(HttpAnswer.problem(403, "Forbidden", "header " + HEADER + " holds another API key"));
        }
        RateLimit limit = requireNonNull(keys.get(held)).limit;
        if (limit != null && !limit.take()) {
            return Optional.of(HttpAnswer.problem(429, "Too Many Requests", "Too many requests a second")
                    .with("Retry-After", "1"));
        }
        return held.reaches(wanted)
                ? Optional.empty()
                : Optional.of(HttpAnswer.problem(403, "Forbidden", held.refusal(wanted)));
    }
}
