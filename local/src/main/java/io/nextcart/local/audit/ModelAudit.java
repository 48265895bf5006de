package io.nextcart.local.audit;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that the models in use are whole: every byte of champion, challenger and previous champion. */
public final class ModelAudit {
    private final ObjectStore store;
    private final Path temporary;
    private final Gaps gaps;

    /** @param temporary existing folder for a copy of one file at a time */
    ModelAudit(ObjectStore store, Path temporary, Gaps gaps) {
        this.store = requireNonNull(store, "store is null");
        this.temporary = requireNonNull(temporary, "temporary is null");
        this.gaps = requireNonNull(gaps, "gaps is null");
    }

    /**
     * A model in use.
     *
     * @param role {@code champion}, {@code challenger} or {@code previous}
     * @param files checked, and found whole
     * @param sizeBytes of these files
     * @param problem the first, with its place; null when the model is whole
     */
    public record Model(
            String role,
            String version,
            int files,
            long sizeBytes,
            @Nullable String problem) {
        JsonFields toJson() {
            return new JsonFields()
                    .put("role", role)
                    .put("version", version)
                    .put("files", files)
                    .put("size_bytes", sizeBytes)
                    .put("problem", problem);
        }
    }

    /** Checks the models; none where none serves. */
    List<Model> check() throws IOException {
        Optional<Tagged> document = store.get(Current.KEY);
        if (document.isEmpty()) {
            return List.of();
        }
        Current current;
        try {
            current = Current.read(document.get().bytes(), place(Current.KEY));
        } catch (DamagedDocumentException e) {
            gaps.add(Gap.Kind.MODEL_DAMAGED, String.valueOf(e.getMessage()));
            return List.of();
        }
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put("champion", current.champion());
        roles.put("challenger", current.challenger());
        roles.put("previous", current.previous());
        List<Model> models = new ArrayList<>();
        for (Map.Entry<String, String> role : roles.entrySet()) {
            if (role.getValue() != null) {
                models.add(check(role.getKey(), role.getValue()));
            }
        }
        return models;
    }

    private Model check(String role, String version) throws IOException {
        int files = 0;
        long sizeBytes = 0;
        Path copy = temporary.resolve("model-file");
        try {
            for (Map.Entry<String, Manifest.Entry> file : manifest(version).entrySet()) {
                Registry.requireWhole(store, "models/" + version + "/" + file.getKey(), file.getValue(), copy);
                files++;
                sizeBytes += file.getValue().sizeBytes();
            }
        } catch (DamagedDocumentException e) {
            gaps.add(Gap.Kind.MODEL_DAMAGED, String.valueOf(e.getMessage()));
            return new Model(role, version, files, sizeBytes, e.getMessage());
        } finally {
            Files.deleteIfExists(copy);
        }
        return new Model(role, version, files, sizeBytes, null);
    }

    private Map<String, Manifest.Entry> manifest(String version) throws IOException {
        String key = Manifest.key(version);
        Tagged json = store.get(key).orElseThrow(() -> new DamagedDocumentException(place(key) + ": no such object"));
        return Manifest.parse(json.bytes(), place(key), version).files();
    }

    private String place(String key) {
        return store.location() + "/" + key;
    }
}
