package io.nextcart.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoresTest {
    @TempDir
    Path folder;

    @Test
    void anyPathIsAFolderStore() {
        assertThat(ObjectStores.open(folder.resolve("new").toString()).location())
                .isEqualTo(folder.resolve("new").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3:bucket", "s3://B!/x", "s3://bucket/../x", "gs://bucket", "", "a\0b"})
    void aPlaceThatIsNoStoreIsBadInputThatQuotesIt(String store) {
        assertThatThrownBy(() -> ObjectStores.open(store))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("store '" + store.replace('\0', '?') + "'");
    }

    @Test
    void aFileIsNoStore() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> ObjectStores.open(file.toString()))
                .isInstanceOf(BadInputException.class)
                .hasMessage("store '" + file + "' is a file, expected a folder or s3://bucket/prefix");
    }
}
