package io.nextcart.engine.bundle;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.document.BundleException;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Downloads bundles from a store to a local folder, once each, and opens them. Every byte is checked before use, also of
 * files that are there already.
 */
public final class BundleLoader {
    private final ObjectSource store;
    private final Path cacheFolder;

    /**
     * @param cacheFolder where bundles are kept, one folder per version; created when missing
     */
    public BundleLoader(ObjectSource store, Path cacheFolder) {
        this.store = requireNonNull(store, "store is null");
        this.cacheFolder = requireNonNull(cacheFolder, "cacheFolder is null");
    }

    /** The versions that serve; empty before the first publication. */
    public Optional<Current> current() throws IOException {
        Optional<ObjectSource.Tagged> tagged = store.get(Current.KEY);
        if (tagged.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Current.read(tagged.get().bytes(), store.location() + "/" + Current.KEY));
    }

    /** The tag of {@code models/current.json}: changes when the serving versions do. */
    public Optional<String> currentTag() throws IOException {
        return store.etag(Current.KEY);
    }

    /**
     * Opens a version, downloading what is missing here.
     *
     * @throws BundleException when the bundle is missing, damaged or made for other code
     */
    public Bundle load(String version) throws IOException {
        fetch(version, file -> true);
        return Bundle.open(cacheFolder.resolve(version));
    }

    /**
     * Opens a version without its ranker, as {@link Bundle#openTables} does.
     *
     * @throws BundleException when a table is missing, damaged or made for other code
     */
    public Bundle loadTables(String version) throws IOException {
        fetch(version, file -> Tables.FILES.contains(file) || file.equals(Tables.CONTENT));
        return Bundle.openTables(cacheFolder.resolve(version));
    }

    private void fetch(String version, Predicate<String> wanted) throws IOException {
        Path folder = cacheFolder.resolve(version);
        Files.createDirectories(folder);
        String prefix = "models/" + version + "/";
        String place = store.location() + "/" + prefix + Manifest.FILE;
        byte[] json = store.get(prefix + Manifest.FILE)
                .orElseThrow(() -> new BundleException(place + ": no such object"))
                .bytes();
        Manifest manifest = Manifest.parse(json, place, version);
        for (Map.Entry<String, Manifest.Entry> file : manifest.files().entrySet()) {
            if (wanted.test(file.getKey())) {
                fetch(prefix, file.getKey(), file.getValue(), folder);
            }
        }
        Files.write(folder.resolve(Manifest.FILE), json);
    }

    private void fetch(String prefix, String name, Manifest.Entry expected, Path folder) throws IOException {
        Path target = folder.resolve(name);
        if (Files.exists(target) && Bundle.isWhole(target, expected)) {
            return;
        }
        try {
            store.download(prefix + name, target);
        } catch (NoSuchFileException e) {
            throw new BundleException(store.location() + "/" + prefix + name + ": no such object", e);
        }
        if (!Bundle.isWhole(target, expected)) {
            Manifest.Entry actual = Manifest.Entry.of(target);
            Files.delete(target);
            throw new BundleException(store.location() + "/" + prefix + name + ": damaged: " + actual.sizeBytes()
                    + " bytes with sha256 " + actual.sha256() + ", the manifest says " + expected.sizeBytes()
                    + " bytes with sha256 " + expected.sha256());
        }
    }
}
