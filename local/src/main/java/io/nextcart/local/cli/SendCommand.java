package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays a log against a running server. */
@Command(
        name = "send",
        description =
                "Sends an event log to a running server, in its order. What the server has already counts as duplicate.",
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--events",
            required = true,
            arity = "1..*",
            paramLabel = "F",
            description = "Event logs: RetailRocket CSV or NDJSON, plain or gzip.")
    private List<Path> events = new ArrayList<>();

    @Option(names = "--rate", paramLabel = "N", description = "Events per second. Default: as fast as they are taken.")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            paramLabel = "URL",
            description = "Where the server is. Default: ${DEFAULT-VALUE}.")
    private String url = "";

    @Option(names = "--api-key", paramLabel = "K", description = "The server's API key.")
    private @Nullable String apiKey;

    @Option(names = "--limit", paramLabel = "N", description = "Stop after so many events. Default: all.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--max-bad-rows",
            defaultValue = "0.01",
            paramLabel = "SHARE",
            description = "Share of unreadable rows that is tolerated per file, such as 0.01 or 1%%."
                    + " Default: ${DEFAULT-VALUE}.")
    private Share maxBadRows = new Share(0.01);

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(rate > 0)) {
            throw new BadInputException("--rate is " + rate + ", expected events per second, above 0");
        }
        if (limit < 1) {
            throw new BadInputException("--limit is " + limit + ", expected at least 1");
        }
        EventSender sender = new EventSender(server(), apiKey);
        sender.requireServer();
        try (ConsoleProgress console = ConsoleProgress.open(spec.commandLine().getErr())) {
            Replay replay = new Replay(sender, rate, limit);
            for (Path file : events) {
                Progress progress = (stage, done, total, unit) ->
                        console.report("sending " + file.getFileName(), done, total, unit);
                read(file, progress, replay);
            }
            replay.flush();
            console.end();
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "Sent %,d events in %.1f s: %,d accepted, %,d duplicates, %,d rejected%n",
                            replay.sent(),
                            replay.seconds(),
                            replay.accepted(),
                            replay.duplicates(),
                            replay.rejected());
            if (replay.firstRejection() != null) {
                spec.commandLine().getOut().println("The first that was rejected: " + replay.firstRejection());
            }
        }
        return ExitCode.OK;
    }

    private void read(Path file, Progress progress, Replay replay) throws IOException, InterruptedException {
        try {
            EventFiles.read(file, maxBadRows.value(), progress, event -> accept(replay, event));
        } catch (StopException stop) {
            if (stop.getCause() instanceof IOException e) {
                throw e;
            }
            if (stop.getCause() instanceof InterruptedException e) {
                throw e;
            }
        }
    }

    private static void accept(Replay replay, Event event) {
        try {
            if (!replay.add(event)) {
                throw new StopException(null);
            }
        } catch (IOException | InterruptedException e) {
            throw new StopException(e);
        }
    }

    private URI server() {
        try {
            URI server = URI.create(url.replaceAll("/+$", ""));
            if (("http".equals(server.getScheme()) || "https".equals(server.getScheme())) && server.getHost() != null) {
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
