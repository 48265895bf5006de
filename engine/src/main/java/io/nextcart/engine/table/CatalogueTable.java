package io.nextcart.engine.table;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.engine.format.StringColumn;
import io.nextcart.engine.format.TableFile;
import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the shop had said of its items when a bundle was made, as the archive holds it. Read in place: of no item is anything kept in
 * the heap. An item has a place: the dense index of one that the bundle's {@link ItemTable} knows, those of all others follow.
 * Thread-safe.
 *
 * <p>What decides whether an item may be shown is its state, one of few: whether it is available or deleted, its categories, and which
 * parts were said or taken back. Sections: {@code state} (by place, −1 of an item that nothing was said of), {@code id} (of the items that
 * the bundle does not know, ascending), {@code flags} (by state), {@code offsets} and {@code categories} (the categories of each state,
 * places in {@code category}), {@code category} (ids, ascending), {@code newest} (the time of the newest line: its higher and its lower
 * half). The rest lies in {@code block}, {@value #BLOCK} places each, deflated: of every item with a state its time (8 bytes) and, where
 * said, the price (8 bytes), the title and the address of the image (4 bytes of length, UTF-8).
 */
public final class CatalogueTable {
    /** The file's name in a bundle. Older bundles have none, nor do those of a training without an archive. */
    public static final String FILE = "catalogue.tbl";

    /** The value of {@link #availability} where nothing was said of it. */
    public static final byte NOT_SAID = -1;
    /** The value of {@link #availability} where it was taken back. */
    public static final byte TAKEN_BACK = -2;

    private static final String KIND = "catalog";
    private static final int BLOCK = 16;
    /** The parts by their bits in the flags: whether one was said, and as many bits higher, whether it was taken back. */
    private static final List<Part> PARTS =
            List.of(Part.AVAILABLE, Part.CATEGORY, Part.PRICE, Part.TITLE, Part.IMAGE_URL);

    private static final int DELETED = 1 << (2 * PARTS.size());
    private static final int AVAILABLE = DELETED << 1;

    private final ItemTable items;
    private final IntBuffer state;
    private final StringColumn others;
    private final IntBuffer flags;
    private final IntBuffer offsets;
    private final IntBuffer categories;
    private final StringColumn categoryIds;
    private final StringColumn blocks;
    private final long newestMs;

    private CatalogueTable(TableFile table, ItemTable items) throws BundleException {
        this.items = items;
        others = table.strings("id");
        state = table.ints("state", items.size() + others.size());
        flags = table.ints("flags");
        offsets = table.ints("offsets", flags.limit() + 1);
        categories = table.ints("categories");
        categoryIds = table.strings("category");
        blocks = table.strings("block");
        IntBuffer newest = table.ints("newest", 2);
        newestMs = ((long) newest.get(0) << Integer.SIZE) | Integer.toUnsignedLong(newest.get(1));
    }

    /**
     * Maps a table.
     *
     * @param items of the same bundle
     */
    public static CatalogueTable open(Path file, ItemTable items) throws BundleException {
        return new CatalogueTable(TableFile.open(file, KIND), requireNonNull(items, "items is null"));
    }

    /**
     * Writes a table.
     *
     * @param items of the same bundle
     * @param said each item once, by id in {@link StringColumn#ORDER}
     * @param newestMs the time of the newest line of the archive that the catalogue's stream brought, milliseconds since the epoch; 0 for
     *     none
     */
    public static void write(Path file, ItemTable items, Collection<CatalogueItem> said, long newestMs)
            throws IOException {
        @Nullable CatalogueItem[] byPlace = byPlace(items, said);
        States states = new States(said);
        int[] state = Arrays.stream(byPlace).mapToInt(states::number).toArray();
        String[] others = Arrays.stream(byPlace, items.size(), byPlace.length)
                .map(item -> item.itemId().value())
                .toArray(String[]::new);
        StringColumn.checkAscending(others);
        byte[][] blocks = new byte[(byPlace.length + BLOCK - 1) / BLOCK][];
        Deflater deflater = new Deflater();
        try {
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = block(byPlace, BLOCK * i, deflater);
            }
        } finally {
            deflater.end();
        }
        try (TableWriter writer = new TableWriter(file, KIND)) {
            writer.ints("state", state);
            writer.strings("id", others);
            states.write(writer);
            writer.bytes("block", blocks);
            writer.ints("newest", new int[] {(int) (newestMs >> Integer.SIZE), (int) newestMs});
            writer.commit();
        }
    }

    /** The time of the newest line of the archive that the catalogue's stream brought, milliseconds since the epoch; 0 for none. */
    public long newestMs() {
        return newestMs;
    }

    /** The place of an item, or −1 when nothing was said of it. */
    public int place(String itemId) {
        int known = items.indexOf(itemId);
        int other = known >= 0 ? -1 : others.indexOf(itemId);
        int place = other >= 0 ? items.size() + other : known;
        return place >= 0 && state.get(place) >= 0 ? place : -1;
    }

    /** For each item of other tables its place here, or −1; null when these are the tables of this catalogue's bundle. */
    public int @Nullable [] placesOf(ItemTable tables) {
        if (tables.equals(items)) {
            return null;
        }
        int[] places = tables.ids().indicesIn(items.ids());
        int[] among = tables.ids().indicesIn(others);
        for (int i = 0; i < places.length; i++) {
            places[i] = among[i] >= 0 ? items.size() + among[i] : places[i];
        }
        return places;
    }

    /** Number of places. */
    public int places() {
        return state.limit();
    }

    /** The id of the item at a place, 0 to {@link #places} − 1. */
    public String id(int place) {
        return place < items.size() ? items.id(place) : others.get(place - items.size());
    }

    /** Number of states. */
    public int states() {
        return flags.limit();
    }

    /** The state of the item at a place, or −1 when nothing was said of it. */
    public int state(int place) {
        return state.get(place);
    }

    /** Of a state: 1 for in stock, 0 for out of stock or deleted, {@link #NOT_SAID} or {@link #TAKEN_BACK}. */
    public byte availability(int ofState) {
        int said = flags.get(ofState);
        if ((said & DELETED) != 0) {
            return 0;
        }
        if (isSaid(said, Part.AVAILABLE)) {
            return (byte) ((said & AVAILABLE) != 0 ? 1 : 0);
        }
        return isUnset(said, Part.AVAILABLE) ? TAKEN_BACK : NOT_SAID;
    }

    /** Of a state: the categories, the first of which counts most, as indices of {@link #categoryIds}; null where not said, empty for none. */
    public int @Nullable [] categories(int ofState) {
        int said = flags.get(ofState);
        if (!isSaid(said, Part.CATEGORY) && !isUnset(said, Part.CATEGORY)) {
            return null;
        }
        int[] found = new int[offsets.get(ofState + 1) - offsets.get(ofState)];
        categories.get(offsets.get(ofState), found);
        return found;
    }

    /** The ids of the categories that were said, ascending. */
    public StringColumn categoryIds() {
        return categoryIds;
    }

    /** All that was said of an item, or null. */
    public @Nullable CatalogueItem said(String itemId) {
        int place = place(itemId);
        return place < 0 ? null : item(place, itemId);
    }

    /** What is said of an item by this and by the shop now: the later counts, and of the same time what the shop says now. */
    public CatalogueItem with(CatalogueItem now) {
        CatalogueItem then = said(now.itemId().value());
        if (then == null) {
            return now;
        }
        return then.updatedAtMs() > now.updatedAtMs() ? then : now.over(then);
    }

    private CatalogueItem item(int place, String itemId) {
        try (DataInputStream in =
                new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(blocks.bytes(place / BLOCK))))) {
            for (int before = place / BLOCK * BLOCK; before < place; before++) {
                if (state.get(before) >= 0) {
                    item(before, "before", in);
                }
            }
            return item(place, itemId, in);
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue of a bundle is damaged at place " + place, e);
        }
    }

    private CatalogueItem item(int place, String itemId, DataInputStream in) throws IOException {
        int ofState = state.get(place);
        int said = flags.get(ofState);
        EnumSet<Part> unset = EnumSet.noneOf(Part.class);
        for (Part part : PARTS) {
            if (isUnset(said, part)) {
                unset.add(part);
            }
        }
        int[] own = categories(ofState);
        List<String> named = new ArrayList<>();
        for (int category : own == null ? new int[0] : own) {
            named.add(categoryIds.get(category));
        }
        long updatedAtMs = in.readLong();
        return new CatalogueItem(
                new ItemId(itemId),
                isSaid(said, Part.AVAILABLE) ? Boolean.valueOf((said & AVAILABLE) != 0) : null,
                CatalogueItem.joined(named),
                isSaid(said, Part.PRICE) ? Double.valueOf(in.readDouble()) : null,
                isSaid(said, Part.TITLE) ? text(in) : null,
                isSaid(said, Part.IMAGE_URL) ? text(in) : null,
                unset,
                (said & DELETED) != 0,
                updatedAtMs);
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean isSaid(int flags, Part part) {
        return (flags & bit(part)) != 0;
    }

    private static boolean isUnset(int flags, Part part) {
        return (flags & (bit(part) << PARTS.size())) != 0;
    }

    private static int bit(Part part) {
        return 1 << PARTS.indexOf(part);
    }

    private static @Nullable CatalogueItem[] byPlace(ItemTable items, Collection<CatalogueItem> said) {
        @Nullable CatalogueItem[] known = new CatalogueItem[items.size()];
        List<CatalogueItem> others = new ArrayList<>();
        for (CatalogueItem item : said) {
            int index = items.indexOf(item.itemId().value());
            if (index >= 0) {
                known[index] = item;
            } else {
                others.add(item);
            }
        }
        @Nullable CatalogueItem[] all = Arrays.copyOf(known, known.length + others.size());
        for (int i = 0; i < others.size(); i++) {
            all[known.length + i] = others.get(i);
        }
        return all;
    }

    /** The states of items, each once, in order of their first item. */
    private static final class States {
        private final String[] categoryIds;
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<Integer> flags = new ArrayList<>();
        private final List<Integer> offsets = new ArrayList<>(List.of(0));
        private final List<Integer> categories = new ArrayList<>();

        States(Collection<CatalogueItem> said) {
            TreeSet<String> named = new TreeSet<>(StringColumn.ORDER);
            said.forEach(item -> named.addAll(item.categories()));
            categoryIds = named.toArray(new String[0]);
        }

        int number(@Nullable CatalogueItem item) {
            if (item == null) {
                return -1;
            }
            int said = flags(item);
            return numbers.computeIfAbsent(said + " " + item.category(), added -> {
                flags.add(said);
                for (String category : item.categories()) {
                    categories.add(Arrays.binarySearch(categoryIds, category, StringColumn.ORDER));
                }
                offsets.add(categories.size());
                return flags.size() - 1;
            });
        }

        private static int flags(CatalogueItem item) {
            int flags = (item.deleted() ? DELETED : 0) | (Boolean.TRUE.equals(item.available()) ? AVAILABLE : 0);
            for (Part part : PARTS) {
                flags |= item.value(part) == null ? 0 : bit(part);
                flags |= item.unset().contains(part) ? bit(part) << PARTS.size() : 0;
            }
            return flags;
        }

        void write(TableWriter writer) throws IOException {
            writer.ints("flags", ints(flags));
            writer.ints("offsets", ints(offsets));
            writer.ints("categories", ints(categories));
            writer.strings("category", categoryIds);
        }

        private static int[] ints(List<Integer> values) {
            return values.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private static byte[] block(@Nullable CatalogueItem[] byPlace, int from, Deflater deflater) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        deflater.reset();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(block, deflater))) {
            for (int place = from; place < Math.min(from + BLOCK, byPlace.length); place++) {
                CatalogueItem item = byPlace[place];
                if (item != null) {
                    out.writeLong(item.updatedAtMs());
                    if (item.price() != null) {
                        out.writeDouble(item.price());
                    }
                    write(out, item.title());
                    write(out, item.imageUrl());
                }
            }
        }
        return block.toByteArray();
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text != null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }
}
