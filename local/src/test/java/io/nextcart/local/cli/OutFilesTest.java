package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.TinyBundle;
import io.nextcart.local.store.ShopFile;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command that writes a file follows one rule. */
class OutFilesTest {
    private static final String IMPORT = "import --from retailrocket --in EVENTS --out OUT";
    private static final String ITEMS =
            "import --from gorse --in FEEDBACK --items ITEMS --out FOLDER/log.ndjson --items-out OUT";
    private static final String BATCH = "batch --store STORE --users USERS --events EVENTS --k 3 --out OUT";
    private static final String REPORT = "report --events EVENTS --out OUT";
    private static final String BACKUP = "backup --store STORE --data FOLDER/data --out OUT";
    private static final String EXPORT = "export-user --user ann --archive STORE --out OUT";
    private static final String GENERATE = "generate --scale 0.002 --out FOLDER";

    @TempDir
    private Path temporary;

    private Path folder;
    private Path store;
    private Path real;

    @BeforeEach
    void shop() throws IOException {
        folder = temporary.toRealPath();
        store = folder.resolve("store");
        real = Files.writeString(folder.resolve("real"), "precious");
        TinyBundle.publish(new FolderObjectStore(store), "v1", folder.resolve("made"), 1);
        ShopFile.open(folder.resolve("data").resolve(ShopFile.NAME)).close();
        Files.writeString(
                folder.resolve("EVENTS"),
                "timestamp,visitorid,event,itemid,transactionid\n1433221332117,ann,view,b,\n1433221333117,bob,view,g,\n");
        Files.writeString(folder.resolve("USERS"), "ann\n");
        Files.writeString(
                folder.resolve("FEEDBACK"),
                "{\"FeedbackType\":\"read\",\"UserId\":\"u\",\"ItemId\":\"i\",\"Timestamp\":\"2023-01-01T00:00:00Z\"}\n");
        Files.writeString(
                folder.resolve("ITEMS"),
                "{\"ItemId\":\"i\",\"IsHidden\":false,\"Categories\":[\"c\"],\"Timestamp\":\"2023-01-01T00:00:00Z\"}\n");
    }

    /** Runs a command with this output file; for {@code generate} it is the event log. */
    private Cli.Result run(String command, Path out, String... more) {
        String line = command.replace("OUT", out.toString())
                .replace("FOLDER", folder.toString())
                .replace("STORE", store.toString())
                .replaceAll("\\b(EVENTS|USERS|FEEDBACK|ITEMS)\\b", folder + "/$1");
        String[] words = line.split(" ");
        Object[] all = Arrays.copyOf(words, words.length + more.length, Object[].class);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Cli.run(all);
    }

    private Path out(String command, String name) {
        return folder.resolve(command.equals(GENERATE) ? "events.csv" : name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models --store STORE",
                "models --store STORE --json",
                "lift --archive STORE --control-share 0.05",
                "--help"
            })
    void outputThatIsLostIsAFailureUnlessTheReaderClosedIt(String command) {
        String[] words = command.replace("STORE", store.toString()).split(" ");
        assertThat(lost(words, "No space left on device"))
                .isEqualTo("1 nextcart: standard output cannot be written: No space left on device\n");
        assertThat(lost(words, "Broken pipe")).isEqualTo("0 ");
    }

    @Test
    void aPrintedCommandTakesAnyPath() throws IOException {
        Path shop = folder.resolve("a shop's");

        Cli.Result result = Cli.run("generate", "--scale", "0.002", "--out", shop);

        assertThat(result.out())
                .contains("Next: nextcart train --events '" + folder + "/a shop'\\''s/events.csv' --item-properties '")
                .endsWith("/a shop'\\''s/category_tree.csv' --store DIR\n");
        Path log = Files.move(folder.resolve("EVENTS"), folder.resolve("a log"));
        assertThat(Cli.run("import", "--from", "retailrocket", "--in", log, "--out", folder.resolve("x y"))
                        .out())
                .endsWith("Next: nextcart train --events '" + folder + "/x y' --store DIR\n");
    }

    /** The exit code and what standard error says, when standard output cannot be written for this reason. */
    private static String lost(String[] words, String reason) {
        StandardOutput out = new StandardOutput(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(reason);
            }
        });
        StringWriter err = new StringWriter();
        CommandLine command = Nextcart.commandLine()
                .setOut(new PrintWriter(out, false, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err));
        return Nextcart.run(command, out, words) + " " + err;
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPORT, ITEMS, BATCH, REPORT, BACKUP, EXPORT, GENERATE})
    void aFileIsReplacedOnlyByForce(String command) throws IOException {
        Path out = Files.writeString(out(command, "out"), "precious");

        Cli.Result refused = run(command, out);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).contains(out + ": is there already, --force replaces it");
        assertThat(out).hasContent("precious");

        assertThat(run(command, out, "--force").exitCode()).isZero();
        assertThat(out).content(StandardCharsets.ISO_8859_1).doesNotContain("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPORT, ITEMS, BATCH, REPORT, BACKUP, EXPORT, GENERATE})
    void aLinkStaysAndItsTargetIsWritten(String command) throws IOException {
        Path link = Files.createSymbolicLink(out(command, "link"), real);

        assertThat(run(command, link).exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(real).hasContent("precious");
        Cli.Result written = run(command, link, "--force");
        assertThat(written.exitCode()).as(written.err()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(real).content(StandardCharsets.ISO_8859_1).doesNotContain("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPORT, ITEMS, BATCH, REPORT, BACKUP, EXPORT, GENERATE})
    void aPipeIsRefusedAndStaysOne(String command) throws Exception {
        Path pipe = out(command, "pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        Cli.Result refused = run(command, pipe, "--force");

        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).contains(pipe + ": is a pipe or a device, expected a file");
        assertThat(Files.readAttributes(pipe, "isOther")).containsEntry("isOther", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPORT, ITEMS, BATCH, REPORT, BACKUP, EXPORT, "generate --scale 0.002 --out STORE/models"})
    void aStoreIsNotWrittenToByWhateverName(String command) throws IOException {
        Path current = store.resolve("models/current.json");
        byte[] before = Files.readAllBytes(current);
        Path link = Files.createSymbolicLink(folder.resolve("link"), current);

        for (Path name : new Path[] {current, link, store.resolve("runs/../models/current.json")}) {
            Cli.Result refused = run(command, name, "--force");
            assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(refused.err()).contains("lies in the store " + store);
        }
        assertThat(current).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                IMPORT,
                BATCH,
                REPORT,
                BACKUP,
                EXPORT,
                "generate --scale 0.002 --out s3://bucket/log.csv",
                "demo --once --dir s3://bucket/log.csv"
            })
    void anAddressIsNotMadeAFolderOfThatName(String command) {
        Cli.Result refused = Cli.run((Object[]) command.replace("OUT", "s3://bucket/log.csv")
                .replace("STORE", store.toString())
                .replaceAll("\\b(EVENTS|USERS)\\b", folder + "/$1")
                .split(" "));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).contains(" s3://bucket/log.csv", ": is not a place on this machine, expected one");
        assertThat(Path.of("s3:")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo --once --dir STORE/models/demo", "train --events EVENTS --store STORE/models"})
    void aStoreIsNotMadeInsideOfAnother(String command) {
        Cli.Result refused = run(command, real);

        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).contains("lies in the store " + store);
        assertThat(store.resolve("models").toFile().list()).containsExactlyInAnyOrder("v1", "current.json");
    }
}
