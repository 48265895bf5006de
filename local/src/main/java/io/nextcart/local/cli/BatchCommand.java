package io.nextcart.local.cli;

import io.nextcart.data.ListLength;
import io.nextcart.data.OutFile;
import io.nextcart.data.log.Counted;
import io.nextcart.training.batch.BatchRecommendations;
import io.nextcart.training.batch.BatchSettings;
import io.nextcart.training.input.InputFiles;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recommends for many shoppers at once. */
@Command(name = "batch", description = "Writes recommendations for many shoppers to a Parquet file, for mailings.")
final class BatchCommand extends NextcartCommand {
    private static final String USERS = "--users";

    @Mixin
    private Options.Store store = new Options.Store();

    @Mixin
    private Options.Model model = new Options.Model();

    @Option(
            names = USERS,
            required = true,
            paramLabel = "F|s3://…",
            description = "One user id per line; a first line user_id or visitorid is a header.")
    private String users = "";

    @Option(names = "--out", required = true, paramLabel = "F", description = "The Parquet file to write.")
    private Path out = Path.of("");

    @Option(
            names = "--k",
            defaultValue = "100",
            paramLabel = "N",
            description = "Items for each shopper, 1 to " + ListLength.MOST + ". Default: ${DEFAULT-VALUE}.")
    private int k;

    @Option(
            names = LogOptions.EVENTS,
            arity = "1..*",
            paramLabel = "F|s3://…",
            description = "Event logs with the shoppers' history: RetailRocket CSV or NDJSON, plain or gzip.")
    private List<String> events = new ArrayList<>();

    @Option(
            names = "--archive",
            paramLabel = "DIR|s3://…",
            description = "The archive with the shoppers' history. Default: the store's, unless --events is given.")
    private @Nullable String archive;

    @Mixin
    private RuleOptions rules = new RuleOptions();

    @Mixin
    private Options.BadRows maxBadRows = new Options.BadRows();

    @Mixin
    private Options.TimeUnit timeUnit = new Options.TimeUnit();

    @Mixin
    private Options.Force force = new Options.Force();

    private void summarize(BatchRecommendations.Result result, double seconds) {
        String levels = result.levels().entrySet().stream()
                .map(level -> String.format(Locale.ROOT, "%,d %s", level.getValue(), level.getKey())
                        .toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        say(
                "%s: %s (%s), %s, by model %s, %.1f s",
                out,
                Counted.of(result.users(), "shopper"),
                levels,
                Counted.of(result.rows(), "row"),
                result.model(),
                seconds);
    }

    private void warn(BatchRecommendations.Result result, RuleOptions.Given given) {
        if (given.all() > given.applying().size()) {
            say(
                    "Of %s, %,d did not apply: for another placement, or not at this time.",
                    Counted.of(given.all(), "rule"),
                    given.all() - given.applying().size());
        }
        result.read().sentences().forEach(this::say);
        if (result.strangers() > 0) {
            say(
                    "Warning: %,d of %s %s no event in the log and got what is popular; are the ids those of the log?",
                    result.strangers(),
                    Counted.of(result.users(), "shopper"),
                    result.strangers() == 1 ? "has" : "have");
        }
        if (result.unknownItems() > 0) {
            say(
                    "Warning: the model does not know %,d of the %s of their events; is it the model of this log?",
                    result.unknownItems(), Counted.of(result.items(), "item"));
        }
    }

    @Override
    int run() throws IOException {
        rules.require(inputs);
        inputs.require(USERS, List.of(users));
        inputs.require(LogOptions.EVENTS, events);
        LogOptions.requireArchive(archive);
        String history = archive == null && events.isEmpty() ? store.place : archive;
        OutFile.require("--out", out)
                .isInFolder()
                .isNoneOf(USERS, InputFiles.onDisk(List.of(users)))
                .isNoneOf(RuleOptions.RULES, InputFiles.onDisk(rules.places()))
                .isNoneOf(LogOptions.EVENTS, InputFiles.onDisk(events))
                .orReplace(force.replace);
        long began = System.nanoTime();
        try (TemporaryFolder work = TemporaryFolder.create();
                ConsoleProgress progress = progress()) {
            RuleOptions.Given given = rules.read(inputs, work.path(), progress, System.currentTimeMillis());
            BatchSettings settings = new BatchSettings(
                    store.place,
                    model.version,
                    inputs.local(USERS, List.of(users), work.path(), progress).get(0),
                    out,
                    k,
                    given.applying(),
                    new LogInputs(
                            inputs.local(LogOptions.EVENTS, events, work.path(), progress),
                            history,
                            List.of(),
                            null,
                            maxBadRows.share.value(),
                            timeUnit.times().unguarded()),
                    work.path());
            BatchRecommendations.Result result = new BatchRecommendations(settings, progress).run();
            progress.end();
            summarize(result, (System.nanoTime() - began) / 1e9);
            warn(result, given);
        }
        return ExitCode.OK;
    }
}
