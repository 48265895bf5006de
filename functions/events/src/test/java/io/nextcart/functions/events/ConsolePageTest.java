package io.nextcart.functions.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ConsolePageTest {
    private final ApiResponse page = new ConsolePage().page();

    @Test
    void theBrowserRunsThePagesOwnScriptAndNothingElse() throws Exception {
        String policy = page.headers().get("content-security-policy");
        for (String element : new String[] {"script", "style"}) {
            MatchResult only = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                    .matcher(page.body())
                    .results()
                    .reduce((one, two) -> {
                        throw new AssertionError("two elements " + element);
                    })
                    .orElseThrow();
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(only.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(policy)
                    .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';");
        }
        assertThat(policy)
                .startsWith("default-src 'none';")
                .contains("connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("innerHTML", "eval(", "http://", "src=\"");
    }

    @Test
    void itIsNeverKeptOrTakenForSomethingElse() {
        assertThat(page.contentType()).isEqualTo("text/html");
        assertThat(page.headers())
                .containsEntry("cache-control", "no-cache")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("x-content-type-options", "nosniff");
    }
}
