package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.local.demo.Demo;
import io.nextcart.local.demo.DemoSettings;
import io.nextcart.local.demo.TrialDemo;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.serve.LocalShop;
import io.nextcart.training.RetrainResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job from end to end. */
@Command(
        name = "demo",
        description =
                "Trains on a log, or on a made-up shop, serves the model over HTTP, lets shoppers in, and shows what"
                        + " it is worth. Then keeps serving.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the table was shown",
            "1:the disk, the network or the program failed",
            "2:the arguments or the input cannot be used",
            "3:the gate refused the model: there is nothing to show"
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(
            names = "--events",
            arity = "1..*",
            paramLabel = "F",
            description = "Your event logs: RetailRocket CSV or NDJSON, plain or gzip. Default: a made-up shop.")
    private List<Path> events = new ArrayList<>();

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "N",
            description = "0 takes any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--once", description = "Stop after the table.")
    private boolean once;

    @Option(
            names = "--scale",
            defaultValue = "0.1",
            paramLabel = "N",
            description = "Size of the made-up shop; 1 is 2.76 million events. Default: ${DEFAULT-VALUE}.")
    private double scale;

    @Option(
            names = "--shoppers",
            defaultValue = "2000",
            paramLabel = "N",
            description = "Made-up shoppers, both halves together. Default: ${DEFAULT-VALUE}.")
    private int shoppers;

    @Option(
            names = "--dir",
            defaultValue = ".nextcart/demo",
            paramLabel = "DIR",
            description = "Folder for the shop, the models and the events; an earlier demo's are replaced."
                    + " Default: ${DEFAULT-VALUE}.")
    private Path folder = Path.of("");

    @Option(
            names = "--challenger",
            arity = "0..1",
            fallbackValue = "better",
            paramLabel = "KIND",
            description =
                    "Show a trial instead, of a second model that is made to be better, equal or worse than the one"
                            + " that serves. Default without a KIND: better.")
    private TrialDemo.@Nullable Kind challenger;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Port.check(port);
        log.requireFiles(events);
        DemoSettings settings = new DemoSettings(
                events,
                log.itemProperties(),
                log.categoryTree(),
                scale,
                log.seed(),
                shoppers / 2,
                log.objective(),
                log.maxBadRows(),
                folder);
        PrintWriter out = spec.commandLine().getOut();
        TrialDemo.Kind kind = challenger;
        if (kind != null) {
            return trial(settings, kind, began);
        }
        try (ConsoleProgress progress = ConsoleProgress.open(spec.commandLine().getErr())) {
            Demo demo = new Demo(settings, progress, line -> {
                progress.end();
                out.println(line);
                out.flush();
            });
            RetrainResult trained = demo.train();
            if (!trained.published()) {
                out.println(
                        "The gate found that this model would not help, so it does not serve. A longer log may do.");
                return ExitCode.REFUSED;
            }
            try (LocalShop shop = ServeCommand.start(
                    new LocalShop.Settings(settings.store().toString(), settings.data(), port, ApiKey.none()))) {
                out.println("3/4  Serving the Lambda handlers on " + shop.url());
                out.flush();
                demo.show(shop.url());
                out.printf(Locale.ROOT, "%nAll of it took %.0f s.%n", (System.nanoTime() - began) / 1e9);
                next(out, shop.url(), demo.example(), settings);
                out.flush();
                if (!once) {
                    ServeCommand.waitForTheEnd(shop);
                }
            }
        }
        return ExitCode.OK;
    }

    private int trial(DemoSettings settings, TrialDemo.Kind kind, long began) throws IOException, InterruptedException {
        if (!settings.events().isEmpty()) {
            throw new BadInputException("--challenger is for a made-up shop, expected no --events with it");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleProgress progress = ConsoleProgress.open(spec.commandLine().getErr())) {
            TrialDemo demo = new TrialDemo(settings, kind, progress, line -> {
                progress.end();
                out.println(line);
                out.flush();
            });
            demo.train();
            try (LocalShop shop = ServeCommand.start(
                    new LocalShop.Settings(settings.store().toString(), settings.data(), port, ApiKey.none()))) {
                demo.show(shop.url());
                out.printf(Locale.ROOT, "%nAll of it took %.0f s.%n", (System.nanoTime() - began) / 1e9);
                out.flush();
                if (!once) {
                    ServeCommand.waitForTheEnd(shop);
                }
            }
        }
        return ExitCode.OK;
    }

    private void next(PrintWriter out, URI url, Demo.Example example, DemoSettings settings) {
        out.println();
        if (once) {
            out.println("To serve this model:  ./nextcart serve --store " + settings.store());
        } else {
            out.println("It still serves; try:");
            out.println("  curl -s '" + url + "/v1/recommendations/" + example.userId() + "?k=5'");
            out.println("  curl -s '" + url + "/v1/items/" + example.itemId() + "/similar?k=5'");
            out.println("  curl -s '" + url + "/v1/recommendations' -d '{\"session\":[{\"item_id\":\""
                    + example.itemId() + "\"}],\"k\":5}'");
        }
        out.println("On your own log:      ./nextcart demo --events your-events.csv");
        if (!once) {
            out.println("Stop with Ctrl-C.");
        }
    }
}
