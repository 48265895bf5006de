package io.nextcart.training.sql;

import java.nio.file.Path;
import java.util.Map;

/**
 * Runs the SQL that builds tables. The scripts are this package's resources {@code <name>.sql} and use only what DuckDB
 * and Spark SQL both run with equal results: sums over integers only, ties broken in every ORDER BY, no QUALIFY,
 * recursive CTE, list indexing, {@code log}, {@code hash} or {@code dayofweek}. Statements end with a semicolon; a
 * parameter is written {@code :name} and stands for a number. One thread at a time.
 */
public interface SqlEngine extends Workers, AutoCloseable {
    /** Starts an engine. */
    @FunctionalInterface
    interface Factory {
        /**
         * Starts an empty engine.
         *
         * @param workFolder where it may spill; created when missing
         * @param threads at least 1; results never depend on it
         * @param memoryBytes memory to use before it spills
         * @throws SqlEngineException when it does not start
         */
        SqlEngine start(Path workFolder, int threads, long memoryBytes);
    }

    /** Whether tables are built in the memory of this process and machine alone. */
    boolean isInProcess();

    /** Creates a table of these rows, replacing one of that name. */
    void put(String table, Columns rows);

    /** Adds rows to a table of the same columns. */
    void append(String table, Columns rows);

    /**
     * Runs every statement of a script.
     *
     * @throws SqlEngineException naming the script, when the engine refuses a statement
     */
    void run(String script, Map<String, ? extends Number> parameters);

    /**
     * Runs a script whose last statement is a SELECT of INTEGER, BIGINT and DOUBLE columns without NULLs, and reads its
     * rows.
     *
     * @throws SqlEngineException naming the script, when the engine refuses a statement
     */
    Columns read(String script, Map<String, ? extends Number> parameters);

    /** Drops every table and frees memory and disk. */
    @Override
    void close();
}
