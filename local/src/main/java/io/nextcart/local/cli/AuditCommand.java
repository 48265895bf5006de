package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.log.Counted;
import io.nextcart.local.audit.Audit;
import io.nextcart.local.audit.Gap;
import io.nextcart.local.audit.ModelAudit;
import io.nextcart.local.audit.ShopAudit;
import io.nextcart.local.store.ShopFile;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints whether a shop's events, archive and models reconcile. */
@Command(
        name = "audit",
        description = "Checks that every accepted event of a shop of this machine is stored and archived, that deleted"
                + " users are, and that the models in use are whole. Exits with 3 when something does not reconcile. The"
                + " server must be stopped meanwhile.")
final class AuditCommand extends NextcartCommand {
    @Mixin
    private Options.Store store = new Options.Store();

    @Mixin
    private Options.Data data = new Options.Data();

    @Option(
            names = "--archive",
            paramLabel = "DIR|s3://…|none",
            description = "The archive; none compares with none. Default: the store's place.")
    private @Nullable String archive;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    int run() throws IOException {
        ObjectStore models = ObjectStores.open(store.place);
        if (!store.place.startsWith("s3:") && !Files.isDirectory(Path.of(store.place))) {
            throw new BadInputException("--store " + store.place + ": no such folder, expected that of a store");
        }
        ObjectStore events = models;
        if (archive != null) {
            boolean none = archive.equals(Options.NONE);
            LogOptions.requireArchive(none ? null : archive);
            events = none ? null : ObjectStores.open(archive);
        }
        Audit audit;
        try (ConsoleProgress progress = progress()) {
            audit = Audit.of(data.folder.resolve(ShopFile.NAME), models, events, progress);
        }
        if (json) {
            say(audit.toJson().toText());
        } else {
            print(audit);
        }
        return audit.gaps().isEmpty() ? ExitCode.OK : ExitCode.GAP;
    }

    private void print(Audit audit) {
        ShopAudit.Stored stored = audit.stored();
        count(stored.accepted(), "accepted events, without those of users deleted since");
        count(stored.stored(), "stored events");
        count(stored.deletedUsers(), "deleted users");
        ShopAudit.Archived archived = audit.archived();
        count(
                stored.waiting(),
                archived == null ? "changes that no archive has taken" : "changes that wait for the archive");
        if (archived != null) {
            count(archived.lines(), "lines in the archive:");
            count(archived.events(), "  events, which a training counts and a compaction keeps");
            count(archived.repeats(), "  repeats");
            count(archived.deleted(), "  of deleted users");
            count(archived.unreadable(), "  unreadable");
            count(archived.waiting(), "stored events that wait for the archive");
            count(archived.others(), "archived events that are not stored");
        }
        audit.models().forEach(this::print);
        Path leftover = audit.leftovers().example();
        if (leftover != null) {
            say(
                    "Left by killed writes, harmless: %s, %,.1f MB, such as %s",
                    Counted.of(audit.leftovers().files(), "file"),
                    audit.leftovers().sizeBytes() / 1e6,
                    leftover);
        }
        for (Gap gap : audit.gaps()) {
            say("Gap: " + gap.sentence());
        }
        say((audit.gaps().isEmpty() ? "Everything reconciles" : "Not everything reconciles; see docs/runbook.md")
                + (archived == null ? "; no archive was compared." : "."));
    }

    private void print(ModelAudit.Model model) {
        String problem = model.problem();
        if (problem == null) {
            String files = Counted.of(model.files(), "file");
            say("%-10s %s: whole, %s, %,.1f MB", model.role(), model.version(), files, model.sizeBytes() / 1e6);
        } else {
            say("%-10s %s: %s", model.role(), model.version(), problem);
        }
    }

    private void count(long number, String what) {
        say("%,14d %s", number, what);
    }
}
