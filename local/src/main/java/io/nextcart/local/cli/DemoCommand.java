package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.OutFile;
import io.nextcart.local.demo.Demo;
import io.nextcart.local.demo.DemoSettings;
import io.nextcart.local.demo.Showing;
import io.nextcart.local.demo.TrialDemo;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.serve.LocalShop;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the demo. */
@Command(
        name = "demo",
        description =
                "Trains on a log or a synthetic shop, serves the model over HTTP, simulates shoppers and shows what the"
                        + " model is worth. Then keeps serving.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the table was shown",
            "1:the disk, the network or the program failed",
            "2:the arguments or the input cannot be used",
            "3:the gate refused the model: there is nothing to show"
        })
final class DemoCommand extends NextcartCommand {
    @Mixin
    private LogOptions log = new LogOptions();

    @Option(
            names = LogOptions.EVENTS,
            arity = "1..*",
            paramLabel = "F|s3://…",
            description = "Your event logs: RetailRocket CSV or NDJSON, plain or gzip. Default: a synthetic shop.")
    private List<String> events = new ArrayList<>();

    @Mixin
    private Options.Port port = new Options.Port();

    @Option(names = "--once", description = "Stop after the table.")
    private boolean once;

    @Option(
            names = "--scale",
            defaultValue = "0.1",
            paramLabel = "N",
            description = "Size of the synthetic shop; 1 is 2.76 million events. Default: ${DEFAULT-VALUE}.")
    private double scale;

    @Option(
            names = "--shoppers",
            defaultValue = "2000",
            paramLabel = "N",
            description =
                    "How many simulated shoppers see Nextcart, the first half of them, or the popularity list, the other;"
                            + " a third group, as large as each half, sees an untrained rule. Default: ${DEFAULT-VALUE}.")
    private int shoppers;

    @Option(
            names = "--dir",
            defaultValue = ".nextcart/demo",
            paramLabel = "DIR",
            description = "Folder for the shop, the models and the events; replaces those of an earlier demo."
                    + " Default: ${DEFAULT-VALUE}.")
    private Path folder = Path.of("");

    @Option(
            names = "--challenger",
            arity = "0..1",
            fallbackValue = "better",
            paramLabel = "KIND",
            description =
                    "Show a trial instead, of a second model that is made better than, equal to or worse than the one"
                            + " in service. Default without a KIND: better.")
    private TrialDemo.@Nullable Kind challenger;

    @Override
    int run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        port.check();
        log.requireFiles(inputs, events);
        OutFile.requireFolder("--dir", folder);
        if (events.isEmpty() && (!log.itemProperties.isEmpty() || log.categoryTree != null)) {
            throw new BadInputException("--item-properties and --category-tree describe the items of a log, expected"
                    + " --events with it");
        }
        try (ConsoleProgress progress = progress()) {
            DemoSettings settings = new DemoSettings(
                    events.isEmpty() ? null : log.inputs(inputs, events, null, TemporaryFolder.place(), progress),
                    new DemoSettings.Visitors(scale, shoppers),
                    log.objective(),
                    log.seed,
                    folder);
            Showing demo = demo(settings, progress, line -> {
                progress.end();
                say(line);
            });
            if (!demo.train()) {
                say("The gate found that this model would not help, so it does not serve. A longer log may help.");
                return ExitCode.REFUSED;
            }
            LocalShop.Settings serving =
                    new LocalShop.Settings(settings.store().toString(), settings.data(), port.number, ApiKey.none());
            try (LocalShop shop = ServeCommand.start(serving, null, line -> {})) {
                demo.show(shop.url());
                say("%nAll of it took %.0f s.", (System.nanoTime() - began) / 1e9);
                demo.next(shop.url(), !once).forEach(this::say);
                if (!once) {
                    ServeCommand.waitForTheEnd(shop);
                }
            }
        }
        return ExitCode.OK;
    }

    private Showing demo(DemoSettings settings, ConsoleProgress progress, Consumer<String> say) {
        if (challenger == null) {
            return new Demo(settings, progress, say);
        }
        if (!events.isEmpty()) {
            throw new BadInputException("--challenger is for a synthetic shop, expected no --events with it");
        }
        return new TrialDemo(settings, challenger, progress, say);
    }
}
