package io.nextcart.functions.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Environment;
import io.nextcart.data.Pseudonyms;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class PseudonymKeyTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String OF_U1 = "jompLvLzm6XLlidZausoJYDjWqPf0z12HmmHy1P5Zd0";

    @TempDir
    private Path folder;

    private static String u1(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        Pseudonyms pseudonyms =
                PseudonymKey.named(environment, () -> AwsCredentialsIdentity.create("access", "secret"));
        environment.check();
        return pseudonyms.of(new UserId("u1"));
    }

    @Test
    void withoutAKeyIdsStay() {
        assertThat(u1(Map.of())).isEqualTo("u1");
    }

    @Test
    void theKeyOfAFileIsUsedOrTheFunctionDoesNotStart() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
        assertThat(u1(Map.of("NEXTCART_PSEUDONYM_KEY_FILE", file.toString()))).isEqualTo(OF_U1);
        Files.writeString(file, "short");
        assertThatThrownBy(() -> u1(Map.of("NEXTCART_PSEUDONYM_KEY_FILE", file.toString())))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("NEXTCART_PSEUDONYM_KEY_FILE: " + file + ": is not a key")
                .hasMessageNotContaining("'short'");
        assertThatThrownBy(() -> u1(Map.of("NEXTCART_PSEUDONYM_KEY_FILE", "a", "NEXTCART_PSEUDONYM_PARAMETER", "b")))
                .hasMessageContaining("are both set, expected one at most");
    }

    @Test
    void theKeyOfAParameterIsUsedOrTheFunctionDoesNotStart() throws IOException {
        String[] answer = {"{\"Parameter\":{\"Value\":\"" + KEY + "\"}}"};
        int[] status = {200};
        HttpServer ssm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ssm.createContext("/", exchange -> {
            byte[] body = answer[0].getBytes(UTF_8);
            exchange.sendResponseHeaders(status[0], body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        ssm.start();
        try {
            Map<String, String> variables = Map.of(
                    "NEXTCART_PSEUDONYM_PARAMETER", "/nextcart/pseudonyms",
                    "AWS_REGION", "us-east-1",
                    "AWS_ENDPOINT_URL_SSM",
                            "http://127.0.0.1:" + ssm.getAddress().getPort());
            assertThat(u1(variables)).isEqualTo(OF_U1);
            answer[0] = "{\"Parameter\":{\"Value\":\"no key\"}}";
            assertThatThrownBy(() -> u1(variables))
                    .hasMessageContaining("NEXTCART_PSEUDONYM_PARAMETER /nextcart/pseudonyms is not a key")
                    .hasMessageNotContaining("no key");
            status[0] = 400;
            answer[0] = "{\"__type\":\"ParameterNotFound\"}";
            assertThatThrownBy(() -> u1(variables))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("parameter /nextcart/pseudonyms cannot be read: status 400");
        } finally {
            ssm.stop(0);
        }
    }
}
