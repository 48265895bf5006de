package io.nextcart.local.cli;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.BadInputException;
import io.nextcart.data.log.LogTimes;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.notify.NotifyHandler;
import io.nextcart.functions.notify.Telegram;
import io.nextcart.functions.rollout.RolloutHandler;
import io.nextcart.local.asl.Execution;
import io.nextcart.local.asl.ExecutionTime;
import io.nextcart.local.asl.StateFailure;
import io.nextcart.local.pipeline.Pipeline;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.archive.Compaction;
import io.nextcart.training.input.InputFiles;
import io.nextcart.training.task.TrainingTask;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the nightly pipeline once. */
@Command(
        name = "pipeline",
        description =
                "Runs the nightly pipeline as it is deployed: train, try the new model on a share of the shoppers,"
                        + " promote it or roll it back.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:a model was published or promoted, a newer run watches the trial, or there is no log yet",
            "1:a step failed; the previous model still serves",
            "2:the arguments cannot be used",
            "3:the gate refused the model, it lost its trial, or nothing new was learnt: it is byte for byte what"
                    + " serves; the previous model still serves"
        })
final class PipelineCommand extends NextcartCommand {
    private static final DateTimeFormatter RUN =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String TOKEN = "NEXTCART_TELEGRAM_TOKEN";
    private static final String CHAT = "NEXTCART_TELEGRAM_CHAT_ID";
    private static final int LOOK_EVERY_SECONDS = 3600;
    private static final int TRAINING_SECONDS = 2 * 3600;
    /** Both attempts of the training, and a trial of sixty days, the longest that the rollout allows. */
    private static final int WHOLE_SECONDS = 61 * 86_400;

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private Options.Store store = new Options.Store();

    @Option(
            names = "--archive",
            paramLabel = "DIR|s3://…",
            description = "The archive, where shoppers' events arrive. Default: the store's.")
    private @Nullable String archive;

    @Option(
            names = LogOptions.EVENTS,
            arity = "1..*",
            paramLabel = "F|s3://…",
            description = "Event logs to learn from besides the archive: RetailRocket CSV or NDJSON, plain or gzip;"
                    + " files, or objects as s3://bucket/key.")
    private List<String> events = new ArrayList<>();

    @Option(
            names = "--share",
            defaultValue = "0.1",
            paramLabel = "SHARE",
            description =
                    "Share of the shoppers that a new model answers while it is on trial, up to 0.5; 0 for no trial."
                            + " Default: ${DEFAULT-VALUE}.")
    private Share share = new Share(0.1);

    @Mixin
    private Options.KeepDays keep = new Options.KeepDays();

    @Option(names = "--fast-forward", description = "Skip the hours of a trial instead of waiting.")
    private boolean fastForward;

    @Option(names = "--run", paramLabel = "NAME", description = "Name of this run. Default: from the clock.")
    private @Nullable String run;

    @Override
    int run() throws IOException, InterruptedException {
        share.atMost(Assignment.LARGEST_SHARE, "--share"); // before anything begins
        log.requireFiles(new InputFiles(null), events); // the training's process has no standard input
        LogOptions.requireArchive(archive);
        keep.days(); // before anything begins
        store.requireWritable();
        Clock clock = Clock.systemUTC();
        String name = run == null ? RUN.format(clock.instant()) : run;
        if (!name.matches("[A-Za-z0-9_-]{1,80}")) {
            throw new BadInputException("--run is '" + name + "', expected 1 to 80 letters, digits, _ and -");
        }
        ExecutionTime time = new ExecutionTime(clock, fastForward);
        Pipeline pipeline = new Pipeline(
                parts(time),
                new Pipeline.Times(share.value(), LOOK_EVERY_SECONDS, TRAINING_SECONDS, WHOLE_SECONDS),
                line -> say("    " + line));
        Execution.Ending ending = pipeline.run(name, time, new Execution.Listener() {
            @Override
            public void entered(String state, Instant at) {
                say(at.toString().substring(0, 19) + " " + state);
            }

            @Override
            public void retried(String state, StateFailure failure, Duration after) {
                say("    " + state + " failed; next try after " + after.toSeconds() + " s: " + failure.getMessage());
            }
        });
        if (ending.failure() != null) {
            say("Failed: " + ending.failure().error() + ": " + ending.failure().getMessage());
            return ExitCode.FAILED;
        }
        if (ending.state().equals("NothingToLearn")) {
            say("No events in the archive of " + (archive == null ? store.place : archive) + "; nothing was trained");
        }
        return Pipeline.refused(ending) ? ExitCode.REFUSED : ExitCode.OK;
    }

    private Pipeline.Parts parts(Clock time) {
        String record = archive == null ? store.place : archive;
        Map<String, String> places = new HashMap<>(System.getenv());
        places.put("NEXTCART_STORE", store.place);
        places.put("NEXTCART_ARCHIVE", record);
        RequestStreamHandler rollout;
        try {
            rollout = new RolloutHandler(places, time);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
        return new Pipeline.Parts(
                ObjectStores.open(record),
                events.size(),
                TrainingTask.class.getName(),
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(option -> option.startsWith("-Xmx") || option.startsWith("--"))
                        .toList(),
                training(record),
                rollout,
                notifier());
    }

    private Map<String, String> training(String record) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "NEXTCART_STORE", store.place,
                "NEXTCART_ARCHIVE", record,
                "NEXTCART_EVENTS", list(events),
                "NEXTCART_ITEM_PROPERTIES", list(log.itemProperties),
                "NEXTCART_OBJECTIVE", log.objective,
                "NEXTCART_SEED", Long.toString(log.seed),
                "NEXTCART_MAX_BAD_ROWS", Double.toString(log.maxBadRows.share.value())));
        LogTimes.Unit unit = log.timeUnit.times().unit();
        if (keep.days() != Compaction.ALL_DAYS) {
            variables.put("NEXTCART_ARCHIVE_DAYS", Integer.toString(keep.days()));
        }
        variables.put("NEXTCART_TIME_UNIT", unit == null ? "" : unit.wireName());
        variables.put("NEXTCART_CATEGORY_TREE", list(log.categoryTree()));
        return variables;
    }

    /** Joined by commas, as the training expects. */
    private static String list(List<String> places) {
        for (String place : places) {
            if (place.matches(".*[\\s,].*")) {
                throw new BadInputException(place + ": has a space or a comma, expected a place without");
            }
        }
        return String.join(",", places);
    }

    /** The bot in this machine's environment; null without one. */
    private static @Nullable RequestHandler<SNSEvent, Void> notifier() {
        String token = System.getenv(TOKEN);
        String chat = System.getenv(CHAT);
        if (token == null && chat == null) {
            return null;
        }
        if (token == null || chat == null) {
            throw new BadInputException(TOKEN + " and " + CHAT + " belong together, expected both or none");
        }
        return new NotifyHandler(
                Telegram.of(System.getenv(), TOKEN, () -> JSON.std.asString(Map.of("token", token, "chat_id", chat))));
    }
}
