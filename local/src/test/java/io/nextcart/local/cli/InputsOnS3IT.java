package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.s3.LoopbackS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Every command reads its inputs from S3 as it reads files. */
class InputsOnS3IT {
    private static final String HEADER = "timestamp,visitorid,event,itemid,transactionid\n";
    private static LoopbackS3 s3;
    private static Map<String, String> settings;
    private static String place;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        s3 = new LoopbackS3();
        settings = s3.properties();
        settings.forEach(System::setProperty);
        place = "s3://" + s3.bucket() + "/Exporte, März//2024/";
    }

    @AfterAll
    static void stop() throws Exception {
        settings.keySet().forEach(System::clearProperty);
        s3.close();
    }

    /** Puts an object and returns its place. */
    private static String put(String name, String text) {
        String[] bucketAndKey = (place + name).substring("s3://".length()).split("/", 2);
        s3.client()
                .putObject(
                        request -> request.bucket(bucketAndKey[0]).key(bucketAndKey[1]), RequestBody.fromString(text));
        return place + name;
    }

    @Test
    void anExportIsImported() throws IOException {
        String export = put("export.csv", "who,what,when\nu,i,2024-03-01 10:15:00\n");
        Path log = folder.resolve("log.ndjson");
        Cli.Result imported = Cli.run(
                "import", "--from", "csv", "--in", export, "--out", log, "--columns", "user=who,item=what,time=when");
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(log)
                .content()
                .isEqualTo("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":1709288100000}\n");
    }

    @Test
    void aLogAndItsCatalogueAreLearntAndReportedOn() throws IOException {
        // Without views the rule serves, and no ranker is fitted.
        String events =
                put("events.csv", Files.readString(TrainedShop.get().smallLog()).replaceAll("(?m)^.*,view,.*\n", ""));
        String properties = put("properties.csv", "timestamp,itemid,property,value\n1433221332117,1,price,n5\n");
        String tree = put("tree.csv", "categoryid,parentid\n7,\n");
        Object[] inputs = {"--events", events, "--item-properties", properties, "--category-tree", tree};
        Path work = folder.resolve("work");

        Cli.Result trained = run("train", inputs, "--store", folder.resolve("store"), "--work", work);
        Cli.Result reported = run("report", inputs, "--out", folder.resolve("report.html"));

        for (Cli.Result result : new Cli.Result[] {trained, reported}) {
            assertThat(result.out())
                    .as(result.err())
                    .contains(
                            "rows from 1 file",
                            "1 property of items in 1 row from 1 file",
                            "Category tree: 1 category");
        }
        assertThat(trained.exitCode()).isZero();
        assertThat(reported.exitCode()).isZero();
        assertThat(work).isDirectoryNotContaining("glob:**/nextcart-*");
    }

    private static Cli.Result run(String command, Object[] inputs, Object... more) {
        Object[] all = new Object[1 + inputs.length + more.length];
        all[0] = command;
        System.arraycopy(inputs, 0, all, 1, inputs.length);
        System.arraycopy(more, 0, all, 1 + inputs.length, more.length);
        return Cli.run(all);
    }

    @Test
    void shoppersAndCasesAreAnswered() throws IOException {
        Path store = folder.resolve("store");
        TrainedShop.get().publishTo(new FolderObjectStore(store));
        String shopper = TrainedShop.get().shopper();
        String events = put("log.csv", Files.readString(TrainedShop.get().smallLog()));

        Cli.Result batch = Cli.run(
                "batch",
                "--store",
                store,
                "--users",
                put("users.txt", shopper + "\n"),
                "--events",
                events,
                "--out",
                folder.resolve("lists.parquet"));
        Cli.Result evaluated = Cli.run(
                "evaluate", "--store", store, "--cases", put("cases.jsonl", "{\"items\":[\"1\"],\"target\":\"2\"}\n"));

        assertThat(batch.exitCode()).as(batch.err()).isZero();
        assertThat(batch.out()).contains("1 shopper (1 personal)");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    }

    @Test
    void faultsNameTheObject() {
        String bad = put("bad.csv", HEADER + "1433221332117,v,gaze,i,\n");
        Path store = folder.resolve("store");
        assertThat(Cli.run("train", "--events", bad, "--store", store).err())
                .contains("nextcart: " + bad + ", line 2: ")
                .doesNotContain("inputs-");
        assertThat(Cli.run("train", "--events", place + "typo.csv", "--store", store)
                        .err())
                .isEqualTo("nextcart: --events: there is no " + place + "typo.csv\n");
        assertThat(Cli.run("pipeline", "--events", place + "typo.csv", "--store", store)
                        .err())
                .isEqualTo("nextcart: --events: there is no " + place + "typo.csv\n");
        assertThat(Cli.run("report", "--events", "s3://nobodys/x.csv", "--out", folder.resolve("out"))
                        .err())
                .startsWith("nextcart: --events: there is no s3://nobodys/x.csv");
    }
}
