package io.nextcart.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void whatAnEarlierDemoLeftIsReplacedAndNothingElse() throws IOException {
        Path demo = folder.resolve("demo");
        settings(demo).clear();
        Files.createDirectories(demo.resolve("store/models"));
        Files.writeString(demo.resolve("store/models/current.json"), "{}");
        Path notes = Files.writeString(demo.resolve("notes.txt"), "mine");

        settings(demo).clear();

        assertThat(demo.resolve("store")).doesNotExist();
        assertThat(notes).hasContent("mine");
    }

    @Test
    void aFolderThatNoDemoMadeIsLeftAlone() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("data"));

        assertThatThrownBy(() -> settings(folder).clear())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(mine.toString())
                .hasMessageContaining("--dir");
        assertThat(mine).exists();
    }

    private static DemoSettings settings(Path folder) {
        return new DemoSettings(null, new DemoSettings.Visitors(0.1, 10), null, 42, folder);
    }
}
