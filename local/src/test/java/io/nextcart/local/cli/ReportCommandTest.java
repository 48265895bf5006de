package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.TinyBundle;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    private Path folder;

    private Path events;
    private Path out;
    private Path store;

    @BeforeEach
    void shop() throws IOException {
        events = Files.writeString(
                folder.resolve("events.csv"),
                "timestamp,visitorid,event,itemid,transactionid\n"
                        + "1433221332117,1,view,a,\n1433221333117,1,addtocart,a,\n1433307733117,2,view,b,\n");
        out = folder.resolve("report.html");
        store = folder.resolve("store");
        TinyBundle.publish(new FolderObjectStore(store), "v1", folder.resolve("made"), 1);
        TinyBundle.put(new FolderObjectStore(store), "v2", folder.resolve("made"));
    }

    @Test
    void aLogAloneGivesTheSevenPartsOnIt() throws IOException {
        Cli.Result result = Cli.run("report", "--events", events, "--out", out);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .startsWith("What was read\n  3 rows from 1 file, 0 repeats\n")
                .contains("\n" + out + ": 3 events, ", " kB, ");
        assertThat(Files.readString(out))
                .contains("<h2>1. What was read", "<h2>7. ")
                .doesNotContain("<h2>8. ");
    }

    @Test
    void theModelInServiceOrTheNamedOneIsToldOf() {
        assertThat(Cli.run("report", "--events", events, "--out", out, "--store", store)
                        .out())
                .contains("\n" + out + ": 3 events and model v1, ");
        assertThat(Cli.run("report", "--events", events, "--out", out, "--store", store, "--model", "v2", "--force")
                        .out())
                .contains("\n" + out + ": 3 events and model v2, ");
        assertThat(out).content().contains("<h2>10. ");
    }

    @Test
    void whatCannotBeUsedIsSaidInOneLineAndNothingIsWritten() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertRefused("typo.csv: no such file", "--events", folder.resolve("typo.csv"), "--out", out);
        assertRefused("a file in an existing folder", "--events", events, "--out", folder.resolve("no/x.html"));
        assertRefused("is a directory, expected the name of a file", "--events", events, "--out", folder);
        assertRefused("expected --store too", "--events", events, "--out", out, "--model", "v1");
        assertRefused("no model is in service", "--events", events, "--out", out, "--store", empty);
        assertRefused("is not a version name", "--events", events, "--out", out, "--store", store, "--model", "../v1");
        assertRefused("no model v9 in ", "--events", events, "--out", out, "--store", store, "--model", "v9");
        assertRefused("--out", "--events", events);
        assertThat(out).doesNotExist();
    }

    @Test
    void aFileThatIsReadIsNeverWrittenByWhateverName() throws IOException {
        byte[] log = Files.readAllBytes(events);
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), events);
        Path hard = Files.createLink(folder.resolve("hard.csv"), events);
        Path tree = Files.writeString(folder.resolve("tree.csv"), "categoryid,parentid\n1,\n");
        Path properties =
                Files.writeString(folder.resolve("items.csv"), "timestamp,itemid,property,value\n1000,a,790,n1\n");
        Path dots = folder.resolve("made/../events.csv");
        for (Path name : List.of(events, link, hard, dots)) {
            assertRefused("--out " + name + " is the file of --events " + events, "--events", events, "--out", name);
        }
        assertRefused("is the file of --events " + link, "--events", link, "--out", events);
        assertRefused(
                "is the file of --category-tree " + tree, "--events", events, "--out", tree, "--category-tree", tree);
        assertRefused(
                "is the file of --item-properties " + properties,
                "--events",
                events,
                "--out",
                properties,
                "--item-properties",
                properties);
        Path current = store.resolve("models/current.json");
        assertRefused(
                "--out " + current + ": lies in the store " + store.toRealPath() + ", expected another place",
                "--events",
                events,
                "--out",
                current,
                "--store",
                store);
        assertThat(events).hasBinaryContent(log);
        assertThat(current).content().contains("champion");
    }

    @Test
    void theReportOfYesterdayIsReplacedByForceAlone() throws IOException {
        Files.writeString(out, "of yesterday");

        assertRefused("--out " + out + ": is there already, --force replaces it", "--events", events, "--out", out);
        assertThat(out).hasContent("of yesterday");
        assertThat(Cli.run("report", "--events", events, "--out", out, "--force")
                        .exitCode())
                .isZero();
        assertThat(out).content().contains("<html");
    }

    @Test
    void itExplainsItself() {
        Cli.Result result = Cli.run("report", "--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Usage: nextcart report", "--events", "--store", "--model", "--out");
    }

    private static void assertRefused(String words, Object... options) {
        Object[] all = new Object[options.length + 1];
        all[0] = "report";
        System.arraycopy(options, 0, all, 1, options.length);
        ModelsContract.assertRefused(Cli.run(all), words);
    }
}
