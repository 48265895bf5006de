package io.nextcart.training.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendationFileTest {
    private static final Ranking ANSWER = new Ranking(
            FallbackLevel.PERSONAL,
            List.of(new Ranking.Item("a", 0.5, Source.REPEAT), new Ranking.Item("b", 0.25, Source.CO_VISITATION)),
            2);

    /** More rows than DuckDB reads or writes at once. */
    private static final int SHOPPERS = 100_000;

    @TempDir
    private Path folder;

    private Path work;
    private Path out;

    @BeforeEach
    void places() throws IOException {
        work = Files.createDirectories(folder.resolve("it's work"));
        out = folder.resolve("out.parquet");
    }

    @Test
    void shoppersStayInTheirOrder() throws Exception {
        List<String> expected = new ArrayList<>();
        try (RecommendationFile file = new RecommendationFile(out, work)) {
            for (int shopper = SHOPPERS - 1; shopper >= 0; shopper--) {
                file.add("s" + shopper, ANSWER);
                expected.add("s" + shopper + " 1 a 0.5 repeat personal");
                expected.add("s" + shopper + " 2 b 0.25 co_visitation personal");
            }
            assertThat(out).doesNotExist();
            file.commit();
        }
        assertThat(rows()).isEqualTo(expected);
    }

    @Test
    void nobodyWithAnAnswerGivesAFileWithoutRows() throws Exception {
        try (RecommendationFile file = new RecommendationFile(out, work)) {
            file.add("s", Ranking.EMPTY);
            file.commit();
        }
        assertThat(rows()).isEmpty();
    }

    @Test
    void whatWasNotCommittedLeavesTheEarlierFile() throws IOException {
        Files.writeString(out, "earlier");
        try (RecommendationFile file = new RecommendationFile(out, work)) {
            file.add("s", ANSWER);
        }
        assertThat(out).hasContent("earlier");
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet result = connection.createStatement().executeQuery("FROM read_parquet('" + out + "')")) {
            while (result.next()) {
                rows.add(result.getString("user_id") + " " + result.getInt("rank") + " " + result.getString("item_id")
                        + " " + result.getDouble("score") + " " + result.getString("source") + " "
                        + result.getString("fallback_level"));
            }
        }
        return rows;
    }
}
