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
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * A Parquet file of recommendations, zstd: {@code user_id, rank} (from 1), {@code item_id, score, source,
 * fallback_level}; shoppers in the order of arrival. Rows wait in a database on disk, so memory does not grow with
 * their number. The file appears only when it is complete.
 */
final class RecommendationFile implements Closeable {
    private final Path file;
    private final WholeFile whole;
    private final DuckDBConnection connection;
    private final DuckDBAppender appender;

    /** @param workFolder an existing folder, which the caller deletes */
    RecommendationFile(Path file, Path workFolder) throws IOException {
        this.file = file;
        this.whole = new WholeFile(file);
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:" + workFolder.resolve("recommendations.duckdb"))
                    .unwrap(DuckDBConnection.class);
        } catch (SQLException e) {
            throw failed(e);
        }
        try {
            execute("SET memory_limit = '512MiB'");
            execute("CREATE TABLE recommendation (user_id VARCHAR, rank INTEGER, item_id VARCHAR, score DOUBLE,"
                    + " source VARCHAR, fallback_level VARCHAR)");
            connection.setAutoCommit(false); // one transaction: with one each, every row would wait for the disk
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
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Writes the file and moves it into place. */
    void commit() throws IOException {
        String place = whole.partial().toString().replace("'", "''");
        try {
            appender.close();
            execute("COPY recommendation TO '" + place + "' (FORMAT parquet, COMPRESSION zstd)");
        } catch (SQLException e) {
            throw failed(e);
        }
        whole.commit();
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
}
