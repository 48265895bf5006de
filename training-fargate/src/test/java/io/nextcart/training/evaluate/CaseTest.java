package io.nextcart.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CaseTest {
    @TempDir
    Path folder;

    @Test
    void plainAndGzipFilesAreReadAlike() throws IOException {
        byte[] lines = "{\"items\":[1,\"b\"],\"target\":3}\n\n{\"items\":[\"x\"],\"target\":\"y\"}\n"
                .getBytes(StandardCharsets.UTF_8);
        Path plain = Files.write(folder.resolve("cases.jsonl"), lines);
        Path gzip = folder.resolve("cases.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(lines);
        }
        List<Case> expected = List.of(new Case(List.of("1", "b"), "3"), new Case(List.of("x"), "y"));

        assertThat(read(plain)).isEqualTo(expected);
        assertThat(read(gzip)).isEqualTo(expected);
    }

    @Test
    void severalTargetsStandBesideOneOrAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("cases.jsonl"), """
                {"items":["1"],"target":"3","targets":["4","3"],"returning":true}
                {"items":["1"],"targets":["5",6],"returning":false}
                {"items":["1"],"targets":[]}
                """);

        assertThat(read(file))
                .containsExactly(
                        new Case(List.of("1"), List.of("3", "4"), true),
                        new Case(List.of("1"), List.of("5", "6"), false),
                        new Case(List.of("1"), List.of(), null));
    }

    @Test
    void faultsNameFileAndLine() throws IOException {
        assertFault("nope", "cases.jsonl, line 1: not a JSON object");
        assertFault(
                "{\"items\":" + "[".repeat(1001),
                "line 1: not a JSON object: it is beyond a limit: "
                        + "Document nesting depth (1001) exceeds the maximum allowed (1000); expected");
        assertFault("null", "cases.jsonl, line 1: not a JSON object");
        assertFault("{\"items\":[1],\"target\":2}\n{\"target\":2}", "line 2: field 'items' is missing or empty");
        assertFault("{\"items\":[1]}", "line 1: field 'target' is null, expected an item id");
        assertFault("{\"items\":[[1]],\"target\":2}", "line 1: field 'items' is [1], expected an item id");
        assertFault("{\"items\":[1],\"targets\":2}", "line 1: field 'targets' is 2, expected a list of item ids");
        assertFault("{\"items\":[1],\"targets\":[null]}", "line 1: field 'targets' is null, expected an item id");
        assertFault(
                "{\"items\":[1],\"target\":2,\"returning\":1}",
                "line 1: field 'returning' is 1, expected true or false");
        assertFault("\n", "holds no cases");
        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is a directory, expected a file");
        assertThatThrownBy(() -> read(folder.resolve("none")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void anIdThatIsNotUtf8IsNamed() throws IOException {
        Path latin = Files.writeString(
                folder.resolve("cases.jsonl"), "{\"items\":[\"Müsli\"],\"target\":2}", StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(latin))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(
                        "line 1: items is not UTF-8 at position 1, expected text in UTF-8; if the file is in");
    }

    private void assertFault(String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("cases.jsonl"), content);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(message);
    }

    private static List<Case> read(Path file) {
        List<Case> cases = new ArrayList<>();
        Case.read(file, cases::add);
        return cases;
    }
}
