package io.nextcart.engine.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares docs/features.md with the code. */
final class FeatureDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/features.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| \\S");

    @Test
    void theDocumentListsEveryFeatureInTheOrderOfTheVector() throws IOException {
        List<String> names = FeatureExtractor.NAMES;
        String text = Files.readString(DOCUMENT);

        assertThat(ROW.matcher(text).results().map((MatchResult row) -> row.group(1)))
                .containsExactlyElementsOf(names);
        assertThat(text).contains("one vector of " + names.size() + " numbers");
    }
}
