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

/** The keys of a shop by their scopes; compared in constant time. The contract says which call needs which. */
public final class ApiKey {
    public static final String HEADER = "X-API-Key";

    private final Map<Scope, byte[]> digests;

    private ApiKey(Map<Scope, byte[]> digests) {
        this.digests = digests;
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
        return none().with(Scope.ADMIN, key);
    }

    /**
     * The same with a further key, for the calls that its scope reaches.
     *
     * @throws IllegalArgumentException when no header can carry the key, or another scope has the same
     */
    public ApiKey with(Scope scope, String key) {
        if (!requireNonNull(key, "key is null").matches("[!-~]+")) {
            throw new IllegalArgumentException("is blank or holds a character that no header carries as it is, expected"
                    + " printable ASCII without spaces");
        }
        byte[] digest = Sha256.of(key);
        if (digests.values().stream().anyMatch(other -> MessageDigest.isEqual(other, digest))) {
            throw new IllegalArgumentException("is the key of another option, expected one of its own");
        }
        Map<Scope, byte[]> more = new EnumMap<>(Scope.class);
        more.putAll(digests);
        more.put(scope, digest);
        return new ApiKey(more);
    }

    /** Whether every call is admitted. */
    boolean isNone() {
        return digests.isEmpty();
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
        for (Map.Entry<Scope, byte[]> key : digests.entrySet()) {
            if (MessageDigest.isEqual(key.getValue(), digest)) {
                held = key.getKey();
            }
        }
        if (held == null) {
            return Optional.of(HttpAnswer.problem(403, "Forbidden", "header " + HEADER + " holds another API key"));
        }
        return held.reaches(wanted)
                ? Optional.empty()
                : Optional.of(HttpAnswer.problem(403, "Forbidden", held.refusal(wanted)));
    }
}
