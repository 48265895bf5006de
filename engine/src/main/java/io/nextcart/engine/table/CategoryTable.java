package io.nextcart.engine.table;

import io.nextcart.engine.format.StringColumn;
import io.nextcart.engine.format.TableFile;
import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;

/** The category tree. The position of an id is the category's dense index. */
public final class CategoryTable {
    /** The parent of a root. */
    public static final int NO_PARENT = -1;

    private static final String KIND = "category";

    private final StringColumn ids;
    private final IntBuffer parents;

    private CategoryTable(StringColumn ids, IntBuffer parents) {
        this.ids = ids;
        this.parents = parents;
    }

    /**
     * Writes a table.
     *
     * @param ids ascending in {@link StringColumn#ORDER}, without repetition
     * @param parents the dense index of each category's parent, or {@link #NO_PARENT}
     */
    public static void write(Path file, String[] ids, int[] parents) throws IOException {
        StringColumn.checkAscending(ids);
        TableWriter.checkLength("parent", parents.length, ids.length);
        for (int parent : parents) {
            if (parent < NO_PARENT || parent >= ids.length) {
                throw new IllegalArgumentException(file + ": parent " + parent + " of " + ids.length + " categories");
            }
        }
        try (TableWriter writer = new TableWriter(file, KIND)) {
            writer.strings("id", ids);
            writer.ints("parent", parents);
            writer.commit();
        }
    }

    public static CategoryTable open(Path file) throws BundleException {
        TableFile table = TableFile.open(file, KIND);
        StringColumn ids = table.strings("id");
        return new CategoryTable(ids, table.ints("parent", ids.size()));
    }

    public int size() {
        return ids.size();
    }

    /** The dense index of a category id, or −1 when there is none. */
    public int indexOf(String id) {
        return ids.indexOf(id);
    }

    /** The id of a category, 0 to size − 1. */
    public String id(int category) {
        return ids.get(category);
    }

    /** The parent category, or {@link #NO_PARENT}. */
    public int parent(int category) {
        return parents.get(category);
    }

    /**
     * Whether a category is {@code ancestor} or one of its descendants. Terminates even if the shop's tree has a cycle.
     *
     * @param category a dense index, or −1 for an item without a category, which is within nothing
     */
    public boolean isWithin(int category, int ancestor) {
        if (ancestor < 0) {
            return false;
        }
        int at = category;
        for (int steps = ids.size(); at >= 0 && steps > 0; steps--) {
            if (at == ancestor) {
                return true;
            }
            at = parents.get(at);
        }
        return false;
    }
}
