package io.nextcart.training.sql;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/** DuckDB inside this process: tables in memory, spilled to a work folder past a limit. */
public final class DuckDbEngine implements SqlEngine {
    // Type numbers of DuckDB's C interface, which the chunk reader passes on.
    private static final int INTEGER = 4;
    private static final int BIGINT = 5;
    private static final int DOUBLE = 11;

    private final DuckDBConnection connection;
    private final int threads;

    /**
     * Starts an empty database.
     *
     * @param workFolder where it may spill; created when missing
     * @param threads at least 1; results never depend on it
     * @param memoryBytes memory to use before it spills
     */
    public DuckDbEngine(Path workFolder, int threads, long memoryBytes) {
        if (threads < 1 || memoryBytes < 1) {
            throw new IllegalArgumentException(
                    "threads is " + threads + ", memoryBytes is " + memoryBytes + ", expected at least 1");
        }
        this.threads = threads;
        Properties settings = new Properties();
        settings.setProperty("threads", Integer.toString(threads));
        settings.setProperty("memory_limit", (memoryBytes >> 20) + "MiB");
        settings.setProperty("temp_directory", workFolder.toString());
        try {
            Files.createDirectories(workFolder);
            connection = DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
            deleteLibrary();
        } catch (IOException e) {
            throw new UncheckedIOException(workFolder + " cannot be used as a work folder", e);
        } catch (SQLException e) {
            throw new SqlEngineException("DuckDB does not start: " + e.getMessage(), e);
        }
    }

    /**
     * The driver unpacks its library, 70 MB, to a file that a killed process would leave behind. Once loaded, the
     * library no longer needs the file.
     */
    private static void deleteLibrary() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.isReadable(maps)) {
            return;
        }
        String folder = System.getProperty("java.io.tmpdir") + "/libduckdb_java";
        try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
            for (String line : lines.filter(mapped -> mapped.contains(folder)).toList()) {
                Files.deleteIfExists(
                        Path.of(line.substring(line.indexOf(folder)).replace(" (deleted)", "")));
            }
        }
    }

    @Override
    public boolean isInProcess() {
        return true;
    }

    @Override
    public <P extends Serializable, R extends Serializable> void each(List<P> parts, Work<P, R> work, Consumer<R> sink)
            throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Deque<Future<R>> begun = new ArrayDeque<>();
            for (P part : parts) {
                if (begun.size() == threads) {
                    sink.accept(result(begun.remove()));
                }
                begun.add(pool.submit(() -> work.on(part)));
            }
            while (!begun.isEmpty()) {
                sink.accept(result(begun.remove()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static <R> R result(Future<R> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while others worked");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause; // who starts a training tells what to do when memory is out
            }
            throw new IllegalStateException("work throws what it does not declare", e);
        }
    }

    @Override
    public void put(String table, Columns rows) {
        String types = rows.byName().entrySet().stream()
                .map(column -> column.getKey() + " " + sqlType(column.getValue()))
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + table);
            statement.execute("CREATE TABLE " + table + " (" + types + ")");
        } catch (SQLException e) {
            throw SqlEngineException.ofTable(table, e);
        }
        append(table, rows);
    }

    @Override
    public void append(String table, Columns rows) {
        try (DuckDBAppender appender = connection.createAppender(table)) {
            append(appender, rows);
        } catch (SQLException e) {
            throw SqlEngineException.ofTable(table, e);
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
        // Without it, several threads hand out their chunks as they finish, even those of an ORDER BY.
        execute(script, List.of("SET preserve_insertion_order = true"));
        try (DuckDBPreparedStatement query = connection.prepare(statements.get(last));
                DuckDBChunkedResult result = query.query()) {
            boolean more = result.nextChunk();
            Map<String, List<? extends Number>> columns = new LinkedHashMap<>();
            for (int c = 0; c < result.columnCount(); c++) {
                columns.put(result.columnName(c), column(script, result.columnName(c), result.columnTypeId(c)));
            }
            while (more) {
                DuckDBDataChunkReader chunk = result.chunk();
                int vector = 0;
                for (List<? extends Number> column : columns.values()) {
                    copy(chunk.vector(vector++), column);
                }
                more = result.nextChunk();
            }
            return new Columns(columns);
        } catch (SQLException e) {
            throw SqlEngineException.ofScript(script, e);
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
            throw SqlEngineException.ofScript(script, e);
        }
    }

    private static List<? extends Number> column(String script, String name, int type) {
        return switch (type) {
            case INTEGER -> new IntArrayList();
            case BIGINT -> new LongArrayList();
            case DOUBLE -> new DoubleArrayList();
            default ->
                throw new IllegalStateException("script " + script + ".sql yields column " + name + " of type " + type
                        + ", expected INTEGER, BIGINT or DOUBLE");
        };
    }

    private static String sqlType(List<? extends Number> column) {
        if (column instanceof IntArrayList) {
            return "INTEGER";
        }
        return column instanceof LongArrayList ? "BIGINT" : "DOUBLE";
    }

    private static void append(DuckDBAppender appender, Columns rows) throws SQLException {
        List<List<? extends Number>> columns = List.copyOf(rows.byName().values());
        for (int row = 0; row < rows.rows(); row++) {
            appender.beginRow();
            for (List<? extends Number> column : columns) {
                if (column instanceof IntArrayList ints) {
                    appender.append(ints.getInt(row));
                } else if (column instanceof LongArrayList longs) {
                    appender.append(longs.getLong(row));
                } else if (column instanceof DoubleArrayList doubles) {
                    appender.append(doubles.getDouble(row));
                }
            }
            appender.endRow();
        }
    }

    private static void copy(DuckDBReadableVector from, List<? extends Number> to) {
        long rows = from.rowCount();
        for (long row = 0; row < rows; row++) {
            if (to instanceof IntArrayList ints) {
                ints.add(from.getInt(row));
            } else if (to instanceof LongArrayList longs) {
                longs.add(from.getLong(row));
            } else if (to instanceof DoubleArrayList doubles) {
                doubles.add(from.getDouble(row));
            }
        }
    }
}
