package io.nextcart.local.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.Cors;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.http.ListenAddress;
import io.nextcart.local.serve.LocalShop;
import io.nextcart.training.task.StartedTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where ids of users are, after shoppers, an admin and a training: in the events' file and in the archive alone. */
class PersonalDataIT {
    private static final Pattern ID = Pattern.compile("visitor-[0-9]+-of-the-shop");
    /** More than enough for the busiest. */
    private static final int MANY = 400;

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void idsOfUsersAreInTheEventsAndTheArchiveAndInNoLogMetricWorkFileReportManifestOrRecord() throws Exception {
        shop(null);
        assertThat(found(folder.resolve("archive"))).as("the search finds").isNotEmpty();
        assertThat(said).anyMatch(line -> line.contains("\"_aws\"")).noneMatch(PersonalDataIT::names);

        Path work = Files.createDirectories(folder.resolve("work"));
        Set<String> foundWorking = new HashSet<>();
        Set<String> searched = new HashSet<>();
        PrintStream out =
                new PrintStream(new Lines(said, () -> foundWorking.addAll(search(work, searched))), true, UTF_8);
        assertThat(StartedTask.run(
                        Map.of(
                                "NEXTCART_STORE", folder.resolve("store").toString(),
                                "NEXTCART_ARCHIVE", folder.resolve("archive").toString(),
                                "NEXTCART_WORK", work.toString(),
                                "NEXTCART_RUN", "r1",
                                "NEXTCART_FORCE", "true"),
                        out))
                .as(said.toString())
                .isZero();
        assertThat(searched).anySatisfy(file -> assertThat(file).endsWith("examples.tsv"));
        assertThat(foundWorking).isEmpty();
        assertThat(said).anyMatch(line -> line.contains("What was read")).noneMatch(PersonalDataIT::names);
        assertThat(folder.resolve("store/runs/r1.json")).content().contains("What was read");
        searched.clear();
        assertThat(search(folder.resolve("store"), searched)).isEmpty();
        assertThat(searched)
                .anySatisfy(file -> assertThat(file).endsWith("manifest.json"))
                .anySatisfy(file -> assertThat(file).endsWith("report.html"))
                .anySatisfy(file -> assertThat(file).endsWith(".tbl"));
    }

    @Test
    void withPseudonymsTheyAreNowhere() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789abcdef\n");
        shop(key);
        assertThat(said).anyMatch(line -> line.contains("\"_aws\"")).noneMatch(PersonalDataIT::names);
        for (String place : List.of("archive", "data", "store")) {
            assertThat(found(folder.resolve(place))).as(place).isEmpty();
        }
        assertThat(said).noneMatch(line -> line.contains("0123456789abcdef"));
        Path access = folder.resolve("access.json");
        Cli.Result result = Cli.run(
                "export-user",
                "--user",
                "visitor-2-of-the-shop",
                "--archive",
                folder.resolve("archive"),
                "--pseudonym-key-file",
                key,
                "--out",
                access);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Files.readString(access)).contains("\"stored_as\" : \"", "\"type\" : \"view\"");
    }

    /** Serves shoppers of a log and an admin. */
    private void shop(@Nullable Path key) throws Exception {
        Path log = folder.resolve("log.csv");
        try (Stream<String> lines = Files.lines(TrainedShop.get().smallLog())) {
            Files.write(
                    log,
                    lines.map(line -> line.replaceFirst("^([0-9]+),([0-9]+),", "$1,visitor-$2-of-the-shop,"))
                            .toList());
        }
        LocalShop.Settings settings = new LocalShop.Settings(
                folder.resolve("store").toString(),
                folder.resolve("data"),
                ListenAddress.loopback(0),
                ApiKey.none(),
                Cors.NONE,
                true,
                folder.resolve("archive").toString(),
                new RecommendService.Shares(0.05, 0),
                key);
        Logger logger = Logger.getLogger("");
        Handler handler = new Said(said);
        logger.addHandler(handler);
        try (LocalShop shop = LocalShop.start(settings, null, said::add)) {
            Cli.Result sent = Cli.run("send", "--events", log, "--url", shop.url());
            assertThat(sent.exitCode()).as(sent.err()).isZero();
            said.addAll(sent.out().lines().toList());
            said.addAll(sent.err().lines().toList());
            for (int visitor = 0; visitor < MANY; visitor++) {
                ask(shop, "GET", "/v1/recommendations/visitor-" + visitor + "-of-the-shop", "");
            }
            ask(shop, "GET", "/v1/users/visitor-1-of-the-shop/events", "");
            ask(shop, "GET", "/v1/users/visitor-1-of-the-shop/export", "");
            ask(shop, "DELETE", "/v1/users/visitor-1-of-the-shop", "");
            ask(shop, "POST", "/get?user_id=visitor-2-of-the-shop", "");
            ask(shop, "POST", "/v1/events", "{\"user_id\":\"visitor-3-of-the-shop\",\"type\":\"nothing\"}");
            ask(shop, "POST", "/v1/events", "{\"user_id\":\"visitor-3-of-the-shop\",\"type\":\"view\",");
            ask(shop, "GET", "/v1/nothing/visitor-3-of-the-shop", "");
        } finally {
            logger.removeHandler(handler);
        }
    }

    private void ask(LocalShop shop, String method, String path, String body) throws Exception {
        client.send(
                HttpRequest.newBuilder(shop.url().resolve(path))
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.discarding());
    }

    private static boolean names(String text) {
        return ID.matcher(text).find();
    }

    private static List<String> found(Path place) {
        return search(place, new HashSet<>());
    }

    /** The files below a place that hold the id of a user. */
    private static List<String> search(Path place, Set<String> searched) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(place)) {
            for (Path file : tree.filter(Files::isRegularFile).collect(Collectors.toList())) {
                searched.add(file.toString());
                if (names(text(file))) {
                    found.add(file.toString());
                }
            }
            return found;
        } catch (NoSuchFileException | UncheckedIOException e) {
            return found; // something disappeared meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = file.toString().endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
            return new String(bytes, ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Collects the lines that are printed, and does something after each. */
    private static final class Lines extends ByteArrayOutputStream {
        private final List<String> lines;
        private final Runnable after;

        Lines(List<String> lines, Runnable after) {
            this.lines = lines;
            this.after = after;
        }

        @Override
        public synchronized void flush() {
            String text = toString(UTF_8);
            if (text.endsWith("\n")) {
                lines.addAll(text.lines().toList());
                reset();
                after.run();
            }
        }
    }

    /** Collects what is logged, with the messages of exceptions. */
    private static final class Said extends Handler {
        private final List<String> lines;

        Said(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(String.valueOf(record.getMessage()));
            for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
                lines.add(cause.toString());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
