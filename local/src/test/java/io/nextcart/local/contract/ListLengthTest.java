package io.nextcart.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.ListLength;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ListLengthTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"/components/parameters/k/schema", "/components/schemas/RecommendationsRequest/properties/k"})
    void theContractBoundsKAsTheCodeDoes(String place) throws IOException {
        JsonNode k = ApiDocument.load().at(place);

        assertThat(k.path("minimum").asInt()).isEqualTo(ListLength.LEAST);
        assertThat(k.path("maximum").asInt()).isEqualTo(ListLength.MOST);
        assertThat(k.path("default").asInt()).isEqualTo(ListLength.STANDARD);
    }
}
