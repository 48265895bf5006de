package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.TinyBundle;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.store.FolderObjectStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The snippets of docs/integrate.md, run unchanged where their interpreter is installed. */
class SnippetsIT {
    private static final Path PAGE = Path.of("..", "docs", "integrate.md");
    private static final Path CONTRACT = Path.of("..", "functions", "openapi.yaml");
    private static final String KEY = "secret";

    @TempDir
    private static Path folder;

    private static LocalShop shop;

    @BeforeAll
    static void open() throws Exception {
        Path store = folder.resolve("store");
        TinyBundle.publish(new FolderObjectStore(store), "v1", folder.resolve("work"), System.currentTimeMillis());
        shop = LocalShop.start(
                new LocalShop.Settings(store.toString(), folder.resolve("data"), 0, ApiKey.of(KEY)), null, line -> {});
    }

    @AfterAll
    static void close() throws Exception {
        Accessible.close(shop);
    }

    @ParameterizedTest
    @CsvSource({
        "bash,   bash,    snippet.sh,  mail-9-461, c.v1.x",
        "python, python3, snippet.py,  python-1,   c.v1.",
        "js,     node,    snippet.mjs, js-1,       c.v1.",
        "php,    php,     snippet.php, php-1,      c.v1.",
        "java,   java,    Shop.java,   java-1,     c.v1."
    })
    void aSnippetShowsAListAndSendsAnEventWithWhatLedToIt(
            String language, String interpreter, String name, String event, String recommendation) throws Exception {
        Path file = Files.writeString(
                Files.createDirectories(folder.resolve(language)).resolve(name), snippet(language));

        String said =
                Commands.run(file.getParent(), Map.of("API", api(), "KEY", KEY), List.of(interpreter, file.toString()));

        assertThat(said).containsPattern("\\b(b|461)\\b");
        HttpRequest stored = HttpRequest.newBuilder(URI.create(api() + "/v1/users/account-17/events?k=100"))
                .header(ApiKey.HEADER, KEY)
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(stored, BodyHandlers.ofString())
                        .body())
                .containsPattern("\"event_id\":\"" + event + "\",\"type\":\"addtocart\"[^}]*\"recommendation_id\":\""
                        + Pattern.quote(recommendation));
    }

    /** Needs the registries: it installs the generators that the page names, in a folder of its own. */
    @Test
    @Tag("long")
    void theTypesForTypeScriptFitTheCallsOfThePage() throws Exception {
        Path there = Files.createDirectories(folder.resolve("ts"));
        String command = command("npx openapi-typescript");
        Files.writeString(there.resolve("page.mts"), snippet("ts"));
        Commands.install(
                there,
                List.of(
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "typescript@5.9.3",
                        "openapi-fetch@0.17.0",
                        "@types/node@20.19.43",
                        command.split(" ")[1]));
        Commands.run(there, Map.of(), List.of("bash", "-c", command.replace("functions/openapi.yaml", contract())));
        Commands.run(
                there,
                Map.of(),
                List.of(
                        "npx",
                        "tsc",
                        "--noEmit",
                        "--strict",
                        "--module",
                        "nodenext",
                        "--target",
                        "es2022",
                        "--skipLibCheck",
                        "page.mts"));
    }

    @Test
    @Tag("long")
    void thePythonClientHasEveryCallAndIsImported() throws Exception {
        Path there = Files.createDirectories(folder.resolve("py"));
        String command = command("pipx run openapi-python-client");
        Commands.run(there, Map.of(), List.of("python3", "-m", "venv", "v"));
        Commands.install(there, List.of("v/bin/pip", "install", "-q", command.split(" ")[2]));
        String said = Commands.run(
                there,
                Map.of(),
                List.of(
                        "bash",
                        "-c",
                        command.replaceFirst("pipx run openapi-python-client\\S*", "v/bin/openapi-python-client")
                                .replace("functions/openapi.yaml", contract())));
        assertThat(said).doesNotContain("Endpoint will not be generated");
        Commands.run(
                there.resolve("nextcart-client"),
                Map.of(),
                List.of(
                        "../v/bin/python",
                        "-c",
                        "from nextcart_client import AuthenticatedClient\n"
                                + "from nextcart_client.api.recommend import get_recommendations\n"
                                + "from nextcart_client.api.events import post_events, post_items"));
    }

    private static String api() {
        return shop.url().toString().replaceFirst("/$", "");
    }

    private static String contract() {
        return CONTRACT.toAbsolutePath().normalize().toString();
    }

    private static String snippet(String language) throws Exception {
        Matcher snippet =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(snippet.find()).as(language).isTrue();
        return snippet.group(1);
    }

    private static String command(String start) throws Exception {
        return Files.readString(PAGE)
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow();
    }
}
