package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void aLogAloneGivesTheSixPartsOnIt() throws IOException {
        Cli.Result result = Cli.run("report", "--events", events, "--out", out);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).startsWith(out + ": 3 events, ").contains(" kB, ");
        assertThat(Files.readString(out)).contains("<h2>6. ").doesNotContain("<h2>7. ");
    }

    @Test
    void theModelInServiceOrTheNamedOneIsToldOf() {
        assertThat(Cli.run("report", "--events", events, "--out", out, "--store", store)
                        .out())
                .startsWith(out + ": 3 events and model v1, ");
        assertThat(Cli.run("report", "--events", events, "--out", out, "--store", store, "--model", "v2")
                        .out())
                .startsWith(out + ": 3 events and model v2, ");
        assertThat(out).content().contains("<h2>9. ");
    }

    @Test
    void whatCannotBeUsedIsSaidInOneLineAndNothingIsWritten() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertRefused("typo.csv: no such file", "--events", folder.resolve("typo.csv"), "--out", out);
        assertRefused("a file in a folder that is there", "--events", events, "--out", folder.resolve("no/x.html"));
        assertRefused("a file in a folder that is there", "--events", events, "--out", folder);
        assertRefused("expected --store too", "--events", events, "--out", out, "--model", "v1");
        assertRefused("no model is in service", "--events", events, "--out", out, "--store", empty);
        assertRefused("is no version", "--events", events, "--out", out, "--store", store, "--model", "../v1");
        assertRefused("v9/manifest.json: no such", "--events", events, "--out", out, "--store", store, "--model", "v9");
        assertRefused("--out", "--events", events);
        assertThat(out).doesNotExist();
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
