package io.nextcart.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On strings laid out as in a model file; {@link RankerTrainerIT} does it on real models. */
class ModelStampTest {
    @TempDir
    private Path folder;

    @Test
    void modelsThatDifferInTimeAndIdBecomeTheSameBytes() throws IOException {
        Path one = model("2026-11-25T17:05:00Z", "1f0c8a2b-9d00e1f2-33445566-778899aa");
        Path other = model("2019-01-02T03:04:05Z", "f0c8a2b-d00e1f2-3445566-778899aa");
        assertThat(ModelStamp.erase(one)).isTrue();
        assertThat(ModelStamp.erase(other)).isTrue();
        assertThat(other).hasSameBinaryContentAs(one);
    }

    @Test
    void anIdThatIsTooShortIsToldAndTheModelIsLeftAsItIs() throws IOException {
        Path model = model("2026-11-25T17:05:00Z", "f-d00e1f2-3445566-778899aa");
        byte[] before = Files.readAllBytes(model);
        assertThat(ModelStamp.erase(model)).isFalse();
        assertThat(model).hasBinaryContent(before);
    }

    private Path model(String time, String id) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : new String[] {"params", id, "model_guid", time, "train_finish_time"}) {
            ByteBuffer string =
                    ByteBuffer.allocate(4 + ((text.length() + 4) & ~3)).order(ByteOrder.LITTLE_ENDIAN);
            string.putInt(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
            bytes.write(string.array());
        }
        return Files.write(Files.createTempFile(folder, "model", ".cbm"), bytes.toByteArray());
    }
}
