package io.nextcart.training.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.store.document.Current;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Inspects a store in a folder. */
final class StoreFolder {
    private StoreFolder() {}

    static Current current(Path store) throws IOException {
        Path document = store.resolve(Current.KEY);
        return Current.read(Files.readAllBytes(document), document.toString());
    }

    /** The SHA-256 of each file of a bundle, verified against the files. */
    static Map<String, String> files(Path store, String version) throws IOException {
        Path bundle = store.resolve("models").resolve(version);
        Map<String, String> files = new TreeMap<>();
        for (Map.Entry<String, Manifest.Entry> file :
                Manifest.read(bundle).files().entrySet()) {
            assertThat(Manifest.Entry.of(bundle.resolve(file.getKey()))).isEqualTo(file.getValue());
            files.put(file.getKey(), file.getValue().sha256());
        }
        return files;
    }

    static List<String> versions(Path store) throws IOException {
        try (Stream<Path> entries = Files.list(store.resolve("models"))) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .toList();
        }
    }
}
