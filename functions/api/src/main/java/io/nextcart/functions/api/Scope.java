package io.nextcart.functions.api;

/** Who may make a call, and what a key is for: each scope may make the calls of those before it. */
public enum Scope {
    /** Everybody, without a key. */
    OPEN("no key"),
    /** Keys embedded in the shop's pages: {@code x-nextcart-page} in {@code functions/openapi.yaml}. */
    PAGE("a page's key"),
    /** The shop's servers: every call without a mark. */
    SERVER("a server's key"),
    /** People who decide for the shop, for what cannot be undone or changes every list: {@code x-nextcart-admin}. */
    ADMIN("an admin's key");

    private final String key;

    Scope(String key) {
        this.key = key;
    }

    /** A key of this scope, for messages. */
    public String key() {
        return key;
    }

    /** Whether a key of this scope may make a call. */
    public boolean reaches(Scope call) {
        return compareTo(call) >= 0;
    }

    /** Why a key of this scope is refused, for the caller. */
    public String refusal(Scope call) {
        return "header X-API-Key holds " + key + ", expected " + call.key + " for this call";
    }
}
