package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class TemplateLimitsTest {
    private static final int MOST_RESOURCES = 500;
    private static final int MOST_BYTES = 1_000_000;

    @Test
    void everyTemplateFitsCloudFormation() {
        for (Synth synth : Synth.ALL) {
            synth.result().stacks().forEach((name, template) -> {
                assertThat(template.get("Resources").size()).as(name).isLessThan(MOST_RESOURCES);
                assertThat(template.toPrettyString().length()).as(name).isLessThan(MOST_BYTES);
            });
        }
    }

    @Test
    void noAccountStandsInATemplate() {
        for (JsonNode template : Synth.PROD.result().stacks().values()) {
            assertThat(template.toString()).doesNotContainPattern("[:\"/][0-9]{12}[:\"/.]");
        }
    }
}
