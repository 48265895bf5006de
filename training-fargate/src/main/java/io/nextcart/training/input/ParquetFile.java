package io.nextcart.training.input;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Parquet file, as data lakes hold logs and catalogues, and as the readers of CSV need it. */
final class ParquetFile {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.ISO_8859_1);

    /** The SQL state of {@link DriverManager} where DuckDB is left out. */
    private static final String NO_DRIVER = "08001";

    private ParquetFile() {}

    /** Whether a file is one, by its first bytes; false when it cannot be read. */
    static boolean is(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /**
     * Writes the rows as CSV, in their order, under the names of the columns. A time or a date becomes milliseconds
     * since the epoch, NULL an empty field.
     *
     * @param csv to be created
     * @param workFolder where DuckDB may spill
     * @throws BadInputException when the file is damaged
     */
    static void toCsv(Path file, Path csv, Path workFolder) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '512MiB'");
            statement.execute("SET temp_directory = " + quoted(workFolder));
            String rows = "read_parquet(" + quoted(file) + ", binary_as_string = true)";
            statement.execute("COPY (SELECT " + String.join(", ", columns(statement, rows)) + " FROM " + rows + ") TO "
                    + quoted(csv) + " (FORMAT csv, HEADER)");
        } catch (SQLException e) {
            if (NO_DRIVER.equals(e.getSQLState())) {
                throw new BadInputException(
                        file
                                + ": is a Parquet file, which a training on Spark does not read; convert it by nextcart import",
                        e);
            }
            throw new BadInputException(file + ": cannot be read as Parquet: " + firstLine(e), e);
        }
    }

    private static List<String> columns(Statement statement, String rows) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + rows)) {
            while (described.next()) {
                String name = '"' + described.getString("column_name").replace("\"", "\"\"") + '"';
                String type = described.getString("column_type");
                boolean isTime = type.startsWith("TIMESTAMP") || type.equals("DATE");
                columns.add(isTime ? "epoch_ms(" + name + ") AS " + name : name);
            }
        }
        return columns;
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
