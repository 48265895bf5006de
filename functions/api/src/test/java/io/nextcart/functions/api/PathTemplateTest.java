package io.nextcart.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathTemplateTest {
    private static final PathTemplate SIMILAR = PathTemplate.of("/v1/items/{item_id}/similar");

    @ParameterizedTest
    @ValueSource(strings = {"/v1/items/a/similar", "/v1/items/a%2Fb/similar", "/v1/items/similar/similar"})
    void aParameterTakesOneSegment(String path) {
        assertThat(SIMILAR.matches(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/v1/items//similar",
                "/v1/items/a/b/similar",
                "/v1/items/a/similar/",
                "/v1/items/a/similarly",
                "/v1/items/a/simila",
                "/v1/items/a",
                "v1/items/a/similar",
                "/V1/items/a/similar"
            })
    void otherPathsDoNotMatch(String path) {
        assertThat(SIMILAR.matches(path)).isFalse();
    }

    @Test
    void aParameterIsDecodedOnce() {
        assertThat(SIMILAR.parameters("/v1/items/a%252F%2Fb/similar")).hasToString("{item_id=a%2F/b}");
    }

    @Test
    void thePathsOfNoParameterMatchThemselves() {
        assertThat(PathTemplate.of("/put").matches("/put")).isTrue();
        assertThat(PathTemplate.of("/put").matches("/put/")).isFalse();
        assertThat(PathTemplate.of("/put").matches("/putt")).isFalse();
    }
}
