package io.nextcart.engine.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.TinyShop;
import io.nextcart.engine.rank.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares docs/features.md with the code. */
final class FeatureDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/features.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| \\S");

    @TempDir
    Path folder;

    @Test
    void theDocumentListsEveryFeatureInTheOrderOfTheVector() throws IOException {
        List<String> names = new Workspace(TinyShop.tables(folder)).features().names();
        String text = Files.readString(DOCUMENT);

        assertThat(ROW.matcher(text).results().map((MatchResult row) -> row.group(1)))
                .containsExactlyElementsOf(names);
        assertThat(text).contains("one vector of " + names.size() + " numbers");
    }
}
