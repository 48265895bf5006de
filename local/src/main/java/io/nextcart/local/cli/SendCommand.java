package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.Source;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replays a log against a running server. */
@Command(
        name = "send",
        description =
                "Sends an event log in its order to a running server. Events that the server knows are duplicates.")
final class SendCommand extends NextcartCommand {
    @Mixin
    private Options.Events events = new Options.Events();

    @Option(names = "--rate", paramLabel = "N", description = "Events per second. Default: as fast as they are taken.")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            paramLabel = "URL",
            description = "The server. Default: ${DEFAULT-VALUE}.")
    private String url = "";

    @Option(names = "--api-key", paramLabel = "K", description = "The server's API key.")
    private @Nullable String apiKey;

    @Option(names = "--limit", paramLabel = "N", description = "Stop after this many events. Default: all.")
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
        Options.apiKey(apiKey);
        Replay replay = new Replay(server(), apiKey, rate);
        replay.requireServer();
        inputs.require(LogOptions.EVENTS, events.places);
        try (ConsoleProgress console = progress()) {
            List<Path> files = inputs.local(LogOptions.EVENTS, events.places, TemporaryFolder.place(), console);
            for (Path file : files) {
                Progress progress = (stage, done, total, unit) ->
                        console.report("sending " + file.getFileName(), done, total, unit);
                send(file, progress, replay);
            }
            replay.flush();
        }
        replay.summary().forEach(this::say);
        return ExitCode.OK;
    }

    private void send(Path file, Progress progress, Replay replay) throws IOException, InterruptedException {
        try {
            Source source = new Source(file, timeUnit.times(), maxBadRows.share.value(), progress);
            ReadReport.Outside outside =
                    EventFiles.read(source, event -> send(event, replay)).outside();
            if (outside.events() > 0) {
                say(outside.line());
            }
        } catch (StopException stop) {
            if (stop.getCause() instanceof IOException e) {
                throw e;
            }
            if (stop.getCause() instanceof InterruptedException e) {
                throw e;
            }
        }
    }

    private void send(Event event, Replay replay) {
        if (taken == limit) {
            throw new StopException(null);
        }
        taken++;
        try {
            replay.add(event);
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

    /** Ends the reading of a file early, for a reason that is not the file's: a reader has no other way. */
    private static final class StopException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StopException(@Nullable Exception cause) {
            super(cause);
        }
    }
}
