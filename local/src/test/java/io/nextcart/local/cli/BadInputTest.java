package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nextcart.functions.api.Cors;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.Gateway;
import io.nextcart.local.gateway.Routes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Bad input gets one line and exit code 2, and leaves nothing behind. */
class BadInputTest {
    @TempDir
    private Path folder;

    private Path file(String kind) throws IOException {
        Path file = folder.resolve(kind);
        String rows = "timestamp,visitorid,event,itemid,transactionid\n" + "1433221332117,1,view,2,\n".repeat(3000);
        return switch (kind) {
            case "missing" -> file;
            case "directory" -> Files.createDirectories(file);
            case "empty" -> Files.createFile(file);
            case "header" -> Files.writeString(file, "a,b,c\n1,2,3\n");
            case "noise" -> {
                byte[] noise = new byte[5000];
                new Random(3).nextBytes(noise);
                yield Files.write(file, noise);
            }
            case "truncated" -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                    gzip.write(rows.getBytes(StandardCharsets.UTF_8));
                }
                yield Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() - 20));
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pipeline --events IN --store OUT",
                "train --events IN --store OUT",
                "demo --events IN --dir OUT",
                "report --events IN --out OUT",
                "batch --users IN --events IN --store OUT --out OUT",
                "import --from retailrocket --in IN --out OUT"
            })
    void whatIsNeitherAFileNorAnObjectIsNoInput(String command) {
        for (String place : List.of("s3://bucket", "s3://bucket/", "s3:/bucket/key", "s3://bucket/folder/")) {
            assertRefused(inputOf(command, place), ": " + place + " is not an object, expected s3://bucket/key");
        }
        for (String place : List.of("https://shop.example/log.csv", "gs://bucket/log.csv", "S3://bucket/log.csv")) {
            assertRefused(inputOf(command, place), " " + place + ": is not known, expected a file or s3://bucket/key");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anUnknownOptionAfterFilesIsNotTakenForAMissingFile() {
        assertRefused(
                inputOf("report --events IN --out OUT", "--properties"),
                "--events --properties: is neither an option nor a file");
    }

    private Cli.Result inputOf(String command, String place) {
        String line = command.replace("OUT", folder.resolve("out").toString()).replace("IN", place);
        return Cli.run((Object[]) line.split(" "));
    }

    @Test
    void aTrainingOfItsOwnHasNoStandardInput() {
        assertRefused(
                inputOf("pipeline --events IN --store OUT", "-"),
                "--events - is standard input, expected a file or s3://bucket/key");
    }

    @Test
    void standardInputIsReadOnce() {
        InputStream before = System.in;
        try {
            System.setIn(
                    new ByteArrayInputStream("timestamp,visitorid,event,itemid\n".getBytes(StandardCharsets.UTF_8)));
            assertRefused(
                    inputOf("report --events IN --item-properties IN --out OUT", "-"),
                    "--item-properties: standard input is named twice, expected once");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aControlGroupOfTheMajorityIsRefused() {
        assertRefused(
                Cli.run("serve", "--store", folder.resolve("store"), "--port", "0", "--control-share", "51%"),
                "--control-share is 0.51, expected 0 to 0.5");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sécret", " ", "two words"})
    void anApiKeyThatNoHeaderCarriesIsRefused(String key) {
        Cli.Result serve = Cli.run("serve", "--store", folder.resolve("store"), "--port", "0", "--api-key", key);
        assertRefused(serve, "--api-key is blank or holds a character that no header carries");
        assertRefused(
                Cli.run("send", "--events", folder, "--api-key", key),
                "--api-key is blank or holds a character that no header carries");
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compact",
                "export-user --user u --out O",
                "pipeline --store S",
                "train --store S",
                "batch --store S --users F --events F --out O"
            })
    void aNamedArchiveMustExist(String command) throws IOException {
        Path file = Files.writeString(folder.resolve("F"), "timestamp,visitorid,event,itemid,transactionid\n");
        String line = command.replace(" S", " " + folder.resolve("store"))
                .replace(" F", " " + file)
                .replace(" O", " " + folder.resolve("out"));
        for (Object place : List.of(folder.resolve("nowhere"), file)) {
            Cli.Result result = Cli.run((Object[]) (line + " --archive " + place).split(" "));
            assertRefused(result, "--archive " + place + ": no such folder, expected an archive");
        }
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void daysToKeepAreANumberOfThem() {
        for (String days : List.of("-1", "36501")) {
            for (String command : List.of("compact --archive ", "pipeline --store ")) {
                assertRefused(
                        Cli.run((Object[]) (command + folder + " --keep-days " + days).split(" ")),
                        "--keep-days is " + days + ", expected 0 to 36500");
            }
        }
    }

    @Test
    void anEmptyArchiveIsFine() throws IOException {
        Path archive = Files.createDirectories(folder.resolve("archive"));

        Cli.Result pipeline = Cli.run("pipeline", "--archive", archive, "--store", folder.resolve("store"));
        assertThat(pipeline.exitCode()).isZero();
        assertThat(pipeline.out()).endsWith("No events in the archive of " + archive + "; nothing was trained\n");
        assertThat(Cli.run("compact", "--archive", archive).exitCode()).isZero();
    }

    @Test
    void aServerForEverybodyNeedsAKey() {
        Path data = folder.resolve("data");
        Cli.Result result = Cli.run("serve", "--store", folder.resolve("store"), "--data", data, "--all-interfaces");
        assertRefused(result, "--all-interfaces", "expected --api-key or the variable NEXTCART_API_KEY");
        assertThat(data).doesNotExist();
        assertRefused(
                Cli.run("serve", "--store", folder, "--no-key", "--api-key", "k"),
                "--no-key is given beside --api-key, expected one of them");
    }

    @Test
    void ratesAndCertificatesOfAServerAreChecked() {
        Path store = folder.resolve("store");
        for (String option : List.of("--requests-per-second", "--burst", "--page-requests-per-second")) {
            assertRefused(
                    Cli.run("serve", "--store", store, "--api-key", "k", option, "10001"),
                    option + " is 10001, expected " + (option.equals("--burst") ? 1 : 0) + " to 10000");
        }
        Path missing = folder.resolve("missing.pem");
        assertRefused(
                Cli.run("serve", "--store", store, "--tls-key", missing), "--tls-key is given without --tls-cert");
        assertRefused(
                Cli.run("serve", "--store", store, "--tls-cert", missing), "--tls-cert is given without --tls-key");
        assertRefused(
                Cli.run("serve", "--store", store, "--tls-cert", missing, "--tls-key", missing),
                missing + ": no such file");
        assertThat(store).doesNotExist();
    }

    @Test
    void keysForLessNeedTheKeyForAllAndAreOthers() {
        Path store = folder.resolve("store");
        for (String option : List.of("--server-key", "--page-key")) {
            assertRefused(
                    Cli.run("serve", "--store", store, option, "k"),
                    option + " is given without a key for the other calls, expected --api-key");
            assertRefused(
                    Cli.run("serve", "--store", store, "--api-key", "k", option, "k"),
                    option + " is the key of another option, expected one of its own");
            assertRefused(
                    Cli.run("serve", "--store", store, "--api-key", "k", option, "a b"),
                    option + " is blank or holds a character that no header carries");
        }
        assertThat(store).doesNotExist();
    }

    private static void assertRefused(Cli.Result result, String... words) {
        List<String> messages = result.err()
                .lines()
                .filter(line -> line.startsWith("nextcart: "))
                .toList();
        assertThat(messages).as(result.err()).hasSize(1);
        for (String word : words) {
            assertThat(messages.get(0)).contains(word);
        }
        assertThat(result.err()).doesNotContain("\tat ", "Exception");
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.51", "60%"})
    void aTrialOnMostShoppersIsRefusedBeforeAnythingBegins(String share) {
        Path store = folder.resolve("store");
        Cli.Result result = Cli.run("pipeline", "--store", store.toString(), "--share", share);
        assertRefused(result, "--share is ", "expected 0 to 0.5");
        assertThat(store).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "directory", "empty", "header", "noise", "truncated"})
    void logThatCannotBeReadIsNamed(String kind) throws IOException {
        Path store = folder.resolve("store");
        Path work = folder.resolve("work");
        Path bad = file(kind);
        assertRefused(Cli.run("train", "--events", bad, "--store", store, "--work", work), bad.toString());
        assertThat(store.resolve("models")).doesNotExist();
        // A training that began leaves only its lock.
        assertThat(work)
                .satisfiesAnyOf(
                        w -> assertThat(w).doesNotExist(),
                        w -> assertThat(w)
                                .isDirectoryNotContaining(
                                        file -> !file.getFileName().toString().equals(".training.lock")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --events LOG --store OUT",
                "report --events LOG --out OUT",
                "import --from retailrocket --in LOG --out OUT",
                "demo --events LOG --dir OUT --once"
            })
    void timesInSecondsAreRefusedWithTheLineAndTheWayOut(String line) throws IOException {
        Path log = Files.writeString(
                folder.resolve("log.csv"),
                "timestamp,visitorid,event,itemid,transactionid\n" + "1433221332,1,view,2,\n".repeat(3));
        Path out = folder.resolve("out");
        Object[] arguments = line.replace("LOG", log.toString())
                .replace("OUT", out.toString())
                .split(" ");
        assertRefused(
                Cli.run(arguments),
                log
                        + ", line 2: column timestamp is '1433221332', 1970-01-17 in milliseconds but 2015-06-02 in seconds;"
                        + " --time-unit s reads seconds; 3 of 3 rows are bad, --max-bad-rows allows 1 %");
    }

    @Test
    void anImportNamesTheFirstUnreadableRowOnce() throws IOException {
        Path log = Files.writeString(folder.resolve("log.csv"), "u,i,t\nx,y,2024-03-01\nx,y,never\n");
        Cli.Result result = Cli.run(
                "import",
                "--from",
                "csv",
                "--columns",
                "user=u,item=i,time=t",
                "--max-bad-rows",
                "0.9",
                "--in",
                log,
                "--out",
                folder.resolve("out"));

        assertThat(result.out().lines().filter(line -> line.contains("unreadable")))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("  1 of 2 rows from 1 file, 0 repeats, 1 unreadable row"),
                        line -> assertThat(line).startsWith("  The first unreadable row: " + log + ", line 3: "));
    }

    @Test
    void aLogIsShownBeforeItsTrainingIsRefused() throws IOException {
        Path log = Files.writeString(
                folder.resolve("log.csv"),
                "timestamp,visitorid,event,itemid,transactionid\n" + "1433221332,1,view,2,\n".repeat(3));
        Cli.Result result = Cli.run("train", "--events", log, "--store", folder.resolve("store"), "--time-unit", "s");
        assertRefused(result, "the log");
        assertThat(result.out())
                .isEqualTo("What was read\n"
                        + "  1 of 3 rows from 1 file, 2 repeats\n"
                        + "  1 event of 1 shopper on 1 item in 1 session: 1 view, 0 add to cart, 0 transactions\n"
                        + "  All at one instant, 2015-06-02T05:02:12Z: their order is not known\n"
                        + "  WARNING: the log holds one item only: there is nothing else to recommend\n"
                        + "  Busiest visitors, by rows: 1 (3)\n");
    }

    @Test
    void everyFileIsLookedAtBeforeTheFirstIsRead() throws IOException {
        Path good = Files.writeString(folder.resolve("good.csv"), "timestamp,visitorid,event,itemid,transactionid\n");
        Path store = folder.resolve("store");
        Cli.Result result =
                Cli.run("train", "--events", good, "--category-tree", folder.resolve("tree.csv"), "--store", store);
        assertRefused(result, "tree.csv: no such file");
        assertThat(store).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "directory", "empty", "header", "noise"})
    void casesThatCannotBeReadNeedAModelFirst(String kind) throws IOException {
        assertRefused(
                Cli.run("evaluate", "--store", folder, "--cases", file(kind)),
                "no model is in service",
                "nextcart train");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        lift --archive x --since yesterday    | --since is 'yesterday', expected a date such as 2026-03-01
        lift --archive x --since 2026-02-30   | --since is '2026-02-30', expected a date such as 2026-03-01
        serve --store x --port 80x            | --port is '80x', expected a whole number
        generate --out x --scale 0,1          | --scale is '0,1', expected a number such as 0.5
        generate --out x --seed 1.5           | --seed is '1.5', expected a whole number
        send --events x --limit many          | --limit is 'many', expected a whole number
        demo --challenger=foo                 | --challenger is 'foo', expected better, equal, worse
        send --events x --time-unit h         | --time-unit is 'h', expected s, ms, us
        pipeline --store x --share a:b        | --share is 'a:b', expected a share such as 0.01 or 1%
        """)
    void whatIsNeitherANumberNorADateIsSaidInWords(String line, String message) {
        assertRefused(Cli.run((Object[]) line.split(" ")), message + "; see nextcart ");
    }

    @Test
    void everyNameOfAnOptionIsRefusedInWords() {
        for (CommandLine command : Nextcart.commandLine().getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (option.type().isEnum()) {
                    String name = option.longestName();
                    assertRefused(
                            Cli.run(command.getCommandName(), name + "=none such"),
                            name + " is 'none such', expected ");
                }
            }
        }
    }

    @Test
    void theNumberOfShoppersIsNamedAsGiven() {
        assertRefused(
                Cli.run("demo", "--once", "--dir", folder, "--shoppers", 1), "--shoppers is 1, expected at least 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bogus",
                "train",
                "train --events x",
                "train --events x --store y --objective fame",
                "train --events x --store y --max-bad-rows 2",
                "train --events x --store y --max-bad-rows few",
                "train --events x --store y --threads 0",
                "train --events x --store y --threads 257",
                "train --events x --store y --engine sparc",
                "train --events x --store y --time-unit h",
                "train --events x --store ftp://y",
                "import --from magento --in x --out y",
                "import --from otto --in x",
                "import --from otto --in x --out y",
                "import --from gorse --in x --out y --event-type like",
                "import --from gorse --in x --out y --items z",
                "import --from gorse --in x --out y --time-unit s",
                "generate --out x --scale 0",
                "generate --out x --scale many",
                "serve --store x --port 70000",
                "serve --store x --port web",
                "serve --store ftp://x",
                "serve --store x --in-process --packaged",
                "serve --store x --packaged",
                "send --events x --rate 0",
                "send --events x --limit 0",
                "send --events x --url nowhere",
                "evaluate --store x"
            })
    void argumentsThatMakeNoSenseAreRefused(String line) {
        assertRefused(Cli.run((Object[]) line.split(" ")));
    }

    @Test
    void takenPortIsSaidInOneLine() throws IOException {
        try (Gateway other = Gateway.start(0, new Routes(List.of()), ApiKey.none(), Cors.NONE)) {
            int port = other.url().getPort();
            Path data = folder.resolve("data");
            assertRefused(
                    Cli.run("serve", "--store", folder, "--port", port, "--data", data), "port " + port, "--port");
        }
    }

    @Test
    void storeThatCannotBeWrittenToIsFoundBeforeTheWork() throws IOException {
        Path log = Files.writeString(folder.resolve("log.csv"), "timestamp,visitorid,event,itemid,transactionid\n");
        Path inTheWay = Files.writeString(folder.resolve("file"), "");
        Cli.Result result = Cli.run("train", "--events", log, "--store", inTheWay.resolve("store"));
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err().lines()).singleElement().asString().contains("cannot be written to");
    }

    @Test
    void noServerIsSaidInOneLine() throws IOException {
        int port;
        try (Gateway gone = Gateway.start(0, new Routes(List.of()), ApiKey.none(), Cors.NONE)) {
            port = gone.url().getPort();
        }
        Cli.Result result = Cli.run("send", "--events", "x.csv", "--url", "http://127.0.0.1:" + port);
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .contains("no server answers at http://127.0.0.1:" + port, "nextcart serve");
    }

    @Test
    void aTypoDoesNotCostTheEarlierDemo() throws IOException {
        Path demo = Files.createDirectories(folder.resolve("demo/store/models"));
        Files.createFile(folder.resolve("demo/.nextcart-demo"));
        Path model = Files.writeString(demo.resolve("current.json"), "{}");

        Cli.Result result = Cli.run(
                "demo", "--once", "--port", 0, "--events", folder.resolve("typo.csv"), "--dir", folder.resolve("demo"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertRefused(result, "typo.csv", "no such file");
        assertThat(model).exists();
    }

    @Test
    void itemPropertiesWithoutALogAreRefused() throws IOException {
        Path properties = Files.writeString(folder.resolve("p.csv"), "timestamp,itemid,property,value\n");
        Cli.Result result =
                Cli.run("demo", "--item-properties", properties, "--port", 0, "--dir", folder.resolve("demo"));
        assertRefused(result, "expected --events with it");
        assertThat(folder.resolve("demo")).doesNotExist();
    }

    @Test
    void thePipelineSaysWhenNothingNewWasLearnt() {
        assertThat(Cli.run("pipeline", "--help").out().replaceAll("\\s+", " "))
                .contains(
                        "3 the gate refused the model, it lost its trial, or nothing new was learnt: it is byte for byte"
                                + " what serves;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "demo", "generate", "import", "train", "evaluate", "serve", "send"})
    void everyCommandExplainsItself(String command) {
        Cli.Result result = command.isEmpty() ? Cli.run("--help") : Cli.run(command, "--help");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("Usage: nextcart", "--help")
                .doesNotContainPattern("\\S{40}"); // no label breaks
        assertThat(result.err()).isEmpty();
    }

    /** A percent sign that is not doubled makes picocli warn, and print the text unformatted. */
    @Test
    void everyHelpIsAFormat() {
        Nextcart.commandLine()
                .getSubcommands()
                .forEach((name, command) -> assertThatCode(() -> String.format(String.join(
                                "", command.getCommandSpec().usageMessage().description())))
                        .as(name)
                        .doesNotThrowAnyException());
    }

    @Test
    void tooLittleMemoryIsOneLineThatSaysWhatToRaise() {
        StringWriter err = new StringWriter();
        CommandLine command = Nextcart.commandLine()
                .addSubcommand("fill", CommandSpec.wrapWithoutInspection((Runnable) () -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .setErr(new PrintWriter(err));

        assertThat(Nextcart.run(command, new StandardOutput(OutputStream.nullOutputStream()), "fill"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .isEqualTo(
                        "nextcart: the memory is not enough (Java heap space); allow twice as much with"
                                + " NEXTCART_JAVA_OPTS=-Xmx%dm; docs/scale.md says what a large log needs%n",
                        2 * (Runtime.getRuntime().maxMemory() >> 20));
    }
}
