package io.nextcart.local.cli;

import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.Compaction;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compacts a log of record. */
@Command(
        name = "compact",
        description =
                "Rewrites what is older than two days in a log of record: events and what was said of items as one object a"
                        + " day, tombstones as one of all days; without repeats and without shoppers who were forgotten. May"
                        + " be stopped, repeated and run twice at once.",
        mixinStandardHelpOptions = true)
final class CompactCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--archive",
            required = true,
            paramLabel = "DIR|s3://…",
            description = "Where the log of record lies: a folder, or s3://bucket/prefix.")
    private String archive = "";

    @Option(
            names = "--max-bad-rows",
            defaultValue = "0.01",
            paramLabel = "SHARE",
            description = "Share of unreadable rows of a day that is tolerated and left out, such as 0.01 or 1%%."
                    + " Default: ${DEFAULT-VALUE}.")
    private Share maxBadRows = new Share(0.01);

    @Override
    public Integer call() throws IOException {
        LogOptions.requireArchive(archive);
        Compaction.Result result;
        try (ConsoleProgress progress = ConsoleProgress.open(spec.commandLine().getErr())) {
            result = new Compaction(Archive.open(archive), maxBadRows.value(), Clock.systemUTC(), progress).run();
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "Compacted %,d days of %,d objects; left out %,d repeats, %,d events of forgotten shoppers, %,d rows"
                                + " that could not be read.%n",
                        result.days(),
                        result.objects(),
                        result.repeats(),
                        result.forgotten(),
                        result.badRows());
        return ExitCode.OK;
    }
}
