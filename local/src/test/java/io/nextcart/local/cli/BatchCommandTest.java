package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.TinyBundle;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchCommandTest {
    @TempDir
    private Path folder;

    private Path events;
    private Path users;
    private Path out;
    private Path store;

    @BeforeEach
    void shop() throws IOException {
        events = Files.writeString(
                folder.resolve("events.csv"),
                "timestamp,visitorid,event,itemid,transactionid\n1000,ann,view,b,\n2000,bob,addtocart,g,\n");
        users = Files.writeString(folder.resolve("users.txt"), "user_id\nann\nbob\nnobody\n");
        out = folder.resolve("recs.parquet");
        store = folder.resolve("store");
        TinyBundle.publish(new FolderObjectStore(store), "v1", folder.resolve("made"), 1);
        TinyBundle.put(new FolderObjectStore(store), "v2", folder.resolve("made"));
    }

    @Test
    void everyShopperIsAnsweredByTheModelInServiceOrTheNamedOne() throws IOException {
        Cli.Result result = batch("--users", users, "--events", events, "--out", out, "--k", 3);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).startsWith(out + ": 3 shoppers (2 personal, 1 popular), 9 rows, by model v1, ");
        assertThat(result.out()).contains("Warning: 1 of 3 shoppers has no event in the log and got what is popular;");
        // A Parquet file begins and ends with its name.
        assertThat(Files.readAllBytes(out)).startsWith('P', 'A', 'R', '1').endsWith('P', 'A', 'R', '1');
        byte[] written = Files.readAllBytes(out);
        assertRefused("is there already, --force replaces it", "--users", users, "--events", events, "--out", out);
        assertThat(out).hasBinaryContent(written);
        assertThat(batch("--users", users, "--events", events, "--out", out, "--model", "v2", "--force")
                        .out())
                .contains("by model v2");
    }

    @Test
    void whatCannotBeUsedIsSaidInOneLineAndNothingIsWritten() throws IOException {
        Path typo = folder.resolve("typo");
        Path nobody = Files.writeString(folder.resolve("nobody.txt"), "user_id\n");
        assertRefused("typo: no such file", "--users", typo, "--events", events, "--out", out);
        assertRefused("typo: no such file", "--users", users, "--events", typo, "--out", out);
        assertRefused("in an existing folder", "--users", users, "--events", events, "--out", typo.resolve("x"));
        assertRefused("--k is 101", "--users", users, "--events", events, "--out", out, "--k", 101);
        assertRefused("holds no ids", "--users", nobody, "--events", events, "--out", out);
        assertRefused("the log holds no events", "--users", users, "--out", out);
        assertRefused("is not a version name", "--users", users, "--events", events, "--out", out, "--model", "../v1");
        assertRefused("--users", "--events", events, "--out", out);
        assertThat(out).doesNotExist();
    }

    @Test
    void rulesOutOfTheirTimeOrPlacementDoNotApply() throws Exception {
        Path rules = Files.writeString(
                folder.resolve("rules.json"),
                "{\"version\":3,\"changed_at\":\"2026-01-01T00:00:00Z\",\"rules\":["
                        + "{\"rule_id\":\"always\",\"type\":\"pin\",\"item_id\":\"l\",\"position\":1},"
                        + "{\"rule_id\":\"mail\",\"type\":\"pin\",\"item_id\":\"k\",\"position\":2,\"placement\":\"mail\"},"
                        + "{\"rule_id\":\"over\",\"type\":\"hide\",\"item_id\":\"l\",\"until\":\"2001-01-01T00:00:00Z\"}]}");
        List<Object> all =
                List.of("--users", users, "--events", events, "--out", out, "--k", 2, "--force", "--rules", rules);

        Cli.Result everywhere = batch(all.toArray());

        assertThat(everywhere.exitCode()).as(everywhere.err()).isZero();
        assertThat(everywhere.out())
                .contains("\nOf 3 rules, 2 did not apply: for another placement, or not at this time.\n");
        assertThat(lists(out).get("nobody")).startsWith("l").doesNotContain("k");

        assertThat(batch(Stream.concat(all.stream(), Stream.of("--placement", "mail"))
                                .toArray())
                        .out())
                .contains("Of 3 rules, 1 did not apply");
        assertThat(lists(out).get("nobody")).containsExactly("l", "k");
    }

    @Test
    void aWrongRuleIsNamedAndNothingIsWritten() throws IOException {
        Path rules = folder.resolve("rules.json");
        assertRulesRefused("--rules " + rules + ": no such file", rules);
        Files.writeString(
                rules,
                "{\"rules\":[{\"rule_id\":\"a\",\"type\":\"hide\",\"item_id\":\"b\"},{\"rule_id\":\"b\","
                        + "\"type\":\"slot\",\"category\":\"x\"},{\"rule_id\":\"c\",\"type\":\"shout\"}]}");
        assertRulesRefused(
                rules + ": rules[1].count: is missing, expected a whole number from 1 to 100 (and 1 more)", rules);
        Files.writeString(rules, "{\"rules\":[");
        assertRulesRefused(rules + ": is not JSON at line 1, column ", rules);
        Files.writeString(rules, "[]");
        assertRulesRefused(rules + ": expected a JSON object", rules);
        Files.writeString(rules, "{\"rule_id\":\"a\",\"type\":\"hide\",\"item_id\":\"b\"}");
        assertRulesRefused(rules + ": rules: is missing, expected a list of at most 200 rules", rules);
        Files.writeString(rules, " ".repeat((1 << 20) + 1));
        assertRulesRefused(rules + ": has more than 1048576 bytes", rules);
        assertRefused("--placement needs --rules", "--users", users, "--out", out, "--placement", "mail");
        assertRefused(
                "--placement 'a b': expected 1 to 64 of",
                "--users",
                users,
                "--out",
                out,
                "--rules",
                rules,
                "--placement",
                "a b");
        assertThat(out).doesNotExist();
        assertRefused(
                "--out " + rules + " is the file of --rules " + rules,
                "--users",
                users,
                "--rules",
                rules,
                "--out",
                rules);
    }

    private void assertRulesRefused(String words, Path rules) {
        assertRefused(words, "--users", users, "--events", events, "--out", out, "--rules", rules);
    }

    @Test
    void aFileThatIsReadIsNeverWritten() throws IOException {
        byte[] ids = Files.readAllBytes(users);
        Path link = Files.createSymbolicLink(folder.resolve("link"), users);
        Path inLog =
                Files.createDirectories(store.resolve("events/dt=2026-01-01")).resolve("new.ndjson.gz");
        Path archive = Files.createSymbolicLink(folder.resolve("archive"), store);
        assertRefused("--out " + users + " is the file of --users " + users, "--users", users, "--out", users);
        assertRefused("--out " + link + " is the file of --users " + users, "--users", users, "--out", link);
        assertRefused(
                "--out " + events + " is the file of --events " + events,
                "--users",
                users,
                "--events",
                events,
                "--out",
                events);
        assertRefused("lies in the store " + store.toRealPath(), "--users", users, "--out", inLog);
        assertRefused(
                "lies in the store " + store.toRealPath(),
                "--users",
                users,
                "--out",
                archive.resolve("events/dt=2026-01-01/new.ndjson.gz"),
                "--archive",
                archive);
        assertThat(users).hasBinaryContent(ids);
        assertThat(inLog).doesNotExist();
    }

    @Test
    void unreadableRowsOfTheLogAndTheArchiveAreReported() throws IOException {
        Files.writeString(events, "3000,bob,fly,g,\n", StandardOpenOption.APPEND);

        assertThat(batch("--users", users, "--events", events, "--out", out, "--max-bad-rows", "0.9")
                        .out())
                .contains("\n1 unreadable row skipped, the first: " + events + ", line 4: ");

        Path day = Files.createDirectories(store.resolve("items/dt=1970-01-01"));
        Files.writeString(day.resolve("1.ndjson.gz"), "{\"item_id\":\"b\",\"available\":true,\"updated_at\":4}\n{}\n");
        Path cases = Files.writeString(folder.resolve("cases"), "{\"items\":[\"a\"],\"target\":\"b\"}\n");
        Cli.Result evaluated =
                Cli.run("evaluate", "--store", store, "--cases", cases, "--json", "--max-bad-rows", "0.9");
        assertThat(evaluated.err()).contains("1 unreadable row skipped, the first: ", ", line 2: ");
        assertThat(evaluated.exitCode()).isZero();
        assertThat(evaluated.out()).startsWith("{").hasLineCount(1);
    }

    @Test
    void aStoreWithoutAModelInServiceIsSaidInOneLine() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        ModelsContract.assertRefused(
                Cli.run("batch", "--store", empty, "--users", users, "--events", events, "--out", out),
                "no model is in service, expected one, or --model VERSION");
    }

    @Test
    void itExplainsItself() {
        Cli.Result result = Cli.run("batch", "--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains(List.of(
                        "Usage: nextcart batch",
                        "--users",
                        "--archive",
                        "--model",
                        "--k",
                        "--rules",
                        "--max-bad-rows"));
    }

    /** The items of each shopper, in their order. */
    static Map<String, List<String>> lists(Path file) throws SQLException {
        Map<String, List<String>> lists = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT user_id, item_id FROM read_parquet('" + file + "') ORDER BY rank")) {
            while (rows.next()) {
                lists.computeIfAbsent(rows.getString(1), user -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        }
        return lists;
    }

    private Cli.Result batch(Object... options) {
        Object[] all = new Object[options.length + 3];
        all[0] = "batch";
        all[1] = "--store";
        all[2] = store;
        System.arraycopy(options, 0, all, 3, options.length);
        return Cli.run(all);
    }

    private void assertRefused(String words, Object... options) {
        ModelsContract.assertRefused(batch(options), words);
    }
}
