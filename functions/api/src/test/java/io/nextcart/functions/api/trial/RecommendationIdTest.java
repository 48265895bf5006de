package io.nextcart.functions.api.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecommendationIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"20150918T025947Z-1f0c8a2b", "", ".", "a.b..c", "v=1+2"})
    void whatIsWrittenIsReadBack(String model) {
        for (Variant variant : Variant.values()) {
            RecommendationId id = RecommendationId.next(variant, model);
            assertThat(RecommendationId.parse(id.toString())).contains(id);
        }
    }

    @Test
    void aLongVersionIsCutSoThatTheIdFitsTheApi() {
        RecommendationId id = RecommendationId.next(Variant.CHAMPION, "v".repeat(200));
        assertThat(id.toString()).hasSize(128);
        assertThat(RecommendationId.parse(id.toString())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "c",
                "c.",
                "c..",
                "x..AAAAAAAAAAAAAAAAAAAAAA",
                "c.AAAAAAAAAAAAAAAAAAAAAA",
                "c.v.AAAAAAAAAAAAAAAAAAAAA",
                "c.v.AAAAAAAAAAAAAAAAAAAAA!",
                "cv.AAAAAAAAAAAAAAAAAAAAAA"
            })
    void textsThatAreNotOursAreNotRead(String text) {
        assertThat(RecommendationId.parse(text)).isEmpty();
    }
}
