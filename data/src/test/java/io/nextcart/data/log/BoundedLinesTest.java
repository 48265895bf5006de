package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class BoundedLinesTest {
    private static List<String> lines(String text, int bound) throws IOException {
        BoundedLines lines = new BoundedLines(new StringReader(text), bound);
        List<String> read = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            read.add(line);
        }
        return read;
    }

    @Test
    void linesEndAtLineFeedsAndTheLastOneNeedsNone() throws IOException {
        assertThat(lines("", 9)).isEmpty();
        assertThat(lines("\n", 9)).containsExactly("");
        assertThat(lines("a\n\nb", 9)).containsExactly("a", "", "b");
        assertThat(lines("a\r\nb\n", 9)).containsExactly("a\r", "b");
    }

    @Test
    void longLinesAreCutAtTheBoundAndMeasured() throws IOException {
        BoundedLines lines = new BoundedLines(new StringReader("abc\nabcd\n"), 3);

        assertThat(lines.next()).isEqualTo("abc");
        assertThat(lines.length()).isEqualTo(3);
        assertThat(lines.next()).isEqualTo("abc");
        assertThat(lines.length()).isEqualTo(4);
        assertThat(lines.next()).isNull();
    }

    @Test
    void linesOfAnyLengthAreReadAcrossTheBuffer() throws IOException {
        long seed = Long.getLong("nextcart.seed", 42);
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            expected.add("x".repeat(random.nextInt(random.nextInt(10) == 0 ? 40_000 : 50)));
        }

        assertThat(lines(String.join("\n", expected) + "\n", 1 << 16))
                .as("seed %d", seed)
                .isEqualTo(expected);
    }

    @Tag("long")
    @Test
    void aLineOfMoreCharactersThanAnIntHoldsFillsNoMemory() throws IOException {
        BoundedLines lines = new BoundedLines(endless(2_200_000_000L), 10);

        assertThat(lines.next()).isEqualTo("\0".repeat(10));
        assertThat(lines.length()).isEqualTo(2_200_000_000L);
        assertThat(lines.next()).isNull();
    }

    private static Reader endless(long characters) {
        return new Reader() {
            private long left = characters;

            @Override
            public int read(char[] into, int offset, int length) {
                int n = (int) Math.min(left, length);
                left -= n;
                return n == 0 ? -1 : n;
            }

            @Override
            public void close() {}
        };
    }
}
