package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.functions.api.Scope;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.RateLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The keys that {@code serve} asks for, and how many calls each may make. */
final class KeyOptions {
    /** The variables that may hold the keys. */
    private static final String KEY = "NEXTCART_API_KEY";

    private static final String SERVER_KEY = "NEXTCART_SERVER_KEY";
    private static final String PAGE_KEY = "NEXTCART_PAGE_KEY";

    @Option(
            names = "--api-key",
            paramLabel = "K",
            description =
                    "Require this key in the header X-API-Key of every call but GET /v1/health, GET /v1/nextcart.js and"
                            + " GET /console."
                            + " Default: the variable NEXTCART_API_KEY; without both, no key.")
    private @Nullable String apiKey;

    @Option(
            names = "--server-key",
            paramLabel = "K",
            description = "A further key, for the shop's servers: it may do all but change rules, choose the"
                    + " model that serves, and export or delete users."
                    + " Default: the variable NEXTCART_SERVER_KEY. Needs --api-key.")
    private @Nullable String serverKey;

    @Option(
            names = "--page-key",
            paramLabel = "K",
            description = "A further key, for the shop's pages: it may send events and ask for lists. Default: the"
                    + " variable NEXTCART_PAGE_KEY. Needs --api-key.")
    private @Nullable String pageKey;

    @Option(
            names = "--requests-per-second",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Calls a second that each key may make; those above get a 429. 0 for any number. Without a key,"
                            + " there is no limit. Default: ${DEFAULT-VALUE}, as in AWS.")
    private int perSecond;

    @Option(
            names = "--burst",
            paramLabel = "N",
            defaultValue = "200",
            description = "Calls at once that a key may make after a pause. Default: ${DEFAULT-VALUE}, as in AWS.")
    private int burst;

    @Option(
            names = "--page-requests-per-second",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "The same for the pages' key, with its share of the burst. Default: ${DEFAULT-VALUE}, as in AWS.")
    private int pagePerSecond;

    @Option(
            names = "--no-key",
            description =
                    "Let in everybody who reaches --all-interfaces, without a key: where something else asks for it.")
    private boolean open;

    /**
     * The keys.
     *
     * @param everywhere whether other machines reach the server
     * @throws BadInputException when one is missing, or is none
     */
    ApiKey keys(boolean everywhere) {
        String ofAll = orVariable(apiKey, KEY);
        String ofServers = orVariable(serverKey, SERVER_KEY);
        String ofPages = orVariable(pageKey, PAGE_KEY);
        if (ofAll == null && (ofServers != null || ofPages != null)) {
            throw new BadInputException((ofServers == null ? "--page-key" : "--server-key")
                    + " is given without a key for the other calls, expected --api-key or the variable " + KEY
                    + " with it");
        }
        if (ofAll != null && open) {
            throw new BadInputException("--no-key is given beside "
                    + (apiKey == null ? "the variable " + KEY : "--api-key") + ", expected one of them");
        }
        if (everywhere && ofAll == null && !open) {
            throw new BadInputException(
                    "--all-interfaces lets in everybody who reaches this machine, expected --api-key"
                            + " or the variable " + KEY + " with it, or --no-key if that is wanted");
        }
        checkRates();
        ApiKey keys = Options.with(ApiKey.none(), "--api-key", Scope.ADMIN, ofAll, limit(Scope.ADMIN));
        keys = Options.with(keys, "--server-key", Scope.SERVER, ofServers, limit(Scope.SERVER));
        return Options.with(keys, "--page-key", Scope.PAGE, ofPages, limit(Scope.PAGE));
    }

    /** The header for a call by hand, in a shell; empty when no key is needed. */
    String header() {
        if (apiKey != null) {
            return "-H \"" + ApiKey.HEADER + ": $KEY\" ";
        }
        return System.getenv(KEY) == null ? "" : "-H \"" + ApiKey.HEADER + ": $" + KEY + "\" ";
    }

    private static @Nullable String orVariable(@Nullable String option, String variable) {
        return option == null ? System.getenv(variable) : option;
    }

    private void checkRates() {
        requireRange("--requests-per-second", perSecond, 0);
        requireRange("--burst", burst, 1);
        requireRange("--page-requests-per-second", pagePerSecond, 0);
    }

    private static void requireRange(String option, int given, int least) {
        if (given < least || given > RateLimit.MOST) {
            throw new BadInputException(option + " is " + given + ", expected " + least + " to " + RateLimit.MOST);
        }
    }

    /** The limit of a key; null for none. As in AWS, the burst of pages is smaller as their rate is. */
    private @Nullable RateLimit limit(Scope scope) {
        int rate = scope == Scope.PAGE ? pagePerSecond : perSecond;
        if (rate == 0) {
            return null;
        }
        int ofScope = scope == Scope.PAGE && perSecond > 0 ? (int) ((long) burst * pagePerSecond / perSecond) : burst;
        return new RateLimit(rate, Math.min(Math.max(1, ofScope), RateLimit.MOST), System::nanoTime);
    }
}
