package io.nextcart.training.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/** DuckDB inside this process: tables in memory, spilled to a work folder past a limit. */
public final class DuckDbEngine implements SqlEngine {
    // Type numbers of DuckDB's C interface, which the chunk reader hands through.
    private static final int INTEGER = 4;
    private static final int BIGINT = 5;
    private static final int DOUBLE = 11;

    private final DuckDBConnection connection;

    /**
     * Starts an empty database.
     *
     * @param workFolder where it may spill; created when missing
     * @param threads threads to use, at least 1; results never depend on it
     * @param memoryBytes memory to use before it spills
     */
    public DuckDbEngine(Path workFolder, int threads, long memoryBytes) {
        if (threads < 1 || memoryBytes < 1) {
            throw new IllegalArgumentException(
                    "threads is " + threads + ", memoryBytes is " + memoryBytes + ", expected at least 1");
        }
        Properties settings = new Properties();
        settings.setProperty("threads", Integer.toString(threads));
        settings.setProperty("memory_limit", (memoryBytes >> 20) + "MiB");
        settings.setProperty("temp_directory", workFolder.toString());
        try {
            Files.createDirectories(workFolder);
            connection = DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
        } catch (IOException e) {
            throw new UncheckedIOException(workFolder + " cannot be used as a work folder", e);
        } catch (SQLException e) {
            throw new SqlEngineException("DuckDB does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public void put(String table, Columns rows) {
        String types = rows.columns().stream()
                .map(column -> column.name() + " " + sqlType(column))
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + table);
            statement.execute("CREATE TABLE " + table + " (" + types + ")");
            try (DuckDBAppender appender = connection.createAppender(table)) {
                append(appender, rows);
            }
        } catch (SQLException e) {
            throw new SqlEngineException("table " + table + " cannot be filled: " + e.getMessage(), e);
        }
    }

    @Override
    public void run(String script, Map<String, ? extends Number> parameters) {
        List<String> statements = new ArrayList<>();
        // Tables have no order of their own, so DuckDB need not buffer to keep one.
        statements.add("SET preserve_insertion_order = false");
        statements.addAll(SqlScript.statements(script, parameters));
        execute(script, statements);
    }

    @Override
    public Columns read(String script, Map<String, ? extends Number> parameters) {
        List<String> statements = SqlScript.statements(script, parameters);
        int last = statements.size() - 1;
        execute(script, statements.subList(0, last));
        // Without it several threads hand out their chunks as they finish, even those of an ORDER BY.
        execute(script, List.of("SET preserve_insertion_order = true"));
        try (DuckDBPreparedStatement query = connection.prepare(statements.get(last));
                DuckDBChunkedResult result = query.query()) {
            List<Column> columns = new ArrayList<>();
            boolean more = result.nextChunk();
            for (int c = 0; c < result.columnCount(); c++) {
                columns.add(column(script, result.columnName(c), result.columnTypeId(c)));
            }
            while (more) {
                DuckDBDataChunkReader chunk = result.chunk();
                for (int c = 0; c < columns.size(); c++) {
                    copy(chunk.vector(c), columns.get(c));
                }
                more = result.nextChunk();
            }
            return new Columns(columns);
        } catch (SQLException e) {
            throw refused(script, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SqlEngineException("DuckDB does not stop: " + e.getMessage(), e);
        }
    }

    private void execute(String script, List<String> statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw refused(script, e);
        }
    }

    private static SqlEngineException refused(String script, SQLException e) {
        return new SqlEngineException("script " + script + ".sql fails: " + e.getMessage(), e);
    }

    private static Column column(String script, String name, int type) {
        return switch (type) {
            case INTEGER -> new Column.Ints(name);
            case BIGINT -> new Column.Longs(name);
            case DOUBLE -> new Column.Doubles(name);
            default ->
                throw new IllegalStateException("script " + script + ".sql yields column " + name + " of type " + type
                        + ", expected INTEGER, BIGINT or DOUBLE");
        };
    }

    private static String sqlType(Column column) {
        if (column instanceof Column.Ints) {
            return "INTEGER";
        }
        return column instanceof Column.Longs ? "BIGINT" : "DOUBLE";
    }

    private static void append(DuckDBAppender appender, Columns rows) throws SQLException {
        Column[] columns = rows.columns().toArray(new Column[0]);
        for (int row = 0; row < rows.rows(); row++) {
            appender.beginRow();
            for (Column column : columns) {
                if (column instanceof Column.Ints ints) {
                    appender.append(ints.get(row));
                } else if (column instanceof Column.Longs longs) {
                    appender.append(longs.get(row));
                } else if (column instanceof Column.Doubles doubles) {
                    appender.append(doubles.get(row));
                }
            }
            appender.endRow();
        }
    }

    private static void copy(DuckDBReadableVector from, Column to) {
        long rows = from.rowCount();
        if (to instanceof Column.Ints ints) {
            for (long row = 0; row < rows; row++) {
                ints.add(from.getInt(row));
            }
        } else if (to instanceof Column.Longs longs) {
            for (long row = 0; row < rows; row++) {
                longs.add(from.getLong(row));
            }
        } else if (to instanceof Column.Doubles doubles) {
            for (long row = 0; row < rows; row++) {
                doubles.add(from.getDouble(row));
            }
        }
    }
}
