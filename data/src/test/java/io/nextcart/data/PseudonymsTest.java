package io.nextcart.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymsTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    /** Computed with Python's hmac; {@code u1} also with the line of docs/privacy.md. */
    @Test
    void aPseudonymIsTheHmacOfThePrefixAndTheId() {
        Pseudonyms pseudonyms = Pseudonyms.withKey(KEY);
        assertThat(pseudonyms.of(new UserId("u1"))).isEqualTo("jompLvLzm6XLlidZausoJYDjWqPf0z12HmmHy1P5Zd0");
        assertThat(pseudonyms.of(new UserId("ü/☃ 😀"))).isEqualTo("rMylooaM4T-6mcv_pLf4ppcos4QFuMsYl3uBIU30aV0");
        assertThat(Pseudonyms.withKey(KEY + "x").of(new UserId("u1"))).isNotEqualTo(pseudonyms.of(new UserId("u1")));
        assertThat(Pseudonyms.NONE.of(new UserId("u1"))).isEqualTo("u1");
    }

    @Test
    void onlyTheUserOfAnEventChanges() {
        Event event =
                new Event("e", new UserId("u1"), EventType.TRANSACTION, new ItemId("i"), 1, "t", 2.5, "c.v.1", "home");
        Event same = Pseudonyms.withKey(KEY).of(event);
        assertThat(same)
                .isEqualTo(new Event(
                        "e",
                        new UserId("jompLvLzm6XLlidZausoJYDjWqPf0z12HmmHy1P5Zd0"),
                        EventType.TRANSACTION,
                        new ItemId("i"),
                        1,
                        "t",
                        2.5,
                        "c.v.1",
                        "home"));
        assertThat(Pseudonyms.NONE.of(event)).isSameAs(event);
    }

    @Test
    void threadsShareTheKey() {
        Pseudonyms pseudonyms = Pseudonyms.withKey(KEY);
        String[] alone = IntStream.range(0, 1000)
                .mapToObj(i -> Pseudonyms.withKey(KEY).of(new UserId("u" + i)))
                .toArray(String[]::new);
        assertThat(IntStream.range(0, 1000)
                        .parallel()
                        .allMatch(i -> pseudonyms.of(new UserId("u" + i)).equals(alone[i])))
                .isTrue();
    }

    @Test
    void aFileWithoutAKeyIsRefusedAndNothingOfItIsSaid(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), " " + KEY + "\r\n");
        assertThat(Pseudonyms.withKeyIn(file).of(new UserId("u1"))).startsWith("jompLv");
        for (String bad : new String[] {"", "tooshort", KEY + " " + KEY, "é".repeat(40), "x".repeat(513)}) {
            Files.writeString(file, bad);
            assertThatThrownBy(() -> Pseudonyms.withKeyIn(file))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage(file
                            + ": is not a key, expected 32 to 512 printable characters without blanks, such as those"
                            + " of openssl rand -base64 32");
        }
        assertThatThrownBy(() -> Pseudonyms.withKeyIn(folder.resolve("none")))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        "the key of pseudonyms cannot be read: " + folder.resolve("none") + ": no such file or folder");
    }
}
