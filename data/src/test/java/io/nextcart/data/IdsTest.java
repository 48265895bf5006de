package io.nextcart.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "ä", "\uD83D\uDED2", "two words", "0", "a,b\"c"})
    void textOfAnyScriptIsAnId(String id) {
        assertThat(Ids.check("item_id", id)).isEqualTo(id);
        assertThat(new ItemId(id)).hasToString(id);
        assertThat(new UserId(id)).hasToString(id);
    }

    @Test
    void lengthIsFrom1To128() {
        assertThat(Ids.check("item_id", "x".repeat(128))).hasSize(128);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ids.check("item_id", "x".repeat(129)))
                .withMessage("item_id has 129 characters, expected 1 to 128");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ids.check("item_id", ""))
                .withMessage("item_id has 0 characters, expected 1 to 128");
    }

    /** Half a surrogate pair cannot be written as UTF-8: one such id would make the log unwritable. */
    @ParameterizedTest
    @ValueSource(strings = {"ab\n", "ab\0", "ab\u007F", "ab\u0085", "ab\uD83D", "ab\uDED2", "ab\uD83Dx"})
    void whatDoesNotPrintIsRefusedWithItsPosition(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserId(id))
                .withMessage("user_id holds an unprintable character at position 2, expected text");
    }

    @Test
    void bytesThatAreNotUtf8AreNamedAsThat() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserId("ab\uFFFD"))
                .withMessage("user_id is not UTF-8 at position 2, expected text in UTF-8");
    }

    @Test
    void idsAreOrderedByTheirText() {
        assertThat(new ItemId("10")).isLessThan(new ItemId("9"));
        assertThat(new UserId("b")).isGreaterThan(new UserId("a"));
    }
}
