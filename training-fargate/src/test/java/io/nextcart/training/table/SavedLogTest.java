package io.nextcart.training.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Category;
import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.data.Sha256;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.sql.SqlEngineException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedLogTest {
    @TempDir
    private Path folder;

    private Path saved;

    @BeforeEach
    void makeFolder() throws IOException {
        saved = Files.createDirectory(folder.resolve("saved"));
    }

    @Test
    void aLogThatIsReadAgainAnswersAndBuildsTheSame() throws IOException {
        try (SqlEngine first = engine("first");
                SqlEngine second = engine("second")) {
            LogDatabase log = log(first);
            SavedLog.write(log, saved);
            LogDatabase read = SavedLog.read(second, saved);

            assertThat(read.itemIds()).isEqualTo(log.itemIds());
            assertThat(read.categories().ids())
                    .isEqualTo(log.categories().ids())
                    .contains("shoes");
            assertThat(read.categories().parents()).isEqualTo(log.categories().parents());
            assertThat(read.userCount()).isEqualTo(log.userCount()).isPositive();
            assertThat(read.eventCount(EventType.ADD_TO_CART))
                    .isEqualTo(log.eventCount(EventType.ADD_TO_CART))
                    .isPositive();
            assertThat(read.firstMs()).isEqualTo(log.firstMs());
            assertThat(read.lastMs()).isEqualTo(log.lastMs());
            assertThat(read.sessions(0, Long.MAX_VALUE))
                    .usingRecursiveComparison()
                    .isEqualTo(log.sessions(0, Long.MAX_VALUE));
            assertThat(tables(read, "tables-read"))
                    .isEqualTo(tables(log, "tables"))
                    .hasSizeGreaterThan(3);
        }
    }

    @Test
    void idsThatAreCutOffAreAFault() throws IOException {
        try (SqlEngine first = engine("first");
                SqlEngine second = engine("second")) {
            SavedLog.write(log(first), saved);
            Path ids = saved.resolve("ids.bin");
            byte[] bytes = Files.readAllBytes(ids);
            Files.write(ids, Arrays.copyOf(bytes, bytes.length - 1));
            assertThatThrownBy(() -> SavedLog.read(second, saved)).isInstanceOf(EOFException.class);
            Files.delete(ids);
            assertThatThrownBy(() -> SavedLog.read(second, saved)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void aTableThatIsGoneOrNoTableIsAFaultThatNamesIt() throws IOException {
        try (SqlEngine first = engine("first");
                SqlEngine second = engine("second")) {
            SavedLog.write(log(first), saved);
            Path table = saved.resolve("property.parquet");
            Files.writeString(table, "noise");
            assertThatThrownBy(() -> SavedLog.read(second, saved))
                    .isInstanceOf(SqlEngineException.class)
                    .hasMessageContaining("property.parquet");
            Files.delete(table);
            assertThatThrownBy(() -> SavedLog.read(second, saved))
                    .isInstanceOf(SqlEngineException.class)
                    .hasMessageContaining("property.parquet");
        }
    }

    private SqlEngine engine(String name) {
        return new DuckDbEngine(folder.resolve(name), 2, 256L << 20);
    }

    private static LogDatabase log(SqlEngine sql) {
        LogDatabase log = new LogDatabase(sql, "790");
        Shop.fill(
                log,
                Shop.random(7, 2_000),
                List.of(
                        new Category("clothes", null),
                        new Category("shoes", "clothes"),
                        Shop.property("3", "categoryid", "shoes", 0),
                        Shop.property("3", "790", "n120.000", 0),
                        Shop.property("4", "available", "0", 5)));
        return log;
    }

    private Map<String, String> tables(LogDatabase log, String name) throws IOException {
        Path tables = Files.createDirectory(folder.resolve(name));
        new TableBuilder(log, Progress.NONE).build(tables, log.lastMs() + 1);
        Map<String, String> files = new TreeMap<>();
        try (var entries = Files.list(tables)) {
            for (Path file : entries.toList()) {
                files.put(file.getFileName().toString(), Sha256.hex(file));
            }
        }
        return files;
    }
}
