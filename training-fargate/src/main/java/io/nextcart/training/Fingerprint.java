package io.nextcart.training;

import ai.catboost.common.NativeLib;
import io.nextcart.data.Event;
import io.nextcart.data.Sha256;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.archive.Archive;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import ru.yandex.catboost.spark.catboost4j_spark.core.src.native_impl.native_impl;

/**
 * What the steps of a training depend on, in one number: the bytes of its inputs, its settings, the code. What serves and where to
 * publish are not part of it: no kept step looks at them.
 */
final class Fingerprint {
    private Fingerprint() {}

    /**
     * Reads every input once.
     *
     * @param run stands for what the log of record has of events and items, together with the day; who was forgotten counts always.
     *     Null: all that it has counts
     * @param clock tells the day, in UTC
     * @return 64 hexadecimal digits
     */
    static String of(RetrainSettings settings, @Nullable String run, Clock clock) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("objective " + settings.objective());
        lines.add("bad rows " + settings.maxBadRows());
        lines.add("seed " + settings.seed());
        lines.add("threads " + settings.threads());
        String archive = settings.archive();
        if (archive != null) {
            Archive log = Archive.open(archive);
            lines.addAll(run == null ? log.listing() : log.listingOfForgotten());
            if (run != null) {
                lines.add("run " + run + " of " + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
            }
        }
        for (Path file : settings.events()) {
            lines.add("events " + measured(file));
        }
        for (Path file : settings.itemProperties()) {
            lines.add("properties " + measured(file));
        }
        Path tree = settings.categoryTree();
        lines.add("categories " + (tree == null ? "none" : measured(tree)));
        for (Class<?> ours : new Class<?>[] {Fingerprint.class, Tables.class, Event.class}) {
            lines.add("code " + measured(source(ours)));
        }
        // Their versions stand in their names; their bytes are many.
        for (Class<?> library : new Class<?>[] {DuckDBConnection.class, NativeLib.class, native_impl.class}) {
            lines.add("library " + source(library).getFileName());
        }
        return Sha256.hex(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static String measured(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return place.getFileName() + " " + Files.size(place) + " " + Sha256.hex(place);
        }
        List<Path> files;
        try (Stream<Path> tree = Files.walk(place)) {
            files = tree.filter(Files::isRegularFile).sorted().toList();
        }
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(place.relativize(file))
                    .append(' ')
                    .append(Sha256.hex(file))
                    .append('\n');
        }
        return Sha256.hex(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Path source(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " was loaded from no file", e);
        }
    }
}
