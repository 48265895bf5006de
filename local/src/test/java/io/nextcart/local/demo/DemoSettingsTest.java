package io.nextcart.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void whatAnEarlierDemoLeftIsReplacedAndNothingElse() throws IOException {
        Path demo = folder.resolve("demo");
        settings(demo).claim();
        Files.createDirectories(demo.resolve("store/models"));
        Files.writeString(demo.resolve("store/models/current.json"), "{}");
        Files.createDirectories(demo.resolve("store/events/dt=2026-11-30"));
        Files.writeString(demo.resolve("store/events/dt=2026-11-30/demo.ndjson.gz"), "of a trial");
        Path notes = Files.writeString(demo.resolve("notes.txt"), "mine");

        settings(demo).claim();
        settings(demo).clear();

        assertThat(demo.resolve("store")).doesNotExist();
        assertThat(notes).hasContent("mine");
    }

    @Test
    void aFolderThatNoDemoMadeIsLeftAlone() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("data"));

        assertThatThrownBy(() -> settings(folder).claim())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(mine.toString())
                .hasMessageContaining("--dir");
        assertThat(mine).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events/dt=2026-11-30/a.ndjson.gz", "tombstones/a", "items/a", "feeds/merchant/a.xml"})
    void whatAServerHasArchivedInTheStoreSinceIsNotLost(String object) throws IOException {
        settings(folder).claim();
        Path archived = folder.resolve("store").resolve(object);
        Files.createDirectories(archived.getParent());
        Files.writeString(archived, "an event");

        assertThatThrownBy(() -> settings(folder).claim())
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        archived + ": is not of a demo, but of a server that used its store, and would be lost; choose"
                                + " another folder with --dir, or delete " + folder);
        assertThat(archived).exists();
    }

    @Test
    void aScaleOutOfRangeIsRefusedBeforeAnythingIsDone() {
        assertThatThrownBy(() -> new DemoSettings.Visitors(0, 10))
                .isInstanceOf(BadInputException.class)
                .hasMessage("--scale is 0.0, expected a number from 0.001 to 10.0");
    }

    private static DemoSettings settings(Path folder) {
        return new DemoSettings(null, new DemoSettings.Visitors(0.1, 20), null, 42, folder);
    }
}
