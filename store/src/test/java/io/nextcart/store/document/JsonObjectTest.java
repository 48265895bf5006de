package io.nextcart.store.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonObjectTest {
    @Test
    void anObjectIsReadWithItsFields() throws IOException {
        assertThat(JsonObject.parse("{\"a\":{\"b\":[1]}}".getBytes(UTF_8))).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it is empty",
                "[1]|it is another value",
                "null|it is null",
                "{\"a\":{|it is cut off at line 1, column 7",
                "{\"a\":\"b|it is cut off at line 1, column 8",
                "{\"a\":|it is cut off at line 1, column 6",
                "{\"a\" 1}|it is not valid JSON at line 1, column 6"
            })
    void anythingElseIsRefusedWithReasonAndPosition(String text, String why) {
        assertThatThrownBy(() -> JsonObject.parse(text.getBytes(UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessage("not a JSON object: " + why);
    }

    @Test
    void noiseNeverShowsTheParsersOwnMessage() {
        for (int seed = 0; seed < 500; seed++) {
            byte[] noise = new byte[100];
            new Random(seed).nextBytes(noise);
            assertThatThrownBy(() -> JsonObject.parse(noise))
                    .as("seed %d", seed)
                    .isExactlyInstanceOf(IOException.class)
                    .message()
                    .matches("not a JSON object: it is (cut off|not valid JSON|another value|not UTF-8 text).*")
                    .doesNotContain("Stream", "REDACTED", "\n");
        }
        assertThatThrownBy(() -> JsonObject.parse("[".repeat(5000).getBytes(UTF_8)))
                .message()
                .startsWith("not a JSON object: it is ")
                .doesNotContain("Stream");
        assertThatThrownBy(() -> JsonObject.parse(("{\"a\":" + "[".repeat(5000)).getBytes(UTF_8)))
                .message()
                .isEqualTo("not a JSON object: it is beyond a limit: Document nesting depth (1001) exceeds the maximum"
                        + " allowed (1000)");
    }
}
