package io.nextcart.engine.table;

import io.nextcart.engine.format.StringColumn;
import io.nextcart.engine.format.TableFile;
import io.nextcart.store.document.BundleException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** The shape of a table's columns: checked when a table is written and again when it is opened. */
final class Sections {
    private Sections() {}

    /** The integers of a section that must hold {@code count} of them. */
    static IntBuffer ints(TableFile table, String name, int count) throws BundleException {
        IntBuffer values = table.ints(name);
        checkCount(table, name, values.limit(), count);
        return values;
    }

    /** The floats of a section that must hold {@code count} of them. */
    static FloatBuffer floats(TableFile table, String name, int count) throws BundleException {
        FloatBuffer values = table.floats(name);
        checkCount(table, name, values.limit(), count);
        return values;
    }

    /** Refuses a column to write that is not as long as the others. */
    static void checkLength(String name, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException("column " + name + " has " + length + " values, expected " + expected);
        }
    }

    /** Refuses ids that binary search could not find. */
    static void checkIds(String[] ids) {
        for (int i = 1; i < ids.length; i++) {
            if (StringColumn.ORDER.compare(ids[i - 1], ids[i]) >= 0) {
                throw new IllegalArgumentException(
                        "id '" + ids[i] + "' follows '" + ids[i - 1] + "', expected ascending ids");
            }
        }
    }

    private static void checkCount(TableFile table, String name, int count, int expected) throws BundleException {
        if (count != expected) {
            throw new BundleException(
                    table.path() + ": section '" + name + "' has " + count + " values, expected " + expected);
        }
    }
}
