package io.nextcart.functions.api;

import io.nextcart.data.Environment;
import io.nextcart.data.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API keys that a function accepts. Behind an HTTP API, which does not check keys, they are compared by digest;
 * behind a REST API, which checks the key, by the key's id in the event. A request without a gateway comes from AWS
 * itself, with the right to invoke the function, and needs no key.
 */
public final class ApiKeys {
    /**
     * The variable read by {@link #named}: entries such as {@code server:<SHA-256 of the key in hex>}, {@code page:…} or
     * {@code admin:…}, separated by blanks or commas. The prefix is the key's {@link Scope}. A scope may have several keys, for
     * replacing one.
     */
    public static final String VARIABLE = "NEXTCART_KEYS";

    /** The variable read by {@link #named}: API Gateway ids of keys for pages, separated by blanks or commas. */
    public static final String PAGE_IDS = "NEXTCART_PAGE_KEY_IDS";

    /** The variable read by {@link #named}: API Gateway ids of keys for admins, separated by blanks or commas. */
    public static final String ADMIN_IDS = "NEXTCART_ADMIN_KEY_IDS";

    /** Accepts every request; a gateway checks the keys. */
    public static final ApiKeys NONE = new ApiKeys(List.of(), List.of(), List.of());

    static final String HEADER = "x-api-key";
    private static final Pattern ENTRY = Pattern.compile("(admin|server|page):([0-9a-f]{64})");

    private final List<Entry> entries;
    private final List<String> pageIds;
    private final List<String> adminIds;
    /** The scope of a server's key: a shop without a key for admins gives all to its servers. */
    private final Scope ofServers;

    private record Entry(Scope scope, byte[] digest) {}

    private ApiKeys(List<Entry> entries, List<String> pageIds, List<String> adminIds) {
        this.entries = List.copyOf(entries);
        this.pageIds = List.copyOf(pageIds);
        this.adminIds = List.copyOf(adminIds);
        boolean admins = !adminIds.isEmpty() || entries.stream().anyMatch(entry -> entry.scope == Scope.ADMIN);
        this.ofServers = admins ? Scope.SERVER : Scope.ADMIN;
    }

    /**
     * The keys in a Lambda's environment; {@link #NONE} when there are none. {@link Environment#check} reports invalid
     * entries.
     */
    public static ApiKeys named(Environment variables) {
        List<String> named = variables.list(VARIABLE);
        if (!named.stream().allMatch(entry -> ENTRY.matcher(entry).matches())) {
            variables.fault(
                    VARIABLE
                            + " has an entry that is not server:<SHA-256 in hex>, page:<SHA-256 in hex> or admin:<SHA-256 in hex>");
            return NONE;
        }
        return new ApiKeys(
                named.stream()
                        .map(entry -> new Entry(
                                Scope.valueOf(
                                        entry.substring(0, entry.indexOf(':')).toUpperCase(Locale.ROOT)),
                                HexFormat.of().parseHex(entry.substring(entry.indexOf(':') + 1))))
                        .toList(),
                variables.list(PAGE_IDS),
                variables.list(ADMIN_IDS));
    }

    /**
     * Checks a request's key.
     *
     * @param router knows the scope of the requested call
     * @param keyId the gateway's id of the key that it checked; empty for none
     * @throws ProblemException 401 without a key; 403 with an unknown key, or with one whose scope does not reach the call
     */
    void check(ApiRequest request, Router router, String keyId) {
        if (entries.isEmpty() && pageIds.isEmpty() && adminIds.isEmpty()) {
            return;
        }
        Scope wanted = router.scope(request);
        if (wanted == Scope.OPEN) {
            return;
        }
        Scope scope = entries.isEmpty() ? ofId(keyId) : ofKey(request.headers().get(HEADER));
        if (!(scope == Scope.SERVER ? ofServers : scope).reaches(wanted)) {
            throw ProblemException.forbidden(scope.refusal(wanted));
        }
    }

    private Scope ofId(String keyId) {
        if (keyId.isEmpty() || pageIds.contains(keyId)) {
            return Scope.PAGE;
        }
        return adminIds.contains(keyId) ? Scope.ADMIN : Scope.SERVER;
    }

    private Scope ofKey(@Nullable String sent) {
        if (sent == null) {
            throw ProblemException.unauthorized("header X-API-Key is missing, expected the API key");
        }
        byte[] digest = Sha256.of(sent);
        Scope found = null;
        for (Entry entry : entries) { // always all entries, each in constant time
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
