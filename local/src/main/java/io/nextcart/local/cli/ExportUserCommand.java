package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Ids;
import io.nextcart.data.OutFile;
import io.nextcart.data.UserId;
import io.nextcart.data.WholeFile;
import io.nextcart.data.log.Counted;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.ArchivedUser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes all that an archive holds about a user. */
@Command(
        name = "export-user",
        description = "Writes all that an archive holds about one user to a JSON file, to answer a request for access:"
                + " every event with all its fields, and whether and when the user was deleted."
                + " GET /v1/users/{user_id}/export is the same for what the server stores.")
final class ExportUserCommand extends NextcartCommand {
    @Option(names = "--user", required = true, paramLabel = "U", description = "The user's id, as the shop sent it.")
    private String user = "";

    @Option(
            names = "--archive",
            required = true,
            paramLabel = "DIR|s3://…",
            description = "The archive: a folder, or s3://bucket/prefix.")
    private String archive = "";

    @Option(names = "--out", required = true, paramLabel = "F", description = "The JSON file to write.")
    private Path out = Path.of("");

    @Mixin
    private Options.BadRows maxBadRows = new Options.BadRows();

    @Mixin
    private Options.Key pseudonymKey = new Options.Key();

    @Mixin
    private Options.Force force = new Options.Force();

    @Override
    int run() throws IOException {
        String fault = Ids.fault(user);
        if (fault != null) {
            throw new BadInputException("--user " + fault);
        }
        // Lines from before there were pseudonyms have the id itself.
        Set<String> names = new TreeSet<>(Set.of(user));
        names.add(pseudonymKey.pseudonyms().of(new UserId(user)));
        LogOptions.requireArchive(archive);
        OutFile.require("--out", out).isInFolder().orReplace(force.replace);
        Archive opened = Archive.open(archive);
        ArchivedUser found;
        try (ConsoleProgress progress = progress()) {
            found = ArchivedUser.find(opened, names, maxBadRows.share.value(), progress);
        }
        try (WholeFile file = new WholeFile(out)) {
            long nowMs = Clock.systemUTC().millis();
            file.stream().write(found.toJson(user, opened.location(), nowMs).toIndentedBytes());
            file.commit();
        }
        found.report().sentences().forEach(this::say);
        say(
                "%s: %s%s, of %s in the archive.%s",
                out,
                Counted.of(found.lines().size(), "event"),
                found.covered().isEmpty()
                        ? ""
                        : ", " + found.covered().size() + " of them deleted and gone at the next compaction",
                Counted.of(found.report().rows(), "row"),
                found.deletedAtMs() == null ? "" : " The user was deleted; the file says when.");
        return ExitCode.OK;
    }
}
