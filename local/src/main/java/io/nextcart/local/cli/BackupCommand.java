package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.OutFile;
import io.nextcart.data.log.Counted;
import io.nextcart.local.backup.Backup;
import io.nextcart.store.document.BackupManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a local shop to a file. */
@Command(
        name = "backup",
        description = "Writes a shop of this machine to one file: events, deleted users, catalogue, archive, models and"
                + " runs. The server must be stopped meanwhile.")
final class BackupCommand extends NextcartCommand {
    @Mixin
    private Options.LocalShop shop = new Options.LocalShop();

    @Option(
            names = "--archive",
            paramLabel = "DIR|none",
            description =
                    "The folder of the archive; none leaves it out, such as one in S3. Default: the store's folder.")
    private @Nullable String archive;

    @Option(names = "--out", required = true, paramLabel = "F", description = "The file to write, a ZIP.")
    private Path out = Path.of("");

    @Mixin
    private Options.Force force = new Options.Force();

    @Override
    int run() throws IOException {
        OutFile.require("--out", out).isInFolder().orReplace(force.replace);
        if (out.toString().endsWith(".gz")) {
            throw new BadInputException("--out " + out + ": a backup is a ZIP, expected a name such as shop.zip");
        }
        long began = System.nanoTime();
        BackupManifest made;
        try (ConsoleProgress progress = progress()) {
            made = new Backup(shop.existing(archive), progress).write(out, Clock.systemUTC());
        }
        say(
                "%s: %s, %,.1f MB of %,.1f MB, %.1f s",
                out, contents(made), Files.size(out) / 1e6, made.sizeBytes() / 1e6, (System.nanoTime() - began) / 1e9);
        return ExitCode.OK;
    }

    /** What a backup holds, for a summary. */
    static String contents(BackupManifest backup) {
        return "%s, %s, %s; %s"
                .formatted(
                        Counted.of(backup.events(), "event"),
                        Counted.of(backup.deletedUsers(), "deleted user"),
                        backup.model() == null ? "no model in service" : "model " + backup.model(),
                        Counted.of(backup.files().size(), "file"));
    }
}
