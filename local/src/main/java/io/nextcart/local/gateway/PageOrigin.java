package io.nextcart.local.gateway;

import io.nextcart.data.log.Quote;
import io.nextcart.functions.api.Cors;
import io.nextcart.local.http.HttpAnswer;
import io.nextcart.local.http.HttpRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses changes that pages of other sites ask for. Where no key is needed, any page that a browser of this machine has
 * open could ask for them; it cannot read the answer, but the change would be made. A browser names the page's origin with
 * every request that is not a {@code GET}; other clients name none.
 */
final class PageOrigin {
    /** Its own address, by number: a name may be that of another site which leads here. */
    private static final Pattern OWN = Pattern.compile("https?://(localhost|[0-9.]+|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[::1]");

    private PageOrigin() {}

    static Optional<HttpAnswer> refuse(HttpRequest request, Cors cors) {
        String origin = request.header("origin");
        if (origin == null
                || READS.contains(request.method())
                || cors.origin().equals("*")
                || cors.origin().equals(origin)) {
            return Optional.empty();
        }
        Matcher own = OWN.matcher(origin);
        String host = request.header("host");
        boolean isOwn = own.matches()
                && (LOOPBACK.matcher(own.group(1)).matches() || origin.endsWith("://" + (host == null ? "" : host)));
        return isOwn
                ? Optional.empty()
                : Optional.of(HttpAnswer.problem(
                        403,
                        "Forbidden",
                        "this server has no key, so it takes changes from its own pages alone, not from "
                                + Quote.of(origin, 100)
                                + "; name the page's origin with --cors-origin, or give a key"));
    }
}
