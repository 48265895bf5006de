package io.nextcart.training.batch;

import io.nextcart.data.WholeFile;
import io.nextcart.engine.Ranking;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * A Parquet file of recommendations, zstd: {@code user_id, rank} (from 1), {@code item_id, score, source, fallback_level}; shoppers in
 * the order they came. Rows wait in files of their own, {@value #PART_ROWS} in each, and are put together at the end: nothing in memory
 * grows with their number. The file appears when it is whole.
 */
final class RecommendationFile implements Closeable {
    /** Rows that are held in memory, some 60 bytes each. */
    static final int PART_ROWS = 1_000_000;

    private final Path file;
    private final Path workFolder;
    private final int partRows;
    private final WholeFile whole;
    private final DuckDBConnection connection;
    private DuckDBAppender appender;
    private int parts;
    private int rows;

    /**
     * @param workFolder exists, and is the caller's to delete
     */
    RecommendationFile(Path file, Path workFolder) throws IOException {
        this(file, workFolder, PART_ROWS);
    }

    RecommendationFile(Path file, Path workFolder, int partRows) throws IOException {
        this.file = file;
        this.workFolder = workFolder;
        this.partRows = partRows;
        this.whole = new WholeFile(file);
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
        } catch (SQLException e) {
            throw failed(e);
        }
        try {
            execute("SET memory_limit = '512MiB'");
            execute("SET temp_directory = " + quoted(workFolder.resolve("spill")));
            execute("CREATE TABLE recommendation (user_id VARCHAR, rank INTEGER, item_id VARCHAR, score DOUBLE,"
                    + " source VARCHAR, fallback_level VARCHAR)");
            appender = connection.createAppender("recommendation");
        } catch (SQLException e) {
            close();
            throw failed(e);
        }
    }

    void add(String userId, Ranking ranking) throws IOException {
        String level = ranking.level().name().toLowerCase(Locale.ROOT);
        try {
            int rank = 0;
            for (Ranking.Item item : ranking.items()) {
                appender.beginRow();
                appender.append(userId);
                appender.append(++rank);
                appender.append(item.itemId());
                appender.append(item.score());
                appender.append(item.source().wireName());
                appender.append(level);
                appender.endRow();
            }
            rows += rank;
            if (rows >= partRows) {
                endPart();
                appender = connection.createAppender("recommendation");
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Writes the file and puts it in its place. */
    void commit() throws IOException {
        try {
            endPart();
            String all =
                    IntStream.range(0, parts).mapToObj(i -> quoted(part(i))).collect(Collectors.joining(", "));
            copy("(FROM read_parquet([" + all + "]))", whole.partial());
        } catch (SQLException e) {
            throw failed(e);
        }
        whole.commit();
    }

    private void endPart() throws SQLException {
        appender.close();
        copy("recommendation", part(parts++));
        execute("TRUNCATE recommendation");
        rows = 0;
    }

    private void copy(String what, Path to) throws SQLException {
        execute("COPY " + what + " TO " + quoted(to) + " (FORMAT parquet, COMPRESSION zstd)");
    }

    private Path part(int number) {
        return workFolder.resolve("part-" + number + ".parquet");
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            whole.close();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private IOException failed(SQLException e) {
        return new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
