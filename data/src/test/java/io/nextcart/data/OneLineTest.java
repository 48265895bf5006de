package io.nextcart.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void whatIsPrintableStays() {
        assertThat(OneLine.of("Zoë’s file, line 7: 'a\u00a0b' — expected {…} 😀"))
                .isEqualTo("Zoë’s file, line 7: 'a\u00a0b' — expected {…} 😀");
    }

    @Test
    void whatEndsALineOrSteersATerminalIsAQuestionMark() {
        assertThat(OneLine.of("a\r\nb\u2028c\u0085d\u001b[2Je\u202ef\ud800")).isEqualTo("a??b?c?d?[2Je?f?");
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(OneLine.of("x".repeat(5_000))).hasSize(OneLine.LONGEST).endsWith("x…");
        assertThat(new BadInputException("a\nb")).hasMessage("a?b");
    }
}
