package io.nextcart.functions.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.ApiResponse;
import io.nextcart.store.document.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ConsolePageTest {
    /** Names of headers, metrics and classes, and what people paste into a terminal. */
    private static final List<String> NO_WORDS = List.of(
            "use strict", "Content-Type", "If-Match", "Recall@20", "Coverage@20", "scroll stacked", "curl -X POST");

    private static final Pattern LITERAL =
            Pattern.compile("'((?:[^'\\\\\n]|\\\\.)*)'|\"((?:[^\"\\\\\n]|\\\\.)*)\"|`([^`]*)`");
    /** Words side by side or with spaces around, a capitalised one, or a letter that English has not. */
    private static final Pattern PROSE =
            Pattern.compile("[A-Za-z]{2,} [A-Za-z]|^[A-Z][a-z]|^ .*[A-Za-z]|[A-Za-z].* $|[\\p{L}&&[^A-Za-z]]");
    /** Calls whose first argument, or first child, people read. */
    private static final Pattern SHOWN = Pattern.compile(
            "(?:\\b(?:card|soft|strong|button|field|tick|confirm|sentences|say)\\(|\\bel\\('\\w+', \\{[^{}]*}, )['\"]\\w");

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

    @Test
    void everyLanguageHasTheSameTextsWithTheSameGaps() throws Exception {
        JsonObject all = messages();
        JsonObject english = all.object("en");
        assertThat(all.names()).hasSizeGreaterThan(1);
        for (String language : all.names()) {
            JsonObject texts = all.object(language);
            assertThat(texts.names()).as(language).isEqualTo(english.names());
            for (String key : english.names()) {
                assertThat(gaps(texts.text(key))).as(language + " " + key).isEqualTo(gaps(english.text(key)));
            }
        }
    }

    private static Set<String> gaps(String text) {
        return found("\\{(\\w+)}", text).collect(Collectors.toSet());
    }

    @Test
    void everyTextOfThePageStandsInTheFileAndEveryTextOfTheFileOnThePage() throws Exception {
        String script = script();
        List<String> keys = messages().object("en").names();
        Set<String> plain = keys.stream()
                .map(key -> key.replaceAll("\\.(one|other)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> literals = LITERAL.matcher(script)
                .results()
                .map(literal -> literal.group().substring(1, literal.group().length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found("\\b(?:t|parts|known)\\('([\\w.]+)'[,)]", script))
                .isNotEmpty()
                .allMatch(plain::contains);
        Set<String> prefixes =
                found("\\b(?:t|parts|known)\\('(\\w+\\.)' \\+", script).collect(Collectors.toSet());
        assertThat(prefixes).allMatch(prefix -> plain.stream().anyMatch(key -> key.startsWith(prefix)));
        assertThat(plain)
                .allMatch(key -> literals.contains(key)
                        || literals.contains("." + key.substring(key.lastIndexOf('.') + 1))
                        || key.equals("language")
                        || prefixes.contains(key.substring(0, key.indexOf('.') + 1)));
        assertThat(literals)
                .filteredOn(text -> PROSE.matcher(text).find())
                .allMatch(text -> NO_WORDS.stream().anyMatch(text::startsWith));
        assertThat(SHOWN.matcher(script).results().map(MatchResult::group)).isEmpty();
        assertThat(page.body().replaceAll("(?s)<(script|style|title|h1).*?</\\1>|<[^>]*>", ""))
                .isBlank();
    }

    private static Stream<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(result -> result.group(1));
    }

    /** Without its comments. */
    private String script() {
        String body = page.body();
        return body.substring(body.indexOf("<script>"), body.lastIndexOf("</script>"))
                .replaceAll("(?s:/\\*\\*.*?\\*/)|(?m:^ *// .*$)", "");
    }

    private static JsonObject messages() throws Exception {
        try (InputStream in = ConsolePage.class.getResourceAsStream("console.json")) {
            return JsonObject.read(in.readAllBytes(), "console.json", "texts by language");
        }
    }
}
