package io.nextcart.local.audit;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.local.store.ShopContents;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.JsonFields;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.ArchiveAudit;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of an audit: what a shop's file, its archive and its store hold, and where they disagree.
 *
 * @param archived null when there is no archive to compare with
 * @param models those in use
 * @param gaps none when everything reconciles
 */
public record Audit(
        ShopAudit.Stored stored,
        ShopAudit.@Nullable Archived archived,
        List<ModelAudit.Model> models,
        Leftovers leftovers,
        List<Gap> gaps) {
    public Audit {
        requireNonNull(stored, "stored is null");
        models = List.copyOf(models);
        requireNonNull(leftovers, "leftovers is null");
        gaps = List.copyOf(gaps);
    }

    /**
     * Audits a shop. Its server must be stopped.
     *
     * @param shopFile with the events
     * @param archive null for none
     * @throws io.nextcart.data.BadInputException when there is no such shop, or a tombstone of the archive cannot be
     *     read
     * @throws IOException when the server runs, a compaction comes between, or the disk fails
     */
    public static Audit of(Path shopFile, ObjectStore store, @Nullable ObjectStore archive, Progress progress)
            throws IOException {
        Gaps gaps = new Gaps();
        try (ShopContents shop = ShopContents.open(shopFile);
                TemporaryFolder temporary = TemporaryFolder.create()) {
            ShopAudit events = new ShopAudit(shop, gaps, temporary.path(), progress);
            ShopAudit.Stored stored = events.stored();
            ShopAudit.Archived archived =
                    archive == null ? null : events.archived(new ArchiveAudit(new Archive(archive)));
            List<ModelAudit.Model> models = new ModelAudit(store, temporary.path(), gaps).check();
            Set<String> inUse = models.stream().map(ModelAudit.Model::version).collect(Collectors.toSet());
            Leftovers leftovers = Leftovers.in(folders(store, archive), inUse);
            return new Audit(stored, archived, models, leftovers, gaps.found());
        }
    }

    private static Set<Path> folders(ObjectStore store, @Nullable ObjectStore archive) {
        return Stream.of(store, archive)
                .filter(Objects::nonNull)
                .map(place -> Path.of(place.location()))
                .filter(Files::isDirectory)
                .collect(Collectors.toSet());
    }

    public JsonFields toJson() {
        return new JsonFields()
                .put("reconciled", gaps.isEmpty())
                .put("stored", stored.toJson())
                .put("archive", archived == null ? null : archived.toJson())
                .putAll("models", models, ModelAudit.Model::toJson)
                .put("leftovers", leftovers.toJson())
                .putAll("gaps", gaps, Gap::toJson);
    }
}
