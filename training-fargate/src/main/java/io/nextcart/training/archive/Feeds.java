package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.FileFault;
import io.nextcart.data.Progress;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueSummary;
import io.nextcart.data.log.Counted;
import io.nextcart.data.log.ExportFormat;
import io.nextcart.data.log.FeedItems;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.Source;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The feeds of a catalogue that the shop puts into its archive, {@code feeds/<format>/<name>}: what each says was said when it was
 * written. One that cannot be used stops nothing: nothing of it is taken, and a sentence says why.
 */
public final class Feeds {
    /** Ends the name of a format whose items are named by their numbers in the stock. */
    private static final String BY_SKU = "-by-sku";

    private static final String EXPECTED = Arrays.stream(ExportFormat.values())
            .filter(ExportFormat::isFeed)
            .map(format -> Archive.FEEDS + format.wireName() + "/<name>")
            .collect(Collectors.joining(" or "));

    private final Archive archive;
    private final double maxBadRows;
    private final Progress progress;

    /**
     * @param maxBadRows share of bad rows that is tolerated in each, 0–1
     */
    public Feeds(Archive archive, double maxBadRows, Progress progress) {
        this.archive = requireNonNull(archive, "archive is null");
        this.maxBadRows = maxBadRows;
        this.progress = requireNonNull(progress, "progress is null");
    }

    private record Feed(String key, Instant writtenAt) {}

    /**
     * Reads them, the oldest first.
     *
     * @return what was read, for a person; what could not be used begins with {@link CatalogueSummary#WARNING}
     * @throws IOException when the archive cannot be listed
     */
    public List<String> read(Consumer<CatalogueItem> sink) throws IOException {
        List<String> sentences = new ArrayList<>();
        List<Feed> feeds = new ArrayList<>();
        for (String key : archive.feeds()) {
            try {
                archive.writtenAt(key).ifPresent(at -> feeds.add(new Feed(key, at)));
            } catch (IOException | RuntimeException e) {
                sentences.add(unusable(key, e));
            }
        }
        feeds.sort(Comparator.comparing(Feed::writtenAt).thenComparing(Feed::key));
        for (Feed feed : feeds) {
            if (feed.key.endsWith("/")) {
                continue; // a folder, as consoles make them
            }
            try (TemporaryFolder folder = TemporaryFolder.create()) {
                List<CatalogueItem> items = new ArrayList<>();
                sentences.addAll(read(feed, folder.path().resolve("feed"), items::add));
                items.forEach(sink);
            } catch (IOException | RuntimeException e) {
                // Whatever another system puts there, the models must not grow old for it.
                sentences.add(unusable(feed.key, e));
            }
        }
        return sentences;
    }

    private List<String> read(Feed feed, Path file, Consumer<CatalogueItem> sink) throws IOException {
        String place = archive.place(feed.key);
        String[] parts = feed.key.split("/", 3);
        String name = parts.length < 3 ? "" : parts[1];
        boolean bySku = name.endsWith(BY_SKU);
        ExportFormat format = format(bySku ? name.substring(0, name.length() - BY_SKU.length()) : name);
        archive.download(feed.key, file);
        FeedItems items = new FeedItems(item -> sink.accept(saidAt(feed.writtenAt.toEpochMilli(), item)));
        ReadReport report;
        try {
            report = items.read(format, Source.of(file, maxBadRows, progress), bySku);
        } catch (BadInputException e) {
            throw new BadInputException(String.valueOf(e.getMessage()).replace(file.toString(), place), e);
        }
        if (items.items() == 0) {
            throw new BadInputException(place + ": holds no item that can be used");
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("Feed " + place + " of " + feed.writtenAt);
        items.sentences(1).forEach(line -> sentences.add("  " + line));
        if (report.badRows() > 0) {
            sentences.add("  " + Counted.of(report.badRows(), "row") + " skipped, the first: "
                    + report.samples().get(0));
        }
        sentences.replaceAll(line -> line.replace(file.toString(), place));
        return sentences;
    }

    private static ExportFormat format(String name) {
        return Arrays.stream(ExportFormat.values())
                .filter(format -> format.isFeed() && format.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInputException("expected " + EXPECTED));
    }

    private static CatalogueItem saidAt(long atMs, CatalogueItem item) {
        return new CatalogueItem(
                item.itemId(), item.available(), item.category(), item.price(), item.title(), item.imageUrl(), atMs);
    }

    private String unusable(String key, Exception e) {
        String cause = e instanceof BadInputException || e instanceof IllegalArgumentException
                ? String.valueOf(e.getMessage())
                : e instanceof IOException io ? FileFault.describe(io) : e.toString();
        return CatalogueSummary.WARNING + "nothing of the feed " + archive.place(key) + " is used: " + cause;
    }
}
