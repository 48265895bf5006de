package io.nextcart.functions.api.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
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

    @Test
    void anIdSaysWhichItemsOfItsListExplore() {
        RecommendationId id = RecommendationId.next(Variant.CHAMPION, "v");
        assertThat(id.explores()).isFalse();
        assertThat(id.explores("new")).isFalse();
        assertThat(id.exploring(List.of())).isEqualTo(id);

        String text = id.exploring(List.of("new", "newer")).toString();

        assertThat(text)
                .hasSize(id.toString().length())
                .startsWith(id.toString().substring(0, 15));
        RecommendationId read = RecommendationId.parse(text).orElseThrow();
        assertThat(read.explores()).isTrue();
        assertThat(read.explores("new")).isTrue();
        assertThat(read.explores("newer")).isTrue();
        long wrong = IntStream.range(0, 10_000)
                .filter(item -> read.explores("item " + item))
                .count();
        assertThat(wrong).isLessThan(30);
    }

    @Test
    void theIdOfALongListMarksTheFirstItemsThatExplore() {
        List<String> items = IntStream.range(0, 9).mapToObj(Integer::toString).toList();
        RecommendationId id = RecommendationId.next(Variant.CHAMPION, "v").exploring(items);

        assertThat(items.subList(0, 4)).allMatch(id::explores);
        assertThat(items.subList(4, 9)).noneMatch(id::explores);
        assertThat(id.unique()).hasSize(22);
    }

    @Test
    void noOtherIdExplores() {
        for (int i = 0; i < 1000; i++) {
            assertThat(RecommendationId.next(Variant.CHAMPION, "v").explores()).isFalse();
        }
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
