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
 * Refuses what pages of other sites ask for. Where no key is needed, any page that a browser of this machine has open could
 * ask for a change; it cannot read the answer, but the change would be made. A browser names the page's origin with every
 * request that is not a {@code GET}; other clients name none. A site whose name leads to this machine (DNS rebinding) could
 * read answers too, since a browser takes them for its own: so a server for this machine alone answers under no such name.
 */
final class PageOrigin {
    /** Its own address, by number: a name may be that of another site which leads here. */
    private static final Pattern OWN = Pattern.compile("https?://(localhost|[0-9.]+|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[::1]");

    /** An address by number, this machine, or a name that no site in the Internet has, such as that of a container. */
    private static final Pattern NEAR =
            Pattern.compile("([0-9.]+|\\[[0-9a-fA-F:.]+]|[^.:]*|.*\\.localhost)(:[0-9]*)?", Pattern.CASE_INSENSITIVE);

    private PageOrigin() {}

    /** @param everywhere whether the server listens on every address of the machine, as its operator said */
    static Optional<HttpAnswer> refuse(HttpRequest request, Cors cors, boolean everywhere) {
        String named = request.header("host");
        if (!everywhere && named != null && !NEAR.matcher(named).matches()) {
            return refusal("it answers under this machine's own names alone, not under " + Quote.of(named, 100)
                    + "; call it as localhost, or give a key");
        }
        return refuse(request, cors);
    }

    private static Optional<HttpAnswer> refuse(HttpRequest request, Cors cors) {
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
                : refusal("it takes changes from its own pages alone, not from " + Quote.of(origin, 100)
                        + "; name the page's origin with --cors-origin, or give a key");
    }

    private static Optional<HttpAnswer> refusal(String what) {
        return Optional.of(HttpAnswer.problem(403, "Forbidden", "this server has no key, so " + what));
    }
}
