package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventFilesTest {
    private static final String EVENT = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":1}\n";

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();

    private void read(Path file) {
        EventFiles.read(file, 0, Progress.NONE, events::add);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\n\r\n\t ", "\uFEFF\n"})
    void aFileThatStartsWithABraceIsNdjson(String before) throws IOException {
        read(TestFiles.write(folder, "events.csv", before + EVENT));
        read(Files.write(folder.resolve("zipped"), TestFiles.gzip(before + EVENT)));

        assertThat(events).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF"})
    void anyOtherFileIsCsvWhateverItsName(String before) throws IOException {
        read(TestFiles.write(folder, "events.ndjson", before + TestFiles.events(2)));
        read(Files.write(folder.resolve("zipped"), TestFiles.gzip(before + TestFiles.events(2))));

        assertThat(events).hasSize(4);
    }

    @Test
    void anArrayOfEventsIsNeither() throws IOException {
        Path file = TestFiles.write(folder, "events.json", "[" + EVENT + "]");

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        file + ": is a JSON array, expected CSV, or one JSON object a line, as jq -c '.[]' writes it");
    }
}
