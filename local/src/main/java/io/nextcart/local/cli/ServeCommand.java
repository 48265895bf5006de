package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.FileFault;
import io.nextcart.data.ShellWord;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.Scope;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.runtime.RuntimeClient;
import io.nextcart.local.serve.LocalShop;
import io.nextcart.local.serve.Packages;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the API until it is stopped. */
@Command(
        name = "serve",
        description =
                "Serves the API on 127.0.0.1 with the Lambda handlers of the deployment, until Ctrl-C or SIGTERM.")
final class ServeCommand extends NextcartCommand {
    /** The variables that may hold the keys. */
    private static final String KEY = "NEXTCART_API_KEY";

    private static final String SERVER_KEY = "NEXTCART_SERVER_KEY";
    private static final String PAGE_KEY = "NEXTCART_PAGE_KEY";

    @Option(
            names = "--store",
            required = true,
            paramLabel = "DIR|s3://…",
            description =
                    "Where models are published: a folder, or s3://bucket/prefix. A model published while this runs"
                            + " serves within seconds.")
    private String store = "";

    @Mixin
    private Options.Port port = new Options.Port();

    @Option(names = "--in-process", description = "Call the handlers within this process: the default.")
    private boolean inProcess;

    @Option(
            names = "--packaged",
            description =
                    "Run each packaged function in its own JVMs, under AWS's runtime interface client, as Lambda does."
                            + " Starts and answers more slowly; needs Linux.")
    private boolean packaged;

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
            description = "A further key, for the shop's servers: it may do all but change rules, and export or"
                    + " delete users."
                    + " Default: the variable NEXTCART_SERVER_KEY. Needs --api-key.")
    private @Nullable String serverKey;

    @Option(
            names = "--page-key",
            paramLabel = "K",
            description = "A further key, for the shop's pages: it may send events and ask for lists. Default: the"
                    + " variable NEXTCART_PAGE_KEY. Needs --api-key.")
    private @Nullable String pageKey;

    @Option(
            names = "--all-interfaces",
            description = "Listen on every address of this machine, as a container must, not only on 127.0.0.1;"
                    + " needs a key.")
    private boolean everywhere;

    @Option(
            names = "--cors-origin",
            defaultValue = "",
            paramLabel = "O",
            description = "Let pages of this origin, such as https://www.shop.example, send events and ask for"
                    + " recommendations from a browser; * for every page. Default: none.")
    private String corsOrigin = "";

    @Option(
            names = "--control-share",
            paramLabel = "S",
            defaultValue = "0",
            description =
                    "Show popular items to this share of users, such as 5%%: the control group with which lift compares"
                            + " all others. Default: nobody.")
    private Share controlShare = new Share(0);

    @Option(
            names = "--metrics",
            description = "Print the line per request, in JSON, from which CloudWatch would take metrics.")
    private boolean metrics;

    @Option(
            names = "--data",
            defaultValue = ".nextcart",
            paramLabel = "DIR",
            description = "Folder for the events and for copies of models. Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of(".nextcart");

    @Option(
            names = "--archive",
            paramLabel = "DIR|s3://…|none",
            description =
                    "Where to keep the archive for the next training: every event, deleted users, and the shop's changes"
                            + " of items; none keeps no archive. Default: the store's place.")
    private @Nullable String archive;

    @Mixin
    private Options.Key pseudonymKey = new Options.Key();

    @Override
    int run() throws IOException, InterruptedException {
        port.check();
        if (inProcess && packaged) {
            throw new BadInputException("--in-process and --packaged exclude each other, expected one of them at most");
        }
        String given = orVariable(apiKey, KEY);
        if (everywhere && given == null) {
            throw new BadInputException(
                    "--all-interfaces lets in everybody who reaches this machine, expected --api-key"
                            + " or the variable " + KEY + " with it");
        }
        ApiKey key = keys(given);
        pseudonymKey.pseudonyms(); // before anything starts
        LocalShop.Settings settings = new LocalShop.Settings(
                store,
                data,
                port.number,
                key,
                cors(),
                metrics,
                log(),
                everywhere,
                controlShare.value(),
                pseudonymKey.file());
        try (LocalShop shop = start(settings, packages(packaged), this::tell)) {
            greet(shop, settings);
            waitForTheEnd(shop);
        }
        return ExitCode.OK;
    }

    private static @Nullable String orVariable(@Nullable String option, String variable) {
        return option == null ? System.getenv(variable) : option;
    }

    private ApiKey keys(@Nullable String given) {
        String ofServers = orVariable(serverKey, SERVER_KEY);
        String ofPages = orVariable(pageKey, PAGE_KEY);
        if (given == null && (ofServers != null || ofPages != null)) {
            throw new BadInputException((ofServers == null ? "--page-key" : "--server-key")
                    + " is given without a key for the other calls, expected --api-key or the variable " + KEY
                    + " with it");
        }
        ApiKey keys = Options.with(ApiKey.none(), "--api-key", Scope.ADMIN, given);
        keys = Options.with(keys, "--server-key", Scope.SERVER, ofServers);
        return Options.with(keys, "--page-key", Scope.PAGE, ofPages);
    }

    private Cors cors() {
        try {
            return new Cors(corsOrigin);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--cors-origin: " + e.getMessage(), e);
        }
    }

    private @Nullable String log() {
        if (archive == null) {
            return store;
        }
        return archive.equals(Options.NONE) ? null : archive;
    }

    private void tell(String line) {
        err().println(line);
        err().flush();
    }

    private static @Nullable Packages packages(boolean packaged) {
        if (!packaged) {
            return null;
        }
        if (!RuntimeClient.runsHere()) {
            throw new BadInputException("--packaged: AWS's runtime interface client needs Linux");
        }
        return Packages.installed()
                .orElseThrow(() -> new BadInputException(
                        "--packaged: expected a start by the launcher, ./nextcart, which builds the packages"));
    }

    /** Starts a shop; a port in use is bad input. */
    static LocalShop start(LocalShop.Settings settings, @Nullable Packages packages, Consumer<String> output)
            throws IOException {
        try {
            return LocalShop.start(settings, packages, output);
        } catch (BindException e) {
            throw Options.Port.taken(settings.port(), e);
        }
    }

    private void greet(LocalShop shop, LocalShop.Settings settings) throws IOException {
        say("Serving on " + shop.url() + ", events in " + settings.eventFile());
        if (settings.archive() != null) {
            say("Archive: " + settings.archive());
        }
        say(shop.model()
                .map(model -> "Model: " + model)
                .orElse(
                        "No model serves yet, so answers are empty. Publish one with: nextcart train --events F --store "
                                + ShellWord.of(store) + "; it serves without a restart."));
        String header = System.getenv(KEY) == null ? "" : "-H \"" + ApiKey.HEADER + ": $" + KEY + "\" ";
        if (apiKey != null) {
            header = "-H \"" + ApiKey.HEADER + ": $KEY\" ";
        }
        if (header.isEmpty()) {
            say("A shop to try it in: " + shop.url() + "/shop/");
        }
        say("Try: curl -s " + header + "'" + shop.url() + "/v1/popular?k=5'");
        say("Stop with Ctrl-C.");
    }

    /** Waits for SIGTERM or Ctrl-C. */
    static void waitForTheEnd(LocalShop shop) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Thread hook = new Thread(() -> close(shop), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            never.await();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the process is shutting down: the hook does the work
            }
        }
    }

    private static void close(LocalShop shop) {
        try {
            shop.close();
        } catch (IOException e) {
            System.err.println("nextcart: " + FileFault.describe(e));
        }
    }
}
