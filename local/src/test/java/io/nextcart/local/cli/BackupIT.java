package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.functions.api.Cors;
import io.nextcart.local.backup.Backup;
import io.nextcart.local.backup.Restore;
import io.nextcart.local.backup.ShopPlaces;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.serve.LocalShop;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop that is lost after its backup comes back as it was. */
class BackupIT {
    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aRestoredShopAnswersAsBefore() throws Exception {
        TrainedShop trained = TrainedShop.get();
        Path old = folder.resolve("old");
        Path zip = folder.resolve("shop.zip");
        trained.publishTo(new FolderObjectStore(old.resolve("store")));
        List<String> before;
        try (LocalShop shop = serve(old)) {
            assertThat(Cli.run("send", "--events", trained.smallLog(), "--url", shop.url())
                            .exitCode())
                    .isZero();
            send(shop, "PUT", "/v1/items/461", "{\"title\":\"A chair\",\"price\":12.5}");
            send(shop, "POST", "/v1/events", "{\"user_id\":\"gone\",\"type\":\"view\",\"item_id\":\"461\"}");
            send(shop, "DELETE", "/v1/users/gone", "");
            before = answers(shop, trained.shopper());
            assertThat(backup(old, zip).err()).contains("another process has this event store open");
        }
        Cli.Result made = backup(old, zip);
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).contains(", 1 deleted user, model ");

        Path restored = folder.resolve("new");
        Cli.Result result = Cli.run(
                "restore", "--in", zip, "--store", restored.resolve("store"), "--data", restored.resolve("data"));
        assertThat(result.exitCode()).as(result.err()).isZero();
        try (LocalShop shop = serve(restored)) {
            assertThat(answers(shop, trained.shopper())).isEqualTo(before);
        }
    }

    private static LocalShop serve(Path folder) throws IOException {
        String store = folder.resolve("store").toString();
        return LocalShop.start(
                new LocalShop.Settings(store, folder.resolve("data"), 0, ApiKey.none(), Cors.NONE, false, store),
                null,
                line -> {});
    }

    private static Cli.Result backup(Path shop, Path zip) {
        return Cli.run("backup", "--store", shop.resolve("store"), "--data", shop.resolve("data"), "--out", zip);
    }

    /** What the shop answers, without ids of answers and ages. */
    private List<String> answers(LocalShop shop, String shopper) throws Exception {
        List<String> answers = new ArrayList<>();
        for (String call : List.of(
                "recommendations/" + shopper + "?k=20",
                "items/461/similar",
                "items/461",
                "popular",
                "users/" + shopper + "/events",
                "users/gone/events",
                "model")) {
            Map<String, Object> answer = JSON.std.mapFrom(send(shop, "GET", "/v1/" + call, ""));
            answer.remove("recommendation_id");
            answer.keySet().removeIf(field -> field.contains("age"));
            answers.add(JSON.std.asString(answer));
        }
        assertThat(answers.get(0)).contains("\"fallback_level\":\"personal\"");
        assertThat(answers.get(4)).contains("\"type\":");
        return answers;
    }

    private String send(LocalShop shop, String method, String path, String body) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(shop.url().resolve(path))
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
        return response.body();
    }

    /** Backs up or restores, and stops to be killed when the work is half done. */
    static final class HalfWay {
        public static void main(String[] args) throws Exception {
            ShopPlaces places = new ShopPlaces(Path.of(args[1]), Path.of(args[2]), Path.of(args[1]));
            Path file = Path.of(args[3]);
            if (args[0].equals("backup")) {
                new Backup(places, (stage, done, total, unit) -> stop(done, total)).write(file, Clock.systemUTC());
            } else {
                new Restore(places, (stage, done, total, unit) -> {
                            if (stage.equals("unpacking")) {
                                stop(done, total);
                            }
                        })
                        .from(file);
            }
        }

        private static void stop(long done, long total) {
            if (2 * done > total) {
                System.out.println("half way");
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Test
    void aKilledBackupOrRestoreLeavesNoHalfOne() throws Exception {
        Path old = folder.resolve("old");
        Path zip = folder.resolve("shop.zip");
        TrainedShop.get().publishTo(new FolderObjectStore(old.resolve("store")));
        serve(old).close();
        kill("backup", old, zip);
        assertThat(zip).doesNotExist();
        assertThat(backup(old, zip).exitCode()).isZero();

        Path restored = folder.resolve("new");
        kill("restore", restored, zip);
        for (String place : List.of("store", "data")) {
            assertThat(restored.resolve(place).toFile().list())
                    .allMatch(name -> name.startsWith("nextcart-restore-"))
                    .isNotEmpty();
        }
        Cli.Result again = Cli.run(
                "restore", "--in", zip, "--store", restored.resolve("store"), "--data", restored.resolve("data"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(restored.resolve("store").toFile().list()).containsExactly("models");
        assertThat(restored.resolve("data").toFile().list()).containsExactly("events.mv");
    }

    private static void kill(String work, Path shop, Path zip) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HalfWay.class.getName(),
                        work,
                        shop.resolve("store").toString(),
                        shop.resolve("data").toString(),
                        zip.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("half way");
        process.destroyForcibly().waitFor();
    }
}
