package io.nextcart.local.fuzz;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.OneLine;
import io.nextcart.data.Progress;
import io.nextcart.data.log.CsvColumns;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.log.EventTypeNames;
import io.nextcart.data.log.ExportFormat;
import io.nextcart.data.log.Import;
import io.nextcart.data.log.ImportSettings;
import io.nextcart.data.log.LogTimes;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RecordLog;
import io.nextcart.data.log.RetailRocket;
import io.nextcart.data.log.Source;
import io.nextcart.local.backup.Restore;
import io.nextcart.local.backup.ShopPlaces;
import io.nextcart.local.fuzz.FuzzTarget.Door;
import io.nextcart.training.evaluate.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Files that others write. The only exception is {@link BadInputException}, whose message is one printable line. */
final class FileDoors {
    /** A message is for a person: a longer one repeats the input. */
    private static final int LONGEST_MESSAGE = OneLine.LONGEST;

    private static final Path FOLDER = folder();
    private static final Path FILE = FOLDER.resolve("input");
    private static final Path OUT = FOLDER.resolve("out.ndjson");

    private FileDoors() {}

    /** A folder in memory where there is one: a million files a minute are too many for a disk. */
    private static Path folder() {
        try {
            Path memory = Path.of("/dev/shm");
            Path folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "nextcart-fuzz")
                    : Files.createTempDirectory("nextcart-fuzz");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of this process for an input, the same each time. */
    static Path file(byte[] input) throws IOException {
        return Files.write(FILE, input);
    }

    /** Something that may refuse its input. */
    interface Reading {
        void read() throws IOException;
    }

    /** Reads, and checks the message of a refusal. */
    static void refusable(Reading reading) throws IOException {
        try {
            reading.read();
        } catch (BadInputException e) {
            requireLine(String.valueOf(e.getMessage()));
        }
    }

    /** Checks that a message cannot be taken for several lines, nor steer a terminal. */
    static void requireLine(String message) {
        require(message.length() <= LONGEST_MESSAGE, "a message of " + message.length() + " characters");
        require(message.chars().noneMatch(Character::isISOControl), "a control character in the message " + message);
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void requireLines(ReadReport report) {
        report.samples().forEach(row -> requireLine(row.toString()));
    }

    /** A log of events: what is read of it, written and read again is the same. */
    static void eventLog(byte[] input) throws IOException {
        List<Event> events = new ArrayList<>();
        refusable(() -> {
            requireLines(EventFiles.read(file(input), 1, Progress.NONE, events::add));
            if (events.isEmpty()) {
                return;
            }
            try (NdjsonLog.Writer writer = new NdjsonLog.Writer(Files.newOutputStream(OUT))) {
                events.forEach(writer::write);
            }
            List<Event> again = new ArrayList<>();
            NdjsonLog.read(OUT, 0, Progress.NONE, again::add);
            require(again.equals(events), events + " was read again as " + again);
        });
    }

    /** The same through a compressor, so that mutations reach the parser; odd inputs are taken for gzip as they are. */
    static void gzip(byte[] input) throws IOException {
        if (input.length % 2 == 0) {
            eventLog(input);
            return;
        }
        java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(input);
        }
        eventLog(packed.toByteArray());
    }

    static void properties(byte[] input) throws IOException {
        refusable(() -> requireLines(
                RetailRocket.readProperties(Source.of(file(input), 1, Progress.NONE), name -> true, row -> {})));
    }

    static void categories(byte[] input) throws IOException {
        refusable(() -> requireLines(RetailRocket.readCategories(file(input), 1, Progress.NONE, row -> {})));
    }

    static void cases(byte[] input) throws IOException {
        refusable(() -> Case.read(file(input), one -> {}));
    }

    /** Each kind of object of an archive. */
    static void archive(byte[] input) throws IOException {
        RecordLog log = new RecordLog("archive", 1, Progress.NONE);
        refusable(() -> log.archived(input, "events/one", line -> {}));
        refusable(() -> log.tombstones(input, "tombstones/one", (user, untilMs) -> {}));
        refusable(() -> log.items(input, "items/one", line -> {}));
        refusable(() -> requireLines(log.end()));
    }

    static void columns(byte[] input) throws IOException {
        refusable(() -> CsvColumns.of(new String(input, StandardCharsets.UTF_8)));
    }

    /** An export, imported: with items where the format has them. */
    static Door imported(ExportFormat format) {
        boolean items = format == ExportFormat.GORSE || format == ExportFormat.PERSONALIZE;
        CsvColumns columns = format != ExportFormat.CSV
                ? null
                : CsvColumns.of("user=user,item=item,time=time,type=type,price=price,quantity=quantity");
        return input -> refusable(() -> {
            List<Path> in = List.of(file(input));
            ImportSettings settings = new ImportSettings(
                    format,
                    in,
                    OUT,
                    items ? in : List.of(),
                    items ? FOLDER.resolve("items.csv") : null,
                    EventTypeNames.of(List.of()),
                    LogTimes.ANY,
                    1,
                    true,
                    columns,
                    input.length % 2 == 1 && (format == ExportFormat.SHOPIFY || format == ExportFormat.WOOCOMMERCE));
            new Import(settings, Progress.NONE).run();
        });
    }

    /** A backup: nothing of a bad one is written anywhere, and nothing beside the shop's folders of a good one. */
    static void backup(byte[] input) throws IOException {
        Path shop = FOLDER.resolve("shop");
        refusable(() -> {
            new Restore(
                            new ShopPlaces(shop.resolve("store"), shop.resolve("data"), shop.resolve("archive")),
                            Progress.NONE)
                    .from(file(input));
        });
        if (Files.exists(shop)) {
            try (var all = Files.walk(shop)) {
                for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        try (var left = Files.list(FOLDER)) {
            List<String> names = left.map(path -> path.getFileName().toString()).toList();
            require(
                    List.of("input", "out.ndjson", "items.csv").containsAll(names),
                    "a backup was restored beside its folders: " + names);
        }
    }
}
