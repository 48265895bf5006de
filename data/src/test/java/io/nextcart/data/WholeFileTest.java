package io.nextcart.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"log.ndjson", "log.ndjson.gz"})
    void aFullDiskIsReportedWithTheNameOfTheFile(String name) throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Path file = folder.resolve(name);
        WholeFile whole = new WholeFile(file);
        Files.createSymbolicLink(whole.partial(), full);
        assertThatThrownBy(() -> {
                    whole.stream().write(new byte[1 << 20]);
                    whole.commit();
                })
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": cannot be written: No space left on device");
        whole.close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFaultThatHasANameKeepsIt() {
        FileSystemException named = new FileSystemException("a", null, "b");
        assertThat(WholeFile.named(Path.of("c"), named)).isSameAs(named);
    }
}
