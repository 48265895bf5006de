package io.nextcart.training.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the scripts to the subset that Spark SQL runs with equal results. */
final class PortableSqlTest {
    static Stream<Path> scripts() throws IOException, URISyntaxException {
        URL one = Objects.requireNonNull(DuckDbEngine.class.getResource("sessionize.sql"));
        try (Stream<Path> files =
                Files.list(Objects.requireNonNull(Path.of(one.toURI()).getParent()))) {
            return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptKeepsToThePortableSubset(Path script) throws IOException {
        String sql = Files.readString(script).replaceAll("--[^\n]*", "").toLowerCase(Locale.ROOT);
        for (String word : List.of(
                "qualify",
                "recursive",
                "unnest",
                "log\\s*\\(",
                "hash\\s*\\(",
                "dayofweek",
                "avg",
                "random",
                "::",
                "\\[",
                "float8",
                "or\\s+replace",
                "asof",
                "exclude")) {
            assertThat(sql).doesNotContainPattern("(?<!\\w)" + word);
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void sumsAreOfIntegers(Path script) throws IOException {
        // A sum of floats depends on the order of addition, and so on the number of threads.
        String sql = Files.readString(script);
        assertThat(sql).doesNotContainPattern("SUM\\(\\s*(1e6|weight /|POWER|ROUND)");
        int sums = sql.split("SUM\\(", -1).length;
        assertThat(sql.split("CAST\\(SUM\\(", -1).length).isEqualTo(sums);
    }
}
