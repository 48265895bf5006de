package io.nextcart.functions.api;

import io.nextcart.data.Environment;
import io.nextcart.data.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API keys that a function lets in. Behind an HTTP API, which knows no keys, by their digests; behind a REST API, which has checked
 * the key, by the id that it passes of it. What reaches the function without a gateway comes from AWS itself, by a right to invoke it,
 * and needs none.
 */
public final class ApiKeys {
    /**
     * The variable that {@link #named} reads: entries such as {@code server:<SHA-256 of the key in hex>}, {@code page:…}, with blanks or
     * commas between; keys are of the scope before the colon. Several of one scope are good while a key is replaced.
     */
    public static final String VARIABLE = "NEXTCART_KEYS";

    /** The variable that {@link #named} reads: ids in API Gateway of keys that are for pages, with blanks or commas between. */
    public static final String PAGE_IDS = "NEXTCART_PAGE_KEY_IDS";

    /** Every request is let in: a gateway checks them. */
    public static final ApiKeys NONE = new ApiKeys(List.of(), List.of());

    private static final String HEADER = "x-api-key";
    private static final Pattern ENTRY = Pattern.compile("(server|page):([0-9a-f]{64})");

    private final List<Entry> entries;
    private final List<String> pageIds;

    private record Entry(Scope scope, byte[] digest) {}

    /** Who may ask a call. */
    enum Scope {
        /** Everybody, without a key. */
        OPEN,
        /** Keys that stand in pages of the shop, and the shop's servers. */
        PAGE,
        /** The shop's servers. */
        SERVER
    }

    private ApiKeys(List<Entry> entries, List<String> pageIds) {
        this.entries = List.copyOf(entries);
        this.pageIds = List.copyOf(pageIds);
    }

    /** By the environment of a Lambda; {@link #NONE} when nothing is named. {@link Environment#check} reports entries that are wrong. */
    public static ApiKeys named(Environment variables) {
        List<String> named = variables.list(VARIABLE);
        if (!named.stream().allMatch(entry -> ENTRY.matcher(entry).matches())) {
            variables.fault(VARIABLE + " has an entry that is not server:<SHA-256 in hex> or page:<SHA-256 in hex>");
            return NONE;
        }
        return new ApiKeys(
                named.stream()
                        .map(entry -> new Entry(
                                entry.startsWith("page") ? Scope.PAGE : Scope.SERVER,
                                HexFormat.of().parseHex(entry.substring(entry.indexOf(':') + 1))))
                        .toList(),
                variables.list(PAGE_IDS));
    }

    /**
     * Lets a request in.
     *
     * @param router knows the scope of the call that it asks
     * @param keyId that the gateway gives the key that it has checked; empty for none
     * @throws ProblemException 401 without a key, 403 with another one, or with a page's key where only servers may ask
     */
    void check(ApiRequest request, Router router, String keyId) {
        if (entries.isEmpty() && pageIds.isEmpty()) {
            return;
        }
        Scope wanted = router.scope(request);
        if (wanted == Scope.OPEN) {
            return;
        }
        Scope scope = entries.isEmpty()
                ? (keyId.isEmpty() || pageIds.contains(keyId) ? Scope.PAGE : Scope.SERVER)
                : scope(request.headers().get(HEADER));
        if (wanted == Scope.SERVER && scope == Scope.PAGE) {
            throw ProblemException.forbidden(
                    "header X-API-Key holds a page's key, expected the shop's own for this call");
        }
    }

    private Scope scope(@Nullable String sent) {
        if (sent == null) {
            throw ProblemException.unauthorized("header X-API-Key is missing, expected the API key");
        }
        byte[] digest = Sha256.of(sent);
        Scope found = null;
        for (Entry entry : entries) { // each in constant time, and all of them
            if (MessageDigest.isEqual(entry.digest, digest)) {
                found = entry.scope;
            }
        }
        if (found == null) {
            throw ProblemException.forbidden("header X-API-Key holds another API key");
        }
        return found;
    }
}
