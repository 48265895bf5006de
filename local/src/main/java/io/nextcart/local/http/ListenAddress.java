package io.nextcart.local.http;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and how.
 *
 * @param port 0 takes any free one
 * @param everywhere whether on every address of the machine, not on 127.0.0.1 alone
 * @param tls what it needs for HTTPS; null for HTTP
 */
public record ListenAddress(
        int port, boolean everywhere, @Nullable SSLContext tls) {
    /** HTTP on 127.0.0.1. */
    public static ListenAddress loopback(int port) {
        return new ListenAddress(port, false, null);
    }

    String host() {
        return everywhere ? "0.0.0.0" : "127.0.0.1";
    }

    String scheme() {
        return tls == null ? "http" : "https";
    }
}
