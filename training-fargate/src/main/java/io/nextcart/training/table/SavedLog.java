package io.nextcart.training.table;

import io.nextcart.training.sql.SqlEngine;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A log that was read, in files: the two tables, and the ids that their numbers stand for. */
public final class SavedLog {
    private static final String TABLE_LOG = "log";
    private static final String TABLE_PROPERTY = "property";
    private static final String PARQUET = ".parquet";
    private static final String IDS = "ids.bin";

    private SavedLog() {}

    /** Writes a log into an existing folder. */
    public static void write(LogDatabase log, Path folder) throws IOException {
        for (String table : new String[] {TABLE_LOG, TABLE_PROPERTY}) {
            log.sql().save(table, folder.resolve(table + PARQUET));
        }
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(folder.resolve(IDS))))) {
            out.writeInt(log.userCount());
            write(out, log.itemIds());
            CategoryTree tree = log.categories();
            write(out, tree.ids());
            for (int parent : tree.parents()) {
                out.writeInt(parent);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param sql the engine to fill; the caller closes it
     */
    public static LogDatabase read(SqlEngine sql, Path folder) throws IOException {
        for (String table : new String[] {TABLE_LOG, TABLE_PROPERTY}) {
            sql.load(table, folder.resolve(table + PARQUET));
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve(IDS))))) {
            int users = in.readInt();
            String[] items = read(in);
            String[] categories = read(in);
            int[] parents = new int[categories.length];
            for (int i = 0; i < parents.length; i++) {
                parents[i] = in.readInt();
            }
            return new LogDatabase(sql, items, new CategoryTree(categories, parents), users);
        }
    }

    private static void write(DataOutputStream out, String[] ids) throws IOException {
        out.writeInt(ids.length);
        for (String id : ids) {
            out.writeUTF(id);
        }
    }

    private static String[] read(DataInputStream in) throws IOException {
        String[] ids = new String[in.readInt()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = in.readUTF();
        }
        return ids;
    }
}
