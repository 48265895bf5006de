package io.nextcart.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
    /** The example of FIPS 180-4 for "abc". */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void knownAnswerIsMetByEveryWayToGiveTheInput(@TempDir Path folder) throws Exception {
        Path bc = Files.writeString(folder.resolve("bc"), "bc");

        assertThat(Sha256.hex("abc".getBytes(UTF_8))).isEqualTo(ABC);
        assertThat(Sha256.of("abc")).isEqualTo(HexFormat.of().parseHex(ABC));
        assertThat(new Sha256().add("a").add(bc).hex()).isEqualTo(ABC);
        assertThat(Sha256.hex(bc)).isEqualTo(Sha256.hex("bc".getBytes(UTF_8)));
    }
}
