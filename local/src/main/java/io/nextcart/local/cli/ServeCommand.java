package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.FileFault;
import io.nextcart.data.ShellWord;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.http.ListenAddress;
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

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Option(
            names = "--all-interfaces",
            description = "Listen on every address of this machine, as a container must, not only on 127.0.0.1;"
                    + " needs a key, or --no-key.")
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
                    "Show popular items to this share of users, up to 0.5, such as 5%%: the control group with which lift compares"
                            + " all others. Default: nobody.")
    private Share controlShare = new Share(0);

    @Option(
            names = "--explore-share",
            paramLabel = "S",
            defaultValue = "0",
            description =
                    "Show items that few shoppers have seen in this share of the places of each list for a shopper or"
                            + " an item, such as 5%%, never in its first. Default: none.")
    private Share exploreShare = new Share(0);

    @Option(
            names = "--metrics",
            description = "Print the line per request, in JSON, from which CloudWatch would take metrics.")
    private boolean metrics;

    @Option(
            names = "--data",
            defaultValue = ".nextcart",
            paramLabel = "DIR",
            description = "Folder for one shop's events and copies of models. Default: ${DEFAULT-VALUE}.")
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
        ApiKey key = keys.keys(everywhere);
        ListenAddress address = new ListenAddress(port.number, everywhere, tls.context());
        pseudonymKey.pseudonyms(); // before anything starts
        LocalShop.Settings settings = new LocalShop.Settings(
                store, data, address, key, cors(), metrics, log(), shares(), pseudonymKey.file());
        try (LocalShop shop = start(settings, packages(packaged), this::tell)) {
            greet(shop, settings);
            waitForTheEnd(shop);
        }
        return ExitCode.OK;
    }

    private RecommendService.Shares shares() {
        return new RecommendService.Shares(
                controlShare.atMost(Assignment.LARGEST_SHARE, "--control-share"),
                exploreShare.atMost(Assignment.LARGEST_SHARE, "--explore-share"));
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
            throw Options.Port.taken(settings.address().port(), e);
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
        String header = keys.header();
        if (header.isEmpty()) {
            say("A shop to try it in: " + shop.url() + "/shop/");
        }
        say("Try: curl -s " + (settings.address().tls() == null ? "" : "-k ") + header + "'" + shop.url()
                + "/v1/popular?k=5'");
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
