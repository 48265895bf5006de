package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.functions.notify.FakeBotApi;
import io.nextcart.store.s3.LoopbackS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as started from a shell, with its files and its store on S3. */
class PipelineCommandIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String EVENTS = "exports/events.csv";

    @TempDir
    private Path folder;

    private LoopbackS3 s3;
    private FakeBotApi bot;
    private String bucket;
    private Path temporary;

    private record Ended(int exitCode, String said) {}

    @BeforeEach
    void start() throws IOException {
        s3 = new LoopbackS3();
        bot = new FakeBotApi();
        bucket = s3.bucket();
        temporary = Files.createDirectories(folder.resolve("tmp"));
        Path log = TrainedShop.get().smallLog();
        s3.client().putObject(request -> request.bucket(bucket).key(EVENTS), log);
    }

    @AfterEach
    void close() throws Exception {
        bot.close();
        s3.close();
    }

    @Test
    void aLogOnS3IsLearntAndTheMessageReachesTheChat() throws Exception {
        Ended ended = run("--events", "s3://" + bucket + "/" + EVENTS, "--run", "night-1");

        assertThat(ended.exitCode()).as(ended.said()).isZero();
        assertThat(ended.said())
                .contains(" CheckData\n", " Train\n", " Published\n", "    message: Nextcart: a new model serves: ");
        assertThat(keys()).contains("shop/models/current.json", "shop/runs/night-1.json");
        assertThat(bot.messages()).hasSize(1);
        assertThat(bot.messages().get(0).get("text").toString()).startsWith("Nextcart: a new model serves\n\n");
        assertThat(left()).isEmpty();
    }

    @Test
    @Tag("long")
    void aPipelineThatIsStoppedEndsItsTrainingAndDeletesItsFiles() throws Exception {
        Path out = folder.resolve("out.txt");
        Process command = start(out, "--events", "s3://" + bucket + "/" + EVENTS);
        Await.until(() -> Files.readString(out).contains("fitting the ranker"), "the ranker is being fitted");
        List<ProcessHandle> processes = command.descendants().toList();
        assertThat(processes).isNotEmpty();
        assertThat(left()).isNotEmpty();

        command.destroy();

        assertThat(command.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        for (ProcessHandle process : processes) {
            process.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(left()).isEmpty();
        assertThat(keys()).noneMatch(key -> key.startsWith("shop/models/"));
    }

    private Ended run(String... arguments) throws Exception {
        Path out = folder.resolve("out.txt");
        Process command = start(out, arguments);
        assertThat(command.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return new Ended(command.exitValue(), Files.readString(out));
    }

    private Process start(Path out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Nextcart.class.getName(),
                "pipeline",
                "--fast-forward",
                "--store",
                "s3://" + bucket + "/shop"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("NEXTCART_"));
        builder.environment().putAll(s3.environment());
        builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"); // the training too
        builder.environment()
                .putAll(Map.of(
                        "NEXTCART_TELEGRAM_URL", bot.url().toString(),
                        "NEXTCART_TELEGRAM_TOKEN", "123:abc",
                        "NEXTCART_TELEGRAM_CHAT_ID", "-42"));
        return builder.start();
    }

    private List<String> keys() {
        return s3.client().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    /** The trainings' folders that still exist. */
    private List<Path> left() throws IOException {
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("nextcart-task-"))
                    .toList();
        }
    }
}
