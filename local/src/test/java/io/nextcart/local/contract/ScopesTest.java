package io.nextcart.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.Scope;
import io.nextcart.local.contract.ApiDocument.Operation;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.Gateway;
import io.nextcart.local.gateway.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which key makes which call: the contract, the handlers, the documentation and the gateway of one machine say the same. */
class ScopesTest {
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z]+ /[^`]*)` \\| (nobody's|page|server|admin) \\|.*");

    private static ApiDocument document;

    @BeforeAll
    static void load() throws IOException {
        document = ApiDocument.load();
    }

    private static Map<String, Scope> ofContract() {
        Map<String, Scope> scopes = new TreeMap<>();
        for (Operation operation : document.operations()) {
            boolean page = operation.node.path("x-nextcart-page").asBoolean(false);
            boolean admin = operation.node.path("x-nextcart-admin").asBoolean(false);
            boolean open = operation.node.path("security").isEmpty();
            assertThat(admin && (page || open)).as(operation + " has one scope").isFalse();
            scopes.put(
                    operation.toString(), open ? Scope.OPEN : page ? Scope.PAGE : admin ? Scope.ADMIN : Scope.SERVER);
        }
        return scopes;
    }

    @Test
    void theHandlersAskForTheScopeOfTheContract(@TempDir Path folder) throws IOException {
        Map<String, Scope> ofHandlers = new TreeMap<>();
        try (ContractShop shop = new ContractShop(folder, false)) {
            ofHandlers.putAll(shop.events.scopes());
            ofHandlers.putAll(shop.recommend.scopes());
            ofHandlers.putAll(shop.models.scopes());
        }
        assertThat(ofHandlers).isEqualTo(ofContract()).containsValues(Scope.values());
    }

    @Test
    void theTableOfTheDocumentationIsThatOfTheContract() throws IOException {
        Map<String, Scope> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/api.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                String scope = row.group(2);
                documented.put(
                        row.group(1),
                        scope.equals("nobody's")
                                ? Scope.OPEN
                                : Scope.valueOf(scope.toUpperCase(java.util.Locale.ROOT)));
            }
        }
        assertThat(documented).isEqualTo(ofContract());
    }

    @Test
    void theGatewayLetsEachKeyMakeTheCallsOfItsScopeAndNoOther() throws Exception {
        RequestStreamHandler fine =
                (in, out, context) -> out.write("{\"statusCode\":200}".getBytes(StandardCharsets.UTF_8));
        ApiKey keys = ApiKey.of("boss").with(Scope.SERVER, "ours", null).with(Scope.PAGE, "everybodys", null);
        Map<String, Scope> held = Map.of("boss", Scope.ADMIN, "ours", Scope.SERVER, "everybodys", Scope.PAGE);
        HttpClient client = HttpClient.newHttpClient();
        try (Gateway gateway = Gateway.start(0, Routes.ofShop(fine, fine, fine), keys, Cors.NONE)) {
            for (Map.Entry<String, Scope> call : ofContract().entrySet()) {
                String[] line = call.getKey().replaceAll("\\{[^}]*}", "x").split(" ");
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + line[1]))
                        .method(line[0], BodyPublishers.noBody());
                boolean open = call.getValue() == Scope.OPEN;
                assertThat(status(client, request)).as(call.getKey()).isEqualTo(open ? 200 : 401);
                request.setHeader(ApiKey.HEADER, "another");
                assertThat(status(client, request)).as(call.getKey()).isEqualTo(open ? 200 : 403);
                for (Map.Entry<String, Scope> key : held.entrySet()) {
                    request.setHeader(ApiKey.HEADER, key.getKey());
                    boolean reaches =
                            key.getValue().ordinal() >= call.getValue().ordinal();
                    assertThat(status(client, request))
                            .as(call.getKey() + " with the key of " + key.getValue())
                            .isEqualTo(reaches ? 200 : 403);
                }
            }
            HttpResponse<String> refused = client.send(
                    HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/rules"))
                            .PUT(BodyPublishers.noBody())
                            .header(ApiKey.HEADER, "ours")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(refused.body())
                    .contains("header X-API-Key holds a server's key, expected an admin's key for this call");
            assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
        }
    }

    private static int status(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
