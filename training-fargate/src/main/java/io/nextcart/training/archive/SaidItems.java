package io.nextcart.training.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.ItemJson;
import io.nextcart.data.log.RecordLog;
import io.nextcart.engine.format.StringColumn;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.ItemTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** What the shop says of its items by the end of an archive, whatever order its lines came in. Not thread-safe. */
public final class SaidItems {
    private final Map<ItemId, CatalogueItem> last = new HashMap<>();
    /** What feeds say that are older than the last line of the item, or newer. */
    private final Map<ItemId, CatalogueItem> under = new HashMap<>();

    private final Map<ItemId, CatalogueItem> over = new HashMap<>();
    private long newestMs;

    /** Takes a line, which holds all that is said of its item by then; of two of the same time the one that comes later counts. */
    public void add(CatalogueItem line) {
        newestMs = Math.max(newestMs, line.updatedAtMs());
        last.merge(
                line.itemId(),
                line,
                (one, two) -> two.updatedAtMs() < one.updatedAtMs() ? one.over(two) : two.over(one));
    }

    /** Takes what a feed says of an item, which may be a part. Call it after all lines, for the oldest feed first. */
    public void addOfFeed(CatalogueItem said) {
        CatalogueItem line = last.get(said.itemId());
        boolean isNewer = line == null || said.updatedAtMs() > line.updatedAtMs();
        (isNewer ? over : under).merge(said.itemId(), said, (before, later) -> later.over(before));
    }

    /** Each item once, by id. */
    public List<CatalogueItem> items() {
        Map<ItemId, CatalogueItem> all = new HashMap<>(under);
        for (Map<ItemId, CatalogueItem> later : List.of(last, over)) {
            later.forEach((id, item) -> all.merge(id, item, (before, now) -> now.over(before)));
        }
        return all.values().stream()
                .sorted(Comparator.comparing(item -> item.itemId().value(), StringColumn.ORDER))
                .toList();
    }

    /** Packs them to a twentieth of their size, to be kept through a training. */
    public Packed pack() throws IOException {
        List<CatalogueItem> items = items();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator((OutputStream) new GZIPOutputStream(bytes))) {
            json.setRootValueSeparator(new SerializedString("\n"));
            for (CatalogueItem item : items) {
                ItemJson.write(json, item);
            }
        }
        return new Packed(bytes.toByteArray(), items.size(), newestMs);
    }

    /** Items by id, as gzipped lines of the archive. */
    public static final class Packed {
        /** Nothing was said. */
        public static final Packed NONE = new Packed(new byte[0], 0, 0);

        private final byte[] lines;
        private final int size;
        private final long newestMs;

        private Packed(byte[] lines, int size, long newestMs) {
            this.lines = lines;
            this.size = size;
            this.newestMs = newestMs;
        }

        /**
         * Writes the catalogue of a bundle, unless nothing was said: serving then reads all that the shop says.
         *
         * @param items of the bundle
         */
        public void write(Path file, ItemTable items) throws IOException {
            if (size == 0) {
                return;
            }
            List<CatalogueItem> said = new ArrayList<>(size);
            forEach(said::add);
            CatalogueTable.write(file, items, said, newestMs);
        }

        /** Passes on each item, by id. */
        public void forEach(Consumer<CatalogueItem> sink) {
            if (size > 0) {
                RecordLog log = new RecordLog(CatalogueTable.FILE, 0, Progress.NONE);
                log.items(lines, CatalogueTable.FILE, sink);
                log.end();
            }
        }
    }
}
