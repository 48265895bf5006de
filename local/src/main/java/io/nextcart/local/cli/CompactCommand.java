package io.nextcart.local.cli;

import io.nextcart.data.log.Counted;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.Compaction;
import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compacts an archive. */
@Command(
        name = "compact",
        description =
                "Rewrites everything older than two days in an archive: events and item updates as one object a day,"
                        + " tombstones as one for all days, without repeats and deleted users. It may be stopped, repeated,"
                        + " and run twice at once.")
final class CompactCommand extends NextcartCommand {
    @Option(
            names = "--archive",
            required = true,
            paramLabel = "DIR|s3://…",
            description = "The archive: a folder, or s3://bucket/prefix.")
    private String archive = "";

    @Mixin
    private Options.BadRows maxBadRows = new Options.BadRows();

    @Mixin
    private Options.KeepDays keep = new Options.KeepDays();

    @Override
    int run() throws IOException {
        LogOptions.requireArchive(archive);
        int keepDays = keep.days();
        Compaction.Result result;
        try (ConsoleProgress progress = progress()) {
            result = new Compaction(
                            Archive.open(archive), maxBadRows.share.value(), keepDays, Clock.systemUTC(), progress)
                    .run();
        }
        say(
                "Compacted %s of %s; left out %s, %s of deleted users, %s.",
                Counted.of(result.days(), "day"),
                Counted.of(result.objects(), "object"),
                Counted.of(result.repeats(), "repeat"),
                Counted.of(result.deleted(), "event"),
                Counted.of(result.badRows(), "unreadable row"));
        if (keepDays != Compaction.ALL_DAYS) {
            say(
                    "Deleted the events of %s, which are more than %s past.",
                    Counted.of(result.expired(), "day"), Counted.of(keepDays, "day"));
        }
        return ExitCode.OK;
    }
}
