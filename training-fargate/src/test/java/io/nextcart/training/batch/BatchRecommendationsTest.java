package io.nextcart.training.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.filter.Rules;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Rule;
import io.nextcart.training.input.LogInputs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRecommendationsTest {
    @TempDir
    private Path folder;

    private Path events;

    @BeforeEach
    void publish() throws IOException {
        TinyBundle.publish(new FolderObjectStore(folder.resolve("store")), "v1", folder.resolve("made"), 1);
        Files.createDirectories(folder.resolve("work"));
        events = Files.writeString(
                folder.resolve("events.csv"),
                "timestamp,visitorid,event,itemid,transactionid\n"
                        + "5000,ann,addtocart,c,\n"
                        + "1000,ann,view,b,\n"
                        + "1000,ann,view,b,\n"
                        + "2000,bob,view,g,\n"
                        + "3000,eve,view,k,\n");
    }

    @Test
    void everyShopperGetsWhatServingWouldAnswer() throws Exception {
        BatchRecommendations.Result result = run("user_id\nbob\n\nann\nnobody\nbob\n", 4);
        assertThat(result.users()).isEqualTo(3);
        assertThat(result.levels()).isEqualTo(Map.of(FallbackLevel.PERSONAL, 2, FallbackLevel.POPULAR, 1));
        List<String> expected = new ArrayList<>();
        Recommender recommender = Bundle.open(folder.resolve("made/v1")).recommender();
        expect(expected, recommender, "bob", new Interaction("g", EventType.VIEW, 2000));
        expect(
                expected,
                recommender,
                "ann",
                new Interaction("b", EventType.VIEW, 1000),
                new Interaction("c", EventType.ADD_TO_CART, 5000));
        expect(expected, recommender, "nobody");
        assertThat(rows()).isEqualTo(expected);
        assertThat(result.rows()).isEqualTo(expected.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"user_id\"\n\"bob\"\n\"nobody\"\n",
                "USER_ID\nbob\nnobody\n",
                "bob\n\"no \"\"body\"\", Esq\"\n",
                "\uFEFFuserId\r\n\"bob\"\r\nnobody\r\n",
                "Visitor ID\nbob\nnobody\n",
            })
    void idsAndHeaderMayBeSpelledAsSpreadsheetsDo(String users) throws Exception {
        BatchRecommendations.Result result = run(users, 4);
        assertThat(result.levels()).isEqualTo(Map.of(FallbackLevel.PERSONAL, 1, FallbackLevel.POPULAR, 1));
        assertThat(result.strangers()).isEqualTo(1);
        assertThat(result.unknownItems()).isZero();
    }

    @Test
    void itemsThatTheModelDoesNotKnowAreCounted() throws Exception {
        Files.writeString(
                events, "timestamp,visitorid,event,itemid,transactionid\n1000,ann,view,new,\n1001,ann,view,b,\n");
        BatchRecommendations.Result result = run("ann\n", 4);
        assertThat(result.unknownItems()).isEqualTo(1);
        assertThat(result.items()).isEqualTo(2);
    }

    @Test
    void whatTheShopHasHiddenIsShownToNobody() throws Exception {
        run("bob\nnobody\n", 4);
        List<String> before = rows();
        String hidden = before.get(before.size() - 4).split(" ")[2];
        String shown = before.get(0).split(" ")[2];
        item("store", "2026-01-02", "x", hidden, false, 2_000);
        item("store", "2026-01-01", "x", shown, false, 1_000);
        item("store", "2026-01-02", "y", shown, true, 1_500);

        run("bob\nnobody\n", 4);

        assertThat(before).anyMatch(row -> row.contains(" " + hidden + " "));
        assertThat(rows())
                .hasSize(8)
                .noneMatch(row -> row.split(" ")[2].equals(hidden))
                .anyMatch(row -> row.split(" ")[2].equals(shown));
    }

    @Test
    void listsObeyRulesAsServingDoes() throws Exception {
        item("store", "2026-01-02", "x", "i", false, 2_000);
        Rule[] rules = {
            rule(Rule.Type.PIN, "l", null, 2, 0),
            rule(Rule.Type.PIN, "i", null, 1, 0),
            rule(Rule.Type.HIDE, null, "y", 0, 0),
            rule(Rule.Type.LIMIT, null, null, 0, 2)
        };

        new BatchRecommendations(settings("bob\nann\nnobody\n", 4, null, rules), Progress.NONE).run();

        Bundle bundle = Bundle.open(folder.resolve("made/v1"));
        Overlay hidden = Overlay.of(bundle.tables(), List.of(TinyShop.change("i", false)));
        Overlay overlay = hidden.with(Rules.of(bundle.tables(), hidden, List.of(rules)));
        List<String> expected = new ArrayList<>();
        expect(expected, bundle.recommender(), overlay, "bob", new Interaction("g", EventType.VIEW, 2000));
        expect(
                expected,
                bundle.recommender(),
                overlay,
                "ann",
                new Interaction("b", EventType.VIEW, 1000),
                new Interaction("c", EventType.ADD_TO_CART, 5000));
        expect(expected, bundle.recommender(), overlay, "nobody");
        assertThat(rows()).isEqualTo(expected);
        assertThat(expected)
                .anyMatch(row -> row.matches("nobody 2 l .* pinned popular"))
                .noneMatch(row -> row.split(" ")[2].matches("[e-i]"));
    }

    private static Rule rule(
            Rule.Type type, @Nullable String item, @Nullable String category, int position, int count) {
        String id = type + " " + item + " " + category;
        return new Rule(id, type, item, category, null, null, position, 0, count, null, null, null, null);
    }

    @Test
    void theArchiveThatIsNamedSaysWhatIsHidden() throws Exception {
        run("nobody\n", 4);
        String first = rows().get(0).split(" ")[2];
        item("store", "2026-01-01", "x", first, true, 1_000);
        item("log", "2026-01-01", "x", first, false, 1_000);

        new BatchRecommendations(settings("nobody\n", 4, folder.resolve("log").toString()), Progress.NONE).run();

        assertThat(rows()).hasSize(4).noneMatch(row -> row.split(" ")[2].equals(first));
    }

    private void item(String archive, String day, String object, String item, boolean available, long atMs)
            throws IOException {
        Path place = Files.createDirectories(folder.resolve(archive).resolve("items/dt=" + day));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(place.resolve(object + ".ndjson.gz")))) {
            out.write(("{\"item_id\":\"" + item + "\",\"available\":" + available + ",\"updated_at\":" + atMs + "}\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whoWasForgottenGetsWhatIsPopular() throws Exception {
        Path day = Files.createDirectories(folder.resolve("log/tombstones/dt=1970-01-01"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(day.resolve("a.ndjson.gz")))) {
            out.write("{\"user_id\":\"ann\",\"forgotten_at\":9000}\n".getBytes(StandardCharsets.UTF_8));
        }
        BatchRecommendations.Result result = new BatchRecommendations(
                        settings("ann\n", 3, folder.resolve("log").toString()), Progress.NONE)
                .run();
        assertThat(result.levels()).isEqualTo(Map.of(FallbackLevel.POPULAR, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user_id\n", "ann\na\u0001b\n", "user_id,x\nann,1\n", "\"ann\",\"1\"\n"})
    void aFileThatIsNoListOfIdsIsRefusedAndNothingIsWritten(String users) {
        assertThatThrownBy(() -> run(users, 4))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("users.txt")
                .hasMessageContaining("expected");
        assertThat(folder.resolve("out.parquet")).doesNotExist();
    }

    @Test
    void anArchiveWithoutEventsIsRefusedAndNothingIsWritten() throws IOException {
        BatchSettings settings = new BatchSettings(
                folder.resolve("store").toString(),
                null,
                Files.writeString(folder.resolve("users.txt"), "ann"),
                folder.resolve("out.parquet"),
                4,
                List.of(),
                new LogInputs(List.of(), folder.resolve("store").toString(), List.of(), null, 0),
                folder.resolve("work"));
        assertThatThrownBy(() -> new BatchRecommendations(settings, Progress.NONE).run())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("the log holds no events")
                .hasMessageContaining("store has no events/dt=");
        assertThat(folder.resolve("out.parquet")).doesNotExist();
    }

    @Test
    void aListThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> new BatchSettings(
                        "s",
                        null,
                        events,
                        events,
                        101,
                        List.of(),
                        new LogInputs(List.of(events), null, List.of(), null, 0.01),
                        folder.resolve("work")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--k is 101");
    }

    private BatchRecommendations.Result run(String users, int k) throws IOException {
        return new BatchRecommendations(settings(users, k, null), Progress.NONE).run();
    }

    private BatchSettings settings(String users, int k, @Nullable String archive, Rule... rules) throws IOException {
        return new BatchSettings(
                folder.resolve("store").toString(),
                null,
                Files.writeString(folder.resolve("users.txt"), users),
                folder.resolve("out.parquet"),
                k,
                List.of(rules),
                new LogInputs(List.of(events), archive, List.of(), null, 0),
                Files.createTempDirectory(folder, "work"));
    }

    private static void expect(List<String> rows, Recommender recommender, String user, Interaction... history) {
        expect(rows, recommender, Overlay.NONE, user, history);
    }

    private static void expect(
            List<String> rows, Recommender recommender, Overlay overlay, String user, Interaction... history) {
        Ranking ranking = recommender.recommend(new Query(List.of(history), true, 4, Query.Filters.NONE, 0), overlay);
        int rank = 0;
        for (Ranking.Item item : ranking.items()) {
            rows.add(user + " " + ++rank + " " + item.itemId() + " " + item.score() + " "
                    + item.source().name().toLowerCase(Locale.ROOT) + " "
                    + ranking.level().name().toLowerCase(Locale.ROOT));
        }
    }

    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet result = connection
                        .createStatement()
                        .executeQuery("SELECT user_id, rank, item_id, score, source, fallback_level FROM read_parquet('"
                                + folder.resolve("out.parquet") + "')")) {
            while (result.next()) {
                rows.add(result.getString(1) + " " + result.getInt(2) + " " + result.getString(3) + " "
                        + result.getDouble(4) + " " + result.getString(5) + " " + result.getString(6));
            }
        }
        return rows;
    }
}
