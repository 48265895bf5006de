package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.log.ItemJson;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.Source;
import io.nextcart.functions.api.Scope;
import io.nextcart.local.client.ShopClient;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replays a log against a running server, or sends it a catalogue. */
@Command(
        name = "send",
        description =
                "Sends an event log, in its order, or changes of items to a running server. Events that the server"
                        + " already knows count as duplicates.")
final class SendCommand extends NextcartCommand {
    private static final String ITEMS = "--items";

    @Option(
            names = LogOptions.EVENTS,
            arity = "1..*",
            paramLabel = "F|s3://…",
            description = "Event logs: RetailRocket CSV or NDJSON, plain or gzip. - is standard input.")
    private List<String> events = new ArrayList<>();

    @Option(
            names = ITEMS,
            arity = "1..*",
            paramLabel = "F|s3://…",
            description =
                    "Changes of items, as import makes them from a feed: JSON lines as POST /v1/items takes them, plain"
                            + " or gzip. They are sent before events.")
    private List<String> items = new ArrayList<>();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Events or items per second. Default: as fast as the server takes them.")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            paramLabel = "URL",
            description = "The server. Default: ${DEFAULT-VALUE}.")
    private String url = "";

    @Option(names = "--api-key", paramLabel = "K", description = "The server's API key.")
    private @Nullable String apiKey;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Stop after this many events and items together. Default: all.")
    private long limit = Long.MAX_VALUE;

    @Mixin
    private Options.BadRows maxBadRows = new Options.BadRows();

    @Mixin
    private Options.TimeUnit timeUnit = new Options.TimeUnit();

    private long taken;

    @Override
    int run() throws IOException, InterruptedException {
        if (!(rate > 0)) {
            throw new BadInputException("--rate is " + rate + ", expected events per second, above 0");
        }
        if (limit < 1) {
            throw new BadInputException("--limit is " + limit + ", expected at least 1");
        }
        if (events.isEmpty() && items.isEmpty()) {
            throw new BadInputException("nothing to send, expected --events or --items");
        }
        Options.with(ApiKey.none(), "--api-key", Scope.ADMIN, apiKey, null);
        Replay replay = new Replay(server(), apiKey, rate);
        replay.requireServer();
        inputs.require(ITEMS, items);
        inputs.require(LogOptions.EVENTS, events);
        try (ConsoleProgress console = progress()) {
            Path folder = TemporaryFolder.place();
            for (Path file : inputs.local(ITEMS, items, folder, console)) {
                send(source(file, console), replay, this::readItems);
            }
            replay.flush();
            for (Path file : inputs.local(LogOptions.EVENTS, events, folder, console)) {
                send(source(file, console), replay, this::readEvents);
            }
            replay.flush();
        }
        replay.summary().forEach(this::say);
        return ExitCode.OK;
    }

    private Source source(Path file, ConsoleProgress console) {
        Progress progress =
                (stage, done, total, unit) -> console.report("sending " + file.getFileName(), done, total, unit);
        return new Source(file, timeUnit.times(), maxBadRows.share.value(), progress);
    }

    private interface Reading {
        ReadReport read(Source source, Replay replay);
    }

    private void send(Source source, Replay replay, Reading reading) throws IOException, InterruptedException {
        try {
            ReadReport report = reading.read(source, replay);
            report.sentences().forEach(this::say);
        } catch (StopException stop) {
            if (stop.getCause() instanceof IOException e) {
                throw e;
            }
            if (stop.getCause() instanceof InterruptedException e) {
                throw e;
            }
        }
    }

    private ReadReport readEvents(Source source, Replay replay) {
        return EventFiles.read(source, event -> take(() -> replay.add(event)));
    }

    private ReadReport readItems(Source source, Replay replay) {
        return ItemJson.readChanges(
                source,
                (json, line) ->
                        take(() -> replay.add(new ShopClient.ItemChange(json, source.file() + ", line " + line))));
    }

    private interface Adding {
        void add() throws IOException, InterruptedException;
    }

    private void take(Adding adding) {
        if (taken == limit) {
            throw new StopException(null);
        }
        taken++;
        try {
            adding.add();
        } catch (IOException | InterruptedException e) {
            throw new StopException(e);
        }
    }

    private URI server() {
        try {
            URI server = URI.create(url.replaceAll("/+$", ""));
            if (List.of("http", "https").contains(String.valueOf(server.getScheme())) && server.getHost() != null) {
                return server;
            }
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--url is '" + url + "', expected http://host:port", e);
        }
        throw new BadInputException("--url is '" + url + "', expected http://host:port");
    }

    /** Stops reading a file for a reason outside it; readers offer no other way. */
    private static final class StopException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StopException(@Nullable Exception cause) {
            super(cause);
        }
    }
}
