package io.nextcart.store.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrentDocumentTest {
    private static final Current CURRENT = new Current("v2", "v3", 0.25, "v1", 1442545187788L);
    private static final String JSON = "{\"champion\":\"v2\",\"challenger\":\"v3\",\"challenger_share\":0.25,"
            + "\"previous\":\"v1\",\"published_at\":\"2015-09-18T02:59:47.788Z\"}\n";

    @Test
    void theDocumentIsThisAndReadsBack() throws Exception {
        assertThat(new String(CURRENT.toJson(), UTF_8)).isEqualTo(JSON);
        assertThat(read(JSON)).isEqualTo(CURRENT);
        Current first = new Current("v1", null, 0, null, 0);
        assertThat(Current.read(first.toJson(), "x")).isEqualTo(first);
    }

    @Test
    void fieldsOfLaterVersionsAreIgnored() throws Exception {
        assertThat(read(JSON.replace("{\"champion", "{\"canary\":{\"a\":[1]},\"champion")))
                .isEqualTo(CURRENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"v2\"|2|s/current.json: field 'champion' is 2, expected a version name",
                "\"v2\"|null|s/current.json: field 'champion' is missing, expected a version name",
                "\"v2\"|\"../x\"|s/current.json: field 'champion' is '../x', expected a version name",
                "0.25|\"half\"|s/current.json: field 'challenger_share' is 'half', expected a number from 0 to 1",
                "0.25|1.5|s/current.json: field 'challenger_share' is 1.5, expected a number from 0 to 1",
                "\"2015-09-18T02:59:47.788Z\"|12|s/current.json: field 'published_at' is 12, expected a time such as"
                        + " 2015-09-18T02:59:47Z",
                "T02:59|T0:59|s/current.json: field 'published_at' is '2015-09-18T0:59:47.788Z', expected a time such as"
                        + " 2015-09-18T02:59:47Z"
            })
    void aFieldOfAnotherTypeIsNamed(String old, String wrong, String message) {
        assertThatThrownBy(() -> read(JSON.replace(old, wrong)))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"''", "[]", "{\"champion\":", "not json", "\"v1\"", "null"})
    void anythingButAnObjectIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessageStartingWith("s/current.json: not a JSON object: ")
                .message()
                .doesNotContain("\n");
    }

    private static Current read(String text) throws DamagedDocumentException {
        return Current.read(text.getBytes(UTF_8), "s/current.json");
    }
}
