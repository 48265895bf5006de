package io.nextcart.local.audit;

import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Files of writes that were killed, which nobody reads: partial ones, and those of models without a manifest. A write
 * that goes on now has them, too.
 *
 * @param example the first, or null when there is none
 */
public record Leftovers(
        long files, long sizeBytes, @Nullable Path example) {
    /**
     * Searches folders.
     *
     * @param inUse versions of models that are not left over, whatever they lack
     */
    static Leftovers in(Set<Path> folders, Set<String> inUse) throws IOException {
        TreeSet<Path> found = new TreeSet<>();
        for (Path folder : folders) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.getFileName().toString().matches("\\..*\\.partial") || isOfNoModel(folder, file, inUse)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // gone since, or somebody else's
                }
            });
        }
        long sizeBytes = 0;
        for (Path file : found) {
            sizeBytes += file.toFile().length();
        }
        return new Leftovers(found.size(), sizeBytes, found.isEmpty() ? null : found.first());
    }

    /** Whether a file lies in {@code models/<version>/} without a manifest beside it. */
    private static boolean isOfNoModel(Path store, Path file, Set<String> inUse) {
        Path version = file.getParent();
        return version != null
                && store.resolve("models").equals(version.getParent())
                && !inUse.contains(version.getFileName().toString())
                && Files.notExists(version.resolve(Manifest.FILE));
    }

    JsonFields toJson() {
        return new JsonFields()
                .put("files", files)
                .put("size_bytes", sizeBytes)
                .put("example", example == null ? null : example.toString());
    }
}
