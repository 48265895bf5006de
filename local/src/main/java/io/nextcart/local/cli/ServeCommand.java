package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.functions.api.Cors;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.runtime.RuntimeClient;
import io.nextcart.local.serve.LocalShop;
import io.nextcart.local.serve.Packages;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the API until it is stopped. */
@Command(
        name = "serve",
        description =
                "Serves the API on 127.0.0.1 with the Lambda handlers that are deployed, until Ctrl-C or SIGTERM.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--store",
            required = true,
            paramLabel = "DIR|s3://…",
            description =
                    "Where models are published: a folder, or s3://bucket/prefix. A model published while this runs"
                            + " is taken up within seconds.")
    private String store = "";

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "N",
            description = "0 takes any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--in-process", description = "Call the handlers within this process: the default.")
    private boolean inProcess;

    @Option(
            names = "--packaged",
            description =
                    "Run each packaged function in JVMs of its own, under AWS's runtime interface client, as Lambda"
                            + " does. Starts and answers more slowly; needs Linux.")
    private boolean packaged;

    @Option(
            names = "--api-key",
            paramLabel = "K",
            description = "Ask every call but GET /v1/health for this key in header X-API-Key. Default: no key.")
    private @Nullable String apiKey;

    @Option(
            names = "--cors-origin",
            defaultValue = "",
            paramLabel = "O",
            description = "Let pages of this origin, such as https://www.shop.example, send events and ask for"
                    + " recommendations from a browser; * for every page. Default: none.")
    private String corsOrigin = "";

    @Option(
            names = "--metrics",
            description = "Print what CloudWatch would take metrics from: one JSON line per request.")
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
                    "Where the archive is kept, for the next training: every event, deleted users, and what the shop"
                            + " said about items; none keeps no archive. Default: the store's place.")
    private @Nullable String archive;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Port.check(port);
        if (inProcess && packaged) {
            throw new BadInputException("--in-process and --packaged exclude each other, expected one of them at most");
        }
        if (apiKey != null && apiKey.isBlank()) {
            throw new BadInputException("--api-key is blank, expected a key");
        }
        ApiKey key = apiKey == null ? ApiKey.none() : ApiKey.of(apiKey);
        LocalShop.Settings settings = new LocalShop.Settings(store, data, port, key, cors(), metrics, log());
        try (LocalShop shop = packaged ? startPackaged(settings) : start(settings, this::tell)) {
            greet(shop, settings);
            waitForTheEnd(shop);
        }
        return ExitCode.OK;
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
        return archive.equals("none") ? null : archive;
    }

    private void tell(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    /** Starts a shop; a port that is taken is bad input. */
    static LocalShop start(LocalShop.Settings settings) throws IOException {
        return start(settings, line -> {});
    }

    private static LocalShop start(LocalShop.Settings settings, Consumer<String> output) throws IOException {
        try {
            return LocalShop.start(settings, output);
        } catch (BindException e) {
            throw Port.taken(settings.port(), e);
        }
    }

    private LocalShop startPackaged(LocalShop.Settings settings) throws IOException {
        if (!RuntimeClient.runsHere()) {
            throw new BadInputException("--packaged: AWS's runtime interface client needs Linux");
        }
        Packages packages = Packages.installed()
                .orElseThrow(() -> new BadInputException(
                        "--packaged: expected a start by the launcher, ./nextcart, which builds the packages"));
        try {
            return LocalShop.startPackaged(settings, packages, this::tell);
        } catch (BindException e) {
            throw Port.taken(settings.port(), e);
        }
    }

    private void greet(LocalShop shop, LocalShop.Settings settings) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Serving on " + shop.url() + ", events in " + settings.eventFile());
        if (settings.archive() != null) {
            out.println("Archive: " + settings.archive());
        }
        Optional<String> model = shop.model();
        if (model.isPresent()) {
            out.println("Model: " + model.get());
        } else {
            out.println(
                    "No model serves yet, so answers are empty. Publish one with: nextcart train --events F --store "
                            + store + "; it serves without a restart.");
        }
        String header = apiKey == null ? "" : "-H '" + ApiKey.HEADER + ": " + apiKey + "' ";
        out.println("Try: curl -s " + header + "'" + shop.url() + "/v1/popular?k=5'");
        out.println("Stop with Ctrl-C.");
        out.flush();
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
                // the machine is going down: the hook does the work
            }
        }
    }

    private static void close(LocalShop shop) {
        try {
            shop.close();
        } catch (IOException e) {
            System.err.println("nextcart: " + Faults.describe(e));
        }
    }
}
