package io.nextcart.local.cli;

import io.nextcart.data.ShellWord;
import io.nextcart.local.backup.Restore;
import io.nextcart.local.backup.ShopPlaces;
import io.nextcart.store.document.BackupManifest;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts a backup back. */
@Command(
        name = "restore",
        description =
                "Puts a backup back into empty places, once every byte of it is checked; a failure leaves nothing.")
final class RestoreCommand extends NextcartCommand {
    private static final String IN = "--in";

    @Option(
            names = IN,
            required = true,
            paramLabel = "F|s3://…",
            description = "The file that backup wrote. - is standard input.")
    private String in = "";

    @Mixin
    private Options.LocalShop shop = new Options.LocalShop();

    @Option(
            names = "--archive",
            paramLabel = "DIR",
            description = "Folder for the archive; must be empty or missing. Default: the store's folder.")
    private @Nullable String archive;

    @Override
    int run() throws IOException {
        inputs.require(IN, List.of(in));
        ShopPlaces places = shop.toFill(archive);
        long began = System.nanoTime();
        BackupManifest restored;
        try (ConsoleProgress progress = progress()) {
            Path file = inputs.local(IN, List.of(in), TemporaryFolder.place(), progress)
                    .get(0);
            restored = new Restore(places, progress).from(file);
        }
        String at = Instant.ofEpochMilli(restored.madeAtMs()).toString();
        say(
                "Restored the backup of %s: %s, %,.1f MB, %.1f s",
                at, BackupCommand.contents(restored), restored.sizeBytes() / 1e6, (System.nanoTime() - began) / 1e9);
        say("Users who were deleted after %s are back: delete them again.", at);
        say(
                "Next: nextcart serve --store %s --data %s%s",
                ShellWord.of(shop.store),
                ShellWord.of(shop.data.folder),
                archive == null ? "" : " --archive " + ShellWord.of(archive));
        return ExitCode.OK;
    }
}
